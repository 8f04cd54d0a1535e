"""Bringing co-executors to a case and letting them go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from otklik.ground.audit import services as audit
from otklik.ground.audit.rules import Record
from otklik.ground.bulk import services as bulk
from otklik.register.cases.models import Case, CoExecutor
from otklik.register.cases.services.accusing import refuse_users
from otklik.register.cases.services.moving import lock, save

ADD, REMOVE = "add_co_executors", "remove_co_executor"


@dataclass(frozen=True, slots=True)
class CoExecution:
    """The people to bring to a case just registered; `by_label` is Russian and names what did it."""

    case_id: int
    user_ids: tuple[int, ...]
    by_label: str


@transaction.atomic(savepoint=False)
def keep_co_executors(told: Sequence[CoExecution], *, municipality_id: int, now: datetime) -> None:
    """The co-executors of cases just registered: one insert of rows, one of entries."""
    bulk.add(
        CoExecutor,
        ("case_id", "user_id", "at", "by_label"),
        [(one.case_id, user_id, now, one.by_label[:300]) for one in told for user_id in one.user_ids],
    )
    audit.record_many(
        [
            Record(
                action=ADD,
                subject="case",
                subject_id=str(one.case_id),
                at=now,
                municipality_id=municipality_id,
                details=_details(one.user_ids, one.by_label),
            )
            for one in told
        ]
    )


@transaction.atomic
def add_co_executors(
    case_id: int, user_ids: Sequence[int], *, by_label: str, now: datetime, actor_id: int | None = None
) -> list[int]:
    """Bring people to a case; those it has stay. Returns the new ones, raises `Banned`."""
    case = lock(case_id)
    known = set(case.co_executors.values_list("user_id", flat=True))
    fresh = [one for one in dict.fromkeys(user_ids) if one not in known]
    if fresh:
        refuse_users(case, fresh)
        CoExecutor.objects.bulk_create(
            [CoExecutor(case=case, user_id=one, at=now, by_label=by_label[:300]) for one in fresh]
        )
        save(case, [], now=now)
        _journal(case, ADD, _details(fresh, "" if actor_id else by_label), now=now, actor_id=actor_id)
    return fresh


@transaction.atomic
def remove_co_executor(case_id: int, user_id: int, *, now: datetime, actor_id: int | None = None) -> bool:
    """Let a person go: the case is not open to them any more. False where they were not on it."""
    case = lock(case_id)
    removed, _ = case.co_executors.filter(user_id=user_id).delete()
    if removed:
        save(case, [], now=now)
        _journal(case, REMOVE, _details([user_id], ""), now=now, actor_id=actor_id)
    return bool(removed)


def _details(user_ids: Sequence[int], by_label: str) -> Mapping[str, object]:
    return {"users": list(user_ids), "ground": by_label}


def _journal(
    case: Case, action: str, details: Mapping[str, object], *, now: datetime, actor_id: int | None
) -> None:
    audit.record(
        action=action,
        subject="case",
        subject_id=case.id,
        municipality_id=case.municipality_id,
        actor_id=actor_id,
        now=now,
        details=details,
    )
