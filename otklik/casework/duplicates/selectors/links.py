"""What a case is like, for its card, and what verdicts have taught."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from otklik.casework.duplicates import learning
from otklik.casework.duplicates.models import Link
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


def links_of(case_id: int, *, most: int = 8) -> list[LinkView]:
    """What people have not denied, the surest first."""
    rows = Link.objects.filter(Q(case_id=case_id) | Q(other_id=case_id)).exclude(state=Verdict.REJECTED)
    found = [
        LinkView(
            row.other_id if row.case_id == case_id else row.case_id,
            Kind(row.kind),
            row.score,
            row.ground,
            Verdict(row.state),
            row.user_id is not None,
            row.other_id == case_id,
        )
        for row in rows.order_by("-score", "-id")[:most]
    ]
    return sorted(found, key=lambda one: (one.state is not Verdict.CONFIRMED, -one.score))


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
