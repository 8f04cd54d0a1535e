"""What a case is like, for its card, and what verdicts have taught."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Value

from otklik.casework.duplicates import learning
from otklik.casework.duplicates.models import Link, Member
from otklik.casework.duplicates.outbreaks import LIVING
from otklik.casework.duplicates.rules import Kind, Verdict


@dataclass(frozen=True, slots=True)
class LinkView:
    """A likeness seen from one of its two cases; `is_later` where the other one came later."""

    case_id: int
    kind: Kind
    score: float
    ground: str
    state: Verdict
    is_by_person: bool
    is_later: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A mass problem the case belongs to, or may belong to."""

    id: int
    title: str
    state: Verdict


_PROBLEM = "problem"
_SHAPE = ("case_id", "other_id", "kind", "score", "ground", "state", "user_id")


def beside(case_id: int, *, most: int = 8) -> tuple[list[LinkView], Place | None]:
    """What the case is like, and its living mass problem, for one query; the surest first."""
    links = Link.objects.filter(Q(case_id=case_id) | Q(other_id=case_id)).exclude(state=Verdict.REJECTED)
    mine = Member.objects.filter(case_id=case_id, outbreak__state__in=LIVING).exclude(state=Verdict.REJECTED)
    rows = links.values_list(*_SHAPE).union(
        mine.values_list(
            "case_id", "outbreak_id", Value(_PROBLEM), "score", "outbreak__title", "state", "user_id"
        ),
        all=True,
    )
    found = sorted(rows, key=lambda row: (row[5] != Verdict.CONFIRMED, -row[3]))
    problems = [Place(row[1], row[4], Verdict(row[5])) for row in found if row[2] == _PROBLEM]
    views = [_view(row, case_id) for row in found if row[2] != _PROBLEM]
    return views[:most], problems[0] if problems else None


def linked(case_ids: Sequence[int]) -> set[tuple[int, int]]:
    """The pairs kept of these later cases, whatever was said of them."""
    return set(Link.objects.filter(case_id__in=case_ids).values_list("case_id", "other_id"))


def _view(row: tuple[Any, ...], case_id: int) -> LinkView:
    late, early, kind, score, ground, state, user_id = row
    return LinkView(
        case_id=early if late == case_id else late,
        kind=Kind(kind),
        score=score,
        ground=ground,
        state=Verdict(state),
        is_by_person=user_id is not None,
        is_later=early == case_id,
    )


def repeat_number(case_id: int, first_id: int) -> int:
    """2 for the second time the same author asks the same, 3 for the third…"""
    rows = Link.objects.filter(kind=Kind.REPEAT, case_id__lte=case_id).exclude(state=Verdict.REJECTED)
    return 1 + rows.filter(other_id=first_id).values("case_id").distinct().count()


def counts(case_ids: Sequence[int]) -> dict[int, int]:
    """How many others each case is like, by confirmed likenesses."""
    found: dict[int, set[int]] = {}
    rows = Link.objects.filter(state=Verdict.CONFIRMED).filter(Q(case__in=case_ids) | Q(other__in=case_ids))
    for case_id, other_id in rows.values_list("case_id", "other_id"):
        found.setdefault(case_id, set()).add(other_id)
        found.setdefault(other_id, set()).add(case_id)
    return {one: len(found.get(one, ())) for one in case_ids}


def verdicts(municipality_id: int, *, most: int = 2000) -> list[tuple[float, bool]]:
    """Scores with what people said of them, the newest; what the system had not found teaches nothing."""
    rows = Link.objects.filter(municipality_id=municipality_id, user_id__isnull=False, score__gt=0)
    found = rows.order_by("-decided_at").values_list("score", "state")[:most]
    return [(score, state == Verdict.CONFIRMED) for score, state in found]


def learned(municipality_id: int) -> learning.Learned:
    """What the thresholds would be by the verdicts."""
    return learning.learn(verdicts(municipality_id))
