"""A rule as a whole, and the one shape in which its condition is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from otklik.casework.automation.rules import effects as effecting
from otklik.casework.automation.rules.effects import Effects
from otklik.casework.automation.rules.fields import FIELDS, Lists, schema
from otklik.kernel import conditions
from otklik.kernel.conditions import All, Any, Condition, ConditionError, Not, Test

ALWAYS = All(())
_SINGLE = {"in": "is", "not_in": "is_not"}
BUILDABLE = {
    "choice": ("in", "not_in", "is_empty", "is_not_empty"),
    "many": ("in", "not_in"),
    "text": ("contains_words",),
    "number": ("ge", "le", "between", "is_empty", "is_not_empty"),
    "flag": ("is",),
    "day": ("ge", "le", "between"),
}
HOUSE = ("in", "not_in", "is_empty", "is_not_empty")


@dataclass(frozen=True, slots=True)
class Body:
    """What one version of a rule says."""

    condition: Condition
    effects: Effects


def operations(name: str) -> tuple[str, ...]:
    """What the form offers for a field."""
    asked = FIELDS[name]
    found = HOUSE if name == "house" else BUILDABLE[asked.kind]
    return tuple(op for op in found if asked.unknown or not op.endswith("empty"))


def tidy(condition: Condition) -> Condition:
    """The same condition without groups of one, empty groups and lists of one; nothing left is «always»."""
    return _tidy(condition) or ALWAYS


def _tidy(condition: Condition) -> Condition | None:
    match condition:
        case All(parts) | Any(parts):
            kept = tuple(made for part in parts if (made := _tidy(part)) is not None)
            return type(condition)(kept) if len(kept) > 1 else kept[0] if kept else None
        case Not(part):
            inner = _tidy(part)
            return Not(inner) if inner is not None else None
        case Test(field, op, tuple((value,))) if op in _SINGLE:
            return Test(field, _SINGLE[op], value)
        case Test():
            return condition


def tests(condition: Condition) -> Iterator[Test]:
    """Every test of the tree."""
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from tests(part)
        case Not(part):
            yield from tests(part)
        case Test():
            yield condition


def check(body: Body, lists: Lists) -> None:
    """Raise `ConditionError` or `EffectsError` unless the rule can be put to use."""
    conditions.check(body.condition, schema(lists))
    for test in tests(body.condition):
        if test.op == "within_days":
            raise ConditionError("Правило смотрит на сообщение в момент поступления: дней назад не бывает")
    if not body.effects:
        raise effecting.EffectsError("Выберите хотя бы одно действие: что правило делает.")


def dump(body: Body) -> tuple[dict[str, object], dict[str, object]]:
    return conditions.dump(body.condition), effecting.dump(body.effects)


def parse(condition: object, effects: object) -> Body:
    """A kept rule; raises `ConditionError` or `EffectsError`."""
    return Body(conditions.parse(condition), effecting.parse(effects))
