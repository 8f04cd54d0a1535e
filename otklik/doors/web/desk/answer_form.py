"""The form of the answer: what stands in it, what was typed, and what is worth saying of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from otklik.casework.answers import checks
from otklik.casework.answers import selectors as answers
from otklik.casework.letters import selectors as letters
from otklik.casework.letters.rules.proof import WAY_TITLES, Way
from otklik.doors.web.desk import words
from otklik.doors.web.desk.opened import Opened
from otklik.flow import answer as road
from otklik.flow import card as cards
from otklik.flow import chain as chains
from otklik.flow import remarks as looking
from otklik.flow import sending, stages
from otklik.ground.people.roles import Action
from otklik.register.cases.rules import Status

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
    instead: str = ""
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
        proof=_proof(form),
        comment=form.get("comment", ""),
        instead=form.get("instead", ""),
        version=int(version) if version.isdecimal() else None,
        reason=reason,
        reasons={name.removeprefix(WHY): form.get(name, "") for name in form if name.startswith(WHY)},
    )


def _proof(form: QueryDict) -> str:
    """The proof as one line: the number, the day and the way where they are told, then the rest."""
    number, told, way = (form.get(f"proof_{name}", "").strip() for name in ("number", "on", "way"))
    beside = form.get("proof", "").strip()
    if not number and not told:
        return beside
    try:
        on = f"от {date.fromisoformat(told):%d.%m.%Y}"
    except ValueError:
        on = ""
    said = " ".join(filter(None, (f"исх. № {number}" if number else "", on)))
    by = WAY_TITLES[Way(way)] if way in set(Way) else ""
    return "; ".join(filter(None, (", ".join(filter(None, (said, by))), beside)))


def context(opened: Opened, typed: Typed | None, *, look_url: str) -> dict[str, Any]:
    """What the form of the answer shows; remarks to a kept draft come after the page, from `look_url`."""
    is_writer = opened.can(Action.DRAFT, Action.APPROVE)
    if not opened.case.is_open or not (is_writer or opened.case.status == Status.APPROVAL):
        return {}
    draft = answers.living(opened.case.id)
    chain = chain_of(opened, draft) if typed and typed.reason else None
    turn = chains.of_chain(chain, opened.visit.user_id) if chain else turn_of(opened, draft)
    if not is_writer and not (turn and turn.is_mine):
        return {}
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
        "may_return": (opened.can(Action.APPROVE) or (turn is not None and turn.is_mine))
        and draft is not None
        and draft.state == "submitted",
        **_sending(opened),
        "chain": chain.steps() if chain else [],
        **_approving(opened, turn),
    }


def _sending(opened: Opened) -> dict[str, Any]:
    """How the answer goes: by an adapter, or by hand with a proof that a sent letter gives as well."""
    if road.sender_of(opened.case):
        return {"needs_proof": False}
    return {
        "needs_proof": True,
        "proof_ways": [(str(one), WAY_TITLES[one]) for one in sending.ways_of(opened.case)],
        "letter_proof": letters.proof_of_answer(opened.case.id),
    }


def _approving(opened: Opened, turn: chains.Turn | None) -> dict[str, Any]:
    """Who approves: with a chain only those whose turn it is, and only the last of them sends."""
    if turn is None:
        return {"may_approve": may_send(opened)}
    is_over_all = chains.may_over_all(opened.visit.access, opened.visit.town.id)
    return {
        "may_approve": turn.is_mine,
        "is_one_of_many": not turn.is_last,
        "may_approve_all": is_over_all and not turn.is_last,
    }


def may_send(opened: Opened) -> bool:
    """Who approves sends; where messages are not approved, who writes does."""
    if opened.can(Action.APPROVE):
        return True
    return opened.may_submit and stages.sends_without_approval(opened.case)


def chain_of(opened: Opened, draft: answers.Draft | None) -> chains.Chain | None:
    """The chain that approves what is written; asked for when something is."""
    return chains.found(opened.case, draft, on=opened.visit.today) if draft else None


def turn_of(opened: Opened, draft: answers.Draft | None) -> chains.Turn | None:
    """Whether a chain approves what was submitted, and whether it waits for this person."""
    return chains.turn_of(opened.case, draft, opened.visit.user_id, on=opened.visit.today)


def may_look(opened: Opened) -> bool:
    """Whether the answer is shown: to those who write and approve, and to whoever is next in its chain."""
    return opened.can(Action.DRAFT, Action.APPROVE) or is_in_turn(opened)


def is_in_turn(opened: Opened) -> bool:
    """Whether the submitted answer waits for this person."""
    turn = turn_of(opened, answers.living(opened.case.id))
    return turn is not None and turn.is_mine


def steps(opened: Opened) -> list[chains.Step]:
    """Who approves the answer, in order; nothing where no chain does."""
    chain = chain_of(opened, answers.living(opened.case.id))
    return chain.steps() if chain else []


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
