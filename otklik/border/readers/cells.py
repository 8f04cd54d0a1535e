"""What one cell holds, cleaned of what spreadsheets and exports leave in it."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from otklik.border.ports.tables import Cell

RawCell = str | int | float | bool | datetime | date | time | timedelta | None

_BREAKS = re.compile("\r\n?|_x000D_\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc\ufffe\uffff]"
)
_ESCAPED = re.compile("_x(00[0-9A-F]{2})_")
_PADDED_NUMBER = re.compile(r"-?\d{5,}\.0+")
_TEXT_FORMULA = re.compile(r'="(.*)"', re.DOTALL)
_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#####")
) | frozenset(("#Н/Д", "#ССЫЛКА!", "#ЗНАЧ!", "#ДЕЛ/0!", "#ИМЯ?", "#ЧИСЛО!", "#ПУСТО!", "#ПЕРЕНОС!"))


def clean_row(values: Sequence[RawCell]) -> tuple[Cell, ...]:
    """Every cell cleaned; a row without dirt is told at once, which is most rows."""
    joined = "".join([value for value in values if type(value) is str])
    if not joined.isprintable() or "_x00" in joined or not _is_normal(joined):
        return tuple([clean(value) for value in values])
    return tuple(
        [
            (text if text[-2:] != ".0" and text[:1] not in ("#", "=") else _plain(text))
            if type(value) is str and (text := value.strip()) is not None
            else clean(value)
            for value in values
        ]
    )


def clean(value: RawCell) -> Cell:
    """The cell without control characters, Excel errors and tails of numbers; dates and durations stay."""
    if type(value) is str:
        return clean_text(value) if value else ""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Да" if value else "Нет"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime | timedelta):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001  # local: the zone is the adapter's
    return str(value)


def clean_text(text: str) -> str:
    """The text as one would read it on the sheet; line breaks are kept as \\n."""
    text = text.strip()
    if not text.isprintable() or "_x00" in text:
        text = _BREAKS.sub("\n", text)
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        text = _INVISIBLE.sub("", text).strip()
    if not _is_normal(text):
        text = unicodedata.normalize("NFC", text)
    if text[:1] in ("#", "=") or text[-2:] == ".0":
        return _plain(text)
    return text


def _is_normal(text: str) -> bool:
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def _plain(text: str) -> str:
    if text in _ERRORS:
        return ""
    if formula := _TEXT_FORMULA.fullmatch(text):
        return formula[1].strip()
    if _PADDED_NUMBER.fullmatch(text):
        return text.partition(".")[0]
    return text


def as_text(cell: Cell) -> str:
    """The cell in words, for what is kept as it was told."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds" if cell.microsecond == 0 else "milliseconds")
    if cell.days < 0:
        return f"−{as_text(-cell)}"
    days, _, clock = str(cell).partition(".")[0].rpartition(", ")
    return f"{days.split()[0]} дн. {clock}" if days else clock
