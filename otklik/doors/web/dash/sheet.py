"""A filled form as a table of the screen: the same words and figures as on paper, with links and folds."""

from collections.abc import Callable
from dataclasses import dataclass

from otklik.insight.reports.form import Cell, Figure, Filled, Row


@dataclass(frozen=True, slots=True)
class Heading:
    title: str
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell: its words, whether it is a number, and where it opens."""

    text: str
    is_number: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """`how` says how the row is counted."""

    number: int
    cells: tuple[Shown, ...]
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    annex: tuple[str, ...]
    heading: tuple[str, ...]
    top: tuple[Heading, ...]
    below: tuple[Heading, ...]
    numbers: tuple[int, ...]
    lines: tuple[Line, ...]
    signature: tuple[str, ...]
    head_name: str


def sheet(
    filled: Filled,
    *,
    link: Callable[[Row, int, Cell], str] = lambda _row, _place, _cell: "",
    how: Callable[[int], str] = lambda _number: "",
) -> Sheet:
    """`link` gives the address of a cell by its row and place, `how` the words by the number of the row."""
    top, below = _headings(filled)
    return Sheet(
        annex=filled.annex,
        heading=filled.heading,
        top=top,
        below=below,
        numbers=tuple(range(1, len(filled.form.columns) + 1)),
        lines=tuple(
            Line(
                row.number,
                tuple(
                    Shown(one.text, column.figure is not Figure.TEXT, link(row, place, one))
                    for place, (one, column) in enumerate(zip(row.cells, filled.form.columns, strict=True))
                ),
                how(row.number),
            )
            for row in filled.rows
        ),
        signature=filled.signature,
        head_name=filled.head_name,
    )


def _headings(filled: Filled) -> tuple[tuple[Heading, ...], tuple[Heading, ...]]:
    """Two rows where columns stand in groups, otherwise one."""
    columns = filled.form.columns
    groups = [column.group for column in columns if column.group]
    if not groups:
        return tuple(Heading(column.title, 1, 1) for column in columns), ()
    top: list[Heading] = []
    seen: set[str] = set()
    for column in columns:
        if not column.group:
            top.append(Heading(column.title, 1, 2))
        elif column.group not in seen:
            seen.add(column.group)
            top.append(Heading(column.group, groups.count(column.group), 1))
    return tuple(top), tuple(Heading(column.title, 1, 1) for column in columns if column.group)
