"""Opening a table, whatever file it is in."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from otklik.border.ports.errors import Unreadable
from otklik.border.ports.tables import Cell, Table, TableRow
from otklik.border.readers.cells import RawCell, clean_row
from otklik.border.readers.delimited import expected_rows, read_delimited
from otklik.border.readers.headings import find_header, is_numbering, name_columns
from otklik.border.readers.markup import read_html, read_spreadsheet_xml
from otklik.border.readers.sniffing import FileKind, kind_of
from otklik.border.readers.workbook import names_of_sheets, read_workbook

_HEAD_ROWS = 40
_EXTRA = "в строке больше ячеек, чем столбцов"
_NO_HEADER = (
    "Не нашли строку с заголовками столбцов в первых сорока строках. "
    "Добавьте над данными строку с названиями столбцов и загрузите файл снова."
)


def open_table(path: Path, *, sheet: str | None = None) -> Table:
    """The table of the file; the header is found even under title rows. Raises `Unreadable`."""
    name, expected, raw = _raw_rows(path, sheet)
    rows = _cleaned(raw)
    head = list(islice(rows, _HEAD_ROWS))
    index = find_header([row.cells for row in head])
    if index is None:
        raise Unreadable(_NO_HEADER)
    header = name_columns(_padded(head[index].cells, _width(head[index:])))
    body = head[index + 1 :]
    if body and is_numbering(body[0].cells):
        del body[0]
    return Table(
        name=name, header=header, rows=_fitted(chain(body, rows), len(header)), expected_rows=expected
    )


def sheet_names(path: Path) -> tuple[str, ...]:
    """The sheets to choose from; a file that is not a workbook has none."""
    return names_of_sheets(path) if kind_of(path) is FileKind.WORKBOOK else ()


def _raw_rows(path: Path, sheet: str | None) -> tuple[str, int, Iterator[tuple[int, Sequence[RawCell], str]]]:
    match kind_of(path):
        case FileKind.WORKBOOK:
            return read_workbook(path, sheet)
        case FileKind.DELIMITED:
            return path.stem, expected_rows(path), read_delimited(path)
        case FileKind.HTML:
            return path.stem, expected_rows(path), read_html(path)
        case FileKind.SPREADSHEET_XML:
            return path.stem, expected_rows(path), read_spreadsheet_xml(path)


def _cleaned(raw: Iterator[tuple[int, Sequence[RawCell], str]]) -> Iterator[TableRow]:
    """The rows that hold anything."""
    for number, cells, note in raw:
        cleaned = clean_row(cells)
        if any(cleaned):
            yield TableRow(number, cleaned, note)


def _width(rows: Sequence[TableRow]) -> int:
    """The width of the header, with columns of data that have no heading where most rows have them."""
    header = _filled_width(rows[0].cells)
    widths = sorted(_filled_width(row.cells) for row in rows[1:])
    return max(header, widths[len(widths) // 2]) if widths else header


def _filled_width(cells: Sequence[Cell]) -> int:
    return max((position for position, cell in enumerate(cells, start=1) if cell != ""), default=0)


def _padded(cells: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    return cells[:width] + ("",) * (width - len(cells))


def _fitted(rows: Iterator[TableRow], width: int) -> Iterator[TableRow]:
    for row in rows:
        count = len(row.cells)
        if count == width:
            yield row
        elif count < width or not any(row.cells[width:]):
            yield TableRow(row.number, _padded(row.cells, width), row.note)
        else:
            yield TableRow(row.number, row.cells, "; ".join(filter(None, (row.note, _EXTRA))))
