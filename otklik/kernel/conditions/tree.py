"""The tree of a condition, and its reading from JSON and writing back."""

import typing
from dataclasses import dataclass

from otklik.kernel.language import clean

Scalar: typing.TypeAlias = str | int | float | bool
Value: typing.TypeAlias = Scalar | tuple[Scalar, ...] | None
Condition: typing.TypeAlias = "All | Any | Not | Test"

LISTED = ("in", "not_in", "between")
UNARY = ("is_empty", "is_not_empty")
OPS = (
    *("is", "is_not", "in", "not_in", "contains_words", "lt", "le", "gt", "ge", "between"),
    *("is_empty", "is_not_empty", "within_days"),
)
MAX_DEPTH = 16
MAX_PARTS = 500
MAX_NUMBER = 10**15
MAX_LENGTH = 1000


class ConditionError(ValueError):
    """A condition that cannot be understood; the text is Russian, for the one who wrote the condition."""


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; of no parts, always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Some part holds; of no parts, never."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Test:
    """One question to one field. Days and moments stand as ISO 8601 text, as in the JSON form."""

    __test__ = False  # so that pytest does not take it for a test

    field: str
    op: str
    value: Value = None


def parse(source: object, *, depth: int = 0) -> Condition:
    """A condition from decoded JSON; raises `ConditionError`."""
    if depth > MAX_DEPTH:
        raise ConditionError(f"Условие вложено глубже {MAX_DEPTH} уровней")
    if not isinstance(source, dict):
        raise ConditionError(f"Условие должно быть объектом, а не «{source!r:.60}»")
    keys = set(source)
    if keys == {"all"}:
        return All(_parts(source["all"], depth))
    if keys == {"any"}:
        return Any(_parts(source["any"], depth))
    if keys == {"not"}:
        return Not(parse(source["not"], depth=depth + 1))
    if {"field", "op"} <= keys <= {"field", "op", "value"}:
        return _test(source["field"], source["op"], source.get("value"))
    raise ConditionError("Условие состоит из «all», «any», «not» или из «field», «op» и «value»")


def dump(condition: Condition) -> dict[str, object]:
    """The JSON form that `parse` reads back into the same condition."""
    match condition:
        case All(parts):
            return {"all": [dump(part) for part in parts]}
        case Any(parts):
            return {"any": [dump(part) for part in parts]}
        case Not(part):
            return {"not": dump(part)}
        case Test(field, op, None):
            return {"field": field, "op": op}
        case Test(field, op, value):
            return {"field": field, "op": op, "value": list(value) if isinstance(value, tuple) else value}


def _parts(source: object, depth: int) -> tuple[Condition, ...]:
    if not isinstance(source, list):
        raise ConditionError("В «all» и «any» должен быть список условий")
    if len(source) > MAX_PARTS:
        raise ConditionError(f"В списке больше {MAX_PARTS} условий")
    return tuple(parse(part, depth=depth + 1) for part in source)


def _test(field: object, op: object, value: object) -> Test:
    if not isinstance(field, str) or not field:
        raise ConditionError("Не указано поле условия")
    if not isinstance(op, str) or op not in OPS:
        raise ConditionError(f"Поле «{field}»: неизвестное действие «{op!r:.40}». Известны: {', '.join(OPS)}")
    if op in UNARY:
        if value is not None:
            raise ConditionError(f"Поле «{field}»: действию «{op}» не нужно значение")
        return Test(field, op)
    if op not in LISTED:
        return Test(field, op, _scalar(field, value))
    if not isinstance(value, list) or not value:
        raise ConditionError(f"Поле «{field}»: действию «{op}» нужен непустой список значений")
    if len(value) > MAX_LENGTH:
        raise ConditionError(f"Поле «{field}»: в списке больше {MAX_LENGTH} значений")
    if op == "between" and len(value) != 2:
        raise ConditionError(f"Поле «{field}»: действию «between» нужны два значения, от и до")
    return Test(field, op, tuple(_scalar(field, item) for item in value))


def _scalar(field: str, value: object) -> Scalar:
    if isinstance(value, str):
        if len(value) > MAX_LENGTH:
            raise ConditionError(f"Поле «{field}»: слишком длинный текст")
        return clean(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        if not abs(value) <= MAX_NUMBER:  # so NaN is refused too
            raise ConditionError(f"Поле «{field}»: недопустимое число")
        return value
    raise ConditionError(f"Поле «{field}»: нужно значение — текст, число или да/нет")
