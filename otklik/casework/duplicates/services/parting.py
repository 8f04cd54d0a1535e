"""A question of a message becomes a card of its own: both cards know of each other."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from otklik.casework.duplicates.models import Link, Offshoot
from otklik.ground.audit import services as audit


@transaction.atomic
def part_off(
    case_id: int, origin_id: int, part: int, *, municipality_id: int, now: datetime, actor_id: int | None
) -> None:
    """Tie the new card to the old; they are no likeness, so that none is kept between them."""
    Offshoot.objects.create(case_id=case_id, origin_id=origin_id, part=part, user_id=actor_id, at=now)
    pair = Q(case_id=case_id, other_id=origin_id) | Q(case_id=origin_id, other_id=case_id)
    Link.objects.filter(pair, user_id__isnull=True).delete()
    audit.record(
        action="split_case",
        subject="case",
        subject_id=origin_id,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        details={"part": part, "into_case": case_id},
    )
