"""Reading a municipality's calendar, and what was set of it by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import F, Q, QuerySet, Subquery

from otklik.ground.worktime import official
from otklik.ground.worktime.models import DayOff, Edition, WorkingHours
from otklik.ground.worktime.rules import USUAL_WEEK, Calendar, DayKind, week_of


@dataclass(frozen=True, slots=True)
class SetDay:
    """A day set by hand; `is_for_all` when it holds for every municipality of the instance."""

    day: date
    kind: DayKind
    title: str
    source: str
    is_for_all: bool


def calendar_for(municipality_id: int) -> Calendar:
    """The calendar to count with, for one query: the zone and the stamp of the edition.

    Calendars are kept in the process by zone and stamp, so another process's change is seen at once and a
    batch of cases asks once. The stamp is random: after a rolled back change nothing stale is found.
    """
    towns = DayOff.municipality.field.related_model._default_manager
    zone, stamp = towns.values_list("timezone", Subquery(Edition.objects.values("stamp")[:1])).get(
        id=municipality_id
    )
    return official.calendar(zone) if stamp is None else _edited(municipality_id, zone, stamp)


def days_of(municipality_id: int, *, year: int) -> Sequence[SetDay]:
    """What was set by hand for the year, in order; the municipality's own entry after the common one."""
    rows = _rows(municipality_id).filter(date__year=year)
    return [
        SetDay(row.date, DayKind(row.kind), row.title, row.source, row.municipality_id is None)
        for row in rows
    ]


@lru_cache(maxsize=256)
def _edited(municipality_id: int, zone: str, stamp: str) -> Calendar:
    entries = tuple(official.Entry(row.date, DayKind(row.kind)) for row in _rows(municipality_id))
    hours = WorkingHours.objects.filter(municipality_id=municipality_id)
    week = list(hours.values_list("weekday", "opens", "closes"))
    return official.calendar(zone, hours=week_of(week) if week else USUAL_WEEK, entries=entries)


def _rows(municipality_id: int) -> QuerySet[DayOff]:
    ours = Q(municipality_id=municipality_id) | Q(municipality=None)
    return DayOff.objects.filter(ours).order_by("date", F("municipality_id").asc(nulls_first=True))
