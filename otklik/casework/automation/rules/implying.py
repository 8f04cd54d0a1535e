"""Whether one condition holds wherever another does, and whether it can hold at all: where simple."""

from collections.abc import Mapping, Sequence
from typing import Any as Anything

from otklik.casework.automation.rules.fields import FIELDS
from otklik.kernel.conditions import All, Any, Condition, Not, Test
from otklik.kernel.language import tokens

Groups = Mapping[str, Sequence[str]]
_POSITIVE = ("is", "in")
_NEGATIVE = ("is_not", "not_in")
_ORDERED = ("ge", "gt", "le", "lt", "between")


def implies(told: Condition, asked: Condition, *, groups: Groups) -> bool:
    """Surely holds wherever `told` does; False where that is not simple to see."""
    if told == asked:
        return True
    if isinstance(asked, All):
        return all(implies(told, part, groups=groups) for part in asked.parts)
    if isinstance(told, Any):
        return all(implies(part, asked, groups=groups) for part in told.parts)
    if isinstance(asked, Any) and any(implies(told, part, groups=groups) for part in asked.parts):
        return True
    if isinstance(told, All):
        return any(implies(part, asked, groups=groups) for part in told.parts)
    if isinstance(told, Not) and isinstance(asked, Not):
        return implies(asked.part, told.part, groups=groups)
    return isinstance(told, Test) and isinstance(asked, Test) and _implies(told, asked, groups)


def is_impossible(condition: Condition) -> bool:
    """Surely never holds; False where that is not simple to see."""
    if isinstance(condition, Any):
        return all(is_impossible(part) for part in condition.parts)
    if not isinstance(condition, All):
        return False
    if any(is_impossible(part) for part in condition.parts):
        return True
    by_field: dict[str, list[Test]] = {}
    for part in condition.parts:
        if isinstance(part, Test) and FIELDS[part.field].kind != "many":
            by_field.setdefault(part.field, []).append(part)
    return any(_collide(rows) for rows in by_field.values())


def named(condition: Condition, field: str) -> frozenset[str] | None:
    """The values of a field outside which the condition cannot hold; None where any will do."""
    parts = condition.parts if isinstance(condition, All) else (condition,)
    found: frozenset[str] | None = None
    for part in parts:
        if isinstance(part, Test) and part.field == field and part.op in _POSITIVE:
            values = frozenset(map(str, _values(part)))
            found = values if found is None else found & values
    return found


def _implies(told: Test, asked: Test, groups: Groups) -> bool:
    if told.field != asked.field:
        return _within_group(told, asked, groups)
    if "contains_words" in (told.op, asked.op):
        return told.op == asked.op and set(tokens(str(asked.value))) <= set(tokens(str(told.value)))
    if asked.op == "is_not_empty":
        return told.op in _POSITIVE or told.op in _ORDERED
    mine, theirs = set(_values(told)), set(_values(asked))
    if told.op in _POSITIVE and asked.op in _POSITIVE:
        return mine <= theirs
    if told.op in _NEGATIVE and asked.op in _NEGATIVE:
        return theirs <= mine
    if FIELDS[told.field].kind != "many" and told.op in _POSITIVE and asked.op in _NEGATIVE:
        return mine.isdisjoint(theirs)
    if told.op in _ORDERED and asked.op in _ORDERED:
        return _interval(told) >= _interval(asked)
    return False


def _within_group(told: Test, asked: Test, groups: Groups) -> bool:
    if (told.field, asked.field) != ("topic", "group") or {told.op, asked.op} - set(_POSITIVE):
        return False
    topics = {topic for group in _values(asked) for topic in groups.get(str(group), ())}
    return set(map(str, _values(told))) <= topics


class _interval:  # noqa: N801  # reads as a word of the rule above
    """Both ends of an ordered test; whole numbers and days, so «больше 7» is not «не меньше 8»."""

    def __init__(self, test: Test) -> None:
        first, *_, last = (*_values(test), *_values(test))
        self.low = first if test.op in ("ge", "gt", "between") else None
        self.high = last if test.op in ("le", "lt", "between") else None
        self.is_open = test.op in ("gt", "lt")

    def __ge__(self, other: "_interval") -> bool:
        """Whether this one lies within the other."""
        if other.low is not None and (self.low is None or self.low < other.low):
            return False
        if other.high is not None and (self.high is None or self.high > other.high):
            return False
        touches = (self.low is not None and self.low == other.low) or (
            self.high is not None and self.high == other.high
        )
        return not (other.is_open and touches and not self.is_open)


def _collide(rows: Sequence[Test]) -> bool:
    """Whether tests of one field leave no value."""
    allowed: set[Anything] | None = None
    for row in rows:
        if row.op in _POSITIVE:
            told = set(_values(row))
            allowed = told if allowed is None else allowed & told
    needs_value = any(row.op in (*_POSITIVE, *_ORDERED, "is_not_empty", "contains_words") for row in rows)
    if needs_value and any(row.op == "is_empty" for row in rows):
        return True
    if allowed is not None:
        refused = {value for row in rows if row.op in _NEGATIVE for value in _values(row)}
        return not allowed - refused
    lows = [_interval(row).low for row in rows if row.op in _ORDERED]
    highs = [_interval(row).high for row in rows if row.op in _ORDERED]
    least: list[Anything] = [one for one in lows if one is not None]
    most: list[Anything] = [one for one in highs if one is not None]
    return bool(least and most and max(least) > min(most))


def _values(test: Test) -> tuple[Anything, ...]:
    return test.value if isinstance(test.value, tuple) else (test.value,)
