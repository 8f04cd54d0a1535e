"""A condition made into one quick function of a message; it says what `kernel.conditions.matches` says."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any as Anything
from typing import TypeAlias

from otklik.casework.automation.rules.fields import FIELDS
from otklik.kernel.conditions import All, Any, Condition, Not, Test
from otklik.kernel.language import index_terms, query_groups

Record: TypeAlias = Mapping[str, Anything]
Predicate: TypeAlias = Callable[[Record], bool]

TERMS = "terms"
"""Where a record keeps its text as index terms with a space around each (`conditions.padded`)."""


def compiled(condition: Condition) -> Predicate:
    """The function; a record holds every field asked, None for the unknown, and its text as `TERMS`."""
    match condition:
        case All(parts):
            return _all(tuple(compiled(part) for part in parts))
        case Any(parts):
            return _any(tuple(compiled(part) for part in parts))
        case Not(part):
            inner = compiled(part)
            return lambda record: not inner(record)
        case Test(field, "is_not", value):
            return compiled(Not(Test(field, "is", value)))
        case Test(field, "not_in", value):
            return compiled(Not(Test(field, "in", value)))
        case Test(field, "is_not_empty"):
            return compiled(Not(Test(field, "is_empty")))
        case Test(field, "contains_words", value):
            return _words(str(value))
        case Test():
            return _test(condition)


def terms_of(text: str) -> str:
    """A text as a record keeps it for `contains_words`."""
    return f" {index_terms(text)} "


def _all(parts: tuple[Predicate, ...]) -> Predicate:
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 2:
        first, second = parts
        return lambda record: first(record) and second(record)
    return lambda record: all(part(record) for part in parts)


def _any(parts: tuple[Predicate, ...]) -> Predicate:
    return lambda record: any(part(record) for part in parts)


def _words(words: str) -> Predicate:
    groups = tuple(tuple(f" {form} " for form in group) for group in query_groups(words))
    if len(groups) == 1 and len(groups[0]) == 1:
        (only,) = groups[0]
        return lambda record: only in record[TERMS]

    def holds(record: Record) -> bool:  # loops: generators would cost four times as much
        terms = record[TERMS]
        for group in groups:
            for form in group:
                if form in terms:
                    break
            else:
                return False
        return True

    return holds


def _test(test: Test) -> Predicate:
    name, value = test.field, test.value
    kind = FIELDS[name].kind
    if test.op == "is_empty":
        return lambda record: record[name] is None or record[name] == "" or record[name] == ()
    if kind == "day":
        value = tuple(map(_day, value)) if isinstance(value, tuple) else _day(value)
    if kind == "many":
        wanted = frozenset(value if isinstance(value, tuple) else (value,))
        return lambda record: not wanted.isdisjoint(record[name] or ())
    return _compared(name, test.op, value)


def _day(value: object) -> Anything:
    return date.fromisoformat(str(value))


def _compared(name: str, op: str, value: Anything) -> Predicate:
    if op == "is":
        return lambda record: record[name] is not None and record[name] == value
    if op == "in":
        wanted = frozenset(value)
        return lambda record: record[name] in wanted
    if op == "between":
        low, high = value
        return lambda record: record[name] is not None and low <= record[name] <= high
    if op == "ge":
        return lambda record: record[name] is not None and record[name] >= value
    if op == "gt":
        return lambda record: record[name] is not None and record[name] > value
    if op == "le":
        return lambda record: record[name] is not None and record[name] <= value
    return lambda record: record[name] is not None and record[name] < value
