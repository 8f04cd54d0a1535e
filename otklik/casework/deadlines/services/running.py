"""Starting, recounting and stopping the clocks of cases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from otklik.casework.deadlines import selectors
from otklik.casework.deadlines.models import Clock
from otklik.casework.deadlines.norms import STOPS
from otklik.casework.deadlines.rules import Due, Rung
from otklik.casework.deadlines.services.laying import clocks_of, laid, round_of
from otklik.casework.deadlines.services.writing import Fresh, insert
from otklik.casework.deadlines.terms import Stop
from otklik.casework.deadlines.times import CaseTimes
from otklik.ground.audit import services as audit
from otklik.ground.audit.rules import Record

BATCH = 500
NOT_APPLICABLE = "not_applicable"
REOPENED = "reopened"
COUNTED = ("title", "norm", "confidence", "starts_at", "legal_on", "control_on", "due_at", "arithmetic")


@transaction.atomic(savepoint=False)
def start(
    cases: Sequence[CaseTimes], *, found: Sequence[tuple[Rung, ...] | None] | None = None
) -> dict[int, Due]:
    """Start the clocks of new cases, hundreds at once; those already started are left as they are.

    `found` are their ladders where they have been counted for the face already. Nothing is journalled here:
    the entry of the registration bears the norm of the main term. Returns the face of each case by its id.
    """
    ladders = selectors.ladders(cases) if found is None else found
    insert([Fresh(case, rung, 1) for case, rungs in zip(cases, ladders, strict=True) for rung in rungs or ()])
    return dict(zip((case.case_id for case in cases), selectors.dues(ladders), strict=True))


@transaction.atomic
def recount(cases: Sequence[CaseTimes], *, now: datetime, actor_id: int | None = None) -> dict[int, Due]:
    """Count the running clocks again after the topic, the urgency, the way or the settings changed.

    A later event (routing, an interim answer, a request) adds its clock or moves its start; a term that holds
    no more is stopped as not applicable; what has been stopped stays. Returns the face by the case's id.
    """
    have = clocks_of(cases)
    present = laid(cases, have)
    found = selectors.ladders(present)
    dues = dict(zip((case.case_id for case in cases), selectors.dues(found), strict=True))
    fresh: list[Fresh] = []
    changed: list[Clock] = []
    entries: list[Record] = []
    for case, rungs in zip(present, found, strict=True):
        added, altered = _differences(case, rungs or (), have.get(case.case_id, ()), now=now)
        fresh, changed = fresh + added, changed + altered
        if added or altered:
            entries.append(_entry("recount_terms", case, dues[case.case_id], now=now, actor_id=actor_id))
    insert(fresh)
    Clock.objects.bulk_update(
        changed, [*COUNTED, "is_main", "stopped_at", "stopped_by_event"], batch_size=BATCH
    )
    audit.record_many(entries)
    return dues


@transaction.atomic
def stop(
    case_id: int,
    *,
    event: Stop,
    at: datetime,
    now: datetime,
    code: str = "",
    key: str | None = None,
    actor_id: int | None = None,
) -> int:
    """Stop the running clocks that the event meets, or those of the given code, or only the one of the key;
    returns how many."""
    codes = [code] if code else [known for known, events in STOPS.items() if event in events]
    rows = Clock.objects.filter(case_id=case_id, code__in=codes, stopped_at=None)
    if key is not None:
        rows = rows.filter(key=key)
    ended = list(
        rows.order_by("due_at", "id").values_list("code", "norm", "is_main", "case__municipality_id")
    )
    if not ended:
        return 0
    rows.update(stopped_at=at, stopped_by_event=event)
    audit.record(
        action="stop_terms",
        subject="case",
        subject_id=case_id,
        municipality_id=ended[0][3],
        actor_id=actor_id,
        now=now,
        norm=next((norm for _code, norm, is_main, _town in ended if is_main), ended[0][1]),
        details={"codes": [one[0] for one in ended], "event": event.value, "at": at.isoformat()},
    )
    return len(ended)


@transaction.atomic
def restart(case: CaseTimes, *, at: datetime, now: datetime, actor_id: int | None = None) -> Due:
    """Begin a new round for a case reopened at `at`: the terms that run again count from that moment.

    The same reopening asked for twice begins one round.
    """
    rows = list(Clock.objects.filter(case_id=case.case_id))
    latest = max((row.round for row in rows), default=0)
    is_begun = latest > 1 and any(row.round == latest and row.starts_at == at for row in rows)
    again = replace(case, reopened_at=at, past=(), opened=(), pauses=(), extended_days=0)
    found = selectors.ladders([again])
    due = selectors.dues(found)[0]
    if is_begun:
        return due
    Clock.objects.filter(case_id=case.case_id, stopped_at=None).update(
        stopped_at=at, stopped_by_event=REOPENED
    )
    insert([Fresh(again, rung, max(latest, 1) + 1) for rung in found[0] or ()])
    audit.record_many([_entry("restart_terms", case, due, now=now, actor_id=actor_id)])
    return due


def _differences(
    case: CaseTimes, rungs: Sequence[Rung], rows: Sequence[Clock], *, now: datetime
) -> tuple[list[Fresh], list[Clock]]:
    """The clocks to add, and those whose count has changed or which hold no more."""
    latest = round_of(rows)
    present = {(row.code, row.key): row for row in rows if row.round == latest}
    added: list[Fresh] = []
    altered: list[Clock] = []
    for rung in rungs:
        row = present.pop((rung.code, rung.key), None)
        if row is None:
            added.append(Fresh(case, rung, latest))
        elif _is_counted_anew(row, rung):
            altered.append(row)
    for row in present.values():
        if row.stopped_at is None:
            row.stopped_at, row.stopped_by_event, row.is_main = now, NOT_APPLICABLE, False
            altered.append(row)
    return added, altered


def _is_counted_anew(row: Clock, rung: Rung) -> bool:
    """Bring a row up to its rung; a clock that was met keeps its count and learns if it is still main."""
    if row.stopped_by_event == NOT_APPLICABLE:
        row.stopped_at, row.stopped_by_event = None, ""
        is_same = False
    else:
        names = () if row.stopped_at else COUNTED
        is_same = all(getattr(row, name) == getattr(rung, name) for name in (*names, "is_main"))
    if row.stopped_at is None:
        for name in COUNTED:
            setattr(row, name, getattr(rung, name))
    row.is_main = rung.is_main
    return not is_same


def _entry(action: str, case: CaseTimes, due: Due, *, now: datetime, actor_id: int | None) -> Record:
    return Record(
        action=action,
        subject="case",
        subject_id=str(case.case_id),
        municipality_id=case.municipality_id,
        actor_id=actor_id,
        at=now,
        norm=due.norm,
        details={"due_at": due.due_at.isoformat() if due.due_at else None},
    )
