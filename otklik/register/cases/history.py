"""Retelling the way of a case from the steps of a foreign register."""

from dataclasses import dataclass, field
from datetime import date, datetime

from otklik.border.ports.messages import Outcome, Record, Step, StepKind
from otklik.register.cases.arrivals import Change, History, Reply
from otklik.register.cases.rules import Status

_TARGETS = {
    StepKind.ROUTED: Status.ROUTED,
    StepKind.TAKEN: Status.IN_WORK,
    StepKind.SUBMITTED: Status.APPROVAL,
    StepKind.RETURNED: Status.IN_WORK,
    StepKind.INTERIM: Status.POSTPONED,
    StepKind.ANSWERED: Status.ANSWERED,
    StepKind.FORWARDED: Status.FORWARDED,
    StepKind.REFUSED: Status.REFUSED,
    StepKind.CLOSED: Status.CLOSED,
    StepKind.REOPENED: Status.REOPENED,
}
_FINAL = {StepKind.ANSWERED, StepKind.FORWARDED, StepKind.REFUSED}


@dataclass(slots=True)
class _Way:
    """The state of the retelling; one pass over the steps fills it."""

    status: Status
    since: datetime
    changes: list[Change] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    routed_at: datetime | None = None
    taken_at: datetime | None = None
    interim_at: datetime | None = None
    first_answer_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    promised_on: date | None = None
    rating: int | None = None
    reopened: int = 0
    returned: int = 0
    hops: int = 0


def retell(record: Record, *, registered_at: datetime) -> History:
    """Where the steps lead; steps that carry no move (notes, surveys, ratings) leave the status alone."""
    way = _Way(Status.NEW, registered_at)
    for step in record.steps:
        _take(way, step)
    outcome = record.outcome or (Outcome.FORWARDED if way.status is Status.FORWARDED else None)
    return History(
        status=way.status,
        status_since=way.since,
        changes=tuple(way.changes),
        replies=tuple(way.replies),
        routed_at=way.routed_at,
        taken_at=way.taken_at,
        interim_at=way.interim_at,
        first_answer_at=way.first_answer_at,
        answered_at=way.answered_at,
        closed_at=way.closed_at,
        promised_on=way.promised_on,
        outcome=outcome or "",
        closing_reason=record.closing_reason[:300],
        rating=record.rating or way.rating,
        reopened_count=way.reopened,
        returned_count=way.returned,
        hops=max(0, way.hops - 1),
        proof=_proof(record.facts.get("Подтверждение", "")),
        road_map_done=bool(record.facts.get("Дорожная карта")),
    )


def _take(way: _Way, step: Step) -> None:
    if step.rating is not None:
        way.rating = step.rating
    target = _TARGETS.get(step.kind)
    if target is None:
        return
    if target is not way.status or target is Status.ROUTED:
        way.changes.append(Change(way.status, target, step.at, step.by, step.text if _is_note(step) else ""))
        way.status, way.since = target, step.at
    if step.kind is StepKind.ROUTED:
        way.routed_at = way.routed_at or step.at
        way.hops += 1
    elif step.kind is StepKind.TAKEN:
        way.taken_at = way.taken_at or step.at
    elif step.kind is StepKind.RETURNED:
        way.returned += 1
    elif step.kind is StepKind.REOPENED:
        way.reopened += 1
        way.answered_at = way.closed_at = None
    elif step.kind is StepKind.CLOSED:
        way.closed_at = step.at
    elif step.kind is StepKind.INTERIM:
        way.interim_at = step.at
        way.first_answer_at = way.first_answer_at or step.at
        way.promised_on = step.promised_on
        way.replies.append(Reply(True, step.text, step.at, step.by, step.url))
    if step.kind in _FINAL:
        way.answered_at = step.at
        if step.kind is not StepKind.REFUSED:
            way.first_answer_at = way.first_answer_at or step.at
        if step.text:
            way.replies.append(Reply(False, step.text, step.at, step.by, step.url))


def _is_note(step: Step) -> bool:
    return step.kind not in {StepKind.INTERIM, *_FINAL}


def _proof(told: str) -> str:
    folded = told.casefold()
    if "глонасс" in folded or "трек" in folded:
        return "track"
    return "photo" if "фото" in folded or "видео" in folded else ""
