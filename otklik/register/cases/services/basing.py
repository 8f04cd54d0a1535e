"""Keeping on what basis a case counts as fast-tracked or delivered, and ending it when a person steps in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from otklik.ground.audit import services as audit
from otklik.ground.bulk import services as bulk
from otklik.register.cases.models import Basis, BasisKind, Case

__all__ = ["BasisKind", "Grounds", "keep_bases", "undo_bases"]

BOTH = (BasisKind.FAST_TRACK, BasisKind.DELIVERY)
DELIVERY = "Приложение № 1 к Положению о МЦУР, строки 5–8; ПП РФ от 16.11.2020 № 1844"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """A basis to keep; `ground` is Russian and names what decided."""

    case_id: int
    kind: str
    by: str
    ground: str
    at: datetime
    seconds: int = 0


@transaction.atomic(savepoint=False)
def keep_bases(told: Sequence[Grounds]) -> None:
    """The bases of cases just registered; the registration is journalled where it is done."""
    bulk.add(
        Basis,
        ("case_id", "kind", "by", "ground", "at", "seconds", "undone_reason"),
        [(one.case_id, one.kind, one.by, one.ground[:600], one.at, one.seconds, "") for one in told],
    )


@transaction.atomic
def undo_bases(
    case: Case, kinds: Sequence[str] = BOTH, *, reason: str, now: datetime, actor_id: int | None = None
) -> None:
    """End the bases that still stand; what has ended stays as it ended."""
    ended = Basis.objects.filter(case=case, kind__in=kinds, undone_at=None).update(
        undone_at=now, undone_by_id=actor_id, undone_reason=reason[:300]
    )
    if ended:
        audit.record(
            action="undo_basis",
            subject="case",
            subject_id=case.id,
            municipality_id=case.municipality_id,
            actor_id=actor_id,
            now=now,
            norm=DELIVERY,
            details={"kinds": [str(kind) for kind in kinds]},
        )
