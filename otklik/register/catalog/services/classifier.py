"""Taking an edition of a foreign classifier: codes are added and closed, never deleted."""

from datetime import datetime

from django.db import transaction

from otklik.ground.audit import services as audit
from otklik.register.catalog.importing import Plan
from otklik.register.catalog.models import ForeignCode

_BATCH = 500


@transaction.atomic
def apply(plan: Plan, *, now: datetime, actor_id: int | None = None) -> None:
    """Do what the plan says; doing it again changes nothing. The codes are common to all towns."""
    replaced = [row for row in plan.retitled if not row.is_correction]
    _close(plan, [row.code for row in plan.closed] + [row.code for row in replaced])
    titles = {row.code: row.title for row in plan.added} | {row.code: row.title for row in plan.retitled}
    ForeignCode.objects.bulk_create(
        (
            ForeignCode(
                scheme=plan.scheme,
                code=code,
                title=title,
                edition=plan.edition,
                valid_from=plan.valid_from,
                valid_to=None,
            )
            for code, title in titles.items()
        ),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["scheme", "code", "edition"],
        update_fields=["title", "valid_to"],
    )
    audit.record(
        action="take_classifier",
        subject="classifier",
        subject_id=plan.scheme,
        now=now,
        actor_id=actor_id,
        details={
            "edition": plan.edition,
            "valid_from": plan.valid_from.isoformat(),
            "added": len(plan.added),
            "retitled": len(plan.retitled),
            "closed": len(plan.closed),
        },
    )


def _close(plan: Plan, codes: list[str]) -> None:
    for start in range(0, len(codes), _BATCH):
        ForeignCode.objects.filter(
            scheme=plan.scheme, code__in=codes[start : start + _BATCH], valid_from__lt=plan.valid_from
        ).exclude(valid_to__lt=plan.valid_from).update(valid_to=plan.closes_on)
