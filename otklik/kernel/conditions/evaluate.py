"""Whether a condition holds for one record."""

import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any as Anything

from otklik.kernel.conditions.schema import day_of, moment_of
from otklik.kernel.conditions.tree import All, Any, Condition, Not, Test
from otklik.kernel.language import index_terms, query_groups

NEGATIONS = {"is_not": "is", "not_in": "in", "is_not_empty": "is_empty"}

_ORDER: Mapping[str, Callable[[Anything, Anything], bool]] = {
    "is": operator.eq,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "in": lambda actual, wanted: actual in wanted,
    "between": lambda actual, wanted: bool(wanted[0] <= actual <= wanted[1]),
}
_day = lru_cache(maxsize=1024)(day_of)
_moment = lru_cache(maxsize=1024)(moment_of)


def matches(condition: Condition, record: Mapping[str, object], *, now: datetime) -> bool:
    """Whether a record fits a checked condition; a field the record lacks is empty.

    The kind of a field is seen from its value: a date is a day, a datetime a moment, a collection is `many`.
    """
    match condition:
        case All(parts):
            return all(matches(part, record, now=now) for part in parts)
        case Any(parts):
            return any(matches(part, record, now=now) for part in parts)
        case Not(part):
            return not matches(part, record, now=now)
        case Test(field, op, value):
            actual = record.get(field)
            if op in NEGATIONS:
                return not _holds(actual, NEGATIONS[op], value, now)
            return _holds(actual, op, value, now)


def _holds(actual: object, op: str, value: object, now: datetime) -> bool:
    collection = isinstance(actual, tuple | list | set | frozenset)
    if op == "is_empty":
        return actual is None or ((collection or isinstance(actual, str)) and not actual)
    if actual is None:
        return False
    if op == "within_days":
        earliest, latest = window(actual, value, now)
        return bool(earliest <= actual <= latest)
    if op == "contains_words":
        return all(not _terms(str(actual)).isdisjoint(group) for group in _groups(str(value)))
    if collection:
        return any(wanted in actual for wanted in (value if isinstance(value, tuple) else (value,)))  # type: ignore[operator]  # a collection
    return _ORDER[op](actual, _like(actual, value))


def window(kind_of: object, days: Anything, now: datetime) -> tuple[Anything, Anything]:
    """Both ends of the last `days` days, or of the next ones when `days` is negative.

    For a date these are calendar days in the zone of `now`, with today; for a moment, spans of 24 hours.
    """
    here: date = now if isinstance(kind_of, datetime) else now.date()
    there = here - timedelta(days=days)
    return min(here, there), max(here, there)


def _like(actual: object, value: object) -> object:
    if isinstance(value, tuple):
        return tuple(_like(actual, item) for item in value)
    if isinstance(actual, datetime):
        return _moment(value)
    return _day(value) if isinstance(actual, date) else value


# Many rules ask about the words of one message, so the last messages are kept analysed.
@lru_cache(maxsize=256)
def _terms(text: str) -> frozenset[str]:
    return frozenset(index_terms(text).split())


@lru_cache(maxsize=1024)
def _groups(words: str) -> tuple[tuple[str, ...], ...]:
    return tuple(query_groups(words))
