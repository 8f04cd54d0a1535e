"""Writing the rows that could not be taken, with the reason, for a person to mend and load again."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from otklik.border.ports.messages import Rejected

_LONGEST_CELL = 32_767
_LAST_ROW = 1_048_575
_AS_WRITTEN = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_rejects(path: Path, header: Sequence[str], rejects: Iterable[Rejected]) -> int:
    """Write an XLSX of the row number, the reason and the cells as read; returns how many rows there are.

    The columns keep their headings, so the mended file may be loaded by the same map. What does not fit
    into a cell goes on in the columns after the last one.
    """
    count = 0
    with xlsxwriter.Workbook(path, _AS_WRITTEN) as book:
        bold = book.add_format({"bold": True, "bg_color": "#F2F2F2", "text_wrap": True, "valign": "top"})
        row = _LAST_ROW + 1
        sheet = None
        for reject in rejects:
            if sheet is None or row > _LAST_ROW:
                sheet, row = _new_sheet(book, header, bold), 1
            sheet.write_number(row, 0, reject.row)
            sheet.write_string(row, 1, reject.reason)
            for column, text in enumerate(_in_cells(reject.cells, len(header)), start=2):
                sheet.write_string(row, column, text)
            row += 1
            count += 1
        if sheet is None:
            _new_sheet(book, header, bold)
    return count


def _new_sheet(
    book: xlsxwriter.Workbook, header: Sequence[str], bold: xlsxwriter.format.Format
) -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 9)
    sheet.set_column(1, 1, 50)
    sheet.set_column(2, len(header) + 1, 20)
    for column, heading in enumerate(("Строка", "Причина", *header)):
        sheet.write_string(0, column, heading, bold)
    return sheet


def _in_cells(cells: Sequence[str], width: int) -> list[str]:
    rests = [
        cell[start : start + _LONGEST_CELL]
        for cell in cells
        for start in range(_LONGEST_CELL, len(cell), _LONGEST_CELL)
    ]
    return [cell[:_LONGEST_CELL] for cell in cells] + [""] * (width - len(cells)) + rests
