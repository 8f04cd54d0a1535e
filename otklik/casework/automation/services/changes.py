"""How every change of a town's rules ends: a new stamp and one entry in the journal."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from otklik.casework.automation.models import Edition
from otklik.ground.audit import services as audit


def finish(
    action: str,
    subject_id: int,
    *,
    municipality_id: int,
    now: datetime,
    actor_id: int | None,
    subject: str = "rule",
    details: Mapping[str, object] | None = None,
) -> None:
    """Call in the transaction of the change, after it; the stamp is random, so none comes twice."""
    stamp = secrets.randbits(62)
    if not Edition.objects.filter(municipality_id=municipality_id).update(stamp=stamp):
        Edition.objects.create(municipality_id=municipality_id, stamp=stamp)
    audit.record(
        action=action,
        subject=subject,
        subject_id=subject_id,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        details=details,
    )
