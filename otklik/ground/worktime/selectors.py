"""Reading a municipality's calendar, and what was set of it by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import F, Q, QuerySet, Subquery

from otklik.ground.bulk import selectors as bulk
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


@dataclass(frozen=True, slots=True)
class TimeRules:
    """Which edition of a town's time rules holds: what was made of them may be kept by this key."""

    municipality_id: int
    zone: str
    stamp: str | None


def time_rules(municipality_id: int) -> TimeRules:
    """One small query (its SQL is made once): so no process counts by rules that another has changed.

    The stamp is random: after a rolled back change nothing stale is found.
    """
    row = bulk.first(_time_rules_sql(connection.vendor), [municipality_id])
    if row is None:
        raise LookupError(municipality_id)
    return TimeRules(municipality_id, row[0], row[1])


def calendar_of(rules: TimeRules) -> Calendar:
    """The calendar of an edition, kept in the process; towns of one zone that set nothing share one."""
    return official.calendar(rules.zone) if rules.stamp is None else _edited(rules)


def calendar_for(municipality_id: int) -> Calendar:
    return calendar_of(time_rules(municipality_id))


def days_of(municipality_id: int, *, year: int) -> Sequence[SetDay]:
    """What was set by hand for the year, in order; the municipality's own entry after the common one."""
    rows = _rows(municipality_id).filter(date__year=year)
    return [
        SetDay(row.date, DayKind(row.kind), row.title, row.source, row.municipality_id is None)
        for row in rows
    ]


@lru_cache(maxsize=2)
def _time_rules_sql(vendor: str) -> str:
    towns = DayOff.municipality.field.related_model._default_manager
    rows = towns.filter(id=0).values_list("timezone", Subquery(Edition.objects.values("stamp")[:1]))
    sql, params = rows.order_by().query.sql_with_params()
    if params != (0,):
        raise AssertionError(params)
    return sql


@lru_cache(maxsize=256)
def _edited(rules: TimeRules) -> Calendar:
    municipality_id = rules.municipality_id
    entries = tuple(official.Entry(row.date, DayKind(row.kind)) for row in _rows(municipality_id))
    hours = WorkingHours.objects.filter(municipality_id=municipality_id)
    week = list(hours.values_list("weekday", "opens", "closes"))
    return official.calendar(rules.zone, hours=week_of(week) if week else USUAL_WEEK, entries=entries)


def _rows(municipality_id: int) -> QuerySet[DayOff]:
    ours = Q(municipality_id=municipality_id) | Q(municipality=None)
    return DayOff.objects.filter(ours).order_by("date", F("municipality_id").asc(nulls_first=True))
