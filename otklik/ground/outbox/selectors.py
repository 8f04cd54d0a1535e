"""What waits, what failed and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from otklik.ground.outbox.models import Delivery
from otklik.ground.outbox.rules import State


@dataclass(frozen=True, slots=True)
class Failure:
    id: int
    kind: str
    key: str
    attempts: int
    error: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """How the worker stands; `oldest_waiting_at` tells whether it keeps up."""

    waiting: int
    running: int
    failed: int
    oldest_waiting_at: datetime | None


def queue() -> Queue:
    counts = dict(Delivery.objects.exclude(state=State.DONE).values_list("state").annotate(n=Count("id")))
    oldest = Delivery.objects.filter(state=State.WAITING).aggregate(at=Min("next_try_at"))["at"]
    return Queue(
        counts.get(State.WAITING, 0), counts.get(State.RUNNING, 0), counts.get(State.FAILED, 0), oldest
    )


def failures(*, most: int = 100) -> list[Failure]:
    rows = Delivery.objects.filter(state=State.FAILED).order_by("-id")[:most]
    return [Failure(r.id, r.kind, r.key, r.attempts, r.last_error, r.created_at) for r in rows]


def state_of(kind: str, key: str) -> State | None:
    found = Delivery.objects.filter(kind=kind, key=key).values_list("state", flat=True).first()
    return State(found) if found else None
