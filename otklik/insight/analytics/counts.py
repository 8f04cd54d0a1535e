"""Counting: the indicators of a month and the targets of a year, and the cases behind each number."""
# ruff: noqa: S608  # the SQL is made of our own clauses; what a user gives goes in as parameters

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from otklik.border.ports.messages import Stream
from otklik.insight.analytics.clauses import Clause, sql_of
from otklik.insight.analytics.engine import Engine
from otklik.insight.analytics.indicators import (
    INDICATORS,
    SCOPE,
    STREAMS,
    TARGETS,
    Dating,
    Indicator,
    Source,
    Target,
)
from otklik.insight.analytics.values import CaseFact, Period

Months = Mapping[str, int | None]
"""The value of an indicator by month (`2026-10`); a month that is not there or is None is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What the cases do not tell.

    `entries` holds, by number and month, what was entered by hand (9, 11, 12) and the recipients of past
    months (10); `recipients` is their number on the day `as_of`. A stream in `silent` has no source: its
    numbers are unknown, not zero, and the targets are counted over the other streams.
    """

    as_of: date
    recipients: int | None = None
    entries: Mapping[tuple[int, str], int] = field(default_factory=dict)
    silent: frozenset[Stream] = frozenset()
    dating: Dating = Dating.REGISTRATION


@dataclass(frozen=True, slots=True)
class Value:
    """A row of the monthly form. None is «unknown» everywhere; growth from zero in percent is unknown too."""

    number: int
    value: int | None
    previous: int | None
    growth: int | None
    growth_percent: Decimal | None
    total: int | None


@dataclass(frozen=True, slots=True)
class Reached:
    """A row of the yearly form: `value` in percent to one decimal, None where there is nothing to divide."""

    number: int
    part: int | None
    whole: int | None
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class CaseLine:
    case_id: int
    number: str


def monthly(engine: Engine, municipality: str, *, month: Period, inputs: Inputs) -> tuple[Value, ...]:
    """All 28 in one scan, for the month, the one before it, and from the start of the year."""
    year = month.since_new_year()
    previous = month.previous_month()
    series = _series(engine, municipality, Period(min(year.first, previous.first), month.last), inputs)
    return tuple(_row(number, series[number], month, previous) for number in INDICATORS)


def yearly(engine: Engine, municipality: str, *, year: int, inputs: Inputs) -> tuple[Reached, ...]:
    """The seven targets of the year as of the day; a level is taken at the last month it is known for."""
    series = _series(engine, municipality, Period.year(year), inputs)
    told = {number: months for number, months in series.items() if _stream(number) not in inputs.silent}
    return tuple(_reached(target, told) for target in TARGETS.values())


def cases(
    engine: Engine,
    municipality: str,
    *,
    numbers: Sequence[int],
    period: Period,
    dating: Dating = Dating.REGISTRATION,
    after: int = 0,
    limit: int = 50,
) -> list[CaseLine]:
    """The cases counted by any of the indicators in the period, a page at a time, in the order of ids."""
    counted = [INDICATORS[number] for number in numbers if INDICATORS[number].source is Source.CASES]
    if not counted:
        return []
    scope, values = sql_of(SCOPE)
    chosen = []
    for one in counted:
        where, told = sql_of(one.where)
        chosen.append(f"({where} AND {one.day_column(dating)} BETWEEN ? AND ?)")
        values += [*told, period.first, period.last]
    rows = engine.query(
        f"SELECT case_id, number FROM facts WHERE {scope} AND ({' OR '.join(chosen)})"
        " AND municipality = ? AND case_id > ? ORDER BY case_id LIMIT ?",
        [*values, municipality, after, limit],
    )
    return [CaseLine(case_id, number) for case_id, number in rows]


def fact(engine: Engine, municipality: str, number: str) -> CaseFact | None:
    """The fact of a case as the lake has it now, to say why it counts."""
    names = [one.name for one in fields(CaseFact)]
    rows = engine.query(
        f"SELECT {', '.join(names)} FROM facts WHERE municipality = $town AND number = $number LIMIT 1",
        {"town": municipality, "number": number},
    )
    if not rows:
        return None
    cells: dict[str, Any] = dict(zip(names, rows[0], strict=True))
    aware = {name: cell.replace(tzinfo=UTC) for name, cell in cells.items() if isinstance(cell, datetime)}
    return CaseFact(**(cells | aware))


def share(part: int | None, whole: int | None) -> Decimal | None:
    """Percent to one decimal; None, not zero, where there is nothing to divide."""
    if part is None or not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _row(number: int, months: Months, month: Period, previous: Period) -> Value:
    value, before = months.get(month.code), months.get(previous.code)
    growth = None if value is None or before is None else value - before
    return Value(number, value, before, growth, share(growth, before), _total(number, months, month))


def _total(number: int, months: Months, month: Period) -> int | None:
    """From the start of the year. Unknown months before the first known one are before the data began;
    an unknown month after it makes the sum unknown."""
    value = months.get(month.code)
    if value is None or INDICATORS[number].is_level:
        return value
    year = [months.get(f"{month.last.year}-{one:02d}") for one in range(1, month.last.month + 1)]
    while year and year[0] is None:
        year.pop(0)
    known = [one for one in year if one is not None]
    return sum(known) if len(known) == len(year) else None


def _known(months: Months) -> set[str]:
    return {month for month, value in months.items() if value is not None}


def _reached(target: Target, series: Mapping[int, Months]) -> Reached:
    part = [series[number] for number in target.part if number in series]
    whole = [series[number] for number in target.whole if number in series]
    every = [*part, *whole]
    months = sorted(set.intersection(*(_known(one) for one in every))) if every else []
    if INDICATORS[target.whole[0]].is_level:
        months = months[-1:]
    if not months:
        return Reached(target.number, None, None, None)
    above, below = (sum(one[month] or 0 for one in side for month in months) for side in (part, whole))
    return Reached(target.number, above, below, share(above, below))


def _series(engine: Engine, municipality: str, span: Period, inputs: Inputs) -> dict[int, Months]:
    """Each indicator by month over the span, as far as the day of the report."""
    span = span.until(inputs.as_of)
    months = _months(span)
    counted = _counted(engine, municipality, span, inputs.dating)
    since = engine.first_month(municipality)
    known = [month for month in months if since is not None and month >= since]
    series: dict[int, Months] = {}
    for number, indicator in INDICATORS.items():
        if indicator.source is not Source.CASES:
            series[number] = _entered(number, months, inputs)
        elif _stream(number) in inputs.silent:
            series[number] = {}
        else:
            series[number] = {month: counted.get((number, month), 0) for month in known}
    return series


def _entered(number: int, months: Sequence[str], inputs: Inputs) -> Months:
    entered = {month: inputs.entries.get((number, month)) for month in months}
    if INDICATORS[number].source is Source.RECIPIENTS and inputs.recipients is not None and months:
        entered[months[-1]] = inputs.recipients
    return entered


def _stream(number: int) -> Stream | None:
    return next((stream for stream, clause in STREAMS.items() if clause in INDICATORS[number].where), None)


def _months(span: Period) -> list[str]:
    ordinals = range(span.first.year * 12 + span.first.month - 1, span.last.year * 12 + span.last.month)
    return [f"{one // 12}-{one % 12 + 1:02d}" for one in ordinals]


def _counted(engine: Engine, municipality: str, span: Period, dating: Dating) -> dict[tuple[int, str], int]:
    """One scan for each column of days; by registration that is one for all.

    Rows are grouped by stream, so that what four indicators share is counted once.
    """
    by_day: dict[str, list[Indicator]] = {}
    for indicator in INDICATORS.values():
        if indicator.source is Source.CASES:
            by_day.setdefault(indicator.day_column(dating), []).append(indicator)
    found: dict[tuple[int, str], int] = {}
    for day, indicators in by_day.items():
        shared = list(dict.fromkeys(_beyond_stream(one) for one in indicators))
        for month, stream, numbers in _scan(engine, municipality, span, day, shared):
            counted = dict(zip(shared, numbers, strict=True))
            for one in indicators:
                if _stream(one.number) == stream:
                    found[one.number, month] = counted[_beyond_stream(one)]
    return found


def _scan(
    engine: Engine, municipality: str, span: Period, day: str, wanted: Sequence[tuple[Clause, ...]]
) -> Iterator[tuple[str, str, list[int]]]:
    """Month, stream and how many cases of theirs meet each of the wanted clauses."""
    counters, values = [], []
    for clauses in wanted:
        where, told = sql_of(clauses)
        counters.append(f"count(*) FILTER ({where})")
        values += told
    scope, told = sql_of(SCOPE)
    # The month of registration is the name of the partition: other partitions are not even opened.
    month = "month" if day == "registered_on" else f"strftime({day}, '%Y-%m')"
    rows = engine.query(
        f"SELECT {month} AS by_month, stream, {', '.join(counters)} FROM facts WHERE {scope}"
        f" AND municipality = ? AND {day} BETWEEN ? AND ? AND {month} BETWEEN ? AND ? GROUP BY ALL",
        [
            *values,
            *told,
            *(municipality, span.first, span.last, f"{span.first:%Y-%m}", f"{span.last:%Y-%m}"),
        ],
    )
    for by_month, stream, *numbers in rows:
        yield by_month, stream, numbers


def _beyond_stream(indicator: Indicator) -> tuple[Clause, ...]:
    return tuple(clause for clause in indicator.where if clause not in STREAMS.values())
