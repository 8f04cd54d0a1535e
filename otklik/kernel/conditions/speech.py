"""A condition as a Russian sentence."""

from datetime import datetime

from otklik.kernel.conditions.schema import Field, Schema, day_of, field_of
from otklik.kernel.conditions.tree import UNARY, All, Any, Condition, Not, Test
from otklik.kernel.language import counted, day, number, plural

_COMPARED = {
    "number": {"lt": "меньше", "le": "не больше", "gt": "больше", "ge": "не меньше"},
    "day": {"lt": "раньше", "le": "не позже", "gt": "позже", "ge": "не раньше"},
}


def say(condition: Condition, schema: Schema) -> str:
    """What a checked condition asks: «Тема» — ЖКХ или Дороги, и «Оценка» меньше 3."""
    match condition:
        case All(()):
            return "без условий"
        case Any(()):
            return "никогда"
        case All(parts):
            return ", и ".join(_part(part, schema) for part in parts)
        case Any(parts):
            return ", или ".join(_part(part, schema) for part in parts)
        case Not(part):
            return f"неверно, что {_part(part, schema)}"
        case Test():
            asked = field_of(condition, schema)
            return f"«{asked.title}» {_predicate(condition, asked)}"


def _part(part: Condition, schema: Schema) -> str:
    """In brackets where the joints of a part could be taken for those around it."""
    said = say(part, schema)
    return f"({said})" if isinstance(part, All | Any) and len(part.parts) > 1 else said


def _predicate(test: Test, asked: Field) -> str:
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    shown = [] if test.op in (*UNARY, "within_days") else [_shown(value, asked) for value in values]
    match test.op:
        case "is" | "in":
            return f"— {' или '.join(shown)}"
        case "is_not" | "not_in":
            return "— " + " и ".join(f"не {value}" for value in shown)
        case "is_empty":
            return "не заполнено"
        case "is_not_empty":
            return "заполнено"
        case "contains_words":
            return f"содержит слова «{test.value}»"
        case "between":
            first, last = ("от", "до") if asked.kind == "number" else ("с", "по")
            return f"{first} {shown[0]} {last} {shown[1]}"
        case "within_days":
            return f"— {_days(int(test.value))}"  # type: ignore[arg-type]  # checked
        case op:
            return f"{_COMPARED['number' if asked.kind == 'number' else 'day'][op]} {shown[0]}"


def _days(days: int) -> str:
    if days == 0:
        return "сейчас"
    count = abs(days)
    words = ("последний", "последние", "последние") if days > 0 else ("ближайший", "ближайшие", "ближайшие")
    return f"{'за' if days > 0 else 'в'} {plural(count, *words)} {counted(count, 'день', 'дня', 'дней')}"


def _shown(value: object, asked: Field) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, int | float):
        return number(value)
    if asked.kind == "day":
        return day(day_of(value))
    if asked.kind == "moment":
        moment = datetime.fromisoformat(str(value))
        return f"{day(moment)}, {moment:%H:%M}"
    return asked.choices.get(str(value), f"«{value}»")
