"""A rule as one Russian sentence, which `reading` reads back into the same rule."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from otklik.casework.automation.rules.effects import AUTO, Effects, Internal
from otklik.casework.automation.rules.fields import FIELDS, FIXED, Asked, Labels, Lists
from otklik.casework.automation.rules.shape import ALWAYS, Body
from otklik.kernel.conditions import All, Any, Condition, Not, Test
from otklik.kernel.language import NO_BREAK, plural

MISSING = "нет в списке: "
STOPS = "; после этого правила другие не спрашиваются"
BY_COORDINATION = "по дежурству и нагрузке"
UNITS = {
    "days": ("рабочий день", "рабочих дня", "рабочих дней"),
    "hours": ("рабочий час", "рабочих часа", "рабочих часов"),
}
COMPARED = {"ge": "не меньше", "le": "не больше", "gt": "больше", "lt": "меньше"}
COMPARED_DAYS = {"ge": "не раньше", "le": "не позже", "gt": "позже", "lt": "раньше"}


def say(body: Body, lists: Lists) -> str:
    """«Если тематика — «Ямы» и район — «Северный», то получатель — «МКУ „Дороги“».»"""
    done = ", ".join(say_effects(body.effects, lists))
    end = f"{STOPS if body.effects.stops else ''}."
    if body.condition == ALWAYS:
        return f"Всегда: {done}{end}"
    return f"Если {say_condition(body.condition, lists)}, то {done}{end}"


def say_condition(condition: Condition, lists: Lists) -> str:
    match condition:
        case All(parts) | Any(parts):
            joint = " и " if isinstance(condition, All) else " или "
            return joint.join(_part(part, lists) for part in parts)
        case Not(Test(field, "contains_words", value)):
            return f"{FIELDS[field].noun} не содержит слов {quoted(str(value))}"
        case Not(part):
            return f"неверно, что ({say_condition(part, lists)})"
        case Test(field):
            return f"{FIELDS[field].noun} {_predicate(condition, FIELDS[field], lists)}"


def say_effects(effects: Effects, lists: Lists) -> list[str]:
    """What is done, an item an effect, in the order of `effects.KEYS`."""
    return [_SAID[key](effects, lists) for key in effects.keys()]  # noqa: SIM118  # a method of ours


def quoted(value: str) -> str:
    """In «»; a closing quote within is doubled."""
    return "«" + value.replace("»", "»»") + "»"


def label(value: object, labels: Labels) -> str:
    return quoted(labels.get(str(value), f"{MISSING}{value}"))


def _part(part: Condition, lists: Lists) -> str:
    said = say_condition(part, lists)
    return f"({said})" if isinstance(part, All | Any) else said


def _predicate(test: Test, asked: Asked, lists: Lists) -> str:
    listed = test.value if isinstance(test.value, tuple) else (test.value,)
    shown = [_shown(value, asked, lists) for value in listed]
    match test.op:
        case "is" | "in":
            return f"— {_several(shown, 'или')}"
        case "is_not" | "not_in":
            return f"— {_several([f'не {value}' for value in shown], 'и')}"
        case "is_empty":
            return asked.unknown
        case "is_not_empty":
            return asked.unknown.removeprefix("не ")
        case "contains_words":
            return f"содержит слова {shown[0]}"
        case "between":
            first, last = ("с", "по") if asked.kind == "day" else ("от", "до")
            return f"{first} {shown[0]} {last} {shown[1]}"
        case op:
            return f"{(COMPARED_DAYS if asked.kind == 'day' else COMPARED)[op]} {shown[0]}"


def _several(items: Sequence[str], joint: str) -> str:
    *first, last = items
    return f"{', '.join(first)} {joint} {last}" if first else last


def _shown(value: object, asked: Asked, lists: Lists) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    if asked.kind == "day":
        return f"{date.fromisoformat(str(value)):%d.%m.%Y}"
    if asked.kind == "number":
        return str(value)
    return quoted(str(value)) if asked.kind == "text" else label(value, lists.labels(asked.name))


def _executor(effects: Effects, lists: Lists) -> str:
    said = BY_COORDINATION if effects.executor == AUTO else label(effects.executor, lists.people)
    return f"исполнитель — {said}"


def _internal(term: Internal | None) -> str:
    if term is None:
        return ""
    return f"внутренний срок — {term.amount}{NO_BREAK}{plural(term.amount, *UNITS[term.unit])}"


def _yes(value: bool | None) -> str:
    return "да" if value else "нет"


_SAID: Mapping[str, Callable[[Effects, Lists], str]] = {
    "recipient": lambda e, lists: f"получатель — {label(e.recipient, lists.recipients)}",
    "executor": _executor,
    "co_executors": lambda e, lists: (
        f"соисполнители — {_several([label(one, lists.recipients) for one in e.co_executors], 'и')}"
    ),
    "fast_track": lambda e, lists: f"фаст-трек — {_yes(e.fast_track)}",
    "internal": lambda e, lists: _internal(e.internal),
    "urgency": lambda e, lists: f"срочность — {label(e.urgency, FIXED['urgency'])}",
    "template": lambda e, lists: f"шаблон ответа — {label(e.template, lists.templates)}",
    "approvers": lambda e, lists: (
        f"согласуют по порядку — {_several([label(one, lists.people) for one in e.approvers], 'и')}"
    ),
    "tags": lambda e, lists: f"метки — {_several([quoted(one) for one in e.tags], 'и')}",
}
