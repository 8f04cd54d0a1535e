"""A filled form as a text document, to be signed on paper or edited."""

from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from otklik.ground.printing.docx import PAGE_MM, mark, saved, sheet
from otklik.insight.reports.form import Figure, Filled


def render(filled: Filled) -> bytes:
    document = sheet(filled.form.title)
    for text in filled.annex:
        _line(document, text, indent=95)
    title, *rest, periodicity = filled.heading
    _line(document, title, align=WD_ALIGN_PARAGRAPH.CENTER, bold=True, before=18)
    for text in rest:
        _line(document, text, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, periodicity, before=6, after=6)
    _table(document, filled)
    _signature(document, filled)
    return saved(document)


def _line(
    document: Any,
    text: str,
    *,
    align: Any = WD_ALIGN_PARAGRAPH.LEFT,
    bold: bool = False,
    indent: int = 0,
    before: int = 0,
    after: int = 0,
) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.left_indent = Mm(indent)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run(text).bold = bold


def _table(document: Any, filled: Filled) -> None:
    columns = filled.form.columns
    has_groups = any(column.group for column in columns)
    head_rows = 2 + has_groups
    table = document.add_table(rows=head_rows + len(filled.rows), cols=len(columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    whole = sum(column.width for column in columns)
    for place, column in enumerate(columns):
        table.columns[place].width = Mm(PAGE_MM * column.width / whole)
    grid = [list(row.cells) for row in table.rows]
    for row in grid:
        for cell, column in zip(row, columns, strict=True):
            cell.width = Mm(PAGE_MM * column.width / whole)
    _head(grid, filled)
    for number, row in enumerate(table.rows):
        mark(row, "w:tblHeader" if number < head_rows else "w:cantSplit")
    for cells, filled_row in zip(grid[head_rows:], filled.rows, strict=True):
        for cell, column, told in zip(cells, columns, filled_row.cells, strict=True):
            is_text = column.figure is Figure.TEXT
            _write(cell, told.text, WD_ALIGN_PARAGRAPH.LEFT if is_text else WD_ALIGN_PARAGRAPH.RIGHT)
    for cell in grid[-1]:  # the signature stays with the last row
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _head(grid: list[list[Any]], filled: Filled) -> None:
    columns = filled.form.columns
    has_groups = any(column.group for column in columns)
    centre = WD_ALIGN_PARAGRAPH.CENTER
    for place, column in enumerate(columns):
        _write(grid[-len(filled.rows) - 1][place], str(place + 1), centre)
        if not has_groups:
            _write(grid[0][place], column.title, centre)
        elif not column.group:
            _write(grid[0][place].merge(grid[1][place]), column.title, centre)
        else:
            _write(grid[1][place], column.title, centre)
    for group in dict.fromkeys(column.group for column in columns if column.group):
        places = [place for place, column in enumerate(columns) if column.group == group]
        _write(grid[0][places[0]].merge(grid[0][places[-1]]), group, centre)


def _write(cell: Any, text: str, align: Any) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    paragraph.add_run(text).font.size = Pt(10)
    if align is WD_ALIGN_PARAGRAPH.CENTER:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _signature(document: Any, filled: Filled) -> None:
    """Who signs, the line for the signature and the name, kept together on a page."""
    _line(document, "", before=24)
    table = document.add_table(rows=2, cols=3)
    table.autofit = False
    for row in table.rows:
        mark(row, "w:cantSplit")
        for cell, width in zip(row.cells, (80, 40, 50), strict=True):
            cell.width = Mm(width)
    who, line, name = table.rows[0].cells
    who.paragraphs[0].add_run("\n".join(filled.signature))
    for cell, text, note in (
        (line, "_" * 16, "(подпись)"),
        (name, filled.head_name or "_" * 20, "(расшифровка подписи)"),
    ):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        cell.paragraphs[0].add_run(text)
        below = table.rows[1].cells[1 if cell is line else 2].paragraphs[0]
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER
        below.add_run(note).font.size = Pt(8)
