"""Earlier appeals of the same author, and how they ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from otklik.register.cases.models import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """A case before this one about the same."""

    id: int
    number: str
    received_at: datetime
    answered_at: datetime | None
    due_at: datetime | None
    outcome: str
    recipient_id: int | None


_FORMER = tuple(Former.__dataclass_fields__)


def former(case: Case, linked: Sequence[int]) -> list[Former]:
    """The cases linked to this one that came earlier, with the earlier repeats of the same author's first."""
    if not linked:
        return []
    same = Q(id__in=linked)
    if case.applicant_id is not None:
        same |= Q(applicant_id=case.applicant_id, repeat_of_id__in=linked)
    rows = Case.objects.filter(same, municipality_id=case.municipality_id, received_at__lte=case.received_at)
    found = rows.exclude(id=case.id).order_by("received_at", "id")
    return [Former(**row) for row in found.values(*_FORMER)]
