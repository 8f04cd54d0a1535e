"""Pages of the queue, their filters, counts and short heads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from otklik.ground.people.roles import Access, Action
from otklik.register.cases.models import YES, Case, CaseRows, SavedView
from otklik.register.cases.queue import Asked, Place, Scope
from otklik.register.cases.selectors import searching
from otklik.register.cases.selectors.narrowing import (
    Clause,
    beyond,
    clause,
    held,
    is_by_term,
    narrowed,
    together,
)
from otklik.register.cases.selectors.seeing import LIST_FIELDS, visible

MOST_COUNTED = 1000
_COUNT = "SELECT {number}, COUNT(*) FROM ({rows} LIMIT {most}) v{name}"
_COUNT_ALONG = "SELECT {number}, COUNT(*) FROM ({rows} ORDER BY attention_at, id LIMIT {most}) v{name}"
"""The order is for the database alone: it then takes the index of the queue asked for."""
_HEAD = "SELECT {number}, attention_at, id FROM ({rows} ORDER BY attention_at, id LIMIT {most}) v{name}"
_PAGE = "SELECT {{number}}, {at}, id FROM ({{rows}} ORDER BY {at}{way}, id{way} LIMIT {{most}}) v{{name}}"


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
    way = _way(asked, after)
    if base.pieces and not asked.text.strip():
        found = _by_pieces(base, clause(asked, now=now, zone=zone), way, most=size + 1)
    else:
        rows = held(narrowed(base, asked, now=now, zone=zone), way.beyond)
        found = _first(rows, asked, way, town_id=municipality_id, fields=LIST_FIELDS, most=size + 1)
    more = len(found) > size
    found = found[:size]
    last = found[-1] if found and more else None
    at = None if last is None else last.attention_at if asked.scope is Scope.OPEN else last.received_at
    return Page(found, Place(at, last.id) if last is not None and at is not None else None, after is None)


def neighbour(base: CaseRows, asked: Asked, case: Case, *, now: datetime, zone: ZoneInfo, back: bool) -> str:
    """The number of the case after this one in the queue, or before it; "" at the end."""
    at = case.attention_at if asked.scope is Scope.OPEN else case.received_at
    way = _way(asked, Place(at, case.id), back=back)
    rows = held(narrowed(base, asked, now=now, zone=zone), way.beyond)
    found = _first(rows, asked, way, town_id=case.municipality_id, fields=("number",), most=1)
    return next((one.number for one in found), "")


@dataclass(frozen=True, slots=True)
class _Way:
    """The order of a queue, and what lies beyond a place in it."""

    order: tuple[str, str]
    beyond: Clause


def _way(asked: Asked, after: Place | None, *, back: bool = False) -> _Way:
    """Work by what hurts first, the rest by the newest."""
    name = "attention_at" if asked.scope is Scope.OPEN else "received_at"
    goes_up = (asked.scope is Scope.OPEN) is not back
    order = (name, "id") if goes_up else (f"-{name}", "-id")
    return _Way(order, beyond(name, after.at, after.id, goes_up=goes_up) if after else ("", ()))


def _by_pieces(base: CaseRows, told: Clause, way: _Way, *, most: int) -> list[Case]:
    """A page of a part of the town: the first of each piece, put in order together."""
    name = way.order[0].lstrip("-")
    goes_down = way.order[0].startswith("-")
    shape = _PAGE.format(at=name, way=" DESC" if goes_down else "")
    sql = " AND ".join(one for one, _ in (told, way.beyond) if one)
    values = (*told[1], *way.beyond[1])
    found = {row[1:] for row in together(base, [(shape, (sql, values))], "id", name, most=most)}
    places = sorted(found, reverse=goes_down)
    ids = [one for _at, one in places[:most]]
    cases = {case.id: case for case in Case.objects.only(*LIST_FIELDS).filter(id__in=ids)}
    return [cases[one] for one in ids if one in cases]


def _first(
    rows: CaseRows, asked: Asked, way: _Way, *, town_id: int, fields: Sequence[str], most: int
) -> list[Case]:
    if not asked.text.strip():
        return list(rows.order_by(*way.order).only(*fields)[:most])
    among = held(Case.objects.filter(municipality_id=town_id), way.beyond)
    if asked.scope is Scope.OPEN:
        among = among.filter(is_open__in=YES)
    return searching.first(rows, asked.text, among=among, order=way.order, fields=fields, most=most)


def counts(base: CaseRows, views: Sequence[Asked], *, now: datetime, zone: ZoneInfo) -> list[int]:
    """How many of the visible cases each view holds (capped at `MOST_COUNTED` + 1); all in one query."""
    asked = [
        (_COUNT if is_by_term(view) else _COUNT_ALONG, clause(view, now=now, zone=zone, is_counted=True))
        for view in views
    ]
    counted = [0] * len(views)
    for number, count in together(base, asked, "id", most=MOST_COUNTED + 1, is_apart=True):
        counted[number] += count
    return [min(count, MOST_COUNTED + 1) for count in counted]


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
