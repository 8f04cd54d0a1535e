"""What was found in threads: what waits for a verdict, and how often it was right."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from otklik.casework.control.models import Conflict
from otklik.casework.control.rules.findings import FINDING_TITLES, Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """A finding; its words are in the post `post_id` from `start` to `end`."""

    id: int
    case_id: int
    kind: Finding
    title: str
    post_id: int
    start: int
    end: int
    reason: str
    weight: float
    found_at: datetime
    verdict: str
    comment: str
    judged_by_id: int | None
    judged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a kind were found, and what people said of them."""

    kind: Finding
    title: str
    found: int
    waiting: int
    settled: int
    denied: int


def conflicts(
    municipality_id: int,
    *,
    kind: str = "",
    is_judged: bool = False,
    before_id: int | None = None,
    most: int = 50,
) -> list[ConflictView]:
    """The newest first, those that wait or those judged."""
    rows = Conflict.objects.filter(municipality_id=municipality_id)
    rows = rows.exclude(verdict="") if is_judged else rows.filter(verdict="")
    if kind:
        rows = rows.filter(kind=kind)
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    return [_view(row) for row in rows.order_by("-id")[:most]]


def conflicts_of_case(case_id: int) -> list[ConflictView]:
    return [_view(row) for row in Conflict.objects.filter(case_id=case_id).order_by("id")]


def conflict(conflict_id: int, *, municipality_id: int) -> ConflictView | None:
    row = Conflict.objects.filter(id=conflict_id, municipality_id=municipality_id).first()
    return _view(row) if row else None


def open_conflicts(municipality_id: int, *, most: int = 1000) -> list[tuple[int, str]]:
    """Case and kind of what waits for a verdict."""
    rows = Conflict.objects.filter(municipality_id=municipality_id, verdict="")
    return list(rows.order_by("-id").values_list("case_id", "kind")[:most])


def tallies(municipality_id: int, *, case_ids: Collection[int] | None = None) -> list[Tally]:
    """By the kind: what was found and what became of it."""
    rows = Conflict.objects.filter(municipality_id=municipality_id)
    if case_ids is not None:
        rows = rows.filter(case_id__in=case_ids)
    counted = {
        (kind, verdict): n
        for kind, verdict, n in rows.order_by().values_list("kind", "verdict").annotate(n=Count("id"))
    }
    return [
        Tally(
            kind,
            FINDING_TITLES[kind],
            sum(n for (one, _), n in counted.items() if one == kind),
            counted.get((kind, ""), 0),
            counted.get((kind, "settled"), 0),
            counted.get((kind, "no_conflict"), 0),
        )
        for kind in Finding
    ]


def _view(row: Conflict) -> ConflictView:
    return ConflictView(
        id=row.id,
        case_id=row.case_id,
        kind=Finding(row.kind),
        title=FINDING_TITLES[Finding(row.kind)],
        post_id=row.post_id,
        start=row.start,
        end=row.end,
        reason=row.reason,
        weight=row.weight,
        found_at=row.found_at,
        verdict=row.verdict,
        comment=row.comment,
        judged_by_id=row.judged_by_id,
        judged_at=row.judged_at,
    )
