"""What a town sets of its watching."""

from datetime import datetime

from django.db import transaction

from otklik.border.ports.messages import Stream
from otklik.casework.control.models import Peace, Watch
from otklik.casework.control.rules import manner as rules
from otklik.casework.control.rules.manner import ESCALATION_NORM, Manner
from otklik.ground.audit import services as audit


@transaction.atomic
def set_watch(
    manner: Manner | None,
    *,
    municipality_id: int,
    stream: Stream,
    now: datetime,
    actor_id: int | None = None,
) -> None:
    """Set how a stream is watched, or with None go back to the usual. Raises `BadManner`."""
    rows = Watch.objects.filter(municipality_id=municipality_id, stream=stream)
    values: dict[str, object] = {}
    if manner is None:
        rows.delete()
    else:
        rules.check(manner)
        values = rules.stored(manner)
        told = {"values": values, "changed_by_id": actor_id, "changed_at": now}
        rows.update_or_create(defaults={"municipality_id": municipality_id, "stream": stream, **told})
    audit.record(
        action="set_watch",
        subject="watch",
        subject_id=stream,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        norm=ESCALATION_NORM,
        details=values,
    )


@transaction.atomic
def set_peace(
    peace: rules.Peace, *, municipality_id: int, now: datetime, actor_id: int | None = None
) -> None:
    """Set the quiet hours, and whether letters are sent."""
    values = {
        "quiet_from": peace.quiet_from,
        "quiet_to": peace.quiet_to,
        "works_on_days_off": peace.works_on_days_off,
        "is_mail_on": peace.is_mail_on,
    }
    Peace.objects.update_or_create(municipality_id=municipality_id, defaults={**values, "changed_at": now})
    audit.record(
        action="set_peace",
        subject="watch",
        subject_id="peace",
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        details={
            "quiet_from": f"{peace.quiet_from:%H:%M}",
            "quiet_to": f"{peace.quiet_to:%H:%M}",
            "works_on_days_off": peace.works_on_days_off,
            "is_mail_on": peace.is_mail_on,
        },
    )
