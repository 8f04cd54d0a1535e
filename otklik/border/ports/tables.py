"""A table of a foreign register, whatever file it came in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

Cell = str | datetime | timedelta
"""A cell as read: text ("" is empty), a naive local date and time, or a duration."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row under the header. `number` is the one a spreadsheet shows, from 1.

    `cells` are at least as many as the header; those beyond it have no heading. `note` is Russian and tells
    what was wrong with the row as read (another encoding, an unclosed quote); "" is nothing.
    """

    number: int
    cells: tuple[Cell, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An opened table: headings are unique and not empty; `rows` can be walked once and hold no memory.

    `expected_rows` is for a progress bar: exact for a workbook, an estimate for CSV.
    """

    name: str
    header: tuple[str, ...]
    rows: Iterator[TableRow]
    expected_rows: int
