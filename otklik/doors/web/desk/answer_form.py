"""The form of the answer: what stands in it, what was typed, and what is worth saying of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from otklik.border.ports.messages import CaseKind
from otklik.casework.answers import rules as checks
from otklik.casework.answers import selectors as answers
from otklik.doors.web.desk import words
from otklik.doors.web.desk.opened import Opened
from otklik.flow import answer as road
from otklik.flow import card as cards
from otklik.ground.people.roles import Action

_STATES = {
    "writing": "черновик",
    "submitted": "на согласовании",
    "returned": "возвращён на доработку",
    "approved": "согласован, отправляется",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the form of the answer, with the version of the draft it was begun from."""

    text: str = ""
    is_interim: bool = False
    promised_on: date | None = None
    outcome: str = ""
    proof: str = ""
    comment: str = ""
    version: int | None = None
    reason: str = ""

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
    )


def context(opened: Opened, typed: Typed | None) -> dict[str, Any]:
    """What the form of the answer shows."""
    if not opened.case.is_open or not opened.can(Action.DRAFT, Action.APPROVE):
        return {}
    draft = answers.living(opened.case.id)
    if typed is None:
        typed = Typed()
        if draft is not None:
            typed = Typed(
                text=draft.text, is_interim=draft.is_interim, promised_on=draft.promised_on,
                outcome=draft.outcome, version=draft.version,
            )  # fmt: skip
    return {
        "may_answer": True,
        "draft": draft,
        "draft_state": _STATES.get(draft.state, "") if draft else "",
        "typed": typed,
        "remarks": remarks(opened, typed) if typed.text else [],
        "outcomes": list(words.OUTCOMES.items()),
        "may_submit": opened.can(Action.DRAFT),
        "may_approve": opened.can(Action.APPROVE),
        "may_return": opened.can(Action.APPROVE) and draft is not None and draft.state == "submitted",
        "needs_proof": not road.sender_of(opened.case),
    }


def remarks(opened: Opened, typed: Typed) -> list[checks.Remark]:
    """What is worth saying of the text before it goes."""
    return checks.remarks(
        checks.Text(
            body=typed.text,
            kind=CaseKind(opened.case.kind),
            channel=opened.case.channel,
            is_interim=typed.is_interim,
            promised_on=typed.promised_on,
            outcome=typed.outcome,
            today=opened.visit.today,
        )
    )
