"""What may be asked: fields, their kinds, and whether a condition suits them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any as Anything
from typing import Literal, TypeAlias

from otklik.kernel.conditions.tree import All, Any, Condition, ConditionError, Not, Scalar, Test
from otklik.kernel.language import tokens

Kind: TypeAlias = Literal["text", "number", "choice", "many", "flag", "day", "moment"]

SEPARATOR = "|"
MAX_DAYS = 36_600

_EMPTINESS = ("is_empty", "is_not_empty")
_SAMENESS = ("is", "is_not", "in", "not_in", *_EMPTINESS)
_ORDER = ("lt", "le", "gt", "ge", "between", *_EMPTINESS)
ALLOWED: Mapping[Kind, tuple[str, ...]] = {
    "text": (*_SAMENESS, "contains_words"),
    "number": (*_SAMENESS, *_ORDER),
    "choice": _SAMENESS,
    "many": _SAMENESS,
    "flag": ("is", "is_not", *_EMPTINESS),
    "day": ("is", "is_not", *_ORDER, "within_days"),
    "moment": (*_ORDER, "within_days"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """What may be asked about: `many` holds a tuple of strings, `day` a date, `moment` an aware datetime.

    `choices` maps a value to its Russian label; without choices any value may be asked for.
    """

    name: str
    title: str
    kind: Kind
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)


Schema: TypeAlias = Mapping[str, Field]


def schema_of(*fields: Field) -> Schema:
    """Fields by their names."""
    return {each.name: each for each in fields}


def check(condition: Condition, schema: Schema) -> None:
    """Raise `ConditionError` unless every test asks a known field what its kind can answer."""
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                check(part, schema)
        case Not(part):
            check(part, schema)
        case Test():
            _check_test(condition, field_of(condition, schema))


def field_of(test: Test, schema: Schema) -> Field:
    """The field a test asks; raises `ConditionError` when there is none."""
    try:
        return schema[test.field]
    except KeyError:
        raise ConditionError(f"Нет поля «{test.field}»") from None


def day_of(value: object) -> date:
    """A day from its ISO text."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ConditionError(f"«{value}» — не дата; нужно, например, 2026-03-02") from None


def moment_of(value: object) -> datetime:
    """A moment in UTC from its ISO text with a zone."""
    try:
        moment = datetime.fromisoformat(str(value))
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ConditionError(f"«{value}» — не момент времени; нужно, например, 2026-03-02T10:00:00+03:00")


def _check_test(test: Test, asked: Field) -> None:
    op = test.op
    if op not in ALLOWED[asked.kind]:
        raise ConditionError(f"Поле «{asked.title}» нельзя спросить «{op}»")
    if op in _EMPTINESS:
        return
    if op == "within_days":
        if not isinstance(test.value, int) or isinstance(test.value, bool) or abs(test.value) > MAX_DAYS:
            raise ConditionError(f"Поле «{asked.title}»: нужно целое число дней")
        return
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    for value in values:
        _check_value(value, asked)
    if op == "contains_words" and not tokens(str(test.value)):
        raise ConditionError(f"Поле «{asked.title}»: нет ни одного слова")
    if op == "between" and _ordered(values[0], asked) > _ordered(values[-1], asked):
        raise ConditionError(f"Поле «{asked.title}»: начало больше конца")


def _ordered(value: object, asked: Field) -> Anything:
    return {"day": day_of, "moment": moment_of}.get(asked.kind, lambda same: same)(value)


def _check_value(value: Scalar | None, asked: Field) -> None:
    is_bool = isinstance(value, bool)
    suits = {
        "number": isinstance(value, int | float) and not is_bool,
        "flag": is_bool,
    }.get(asked.kind, isinstance(value, str))
    if not suits:
        raise ConditionError(f"Поле «{asked.title}»: значение «{value}» другого рода")
    _ordered(value, asked)
    if asked.kind in ("choice", "many") and asked.choices and value not in asked.choices:
        raise ConditionError(f"Поле «{asked.title}»: нет значения «{value}»")
    if asked.kind == "many" and (not value or SEPARATOR in str(value)):
        raise ConditionError(f"Поле «{asked.title}»: значение пусто или содержит «{SEPARATOR}»")
