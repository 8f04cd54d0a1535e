"""Dates and durations as people, spreadsheets and systems write them."""

import re
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

_SERIAL_START = datetime(1899, 12, 30)  # noqa: DTZ001  # a spreadsheet counts local days from here
_YEARS = range(1950, 2101)

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"\d{5}(?:[.,]\d+)?")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?")
_DAY = (
    r"(?P<y1>\d{4})[./-](?P<m1>\d{1,2})[./-](?P<d1>\d{1,2})"
    r"|(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y2>\d{4}|\d\d)"
    r"|(?P<d3>\d{1,2})[\s\-.]*(?P<word>[а-я]{3,8})\.?[\s\-.,]*(?P<y3>\d{4}|\d\d)"
)
_TIME = r"(?P<h>\d{1,2})[:.](?P<min>\d\d)(?:[:.](?P<s>\d\d)(?:[.,](?P<f>\d{1,9}))?)?\s*(?P<half>[ap]m)?"
_ZONE = r"z|utc|gmt|\(?(?:мск|msk)(?P<msk>[+-]\d{1,2})?\)?|(?P<sign>[+-])(?P<zh>\d\d):?(?P<zm>\d\d)?"
_WRITTEN = re.compile(
    rf"(?:[а-я]{{2,11}},?\s+)?(?:{_DAY})(?:\s*(?:года|год|г)\b\.?)?"
    rf"(?:(?:\s*,?\s*(?:в\s+)?|t|т)(?:{_TIME})(?:\s*(?P<zone>{_ZONE}))?)?"
)
_MONTHS = (
    ("января", "январь"),
    ("февраля", "февраль"),
    ("марта", "март"),
    ("апреля", "апрель"),
    ("мая", "май"),
    ("июня", "июнь"),
    ("июля", "июль"),
    ("августа", "август"),
    ("сентября", "сентябрь"),
    ("октября", "октябрь"),
    ("ноября", "ноябрь"),
    ("декабря", "декабрь"),
)
_DURATION = re.compile(
    r"(?P<sign>[-−])?(?:(?P<days>\d+)\s*(?:days?|дней|дня|день|дн\.?|д\.?|сут\.?),?\s*)?"
    r"(?:(?P<h>\d+):(?P<m>\d\d)(?::(?P<s>\d\d)(?:[.,](?P<f>\d{1,9}))?)?)?"
)


class DayOrder(StrEnum):
    """Which comes first in 03/04/2025; dots always mean the day first."""

    AUTO = "auto"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


def parse_moment(value: str | datetime, zone: ZoneInfo, *, order: DayOrder = DayOrder.AUTO) -> datetime:
    """The instant in UTC; without a zone of its own it is local in `zone` (the earlier of a repeated hour).

    Raises ValueError with a Russian text if it is no date, an impossible one, or may be read in two ways.
    """
    if type(value) is str and order is not DayOrder.MONTH_FIRST and (iso := _as_iso(value)):
        try:
            return datetime.fromisoformat(iso + _offset(iso[:13], zone)).astimezone(UTC)
        except ValueError:
            pass  # the long way tells what is wrong
    moment = value if isinstance(value, datetime) else _parsed(value.strip(), order)
    if moment.year not in _YEARS:
        raise ValueError(f"дата «{value}» вне 1950–2100 годов")
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _as_iso(text: str) -> str:
    """What nearly all registers write, for a quick way; "" for all else."""
    if text[4:5] == "-" and len(text) == 19:
        return text
    if text[2:3] == "." and text[5:6] == "." and text[10:11] in ("", " ") and len(text) in (10, 16, 19):
        return f"{text[6:10]}-{text[3:5]}-{text[:2]} {text[11:] or '00:00'}"
    return ""


@lru_cache(maxsize=4096)
def _offset(hour: str, zone: ZoneInfo) -> str:
    """The offset («+06:00») of a local hour («2025-12-25 08»); clocks change on the hour."""
    moment = datetime.fromisoformat(hour).replace(tzinfo=zone)
    if moment.year not in _YEARS:
        raise ValueError(hour)
    return moment.isoformat()[19:]


def _parsed(text: str, order: DayOrder) -> datetime:
    try:
        if _ISO_DAY.match(text):
            return datetime.fromisoformat(text)
        if _NUMBER.fullmatch(text):
            days = timedelta(days=float(text.replace(",", ".")))
            return _SERIAL_START + timedelta(milliseconds=round(days / timedelta(milliseconds=1)))
        if _EPOCH.fullmatch(text):
            return datetime.fromtimestamp(int(text[:10]), UTC)
        if compact := _COMPACT.fullmatch(text):
            return datetime(*(int(part) for part in compact.groups() if part))  # type: ignore[arg-type]  # noqa: DTZ001  # 3 to 6 numbers; the zone comes later
    except (ValueError, OverflowError):
        pass  # the common form below tells better what is wrong
    return _written(text, order)


def _written(text: str, order: DayOrder) -> datetime:
    found = _WRITTEN.fullmatch(" ".join(text.lower().replace("ё", "е").split()))
    if not found:
        raise ValueError(f"«{text[:60]}» не похоже на дату; нужно, например, 03.12.2025 10:15")
    parts = found.groupdict()
    year, month, day = _day(text, parts, order)
    hour = int(parts["h"] or 0)
    if parts["half"]:
        hour = hour % 12 + (12 if parts["half"] == "pm" else 0)
    fraction = int((parts["f"] or "0").ljust(6, "0")[:6])
    try:
        return datetime(
            year,
            month,
            day,
            hour,
            int(parts["min"] or 0),
            int(parts["s"] or 0),
            fraction,
            tzinfo=_zone(parts),
        )
    except ValueError as error:
        raise ValueError(f"даты «{text}» не бывает") from error


def _day(text: str, parts: dict[str, str | None], order: DayOrder) -> tuple[int, int, int]:
    if parts["y1"]:
        return int(parts["y1"]), int(parts["m1"] or 0), int(parts["d1"] or 0)
    if parts["word"]:
        return _full_year(parts["y3"] or ""), _month(text, parts["word"]), int(parts["d3"] or 0)
    first, second, year = int(parts["a"] or 0), int(parts["b"] or 0), _full_year(parts["y2"] or "")
    if parts["sep"] == "/" or order is DayOrder.MONTH_FIRST:
        if order is DayOrder.AUTO and first != second and first <= 12 and second <= 12:
            raise ValueError(f"дату «{text}» можно прочесть двояко: укажите, что впереди — день или месяц")
        if order is DayOrder.MONTH_FIRST or (order is DayOrder.AUTO and second > 12):
            first, second = second, first
    return year, second, first


def _full_year(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year) - (100 if int(year) > 69 else 0)


def _month(text: str, word: str) -> int:
    for number, names in enumerate(_MONTHS, start=1):
        if any(name.startswith(word) for name in names):
            return number
    raise ValueError(f"в дате «{text}» нет такого месяца: «{word}»")


def _zone(parts: dict[str, str | None]) -> timezone | None:
    if not parts["zone"]:
        return None
    if parts["sign"]:
        offset = timedelta(hours=int(parts["zh"] or 0), minutes=int(parts["zm"] or 0))
        return timezone(offset if parts["sign"] == "+" else -offset)
    if "мск" in parts["zone"] or "msk" in parts["zone"]:
        return timezone(timedelta(hours=3 + int(parts["msk"] or 0)))
    return UTC


def parse_duration(value: str | timedelta) -> timedelta:
    """A span such as «11 days, 12:10:25.2» or «12:30:37»; raises ValueError with a Russian text."""
    if isinstance(value, timedelta):
        return value
    text = value.strip()
    found = _DURATION.fullmatch(text)
    if not found or not (found["days"] or found["h"]):
        raise ValueError(f"«{text[:60]}» не похоже на длительность; нужно, например, 12:10:25")
    days = int(found["days"] or 0)
    clock = timedelta(
        hours=int(found["h"] or 0),
        minutes=int(found["m"] or 0),
        seconds=int(found["s"] or 0),
        microseconds=int((found["f"] or "0").ljust(6, "0")[:6]),
    )
    if found["sign"] == "-" and days:  # Python's own way: -1 day, 23:59:59 is one second ago
        return timedelta(days=-days) + clock
    return -(timedelta(days=days) + clock) if found["sign"] else timedelta(days=days) + clock
