"""Pages of the queue, their filters, counts and short heads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from otklik.ground.people.roles import Access, Action
from otklik.register.cases import search_index
from otklik.register.cases.models import NO, YES, Case, CaseRows, SavedView, Tag
from otklik.register.cases.queue import Asked, Place, Scope
from otklik.register.cases.selectors.seeing import LIST_FIELDS, visible

MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of the queue and the places to go on from and back to."""

    rows: list[Case]
    next: Place | None
    is_first: bool


def queue(
    access: Access,
    asked: Asked,
    *,
    municipality_id: int,
    now: datetime,
    zone: ZoneInfo,
    after: Place | None = None,
    size: int = 50,
    within: CaseRows | None = None,
) -> Page:
    """A page of the queue: what will hurt first for work, the newest first for the rest.

    `within` is `visible` asked before, for a page that reads it more than once or for another action.
    """
    base = visible(access, Action.SEE_CASES, municipality_id) if within is None else within
    rows = narrowed(base, asked, now=now, zone=zone)
    if asked.scope is Scope.OPEN:
        if after is not None:
            rows = rows.filter(
                Q(attention_at__gt=after.at) | Q(attention_at=after.at, id__gt=after.id),
                attention_at__gte=after.at,
            )
        rows = rows.order_by("attention_at", "id")
    else:
        if after is not None:
            rows = rows.filter(
                Q(received_at__lt=after.at) | Q(received_at=after.at, id__lt=after.id),
                received_at__lte=after.at,
            )
        rows = rows.order_by("-received_at", "-id")
    found = list(rows.only(*LIST_FIELDS)[: size + 1])
    more = len(found) > size
    found = found[:size]
    last = found[-1] if found and more else None
    at = None if last is None else last.attention_at if asked.scope is Scope.OPEN else last.received_at
    return Page(found, Place(at, last.id) if last is not None and at is not None else None, after is None)


def neighbour(base: CaseRows, asked: Asked, case: Case, *, now: datetime, zone: ZoneInfo, back: bool) -> str:
    """The number of the case after this one in the queue, or before it; "" at the end."""
    is_work = asked.scope is Scope.OPEN
    name, at = ("attention_at", case.attention_at) if is_work else ("received_at", case.received_at)
    goes_up = is_work is not back
    way = "gt" if goes_up else "lt"
    after = Q(**{f"{name}__{way}": at}) | Q(**{name: at, f"id__{way}": case.id})
    sign = "" if goes_up else "-"
    rows = narrowed(base, asked, now=now, zone=zone).filter(after).order_by(f"{sign}{name}", f"{sign}id")
    return rows.values_list("number", flat=True).first() or ""


def narrowed(rows: CaseRows, asked: Asked, *, now: datetime, zone: ZoneInfo) -> CaseRows:
    """The rows that pass the filters."""
    if asked.scope is not Scope.ALL:
        rows = rows.filter(is_open__in=YES if asked.scope is Scope.OPEN else NO)
    exact = {
        "status": asked.status, "stream": asked.stream, "kind": asked.kind, "channel": asked.channel,
        "urgency": asked.urgency, "topic_id": asked.topic_id, "topic__parent_id": asked.group_id,
        "block_id": asked.block_id, "recipient_id": asked.recipient_id, "district_id": asked.district_id,
        "assignee_id": asked.assignee_id, "rating": asked.rating,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in exact.items() if value not in ("", None)})
    if asked.tag:
        rows = rows.filter(id__in=Tag.objects.filter(title=asked.tag).values("case_id"))
    if asked.is_overdue:
        rows = rows.filter(overdue(now))
    if asked.needs_decision:
        rows = rows.filter(needs_decision=True)
    if asked.is_urgent:
        rows = rows.filter(urgency__gt=0)
    if asked.is_due_today:
        rows = rows.filter(is_open__in=YES, due_at__gte=now, due_at__lt=_midnight(now, zone))
    if asked.is_promise_broken:
        rows = rows.filter(is_open__in=YES, promised_on__lt=now.astimezone(zone).date())
    if asked.received_from:
        rows = rows.filter(received_at__gte=datetime.combine(asked.received_from, time.min, zone))
    if asked.received_to:
        rows = rows.filter(
            received_at__lt=datetime.combine(asked.received_to, time.min, zone) + timedelta(days=1)
        )
    if asked.text.strip():
        condition = search_index.condition(asked.text)
        if condition is None:  # signs alone are in no case: everything would be a wrong answer
            return rows.none()
        rows = rows.filter(id__in=RawSQL(*condition))  # noqa: S611  # the words go in as parameters
    return rows


def _midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """The end of this day in the town."""
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time.min, zone)


def overdue(now: datetime) -> Q:
    """Overdue is computed, never stored: open past its term, or answered after it."""
    return Q(is_open__in=YES, due_at__lt=now)


def counts(base: CaseRows, views: Sequence[Asked], *, now: datetime, zone: ZoneInfo) -> list[int]:
    """How many of the visible cases each view holds (capped at `MOST_COUNTED` + 1); all in one query."""
    parts = [narrowed(base, asked, now=now, zone=zone).order_by()[: MOST_COUNTED + 1] for asked in views]
    counted = dict(_together("SELECT {number}, COUNT(*) FROM ({rows}) v{number}", parts))
    return [counted[number] for number in range(len(views))]


def heads(
    base: CaseRows, views: Sequence[Asked], *, now: datetime, zone: ZoneInfo, most: int = 4
) -> list[list[Case]]:
    """The first few of the visible cases of each view, what hurts first; two queries for all of them."""
    ordered = [narrowed(base, asked, now=now, zone=zone).order_by("attention_at", "id") for asked in views]
    pairs = set(_together("SELECT {number}, id FROM ({rows}) v{number}", [rows[:most] for rows in ordered]))
    found = base.only(*LIST_FIELDS).filter(id__in={one for _, one in pairs}).order_by("attention_at", "id")
    cases = list(found)
    return [[case for case in cases if (number, case.id) in pairs] for number in range(len(views))]


def _together(shape: str, parts: Sequence[CaseRows]) -> list[tuple[int, int]]:
    """One query for many: `shape` is filled with the number of each part and the SQL of its ids."""
    statements: list[str] = []
    parameters: list[Any] = []
    for number, rows in enumerate(parts):
        try:
            sql, told = rows.values("id").query.sql_with_params()
        except EmptyResultSet:
            sql, told = "SELECT 0 AS id WHERE 1 = 0", ()
        statements.append(shape.format(rows=sql, number=number))
        parameters.extend(told)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), parameters)
        return list(cursor.fetchall())


def saved_views(municipality_id: int, user_id: int) -> list[SavedView]:
    mine = Q(user_id=user_id) | Q(is_shared=True)
    return list(SavedView.objects.filter(mine, municipality_id=municipality_id))
