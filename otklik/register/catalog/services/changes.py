"""How every change of a town's catalog ends: a new edition and one entry in the journal."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db.models import F

from otklik.ground.audit import services as audit
from otklik.register.catalog.models import Edition

_STEP = 10_000


class BadCatalog(ValueError):
    """The change cannot be made; the message is Russian and says what to do."""


def finish(
    action: str,
    subject: str,
    subject_id: int | str,
    *,
    municipality_id: int,
    now: datetime,
    actor_id: int | None,
    details: Mapping[str, object] | None = None,
) -> None:
    """Call in the transaction of the change, after it.

    The edition grows by a random step: a catalog read before a rollback is not taken for the next one.
    """
    step = 1 + secrets.randbelow(_STEP)
    if not Edition.objects.filter(municipality_id=municipality_id).update(number=F("number") + step):
        Edition.objects.create(municipality_id=municipality_id, number=step)
    audit.record(
        action=action,
        subject=subject,
        subject_id=subject_id,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        details=details,
    )
