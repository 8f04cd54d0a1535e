"""What may be done with all cases of a mass problem at once, and what was typed for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from otklik.casework.duplicates.outbreaks import ACT_TITLES, ActCode
from otklik.casework.duplicates.selectors import OutbreakView
from otklik.doors.web.visit import Visit
from otklik.flow.mass_acts import NEEDS

_ICONS = {
    ActCode.ROUTE: "route",
    ActCode.TAKE: "check",
    ActCode.INTERIM: "clock",
    ActCode.ANSWER: "reply",
    ActCode.CLOSE: "lock",
}
_WRITTEN = (ActCode.INTERIM, ActCode.ANSWER)
_BEGINNING = "Здравствуйте, {name}!\n\nНа ваше сообщение № {number} от {received} отвечаем: "


@dataclass(frozen=True, slots=True)
class Typed:
    """A refused act with its reason and what had been typed."""

    code: str
    reason: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """An act; `text` is what an answer begins with."""

    code: str
    title: str
    icon: str
    text: str = ""


def offered(visit: Visit, view: OutbreakView) -> list[Offer]:
    """The acts open to the person while there are cases to do them with."""
    if not view.cases:
        return []
    return [
        Offer(act.value, ACT_TITLES[act], _ICONS[act], _BEGINNING if act in _WRITTEN else "")
        for act in ActCode
        if visit.can(NEEDS[act])
    ]
