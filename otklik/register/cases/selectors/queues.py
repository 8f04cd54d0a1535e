"""Pages of the queue, their filters, counts and short heads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from otklik.ground.people.roles import Access, Action
from otklik.register.cases.models import Case, CaseRows, SavedView
from otklik.register.cases.queue import Asked, Place, Scope
from otklik.register.cases.selectors import searching
from otklik.register.cases.selectors.narrowing import clause, is_by_term, narrowed, together
from otklik.register.cases.selectors.seeing import LIST_FIELDS, visible

MOST_COUNTED = 1000
_COUNT = "SELECT {number}, COUNT(*) FROM ({rows} LIMIT {most}) v{number}"
_COUNT_ALONG = "SELECT {number}, COUNT(*) FROM ({rows} ORDER BY attention_at, id LIMIT {most}) v{number}"
"""The order is for the database alone: it then takes the index of the queue asked for."""
_HEAD = "SELECT {number}, attention_at, id FROM ({rows} ORDER BY attention_at, id LIMIT {most}) v{number}"


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
        order = ("attention_at", "id")
    else:
        if after is not None:
            rows = rows.filter(
                Q(received_at__lt=after.at) | Q(received_at=after.at, id__lt=after.id),
                received_at__lte=after.at,
            )
        order = ("-received_at", "-id")
    found = _first(rows, asked, order=order, fields=LIST_FIELDS, most=size + 1)
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
    rows = narrowed(base, asked, now=now, zone=zone).filter(after)
    found = _first(rows, asked, order=(f"{sign}{name}", f"{sign}id"), fields=("number",), most=1)
    return next((one.number for one in found), "")


def _first(
    rows: CaseRows, asked: Asked, *, order: Sequence[str], fields: Sequence[str], most: int
) -> list[Case]:
    if asked.text.strip():
        return searching.first(rows, asked.text, order=order, fields=fields, most=most)
    return list(rows.order_by(*order).only(*fields)[:most])


def counts(base: CaseRows, views: Sequence[Asked], *, now: datetime, zone: ZoneInfo) -> list[int]:
    """How many of the visible cases each view holds (capped at `MOST_COUNTED` + 1); all in one query."""
    asked = [
        (_COUNT if is_by_term(view) else _COUNT_ALONG, clause(view, now=now, zone=zone, is_counted=True))
        for view in views
    ]
    counted = {row[0]: row[1] for row in together(base, asked, "id", most=MOST_COUNTED + 1)}
    return [counted.get(number, 0) for number in range(len(views))]


def heads(
    base: CaseRows, views: Sequence[Asked], *, now: datetime, zone: ZoneInfo, most: int
) -> list[list[Case]]:
    """The first few of the visible cases of each view that stand in none before it, what hurts first."""
    asked = [(_HEAD, clause(view, now=now, zone=zone)) for view in views]
    ids: list[list[int]] = [[] for _ in views]
    seen: set[int] = set()
    for number, _at, one in sorted(together(base, asked, "id", "attention_at", most=most * len(views))):
        if one not in seen and len(ids[number]) < most:
            ids[number].append(one)
            seen.add(one)
    cases = {case.id: case for case in Case.objects.only(*LIST_FIELDS).filter(id__in=seen)}
    return [[cases[one] for one in head if one in cases] for head in ids]


def saved_views(municipality_id: int, user_id: int) -> list[SavedView]:
    mine = Q(user_id=user_id) | Q(is_shared=True)
    return list(SavedView.objects.filter(mine, municipality_id=municipality_id))
