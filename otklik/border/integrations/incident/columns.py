"""The columns of the export by their headings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from otklik.border.ports.tables import Cell
from otklik.border.readers.headings import normal

COLUMNS = {
    "id": ("id", "ид", "id инцидента"),
    "number": ("номер инцидента",),
    "department": ("отдел",),
    "executor": ("исполнитель",),
    "first_at": ("общее время первого ответа",),
    "first_text": ("общий текст первого ответа",),
    "assigned_at": ("время назначения последнего исполнителя",),
    "answer_at": ("время 1го ответа пи", "время 1 го ответа пи", "время первого ответа пи"),
    "submitted_at": ("время отправки первого ответа пи на согласование",),
    "stage": ("текущий шаг инцидента", "текущий шаг"),
    "created_at": ("дата создания", "дата создания инцидента"),
    "closed_at": ("дата окончания", "дата закрытия"),
    "group": ("группа тем",),
    "topic": ("тема",),
    "region": ("регион",),
    "municipality": ("муниципалитет",),
    "settlement": ("населенный пункт",),
    "street": ("улица",),
    "house": ("дом",),
    "object": ("объект",),
    "old_object": ("объект старый",),
    "outcome": ("итог",),
    "url": ("урл поста", "url поста", "ссылка на пост"),
    "text": ("текст инцидента",),
    "answer_1": ("1ый ответ пи", "1 ый ответ пи", "первый ответ пи"),
    "answer_2": ("2ой ответ пи", "2 ой ответ пи", "второй ответ пи"),
    "answer_3": ("3ий ответ пи", "3 ий ответ пи", "третий ответ пи"),
    "closing_reason": ("причина закрытия",),
    "author_url": ("url автора", "урл автора"),
    "note": ("примечание",),
    "surveyed_at": ("время попадания на шаг оценка удовлетворенности",),
    "survey_sent": ("опрос отправлен",),
}
_KEYS = (
    "group",
    "topic",
    "stage",
    "outcome",
    "url",
    "closing_reason",
    "executor",
    "department",
    "author_url",
)
_IN_FACTS_TOO = frozenset(
    (
        "number",
        "department",
        "stage",
        "region",
        "municipality",
        "outcome",
        "note",
        "survey_sent",
        "old_object",
    )
)


def recognises(header: Sequence[str]) -> bool:
    """Whether the headings are those of the export, in any order and with any others among them."""
    found = _positions(header)
    has_name = "id" in found or "number" in found
    return has_name and {"text", "created_at"} <= found.keys() and sum(key in found for key in _KEYS) >= 3


def _positions(header: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, heading in enumerate(header):
        places.setdefault(normal(heading), place)
    found = {}
    for name, headings in COLUMNS.items():
        if place_found := [places[heading] for heading in headings if heading in places]:
            found[name] = place_found[0]
    return found


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one file."""

    headings: Mapping[str, str]
    width: int
    pick: Callable[[tuple[Cell, ...]], tuple[Cell, ...]]
    """The cells of `COLUMNS` in their order; of a column that is not there, an empty one."""
    told: tuple[tuple[int, str], ...]
    """The columns that go to the facts, with their headings."""


def layout_of(header: tuple[str, ...]) -> Layout:
    """Where the columns of the export stand in this file."""
    positions = _positions(header)
    used = {place for name, place in positions.items() if name not in _IN_FACTS_TOO}
    return Layout(
        headings={name: header[place] for name, place in positions.items()},
        width=len(header),
        pick=itemgetter(*(positions.get(name, -1) for name in COLUMNS)),
        told=tuple((place, heading) for place, heading in enumerate(header) if place not in used),
    )
