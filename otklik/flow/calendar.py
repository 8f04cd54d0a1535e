"""A year's production calendar from a file: what it would change, and taking it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from otklik.border.readers.cells import as_text
from otklik.border.readers.headings import normal
from otklik.border.readers.moments import parse_moment
from otklik.border.readers.tables import open_table
from otklik.ground.worktime import selectors as worktime
from otklik.ground.worktime import services
from otklik.ground.worktime.loading import BadYear, Change, Given, changes
from otklik.ground.worktime.rules import DayKind

_UTC = ZoneInfo("UTC")
_YEAR = re.compile(r"<calendar\b[^>]*\byear=[\"'](\d{4})[\"']")
_DAY = re.compile(r"<day\b([^>]*)/?>")
_PART = re.compile(r"\b(d|t|h)=[\"']([^\"']*)[\"']")
_HOLIDAY = re.compile(r"<holiday\b[^>]*\bid=[\"'](\d+)[\"'][^>]*\btitle=[\"']([^\"']*)[\"']")
_MOST_BYTES = 2 * 2**20
_KINDS = {
    "1": DayKind.OFF, "2": DayKind.SHORT, "3": DayKind.WORKING, "нерабочий": DayKind.OFF,
    "выходной": DayKind.OFF, "праздник": DayKind.OFF, "праздничный": DayKind.OFF, "off": DayKind.OFF,
    "рабочий": DayKind.WORKING, "working": DayKind.WORKING, "сокращённый": DayKind.SHORT,
    "сокращенный": DayKind.SHORT, "предпраздничный": DayKind.SHORT, "short": DayKind.SHORT,
}  # fmt: skip
_DATES, _SORTS, _TITLES = (
    ("дата", "день", "date"),
    ("вид", "тип", "какой", "kind"),
    ("название", "что за день"),
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking the file would do; `count` days were read."""

    year: int
    count: int
    changes: list[Change]


def preview(path: Path, *, municipality_id: int) -> Preview:
    """Change nothing. Raises `Unreadable` for the file and `BadYear` for what it says, both in Russian."""
    given = list(_read(path))
    if not given:
        raise BadYear("В файле нет ни одного дня. Нужны столбцы «Дата» и «Вид» или файл XML календаря.")
    found = changes(worktime.calendar_for(municipality_id), given)
    return Preview(given[0].day.year, len(given), found)


def take(path: Path, *, municipality_id: int, source: str, now: datetime, actor_id: int | None) -> Preview:
    """Set the days that differ; the same file again changes nothing."""
    found = preview(path, municipality_id=municipality_id)
    services.set_year(
        municipality_id=municipality_id, year=found.year, days=found.changes, source=source, now=now,
        actor_id=actor_id,
    )  # fmt: skip
    return found


def _read(path: Path) -> Iterator[Given]:
    with path.open("rb") as file:
        head = file.read(_MOST_BYTES)
    if b"<calendar" in head[:4096]:
        yield from _of_xml(head.decode("utf-8", errors="replace"))
    else:
        yield from _of_table(path)


def _of_xml(text: str) -> Iterator[Given]:
    """The open format of xmlcalendar: days as `MM.DD`, t is 1 off, 2 short, 3 worked, h names the holiday."""
    year = _YEAR.search(text)
    if year is None:
        raise BadYear('В файле не указан год: ожидается <calendar year="2028" …>.')
    titles = dict(_HOLIDAY.findall(text))
    for day in _DAY.findall(text):
        parts = dict(_PART.findall(day))
        month, _dot, number = parts.get("d", "").partition(".")
        kind = _KINDS.get(parts.get("t", ""))
        if kind is None or not (month.isdecimal() and number.isdecimal()):
            raise BadYear(f"Не понимаю день «{day.strip()}» в файле календаря.")
        yield Given(_date(int(year[1]), int(month), int(number)), kind, titles.get(parts.get("h", ""), ""))


def _date(year: int, month: int, number: int) -> date:
    try:
        return date(year, month, number)
    except ValueError:
        raise BadYear(f"Такого дня нет: {number:02}.{month:02}.{year}. Проверьте файл.") from None


def _of_table(path: Path) -> Iterator[Given]:
    table = open_table(path)
    dates, sorts, titles = (_place(table.header, names) for names in (_DATES, _SORTS, _TITLES))
    if dates is None or sorts is None:
        raise BadYear("В файле нужны столбцы «Дата» и «Вид» (нерабочий, рабочий, сокращённый).")
    for row in table.rows:
        cell, sort = row.cells[dates], as_text(row.cells[sorts]).strip().lower()
        if not cell and not sort:
            continue
        kind = _KINDS.get(sort)
        if kind is None:
            raise BadYear(
                f"Строка {row.number}: не понимаю вид дня «{sort}». Нужно: нерабочий, рабочий, сокращённый."
            )
        try:
            told = cell if isinstance(cell, datetime) else parse_moment(as_text(cell), _UTC)
        except ValueError:
            raise BadYear(f"Строка {row.number}: не понимаю дату «{as_text(cell)}».") from None
        yield Given(told.date(), kind, as_text(row.cells[titles])[:160] if titles is not None else "")


def _place(header: Sequence[str], names: Sequence[str]) -> int | None:
    headings = [normal(name) for name in header]
    return next((headings.index(name) for name in names if name in headings), None)
