"""What every change of a town's places does: a new edition and one entry in the journal."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from otklik.ground.audit import services as audit
from otklik.ground.places.models import Edition


class BadPlace(ValueError):
    """The change cannot be made; the message is Russian and says why."""


def changed(
    action: str,
    municipality_id: int,
    details: Mapping[str, object],
    *,
    now: datetime,
    actor_id: int | None,
    ip: str,
) -> None:
    """In the caller's transaction."""
    Edition.objects.update_or_create(municipality_id=municipality_id, defaults={"stamp": uuid4().hex})
    audit.record(
        action=action,
        subject="places",
        subject_id=municipality_id,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        ip=ip,
        details=details,
    )
