"""The form of the answer: what stands in it, what was typed, and what is worth saying of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from otklik.casework.answers import checks
from otklik.casework.answers import selectors as answers
from otklik.doors.web.desk import words
from otklik.doors.web.desk.opened import Opened
from otklik.flow import answer as road
from otklik.flow import card as cards
from otklik.flow import remarks as looking
from otklik.ground.people.roles import Action

WHY = "why_"
_STATES = {
    "writing": "черновик",
    "submitted": "на согласовании",
    "returned": "возвращён на доработку",
    "approved": "согласован, отправляется",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the form of the answer, with the version of the draft it was begun from.

    `reasons` are why remarks are left as they are, by code of the check.
    """

    text: str = ""
    is_interim: bool = False
    promised_on: date | None = None
    outcome: str = ""
    proof: str = ""
    comment: str = ""
    version: int | None = None
    reason: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def writing(self) -> cards.Writing:
        return cards.Writing(
            text=self.text,
            is_interim=self.is_interim,
            promised_on=self.promised_on,
            outcome=self.outcome,
        )


def read(form: QueryDict, *, reason: str = "") -> Typed:
    try:
        promised_on = date.fromisoformat(form.get("promised_on", ""))
    except ValueError:
        promised_on = None
    version = form.get("draft_version", "")
    return Typed(
        text=form.get("answer", "").replace("\r\n", "\n"),
        is_interim="is_interim" in form,
        promised_on=promised_on,
        outcome=form.get("outcome", ""),
        proof=form.get("proof", ""),
        comment=form.get("comment", ""),
        version=int(version) if version.isdecimal() else None,
        reason=reason,
        reasons={name.removeprefix(WHY): form.get(name, "") for name in form if name.startswith(WHY)},
    )


def context(opened: Opened, typed: Typed | None, *, look_url: str) -> dict[str, Any]:
    """What the form of the answer shows; remarks to a kept draft come after the page, from `look_url`."""
    if not opened.case.is_open or not opened.can(Action.DRAFT, Action.APPROVE):
        return {}
    draft = answers.living(opened.case.id)
    if typed is None:
        typed = _typed(draft)
    return {
        "may_answer": True,
        "draft": draft,
        "draft_state": _STATES.get(draft.state, "") if draft else "",
        "typed": typed,
        "remarks": remarks(opened, typed) if typed.reason else [],
        "look_url": look_url if typed.text and not typed.reason else "",
        "outcomes": list(words.OUTCOMES.items()),
        "may_write": opened.can(Action.DRAFT),
        "may_submit": opened.may_submit,
        "may_approve": opened.can(Action.APPROVE),
        "may_return": opened.can(Action.APPROVE) and draft is not None and draft.state == "submitted",
        "needs_proof": not road.sender_of(opened.case),
    }


def of_draft(opened: Opened) -> Typed:
    """What the living draft holds; nothing where there is none."""
    return _typed(answers.living(opened.case.id))


def _typed(draft: answers.Draft | None) -> Typed:
    if draft is None:
        return Typed()
    return Typed(
        text=draft.text,
        is_interim=draft.is_interim,
        promised_on=draft.promised_on,
        outcome=draft.outcome,
        version=draft.version,
    )


def remarks(opened: Opened, typed: Typed) -> list[checks.Remark]:
    """What is worth saying of the text before it goes."""
    return looking.remarks(opened.case.id, typed.writing, today=opened.visit.today, reasons=typed.reasons)
