"""Guessing the map of a register by its headings and by the look of its cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from otklik.border.integrations.registry.fields import FIELDS, Field, Look
from otklik.border.integrations.registry.mapping import ColumnMap
from otklik.border.ports.messages import CaseKind, Stream
from otklik.border.ports.tables import Cell
from otklik.border.readers.cells import as_text
from otklik.border.readers.headings import normal
from otklik.border.readers.moments import DayOrder, parse_moment

_UTC = ZoneInfo("UTC")
_PATTERNS = {
    Look.PHONE: re.compile(r"(?:\+?7|8)?[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}"),
    Look.EMAIL: re.compile(r"[^@\s]+@[^@\s]+\.\w+"),
    Look.LINK: re.compile(r"https?://\S+"),
    Look.NUMBER: re.compile(r"-?\d{1,3}(?:[.,]\d+)?"),
    Look.TIME: re.compile(r"\d{1,2}:\d\d(?::\d\d)?"),
}
_TEXT_LENGTH = 40
_ENOUGH = 20


@dataclass(frozen=True, slots=True)
class _Preset:
    """A known kind of register, told by headings of which at least `least` are present."""

    name: str
    system: str
    kind: CaseKind
    stream: Stream
    headings: frozenset[str]
    least: int


_PRESETS = (
    _Preset(
        "ПОС",
        "pos",
        CaseKind.MESSAGE,
        Stream.POS,
        frozenset(
            ("подкатегория", "факт", "категория", "номер сообщения", "дата модерации", "лко", "фаст трек")
        ),
        2,
    ),
    _Preset(
        "Обращения граждан (59-ФЗ)",
        "",
        CaseKind.APPEAL,
        Stream.APPEALS,
        frozenset(
            (
                "корреспондент",
                "вид обращения",
                "регистрационный номер",
                "рег номер",
                "номер обращения",
                "аннотация",
                "дата регистрации",
            )
        ),
        2,
    ),
    _Preset(
        "Горячая линия",
        "",
        CaseKind.MESSAGE,
        Stream.HOTLINE,
        frozenset(("дата звонка", "время звонка", "абонент", "оператор", "номер телефона", "звонок")),
        2,
    ),
)


def guess(header: Sequence[str], sample_rows: Sequence[Sequence[Cell]]) -> ColumnMap:
    """The likeliest map; what cannot be guessed is left for the person."""
    samples = [
        [row[place] for row in sample_rows if place < len(row) and row[place] != ""]
        for place in range(len(header))
    ]
    scored = sorted(
        (
            (score, -order, -place)
            for order, field in enumerate(FIELDS)
            for place, heading in enumerate(header)
            if (score := _score(field, normal(heading), samples[place])) >= _ENOUGH
        ),
        reverse=True,
    )
    columns: dict[str, tuple[str, ...]] = {}
    free = set(range(len(header)))
    for _, order, place in scored:
        name = FIELDS[-order].name
        if name not in columns and -place in free:
            columns[name] = (header[-place],)
            free.discard(-place)
    _by_look(columns, header, samples, free)
    preset = _preset(header)
    return ColumnMap(
        name=preset.name if preset else "",
        columns={field.name: columns[field.name] for field in FIELDS if field.name in columns},
        day_order=_day_order(samples),
        kind=preset.kind if preset else CaseKind.MESSAGE,
        stream=preset.stream if preset else Stream.DIGITAL,
        system=preset.system if preset else "",
    )


def _preset(header: Sequence[str]) -> _Preset | None:
    present = {normal(heading) for heading in header}
    return next((preset for preset in _PRESETS if len(present & preset.headings) >= preset.least), None)


def _score(field: Field, heading: str, sample: Sequence[Cell]) -> float:
    """How well the heading names the field (up to 100), less what the cells deny."""
    best = 0.0
    for order, known in enumerate(map(normal, field.headings)):
        if not known:
            continue
        if heading == known:
            best = max(best, 100 - order)
        elif heading.startswith(known + " "):
            best = max(best, 60 - order)
        elif len(known) > 3 and f" {known} " in f" {heading} ":
            best = max(best, 45 - order)
    if best and sample and field.look in (Look.MOMENT, *_PATTERNS):
        best -= 60 * (1 - _share(field.look, sample))
    if best and field.look is Look.TEXT and sample and _share(Look.MOMENT, sample) > 0.5:
        best -= 60
    return best


def _by_look(
    columns: dict[str, tuple[str, ...]],
    header: Sequence[str],
    samples: Sequence[Sequence[Cell]],
    free: set[int],
) -> None:
    """Fill what the headings did not tell: the longest texts, the first dates, phones and mail."""
    if "text" not in columns:
        lengths = {place: _mean_length(samples[place]) for place in free}
        if lengths and lengths[place := max(lengths, key=lambda place: lengths[place])] >= _TEXT_LENGTH:
            columns["text"] = (header[place],)
            free.discard(place)
    for name, look in (
        ("received_at", Look.MOMENT),
        ("author_phone", Look.PHONE),
        ("author_email", Look.EMAIL),
    ):
        if name not in columns:
            alike = [
                place for place in sorted(free) if samples[place] and _share(look, samples[place]) >= 0.8
            ]
            if alike:
                columns[name] = (header[alike[0]],)
                free.discard(alike[0])


def _mean_length(sample: Sequence[Cell]) -> float:
    return sum(len(as_text(cell)) for cell in sample) / len(sample) if sample else 0.0


def _share(look: Look, sample: Sequence[Cell]) -> float:
    if look is Look.MOMENT:
        return sum(map(_is_moment, sample)) / len(sample)
    pattern = _PATTERNS[look]
    return sum(isinstance(cell, str) and bool(pattern.fullmatch(cell)) for cell in sample) / len(sample)


def _is_moment(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return isinstance(cell, datetime)
    if cell.isdecimal() and len(cell) != 5:
        return False
    try:
        parse_moment(cell, _UTC, order=DayOrder.DAY_FIRST)
    except ValueError:
        return bool(re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}.*", cell))
    return True


def _day_order(samples: Sequence[Sequence[Cell]]) -> DayOrder:
    """03/04/2025 is told by its neighbours: somewhere one of the numbers is greater than 12."""
    pairs = [
        (int(found[1]), int(found[2]))
        for sample in samples
        for cell in sample
        if isinstance(cell, str) and (found := re.match(r"(\d{1,2})/(\d{1,2})/\d{2,4}\b", cell))
    ]
    if any(first > 12 for first, _ in pairs):
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if any(second > 12 for _, second in pairs) else DayOrder.AUTO
