"""An official form and a filled one, as pure values: the same figures for paper, table and screen."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

DASH = "—"
MINUS = "−"
MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)


class Figure(StrEnum):
    """How a column shows its numbers."""

    TEXT = "text"
    COUNT = "count"
    GROWTH = "growth"  # signed, whole
    GROWTH_PERCENT = "growth_percent"  # signed, one decimal
    PERCENT = "percent"  # one decimal


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is a share of the page; neighbours with one `group` stand under its common heading."""

    title: str
    figure: Figure
    width: int
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """`periodicity` and `norm` are printed and shown; `code` names the form in addresses and files."""

    code: str
    title: str
    columns: tuple[Column, ...]
    norm: str
    is_landscape: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """The centre that reports, as the form names it.

    `town_genitive` is «муниципального образования «Чердаклинский район» Ульяновской области»; `title` is МЦУР
    or МЦУ as the decree of the town calls it.
    """

    title: str
    town_genitive: str
    head_name: str = ""

    @property
    def full_prepositional(self) -> str:
        return "Муниципальном центре управления" + (" региона" if self.title == "МЦУР" else "")


@dataclass(frozen=True, slots=True)
class Cell:
    """`number` is what was counted, `text` is how the form shows it; both are empty words where unknown."""

    text: str
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the row of the form, by which its figures open."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form with its figures. `annex`, `heading` and `signature` are lines as printed."""

    form: Form
    municipality: str
    period: str
    as_of: date
    annex: tuple[str, ...]
    heading: tuple[str, ...]
    rows: tuple[Row, ...]
    signature: tuple[str, ...]
    head_name: str = ""

    @property
    def file_name(self) -> str:
        """Without the extension: `monthly-2026-10`."""
        return f"{self.form.code}-{self.period}"


def cell(figure: Figure, value: str | int | Decimal | None) -> Cell:
    if isinstance(value, str):
        return Cell(value)
    if value is None:
        return Cell("" if figure is Figure.TEXT else DASH)
    number = Decimal(value)
    return Cell(shown(figure, number), number)


def shown(figure: Figure, number: Decimal) -> str:
    """«1 204», «+12», «−3,5»: a thin space in thousands, a comma, a sign on growth but not on zero."""
    is_percent = figure in (Figure.PERCENT, Figure.GROWTH_PERCENT)
    digits = f"{abs(number):,.{1 if is_percent else 0}f}".replace(",", "\u2009").replace(".", ",")
    if number < 0:
        return MINUS + digits
    is_signed = figure in (Figure.GROWTH, Figure.GROWTH_PERCENT) and number > 0
    return f"+{digits}" if is_signed else digits


def spoken_date(day: date) -> str:
    """«31» октября 2026 г."""
    return f"«{day:%d}» {MONTHS[day.month - 1]} {day.year} г."


def freeze(filled: Filled) -> dict[str, Any]:
    """Plain JSON of a filled form, from which `thaw` makes an equal one."""
    plain = asdict(filled)
    plain["as_of"] = filled.as_of.isoformat()
    for row in plain["rows"]:
        for one in row["cells"]:
            one["number"] = None if one["number"] is None else str(one["number"])
    return plain


def thaw(plain: Mapping[str, Any]) -> Filled:
    form = plain["form"]
    columns = tuple(
        Column(one["title"], Figure(one["figure"]), one["width"], one["group"]) for one in form["columns"]
    )
    return Filled(
        form=Form(**{**form, "columns": columns}),
        municipality=plain["municipality"],
        period=plain["period"],
        as_of=date.fromisoformat(plain["as_of"]),
        annex=tuple(plain["annex"]),
        heading=tuple(plain["heading"]),
        rows=tuple(Row(row["number"], tuple(map(_thawed, row["cells"]))) for row in plain["rows"]),
        signature=tuple(plain["signature"]),
        head_name=plain["head_name"],
    )


def _thawed(plain: Mapping[str, Any]) -> Cell:
    return Cell(plain["text"], None if plain["number"] is None else Decimal(plain["number"]))
