"""The map of a register: which column is which field."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from otklik.border.integrations.registry.fields import BY_NAME, FIELDS
from otklik.border.ports.messages import CaseKind, Stream
from otklik.border.readers.headings import normal
from otklik.border.readers.moments import DayOrder

_Chosen = TypeVar("_Chosen", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """`columns`: field → headings, whose cells are put together; `defaults`: field → text for empty ones.

    A required field may stand on a default alone. `kind` and `stream` hold where no column tells them.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    defaults: Mapping[str, str] = field(default_factory=dict)
    day_order: DayOrder = DayOrder.AUTO
    kind: CaseKind = CaseKind.MESSAGE
    stream: Stream = Stream.DIGITAL
    system: str = ""


def problems(column_map: ColumnMap, header: Sequence[str]) -> tuple[str, ...]:
    """Why the map does not fit the file, in Russian; nothing if it does."""
    present = {normal(heading) for heading in header}
    found = [
        f"В файле нет столбца «{heading}» (поле «{BY_NAME[name].title}»)."
        for name, headings in column_map.columns.items()
        if BY_NAME[name].is_required
        for heading in headings
        if normal(heading) not in present
    ]
    for wanted in FIELDS:
        if wanted.is_required and not (
            column_map.columns.get(wanted.name) or column_map.defaults.get(wanted.name)
        ):
            found.append(f"Не указан столбец для поля «{wanted.title}».")
    return tuple(found)


def to_json(column_map: ColumnMap) -> str:
    """The map as text to keep."""
    kept = {
        "name": column_map.name,
        "columns": {name: list(headings) for name, headings in column_map.columns.items()},
        "defaults": dict(column_map.defaults),
        "day_order": column_map.day_order,
        "kind": column_map.kind,
        "stream": column_map.stream,
        "system": column_map.system,
    }
    return json.dumps(kept, ensure_ascii=False, indent=2)


def from_json(text: str) -> ColumnMap:
    """The map that was kept; raises ValueError with a Russian text."""
    try:
        kept = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"карта столбцов — не JSON: строка {error.lineno}, знак {error.colno}") from error
    if not isinstance(kept, dict):
        raise ValueError("карта столбцов должна быть объектом JSON")
    if unknown := kept.keys() - {"name", "columns", "defaults", "day_order", "kind", "stream", "system"}:
        raise ValueError(f"в карте столбцов лишнее: {', '.join(sorted(unknown))}")
    return ColumnMap(
        name=_text(kept, "name"),
        columns=_columns(kept.get("columns")),
        defaults=_defaults(kept.get("defaults", {})),
        day_order=_chosen(DayOrder, kept.get("day_order", DayOrder.AUTO), "day_order"),
        kind=_chosen(CaseKind, kept.get("kind", CaseKind.MESSAGE), "kind"),
        stream=_chosen(Stream, kept.get("stream", Stream.DIGITAL), "stream"),
        system=_text(kept, "system"),
    )


def _text(kept: dict[str, object], name: str) -> str:
    value = kept.get(name, "")
    if not isinstance(value, str):
        raise ValueError(f"в карте столбцов «{name}» должно быть текстом")
    return value


def _columns(told: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(told, dict):
        raise ValueError("в карте нет «columns»: соответствия полей и столбцов")
    columns = {}
    for name, headings in told.items():
        if name not in BY_NAME:
            raise ValueError(f"в карте неизвестное поле «{name}»; есть: {', '.join(BY_NAME)}")
        listed = [headings] if isinstance(headings, str) else headings
        if not isinstance(listed, list) or not all(
            isinstance(heading, str) and heading for heading in listed
        ):
            raise ValueError(f"для поля «{name}» нужен список заголовков")
        if listed:
            columns[name] = tuple(listed)
    return columns


def _defaults(told: object) -> dict[str, str]:
    if not isinstance(told, dict) or not all(isinstance(value, str) for value in told.values()):
        raise ValueError("«defaults» должно быть объектом из текстов")
    if unknown := told.keys() - BY_NAME.keys():
        raise ValueError(f"в «defaults» неизвестное поле «{sorted(unknown)[0]}»")
    return dict(told)


def _chosen(choices: type[_Chosen], value: object, name: str) -> _Chosen:
    try:
        return choices(str(value))
    except ValueError as error:
        raise ValueError(f"«{name}»: нет значения «{value}»; есть: {', '.join(choices)}") from error
