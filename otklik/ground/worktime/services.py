"""Changing the production calendar and the working hours of a municipality."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from otklik.ground.audit import services as audit
from otklik.ground.worktime import official
from otklik.ground.worktime.loading import Change
from otklik.ground.worktime.models import DayOff, Edition, WorkingHours
from otklik.ground.worktime.rules import DayKind, week_of

EDITION = 1


class BadWorktime(ValueError):
    """The change cannot be made; the message is Russian and says why."""


@transaction.atomic
def set_day(
    *,
    municipality_id: int | None,
    day: date,
    kind: DayKind,
    title: str,
    source: str = "",
    now: datetime,
    actor_id: int | None = None,
    ip: str = "",
) -> None:
    """Set what a day is, for one municipality or, with None, for all; setting it again replaces it."""
    if not official.FIRST <= day <= official.LAST:
        raise BadWorktime(
            _("Календарь ведётся с %(first)s по %(last)s год.")
            % {"first": official.FIRST.year, "last": official.LAST.year}
        )
    _entries(municipality_id).update_or_create(
        date=day,
        defaults={
            "municipality_id": municipality_id,
            "kind": kind,
            "title": title,
            "source": source,
        },
    )
    details = {"kind": kind.value, "title": title, "source": source}
    _changed("set_day", day, municipality_id, details, now=now, actor_id=actor_id, ip=ip)


@transaction.atomic
def set_year(
    *,
    municipality_id: int,
    year: int,
    days: Sequence[Change],
    source: str,
    now: datetime,
    actor_id: int | None = None,
    ip: str = "",
) -> None:
    """Set the days of a loaded year that differ from the calendar, with one entry in the journal."""
    if not days:
        return
    for one in days:
        values = {"municipality_id": municipality_id, "kind": one.kind, "title": one.title, "source": source}
        _entries(municipality_id).update_or_create(date=one.day, defaults=values)
    details = {"count": len(days), "source": source, "added": [str(one.day) for one in days]}
    _changed("load_year", year, municipality_id, details, now=now, actor_id=actor_id, ip=ip)


@transaction.atomic
def remove_day(
    *,
    municipality_id: int | None,
    day: date,
    now: datetime,
    actor_id: int | None = None,
    ip: str = "",
) -> bool:
    """Return a day to the official calendar; False if it was not set."""
    removed, _rows = _entries(municipality_id).filter(date=day).delete()
    if removed:
        _changed("remove_day", day, municipality_id, {}, now=now, actor_id=actor_id, ip=ip)
    return bool(removed)


@transaction.atomic
def set_hours(
    *,
    municipality_id: int,
    week: Mapping[int, Iterable[tuple[time, time]]],
    now: datetime,
    actor_id: int | None = None,
    ip: str = "",
) -> None:
    """Replace the whole week: weekday (0 is Monday) to its intervals; an empty week is the usual one.

    Raises `BadHours`.
    """
    rows = [
        WorkingHours(municipality_id=municipality_id, weekday=weekday, opens=opens, closes=closes)
        for weekday, intervals in sorted(week.items())
        for opens, closes in sorted(intervals)
    ]
    if rows:
        week_of((row.weekday, row.opens, row.closes) for row in rows)
    WorkingHours.objects.filter(municipality_id=municipality_id).delete()
    WorkingHours.objects.bulk_create(rows)
    details = {"week": [str(row) for row in rows]}
    _changed("set_hours", municipality_id, municipality_id, details, now=now, actor_id=actor_id, ip=ip)


def renew() -> None:
    """Tell every process that a town's time rules have changed (the days, the hours, or the terms above)."""
    Edition.objects.update_or_create(id=EDITION, defaults={"stamp": uuid4().hex})


def _entries(municipality_id: int | None) -> QuerySet[DayOff]:
    if municipality_id is None:
        return DayOff.objects.filter(municipality=None)
    return DayOff.objects.filter(municipality_id=municipality_id)


def _changed(
    action: str,
    subject_id: date | int,
    municipality_id: int | None,
    details: Mapping[str, object],
    *,
    now: datetime,
    actor_id: int | None,
    ip: str,
) -> None:
    renew()
    audit.record(
        action=action,
        subject="worktime",
        subject_id=str(subject_id),
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        norm=official.NORM,
        ip=ip,
        details=details,
    )
