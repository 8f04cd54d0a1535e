"""The form of a letter: what is asked before its words, what was typed, and how its pages look."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from otklik.casework.letters.rules.kinds import BY_CODE, Kind, LetterKind
from otklik.casework.letters.rules.proof import WAY_TITLES, Way
from otklik.doors.web.desk.opened import Opened
from otklik.flow import letters as road
from otklik.flow.letters import Signatory, Wording
from otklik.kernel import language

SLOT = "slot_"
_TEXTS = (
    "addressee",
    "subject",
    "salutation",
    "body",
    "enclosures",
    "on_number",
    "executor",
    "executor_phone",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the form; `asked` are the slots as typed, days as `2026-03-20`."""

    words: Wording
    number: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


def begun(opened: Opened, kind: LetterKind) -> Typed:
    """The form as it is opened."""
    found = road.begin(opened.case.id, kind, today=opened.visit.today, actor_id=opened.visit.user_id)
    return Typed(words=found.words)


def read(form: QueryDict, kind: LetterKind) -> Typed:
    """What was typed, with the slots put into the words."""
    asked = {one.name: form.get(f"{SLOT}{one.name}", "").strip() for one in BY_CODE[kind].asks}
    told = {name: form.get(name, "").replace("\r\n", "\n").strip() for name in _TEXTS}
    words = Wording(
        **told,
        on_date=day(form.get("on_date", "")),
        signatory=Signatory(
            position=form.get("position", "").replace("\r\n", "\n").strip(),
            name=form.get("signed", "").strip(),
            acting_for=form.get("acting_for", "").strip(),
        ),
    )
    words = road.with_slots(kind, words, {name: _said(value) for name, value in asked.items()})
    return Typed(words=words, number=form.get("number", "").strip(), asked=asked)


def refused(typed: Typed, reason: str) -> Typed:
    return replace(typed, reason=reason)


def context(opened: Opened, kind: Kind, typed: Typed) -> dict[str, Any]:
    return {
        "opened": opened,
        "case": opened.case,
        "kind": kind,
        "typed": typed,
        "words": typed.words,
        "asks": [(one, typed.asked.get(one.name, "")) for one in kind.asks],
        "act_url": reverse("desk:new_letter", args=[opened.case.number, kind.code]),
    }


def pictures(pages: list[bytes]) -> list[str]:
    """Pages as addresses of data, so that nothing of a draft is kept."""
    return [f"data:image/png;base64,{base64.b64encode(one).decode()}" for one in pages]


def ways(found: tuple[Way, ...] | list[Way]) -> list[tuple[str, str]]:
    return [(str(one), WAY_TITLES[one]) for one in found]


def link_of(request: HttpRequest, opened: Opened) -> str:
    """The page where the author follows the case, with the code that opens it."""
    case = opened.case
    return request.build_absolute_uri(reverse("public:short", args=[case.id, case.public_code]))


def day(told: str) -> date | None:
    """A day as a field of the browser tells it; None for anything else."""
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None


def _said(told: str) -> str:
    """A slot as a letter says it: a day in words, anything else as typed."""
    found = day(told)
    return language.day_of_letter(found) if found else told
