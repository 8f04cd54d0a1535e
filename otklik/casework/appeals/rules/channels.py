"""Which ways in are lawful ways of an appeal, from which day, and what is done with the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SINCE_547 = date(2025, 3, 30)


class Legal(StrEnum):
    WRITTEN = "written"
    ELECTRONIC = "electronic"
    ORAL = "oral"
    MESSAGE = "message"


LEGAL_TITLES = {
    Legal.WRITTEN: "письменное обращение",
    Legal.ELECTRONIC: "электронное обращение",
    Legal.ORAL: "устное обращение",
    Legal.MESSAGE: "сообщение, не обращение",
}


class Policy(StrEnum):
    """What is done with what is no appeal by law."""

    EXPLAIN = "explain"
    REGISTER_ANYWAY = "register_anyway"


POLICY_TITLES = {
    Policy.EXPLAIN: "разъяснять законные способы",
    Policy.REGISTER_ANYWAY: "можно зарегистрировать как обращение",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way in and its legal status from a day on; in some only a known author counts."""

    channel: str
    title: str
    legal: Legal
    norm: str
    since: date | None = None
    until: date | None = None
    needs_identification: bool = False
    policy: Policy = Policy.EXPLAIN
    confidence: str = "M"

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


_NEW = "59-ФЗ, ст. 4, п. 1; ст. 7, ч. 3 (в ред. 547-ФЗ, с 30.03.2025)"
_OLD = "59-ФЗ, ст. 7, ч. 3 (до 30.03.2025)"
_BEFORE = date(2025, 3, 29)
WAYS: tuple[Way, ...] = (
    Way(channel="paper", title="Почта и приёмная", legal=Legal.WRITTEN, norm="59-ФЗ, ст. 7, ч. 1"),
    Way(channel="reception", title="Личный приём", legal=Legal.ORAL, norm="59-ФЗ, ст. 13"),
    Way(channel="epgu", title="Госуслуги (ЕПГУ)", legal=Legal.ELECTRONIC, norm=_NEW, confidence="R2",
        needs_identification=True),
    Way(channel="webform", title="Форма на сайте", legal=Legal.ELECTRONIC, norm=_OLD, until=_BEFORE),
    Way(channel="webform", title="Форма на сайте", legal=Legal.ELECTRONIC, norm=_NEW, since=SINCE_547,
        needs_identification=True, confidence="R2"),
    Way(channel="email", title="Электронная почта", legal=Legal.ELECTRONIC, norm=_OLD, until=_BEFORE),
    Way(channel="email", title="Электронная почта", legal=Legal.MESSAGE, norm=_NEW, since=SINCE_547,
        confidence="R2"),
    *(
        Way(channel=channel, title=title, legal=Legal.MESSAGE, norm=_NEW, confidence="R2")
        for channel, title in (
            ("vk", "ВКонтакте"), ("odnoklassniki", "Одноклассники"), ("telegram", "Telegram"), ("max", "MAX"),
            ("incident", "Инцидент Менеджмент"),
        )
    ),
    Way(channel="phone", title="Горячая линия", legal=Legal.MESSAGE, norm="59-ФЗ, ст. 4, п. 1"),
)  # fmt: skip
NEVER = frozenset(way.channel for way in WAYS if way.legal is Legal.MESSAGE and way.channel != "phone")
"""Channels of written messages that are, at least from some day on, no way of an appeal."""
CHANNELS = {way.channel: way.title for way in WAYS}


def way_of(channel: str, *, on: date, own: Sequence[Way] = ()) -> Way | None:
    """The status of a channel on a day: what the municipality has set goes before the table.

    The newest of those that hold wins; None for a channel nobody has spoken of.
    """
    for told in (own, WAYS):
        held = [way for way in told if way.channel == channel and way.holds_on(on)]
        if held:
            return max(held, key=lambda way: way.since or date.min)
    return None


def may_be_appeal(way: Way | None, *, is_identified: bool = True) -> bool:
    """Whether what came so can be registered under 59-ФЗ."""
    if way is None:
        return True
    if way.legal is Legal.MESSAGE:
        return way.policy is Policy.REGISTER_ANYWAY
    return is_identified or not way.needs_identification or way.policy is Policy.REGISTER_ANYWAY
