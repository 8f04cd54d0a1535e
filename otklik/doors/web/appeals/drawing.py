"""What the road of an appeal is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from otklik.casework.appeals import selectors as appeals
from otklik.casework.appeals.rules import correspondence, outcomes, requisites, special
from otklik.casework.appeals.rules.channels import Policy
from otklik.casework.appeals.rules.letters import KIND_TITLES, Kind
from otklik.doors.web.desk import words
from otklik.doors.web.desk.opened import Failed, Opened
from otklik.flow.appeals import guiding, papers, telling
from otklik.flow.appeals import ways as lawfulness
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors as cases
from otklik.register.cases.complaints import Bar
from otklik.register.cases.rules import APPEAL_TYPE_TITLES, AppealType

WAYS = ("почта", "Госуслуги", "личный кабинет на сайте", "электронная почта", "вручено лично")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its state for the report and what it lacks."""

    row: cases.Question
    topic: str
    recipient: str
    outcome: str
    code: str
    state: str
    gaps: tuple[str, ...]
    is_open: bool
    may_reopen: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A notice or a letter with the words of its kind."""

    row: appeals.Written
    title: str
    is_late: bool


def context(opened: Opened, failed: Failed | None = None) -> dict[str, Any]:
    """Everything the panel shows; forms come back as they were typed."""
    case, visit = opened.case, opened.visit
    looked = guiding.look(case)
    forwardings, requests = appeals.forwardings(case.id), appeals.requests(case.id)
    asked = _questions(opened, forwardings)
    notices = [_told(one, visit.today) for one in appeals.notices(case.id)]
    return {
        "opened": opened,
        "case": case,
        "failed": failed,
        "typed": failed.typed if failed else {},
        "changed": telling.changed_since(case.id, failed.typed.get("seen_at", "")) if failed else [],
        "seen_at": visit.now.isoformat(),
        "questions": asked,
        "open_questions": [one for one in asked if one.is_open],
        "forwardings": forwardings,
        "requests": [(one, one.is_overdue(visit.today)) for one in requests],
        "has_request": any(one.answered_on is None for one in requests),
        "decisions": [(one, special.BY_CODE[special.Code(one.code)]) for one in appeals.decisions(case.id)],
        "notices": [one for one in notices if one.row.kind not in (Kind.COVERING, Kind.REQUEST)],
        "today": visit.today.isoformat(),
        "ways": WAYS,
        **_kind(opened, looked),
        **_rights(opened),
        **_guided(opened, looked),
    }


def way(opened: Opened) -> dict[str, Any]:
    """What the way by which a message came is by law, and the reply that explains the lawful ones."""
    found = lawfulness.unlawful(opened.case)
    return {
        "case": opened.case,
        "way": found,
        "reply": lawfulness.reply(opened.case) if found else "",
        "may_explain": opened.can(Action.DRAFT) and opened.case.is_open,
        "may_register": opened.can(Action.EDIT_CASE)
        and opened.case.is_open
        and found is not None
        and found.policy is Policy.REGISTER_ANYWAY,
        "seen_at": opened.visit.now.isoformat(),
    }


def _kind(opened: Opened, looked: guiding.Look) -> dict[str, Any]:
    """The kind, whom it is against and the requisites."""
    case = opened.case
    accused = looked.accused
    near = ""
    if accused and case.recipient_id:
        found = cases.recipient_finding(case, case.recipient_id, known=accused)
        near = found.words if found.bar is Bar.NEAR else ""
    kept = appeals.paper(case.id)
    held = papers.requisites_of(case, kept)
    return {
        "appeal_types": [(str(one), APPEAL_TYPE_TITLES[one]) for one in AppealType],
        "appeal_type": APPEAL_TYPE_TITLES.get(AppealType(case.appeal_type)) if case.appeal_type else "",
        "accused": accused,
        "accused_ids": {one.organisation_id for one in accused if one.organisation_id and not one.user_id},
        "accused_words": "\n".join(one.title for one in accused if not one.organisation_id),
        "needs_accused": case.appeal_type == AppealType.COMPLAINT and not accused,
        "near": near,
        "bodies": [(one.id, one.short_title) for one in people.organisations(case.municipality_id)],
        "paper": held,
        "kept_paper": kept,
        "form": requisites.FORM_TITLES[held.form],
        "forms": list(requisites.FORM_TITLES.items()),
        "identifications": list(requisites.IDENTIFICATION_TITLES.items()),
        "missing": looked.missing,
        "ways_around": looked.ways,
    }


def _questions(opened: Opened, forwardings: Sequence[appeals.Sent]) -> list[Asked]:
    case, visit, snapshot = opened.case, opened.visit, opened.snapshot
    rows = cases.questions(case.id)
    codes = appeals.codes([row.id for row in rows])
    sent = {one: forwarding for forwarding in forwardings for one in forwarding.question_ids}
    found = []
    for row in rows:
        transfer = sent.get(row.id)
        told = outcomes.Told(
            outcome=row.outcome,
            incoming_on=case.received_at.astimezone(visit.zone).date(),
            registered_on=case.registered_at.astimezone(visit.zone).date(),
            answered_on=case.answered_at.astimezone(visit.zone).date() if case.answered_at else None,
            letter="" if row.outcome in ("", "left_unanswered") or not case.answered_at else "ответ",
            transfer=transfer.title if transfer else "",
        )
        topic = snapshot.topics.get(row.topic_id or 0)
        recipient = snapshot.recipients.get(row.recipient_id or 0)
        found.append(
            Asked(
                row=row,
                topic=topic.title if topic else "",
                recipient=recipient.title if recipient else "",
                outcome=words.OUTCOMES.get(row.outcome, ""),
                code=codes.get(row.id, ""),
                state=outcomes.state(told).title,
                gaps=tuple(outcomes.gaps(told)),
                is_open=not row.outcome,
                may_reopen=case.is_open and row.outcome in set(outcomes.CLOSED_BY_HAND),
            )
        )
    return found


def _told(row: appeals.Written, today: date) -> Told:
    title = KIND_TITLES[Kind(row.kind)]
    if row.code:
        title = f"{title}: {special.BY_CODE[special.Code(row.code)].title.lower()}"
    return Told(row, title, row.is_late(today))


def _rights(opened: Opened) -> dict[str, bool]:
    is_open = opened.case.is_open
    return {
        "may_edit": opened.can(Action.EDIT_CASE),
        "may_forward": is_open and opened.can(Action.ROUTE),
        "may_ask": is_open and opened.can(Action.ROUTE, Action.TAKE),
        "may_close_question": is_open and opened.can(Action.DRAFT, Action.APPROVE),
        "may_send": opened.can(Action.ROUTE, Action.DRAFT),
        "may_extend": is_open and opened.can(Action.APPROVE, Action.LEAVE_UNANSWERED),
        "may_terminate": opened.can(Action.TERMINATE),
    }


def _guided(opened: Opened, looked: guiding.Look) -> dict[str, Any]:
    """What may apply by the facts, what else the person may decide, what the correspondence was."""
    case = opened.case
    before = looked.former
    told = correspondence.Relation(guiding.relation(case, before))
    context: dict[str, Any] = {
        "relation": correspondence.RELATION_TITLES[told],
        "relation_words": correspondence.RELATION_WORDS[told],
        "is_first": told is correspondence.Relation.FIRST,
        "former": before,
        "terminations": looked.terminated,
        "own_terminations": appeals.terminations(None, case_ids=[case.id]),
    }
    if not case.is_open:
        return context
    proposed = special.proposals(looked.facts)
    return {
        **context,
        "proposals": [(one, opened.can(one.row.who)) for one in proposed],
        "other_rows": _others(opened, [one.row.code for one in proposed]),
        "public_answers": looked.public_answers,
    }


def _others(opened: Opened, proposed: Sequence[special.Code]) -> list[special.Row]:
    return [row for row in special.ROWS if row.code not in proposed and opened.can(row.who)]
