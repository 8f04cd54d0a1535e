"""The filters of the queue as clauses of SQL: building them anew takes longer than the database's answer."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from otklik.ground.bulk import selectors as bulk
from otklik.register.cases.models import CaseRows
from otklik.register.cases.queue import Asked, Scope

Clause = tuple[str, Sequence[Any]]

_EXACT = (
    "status", "stream", "kind", "channel", "urgency", "topic_id", "block_id", "recipient_id", "district_id",
    "assignee_id", "rating",
)  # fmt: skip
_OPEN, _IS_OPEN = '"cases_case"."is_open"', '"cases_case"."is_open" IN (TRUE)'
"""The bare column opens the indexes of open cases; its value, those where it stands after another column."""
_HURTS = '"cases_case"."attention_at" < %s'
"""No case hurts later than its term ends: said of the overdue, it opens the index of the queue."""
_DONE = '"cases_case"."is_open" IN (FALSE)'
_OF_GROUP = '"cases_case"."topic_id" IN (SELECT id FROM catalog_topic WHERE parent_id = %s)'
_TAGGED = '"cases_case"."id" IN (SELECT case_id FROM cases_tag WHERE title = %s)'


def narrowed(rows: CaseRows, asked: Asked, *, now: datetime, zone: ZoneInfo) -> CaseRows:
    """The rows that pass the filters, whatever the words: those are searched for in `searching`."""
    return held(rows, clause(asked, now=now, zone=zone))


def held(rows: CaseRows, told: Clause) -> CaseRows:
    """The rows for which the clause is true."""
    sql, parameters = told
    return rows.filter(RawSQL(sql, parameters, output_field=BooleanField())) if sql else rows  # noqa: S611


def beyond(name: str, at: datetime, one: int, *, goes_up: bool) -> Clause:
    """What lies after a place in the order of a column and the id."""
    side, moment, column = ">" if goes_up else "<", _at(at), f'"cases_case"."{name}"'
    farther = f'({column} {side} %s OR ({column} = %s AND "cases_case"."id" {side} %s))'
    return f"{farther} AND {column} {side}= %s", (moment, moment, one, moment)


def clause(asked: Asked, *, now: datetime, zone: ZoneInfo, is_counted: bool = False) -> Clause:
    """All that is asked, joined by AND; the empty text where nothing is.

    What is `is_counted` needs no order: its index is another one than that of the rows.
    """
    told = [
        *_state(asked),
        *_exactly(asked),
        *_terms(asked, now=now, zone=zone),
        *_days(asked, zone),
        *_ways(asked),
    ]
    if asked.is_overdue and not is_counted:
        told += [(_IS_OPEN, ()), (_HURTS, (_at(now),))]
    return " AND ".join(sql for sql, _ in told), [one for _, parameters in told for one in parameters]


def _state(asked: Asked) -> Iterator[Clause]:
    is_urgent = asked.is_urgent or bool(asked.urgency)
    has_index = is_urgent or asked.needs_decision or asked.status or is_by_term(asked)
    if asked.scope is Scope.DONE:
        yield _DONE, ()
    if asked.scope is Scope.OPEN or is_by_term(asked):
        yield _OPEN, ()
        if not has_index:
            yield _IS_OPEN, ()
    if asked.needs_decision:
        yield '"cases_case"."needs_decision" AND "cases_case"."needs_decision" IN (TRUE)', ()
    if is_urgent:
        yield '"cases_case"."urgency" > 0', ()


def is_by_term(asked: Asked) -> bool:
    """Whether the filter is a stretch of days of what is open."""
    return asked.is_overdue or asked.is_due_today or asked.is_promise_broken or asked.due_in is not None


def _exactly(asked: Asked) -> Iterator[Clause]:
    for name in _EXACT:
        value = getattr(asked, name)
        if value not in ("", None):
            yield f'"cases_case"."{name}" = %s', (value,)
    if asked.group_id is not None:
        yield _OF_GROUP, (asked.group_id,)
    if asked.tag:
        yield _TAGGED, (asked.tag,)


def _terms(asked: Asked, *, now: datetime, zone: ZoneInfo) -> Iterator[Clause]:
    """Overdue is computed, never stored: open past its term."""
    if asked.is_overdue:
        yield '"cases_case"."due_at" < %s', (_at(now),)
    if asked.is_due_today:
        tomorrow = now.astimezone(zone).date() + timedelta(days=1)
        midnight = _at(datetime.combine(tomorrow, time.min, zone))
        yield '"cases_case"."due_at" >= %s AND "cases_case"."due_at" < %s', (_at(now), midnight)
    if asked.due_in is not None:
        soon = now + timedelta(days=asked.due_in)
        yield '"cases_case"."due_at" >= %s AND "cases_case"."due_at" < %s', (_at(now), _at(soon))
    if asked.is_promise_broken:
        yield '"cases_case"."promised_on" < %s', (_on(now.astimezone(zone).date()),)


def _days(asked: Asked, zone: ZoneInfo) -> Iterator[Clause]:
    if asked.received_from:
        since = datetime.combine(asked.received_from, time.min, zone)
        yield '"cases_case"."received_at" >= %s', (_at(since),)
    if asked.received_to:
        until = datetime.combine(asked.received_to, time.min, zone) + timedelta(days=1)
        yield '"cases_case"."received_at" < %s', (_at(until),)


_AGAIN = '("cases_case"."is_repeat" OR "cases_case"."reopened_count" > 0)'
_THRICE = (
    '("cases_case"."reopened_count" > 1 OR ("cases_case"."is_repeat" AND ("cases_case"."reopened_count" > 0 '
    'OR EXISTS (SELECT 1 FROM cases_case r WHERE r.id = "cases_case"."repeat_of_id" '
    "AND (r.is_repeat OR r.reopened_count > 0)))))"
)


def _ways(asked: Asked) -> Iterator[Clause]:
    """What the way of a case shows: it came again, was handed about, sent back, or lies untaken."""
    if asked.repeats:
        yield _AGAIN if asked.repeats == 1 else _THRICE, ()
    if asked.hops:
        yield '"cases_case"."hops" >= %s', (asked.hops,)
    if asked.is_returned:
        yield '"cases_case"."returned_count" > 0', ()
    if asked.is_behind:
        yield "\"cases_case\".\"status\" NOT IN ('approval', 'postponed')", ()
    if asked.untaken_since is not None:
        yield (
            '"cases_case"."status" = \'routed\' AND "cases_case"."status_since" < %s',
            (_at(asked.untaken_since),),
        )


def _at(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _on(day: date) -> Any:
    return connection.ops.adapt_datefield_value(day)


def together(
    base: CaseRows, parts: Sequence[tuple[str, Clause]], *fields: str, most: int, is_apart: bool = False
) -> list[tuple[int, ...]]:
    """One query for many: each shape is filled with its number, the SQL of its rows, and `most`.

    `base` is what `visible` gives; its SQL is made once. A part of a town is asked for piece by piece: the
    same number is then told more than once, and the same row too where the pieces are not kept `is_apart`.
    """
    try:
        wholes = list(_wholes(base, fields, is_apart=is_apart))
    except EmptyResultSet:
        return []
    filled: list[str] = []
    told: list[Any] = []
    for number, (shape, (one, values)) in enumerate(parts):
        for sql, parameters in wholes:
            inner = f"{sql} AND {one}" if one else sql
            filled.append(shape.format(rows=inner, number=number, most=most, name=len(filled)))
            told += [*parameters, *values]
    return bulk.rows(" UNION ALL ".join(filled), told)


def _wholes(base: CaseRows, fields: Sequence[str], *, is_apart: bool) -> Iterator[Clause]:
    if not base.pieces:
        yield base.order_by().values(*fields).query.sql_with_params()
        return
    columns = ", ".join(f'"cases_case"."{name}"' for name in fields)
    for piece in base.pieces:
        sql, parameters = piece.held
        if is_apart and piece.apart[0]:
            sql, parameters = f"{sql} AND {piece.apart[0]}", (*parameters, *piece.apart[1])
        yield f'SELECT {columns} FROM "cases_case" WHERE {sql}', parameters  # noqa: S608
