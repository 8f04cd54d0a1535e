"""Asking for work, taking it with a lease, and saying how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, Q

from otklik.ground.bulk import services as bulk
from otklik.ground.outbox.models import Delivery
from otklik.ground.outbox.rules import ATTEMPTS, LEASE, State, pause_after


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed delivery. `attempts` counts this try too."""

    id: int
    kind: str
    key: str
    payload: dict[str, object]
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A piece of work to ask for; `at` delays it."""

    kind: str
    key: str
    payload: Mapping[str, object]
    at: datetime


def put(
    kind: str, key: str, payload: Mapping[str, object], *, now: datetime, at: datetime | None = None
) -> None:
    """Ask for work in the caller's transaction; the same key asked for again changes nothing."""
    put_many([Wish(kind=kind, key=key, payload=payload, at=at or now)], now=now)


def put_many(wishes: Sequence[Wish], *, now: datetime) -> None:
    bulk.add_missing(
        Delivery,
        ("kind", "key", "payload", "next_try_at", "created_at"),
        [(w.kind, w.key, dict(w.payload), w.at, now) for w in wishes],
    )


def claim(*, worker: str, now: datetime, most: int = 1, kinds: Sequence[str] = ()) -> list[Job]:
    """Take due work, oldest first; a job whose lease ran out (its worker died) is taken again."""
    due = Q(state=State.WAITING, next_try_at__lte=now) | Q(state=State.RUNNING, lease_until__lte=now)
    with transaction.atomic():
        rows = Delivery.objects.filter(due).order_by("next_try_at", "id")
        if kinds:
            rows = rows.filter(kind__in=kinds)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        taken = list(rows[:most])
        Delivery.objects.filter(id__in=[row.id for row in taken]).update(
            state=State.RUNNING, lease_until=now + LEASE, claimed_by=worker, attempts=F("attempts") + 1
        )
    return [Job(row.id, row.kind, row.key, row.payload, row.attempts + 1) for row in taken]


def is_due(*, now: datetime) -> bool:
    """Whether there is anything to claim: a read that takes no lock."""
    due = Q(state=State.WAITING, next_try_at__lte=now) | Q(state=State.RUNNING, lease_until__lte=now)
    return Delivery.objects.filter(due).exists()


def prolong(job: Job, *, worker: str, now: datetime) -> bool:
    """Hold a long job further; false when another worker has taken it over."""
    held = Delivery.objects.filter(id=job.id, state=State.RUNNING, claimed_by=worker)
    return bool(held.update(lease_until=now + LEASE))


def done(job: Job, *, worker: str, now: datetime) -> bool:
    """The job is finished; false when its lease was lost to another worker."""
    held = Delivery.objects.filter(id=job.id, state=State.RUNNING, claimed_by=worker)
    return bool(held.update(state=State.DONE, done_at=now, lease_until=None, last_error=""))


def put_back(job: Job, *, worker: str, now: datetime) -> None:
    """The worker is told to stop in the middle: the next one takes the job at once."""
    held = Delivery.objects.filter(id=job.id, state=State.RUNNING, claimed_by=worker)
    held.update(state=State.WAITING, next_try_at=now, lease_until=None, attempts=job.attempts - 1)


def failed(job: Job, *, worker: str, now: datetime, error: str, is_final: bool = False) -> None:
    """Try again later, or give up where trying again will not help; the operator sees the row."""
    give_up = is_final or job.attempts >= ATTEMPTS
    Delivery.objects.filter(id=job.id, state=State.RUNNING, claimed_by=worker).update(
        state=State.FAILED if give_up else State.WAITING,
        next_try_at=now + pause_after(job.attempts),
        lease_until=None,
        last_error=error[:500],
    )


def retry(delivery_id: int, *, now: datetime) -> bool:
    """The operator asks to try a failed piece again."""
    row = Delivery.objects.filter(id=delivery_id, state=State.FAILED)
    return bool(row.update(state=State.WAITING, next_try_at=now, attempts=0))


def forget_done(*, before: datetime) -> int:
    """Delete finished work older than `before`."""
    return Delivery.objects.filter(state=State.DONE, done_at__lt=before).delete()[0]
