"""What comes back untaken."""

from datetime import datetime

from otklik.casework.control.models import Untaken
from otklik.casework.control.rules.manner import RETURN_NORM
from otklik.ground.audit import services as audit


def keep_untaken(
    case_id: int,
    *,
    municipality_id: int,
    recipient_id: int | None,
    routed_at: datetime,
    hours: int,
    now: datetime,
) -> None:
    """Keep, in the caller's transaction, that a case was not taken in so many working hours."""
    Untaken.objects.create(
        case_id=case_id, recipient_id=recipient_id, routed_at=routed_at, returned_at=now, hours=hours
    )
    audit.record(
        action="return_untaken",
        subject="case",
        subject_id=case_id,
        municipality_id=municipality_id,
        now=now,
        norm=RETURN_NORM,
        details={"recipient": recipient_id, "hours": hours},
    )
