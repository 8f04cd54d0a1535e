"""Counts over the register and texts to learn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from otklik.register.cases.models import YES, Case, Post


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A message whose topic is known, and where it is about."""

    case_id: int
    text: str
    topic_id: int
    recipient_id: int | None
    district_id: int | None
    settlement_id: int | None
    registered_at: datetime


def workload(municipality_id: int) -> dict[int, int]:
    """Open cases by recipient id."""
    rows = Case.objects.filter(municipality_id=municipality_id, is_open__in=YES, recipient_id__isnull=False)
    return dict(rows.order_by().values_list("recipient_id").annotate(n=Count("id")))


def labelled(municipality_id: int, *, most: int = 100_000) -> list[LabelledText]:
    """Texts with their topic and recipient, decided by a person or told by a source, for training."""
    rows = (
        Post.objects.filter(
            case__municipality_id=municipality_id,
            kind="message",
            is_inbound=True,
            case__topic_id__isnull=False,
            case__topic_by__in=("person", "source"),
        )
        .order_by("-id")
        .values_list(
            "case_id", "text", "case__topic_id", "case__recipient_id", "case__district_id",
            "case__settlement_id", "case__registered_at",
        )
    )  # fmt: skip
    return [LabelledText(*row) for row in rows[:most]]


def month_in_figures(municipality_id: int, *, since: datetime) -> tuple[int, int, int]:
    """Received since, answered of these, and of the answered those with measures taken."""
    told = Case.objects.filter(municipality_id=municipality_id, received_at__gte=since).aggregate(
        received=Count("id"),
        answered=Count("id", filter=Q(answered_at__isnull=False)),
        solved=Count("id", filter=Q(answered_at__isnull=False, outcome="measures_taken")),
    )
    return told["received"], told["answered"], told["solved"]


def work_in_figures(
    recipient_ids: Sequence[int], *, since: datetime, now: datetime
) -> tuple[int, int, int, int]:
    """Open, overdue, answered since, and of these in time, for the recipients; bare columns open the partial
    indexes of a recipient."""
    rows = Case.objects.filter(recipient_id__in=recipient_ids)
    opened = rows.filter(is_open=True).aggregate(n=Count("id"), late=Count("id", filter=Q(due_at__lt=now)))
    done = rows.filter(is_open=False, answered_at__gte=since, answered_at__isnull=False).aggregate(
        n=Count("id"), timely=Count("id", filter=Q(answered_at__lte=F("due_at")))
    )
    return opened["n"], opened["late"], done["n"], done["timely"]
