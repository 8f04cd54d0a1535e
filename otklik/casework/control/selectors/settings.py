"""How a town watches, as set and as usual."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Count

from otklik.border.ports.messages import Stream
from otklik.casework.control import models
from otklik.casework.control.rules.manner import DEFAULTS, Manner, Peace, restored


def manners(municipality_id: int) -> Mapping[Stream, Manner]:
    """For every stream."""
    rows = models.Watch.objects.filter(municipality_id=municipality_id)
    own = {Stream(row.stream): restored(row.values, Stream(row.stream)) for row in rows}
    return {**DEFAULTS, **own}


def manner_of(municipality_id: int, stream: Stream) -> tuple[Manner, bool]:
    """Of one stream, and whether the town has set it."""
    row = models.Watch.objects.filter(municipality_id=municipality_id, stream=stream).first()
    return (restored(row.values, stream), True) if row else (DEFAULTS[stream], False)


def peace_of(municipality_id: int) -> Peace:
    row = models.Peace.objects.filter(municipality_id=municipality_id).first()
    if row is None:
        return Peace()
    return Peace(
        quiet_from=row.quiet_from,
        quiet_to=row.quiet_to,
        works_on_days_off=row.works_on_days_off,
        is_mail_on=row.is_mail_on,
    )


def told_on(municipality_id: int) -> date | None:
    """The day of the last digests."""
    rows = models.Peace.objects.filter(municipality_id=municipality_id)
    return rows.values_list("told_on", flat=True).first()


def untaken_counts(municipality_id: int, *, since: datetime) -> dict[int, int]:
    """How often cases came back untaken, by the recipient."""
    rows = models.Untaken.objects.filter(
        case__municipality_id=municipality_id, returned_at__gte=since, recipient__isnull=False
    )
    return dict(rows.order_by().values_list("recipient_id").annotate(n=Count("id")))
