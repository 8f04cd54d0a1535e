"""What an automatic rule does to a message, and its reading from JSON and writing back."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

KEYS = (
    "recipient", "executor", "co_executors", "fast_track", "internal", "urgency", "template", "approvers",
    "tags",
)  # fmt: skip
TITLES: Mapping[str, str] = {
    "recipient": "получатель",
    "executor": "исполнитель",
    "co_executors": "соисполнители",
    "fast_track": "фаст-трек",
    "internal": "внутренний срок",
    "urgency": "срочность",
    "template": "шаблон ответа",
    "approvers": "согласование",
    "tags": "метки",
}
MOST = 10
LONGEST_TAG = 60
MOST_AMOUNT = {"days": 365, "hours": 999}
AUTO = 0
"""The executor whom coordination chooses."""


class EffectsError(ValueError):
    """Effects that cannot be understood; the message is Russian."""


@dataclass(frozen=True, slots=True)
class Internal:
    """The internal term in working days or working hours."""

    amount: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """Ids of rows; what is None or empty is not touched. `stops`: no later rule is asked."""

    recipient: int | None = None
    executor: int | None = None
    co_executors: tuple[int, ...] = ()
    fast_track: bool | None = None
    internal: Internal | None = None
    urgency: int | None = None
    template: int | None = None
    approvers: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    stops: bool = False

    def keys(self) -> tuple[str, ...]:
        """The effects there are."""
        return tuple(key for key in KEYS if getattr(self, key) not in (None, ()))

    def __bool__(self) -> bool:
        return bool(self.keys())


def dump(effects: Effects) -> dict[str, object]:
    """The JSON form, without what is not touched."""
    told: dict[str, object] = {}
    for key in effects.keys():  # noqa: SIM118  # a method of ours, not of a dictionary
        value = getattr(effects, key)
        if isinstance(value, Internal):
            value = {"amount": value.amount, "unit": value.unit}
        told[key] = list(value) if isinstance(value, tuple) else value
    return told | ({"stops": True} if effects.stops else {})


def parse(source: object) -> Effects:
    """Effects from decoded JSON; raises `EffectsError`."""
    if not isinstance(source, dict):
        raise EffectsError("Действия правила должны быть объектом")
    unknown = set(source) - {one.name for one in fields(Effects)}
    if unknown:
        raise EffectsError(f"Неизвестные действия: {', '.join(sorted(map(str, unknown)))}")
    told: dict[str, Any] = {}
    for key, value in source.items():
        if key in ("recipient", "template", "executor", "urgency"):
            told[key] = _whole(key, value)
        elif key in ("co_executors", "approvers"):
            told[key] = tuple(_whole(key, one) for one in _listed(key, value))
        elif key == "tags":
            told[key] = tuple(_tag(one) for one in _listed(key, value))
        elif key == "internal":
            told[key] = _internal(value)
        elif isinstance(value, bool):
            told[key] = value
        else:
            raise EffectsError(f"Действие «{TITLES.get(key, key)}»: нужно да или нет")
    if told.get("urgency") not in (None, 0, 1, 2):
        raise EffectsError("Срочность бывает обычной, срочной и угрозой")
    return Effects(**told)


def _whole(key: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise EffectsError(f"Действие «{TITLES[key]}»: значение не из списка")
    return value


def _listed(key: str, value: object) -> list[object]:
    if not isinstance(value, list) or not value or len(value) > MOST or len(set(value)) != len(value):
        raise EffectsError(f"Действие «{TITLES[key]}»: нужно от 1 до {MOST} разных значений")
    return value


def _tag(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TAG:
        raise EffectsError(f"Метка — от 1 до {LONGEST_TAG} знаков")
    return " ".join(value.split())


def _internal(value: object) -> Internal:
    if not isinstance(value, dict) or set(value) != {"amount", "unit"} or value["unit"] not in MOST_AMOUNT:
        raise EffectsError("Внутренний срок — число рабочих дней или часов")
    amount = _whole("internal", value["amount"])
    if not 1 <= amount <= MOST_AMOUNT[value["unit"]]:
        raise EffectsError(f"Внутренний срок — от 1 до {MOST_AMOUNT[value['unit']]}")
    return Internal(amount, value["unit"])
