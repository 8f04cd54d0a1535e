"""Satisfaction by recipient, topic, place and stream, and the cases behind each number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, IntegerField, Q, QuerySet, Sum
from django.db.models.functions import Cast

from otklik.casework.satisfaction.models import Invitation, Rating
from otklik.casework.satisfaction.rules.rating import Way
from otklik.casework.satisfaction.rules.shares import Tally, whole
from otklik.register.cases.selectors import CaseRows

Key = int | str | None


class Cut(StrEnum):
    """By what the ratings are laid out."""

    RECIPIENT = "recipient"
    TOPIC = "topic"
    DISTRICT = "district"
    STREAM = "stream"


class Part(StrEnum):
    """Which ratings stand behind a number."""

    RATED = "rated"
    SATISFIED = "satisfied"
    LOW = "low"
    INVITED = "invited"
    SILENT = "silent"


COLUMNS = {
    Cut.RECIPIENT: "case__recipient_id",
    Cut.TOPIC: "case__topic_id",
    Cut.DISTRICT: "case__district_id",
    Cut.STREAM: "case__stream",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A period of moments, its end not in it, among the cases that a person sees."""

    seen: CaseRows
    municipality_id: int
    since: datetime
    until: datetime


def tallies(asking: Asking, cut: Cut) -> dict[Key, Tally]:
    """Ratings told within the period, and answers asked about within it, by the key of the cut."""
    column = COLUMNS[cut]
    mark = Cast("mark", IntegerField())
    found: dict[Key, Tally] = {}
    told = (
        _ratings(asking)
        .order_by()
        .values_list(column)
        .annotate(
            n=Count("id"), good=Count("id", filter=Q(is_satisfied=True)), marked=Count("mark"),
            total=Sum(mark), squares=Sum(mark * mark),
        )
    )  # fmt: skip
    for key, rated, satisfied, marked, sum_of, squares in told:
        found[key] = Tally(
            rated=rated, satisfied=satisfied, marked=marked, total=sum_of or 0, squares=squares or 0
        )
    invited = _invitations(asking).order_by().values_list(column).annotate(Count("id"), Count("rated_at"))
    for key, count, responded in invited:
        found[key] = found.get(key, Tally()) + Tally(invited=count, responded=responded)
    return found


def total(asking: Asking) -> Tally:
    return whole(tallies(asking, Cut.STREAM).values())


def behind(
    asking: Asking, part: Part, *, cut: Cut | None = None, key: Key = None, after: int = 0, most: int = 51
) -> list[int]:
    """The ids of the cases of a number, in order; a case rated in two rounds stands there once."""
    rows: QuerySet[Rating] | QuerySet[Invitation]
    if part in (Part.INVITED, Part.SILENT):
        invited = _invitations(asking)
        rows = invited.filter(rated_at=None) if part is Part.SILENT else invited
    else:
        rated = _ratings(asking)
        rows = rated if part is Part.RATED else rated.filter(is_satisfied=part is Part.SATISFIED)
    if cut is not None:
        rows = rows.filter(**{COLUMNS[cut]: key})
    ids = rows.filter(case_id__gt=after).order_by("case_id").values_list("case_id", flat=True).distinct()
    return list(ids[:most])


def reasons(asking: Asking, *, most: int = 10) -> list[tuple[str, int]]:
    """The standard reasons by how often they were chosen."""
    counted: dict[str, int] = {}
    told = _ratings(asking).exclude(reasons=[]).order_by().values_list("reasons", flat=True)
    for chosen in told:
        for one in chosen:
            counted[one] = counted.get(one, 0) + 1
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:most]


def _ratings(asking: Asking) -> QuerySet[Rating]:
    return Rating.objects.filter(
        municipality_id=asking.municipality_id,
        stands=True,
        at__gte=asking.since,
        at__lt=asking.until,
        case__in=asking.seen,
    )


def _invitations(asking: Asking) -> QuerySet[Invitation]:
    """Those that somebody was asked by."""
    return Invitation.objects.filter(
        municipality_id=asking.municipality_id,
        asked_at__gte=asking.since,
        asked_at__lt=asking.until,
        case__in=asking.seen,
    ).exclude(way=Way.NONE)


def marks(asking: Asking) -> Sequence[tuple[int, int]]:
    """How many of each mark."""
    rows = _ratings(asking).exclude(mark=None).order_by().values_list("mark").annotate(Count("id"))
    counted = dict(rows)
    return [(mark, counted.get(mark, 0)) for mark in range(5, 0, -1)]
