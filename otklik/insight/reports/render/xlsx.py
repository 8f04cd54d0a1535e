"""A filled form as a workbook: true numbers in the cells, shown as the form shows them, ready to print."""

from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from math import ceil
from typing import Any

import xlsxwriter

from otklik.insight.reports.form import Figure, Filled

FONT = "Times New Roman"
MM = 1 / 25.4
PAGE_CHARACTERS = 92
"""Characters of width 1 across the printed page; the widths of columns are shares of it."""

NUMBER_FORMATS = {
    Figure.COUNT: "#,##0",
    Figure.GROWTH: "+#,##0;−#,##0;0",
    Figure.PERCENT: "#,##0.0",
    Figure.GROWTH_PERCENT: "+#,##0.0;−#,##0.0;0.0",
}
"""Decimal comma and thin thousands come from the reader's locale."""


def render(filled: Filled) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": filled.form.title})
    sheet = book.add_worksheet("Отчёт")
    pen = _Pen(book, sheet, filled)
    pen.page()
    pen.annex()
    pen.heading()
    pen.table()
    pen.signature()
    book.close()
    return out.getvalue()


class _Pen:
    """Writes down the sheet, line by line."""

    def __init__(self, book: Any, sheet: Any, filled: Filled) -> None:
        self.book, self.sheet, self.filled = book, sheet, filled
        self.columns = filled.form.columns
        self.last = len(self.columns) - 1
        self.line = 0
        whole = sum(column.width for column in self.columns)
        self.widths = [PAGE_CHARACTERS * column.width / whole for column in self.columns]

    def style(self, **told: Any) -> Any:
        return self.book.add_format({"font_name": FONT, "font_size": 11, "valign": "top", **told})

    def page(self) -> None:
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=30 * MM, right=10 * MM, top=20 * MM, bottom=20 * MM)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C&P из &N")
        self.sheet.hide_gridlines(2)
        for place, width in enumerate(self.widths):
            self.sheet.set_column(place, place, width)

    def annex(self) -> None:
        for text in self.filled.annex:
            self._merged(text, self.style(text_wrap=True), first=2)
        self.line += 1

    def heading(self) -> None:
        centred = {"align": "center", "text_wrap": True, "font_size": 12}
        title, *rest, periodicity = self.filled.heading
        self._merged(title, self.style(bold=True, **centred))
        for text in rest:
            self._merged(text, self.style(**centred))
        self._merged(periodicity, self.style())
        self.line += 1

    def table(self) -> None:
        top = self.line
        self._head()
        self.sheet.repeat_rows(top, self.line - 1)
        styles = {figure: self._figure_style(figure) for figure in Figure}
        for row in self.filled.rows:
            texts = [cell.text for cell in row.cells]
            self.sheet.set_row(self.line, 14.5 * self._lines(texts) + 3)
            for place, (column, cell) in enumerate(zip(self.columns, row.cells, strict=True)):
                style = styles[column.figure]
                if cell.number is not None:
                    self.sheet.write_number(self.line, place, float(cell.number), style)
                elif cell.text:
                    self.sheet.write_string(self.line, place, cell.text, style)
                else:
                    self.sheet.write_blank(self.line, place, None, style)
            self.line += 1

    def _head(self) -> None:
        style = self.style(align="center", valign="vcenter", text_wrap=True, border=1, font_size=10)
        has_groups = any(column.group for column in self.columns)
        for group, places in self._grouped():
            if group:
                self.sheet.merge_range(self.line, places[0], self.line, places[-1], group, style)
            for place in places:
                title = self.columns[place].title
                if group:
                    self.sheet.write_string(self.line + 1, place, title, style)
                elif has_groups:
                    self.sheet.merge_range(self.line, place, self.line + 1, place, title, style)
                else:
                    self.sheet.write_string(self.line, place, title, style)
        height = 13.5 * self._lines([column.title for column in self.columns]) + 4
        for row in range(1 + has_groups):
            self.sheet.set_row(self.line + row, height / (1 + has_groups) + 6)
        self.line += 1 + has_groups
        for place in range(len(self.columns)):
            self.sheet.write_number(self.line, place, place + 1, style)
        self.line += 1

    def signature(self) -> None:
        self.line += 2
        *lines, last = self.filled.signature
        for text in lines:
            self._merged(text, self.style(font_size=12), last=1)
        under = self.style(bottom=1, align="center", valign="bottom", font_size=12)
        self.sheet.set_row(self.line, 32)
        self.sheet.merge_range(self.line, 0, self.line, 1, last, self.style(font_size=12, text_wrap=True))
        self.sheet.merge_range(self.line, 2, self.line, 3, "", under)
        self.sheet.merge_range(self.line, 4, self.line, self.last, self.filled.head_name, under)
        small = self.style(font_size=8, align="center")
        self.sheet.merge_range(self.line + 1, 2, self.line + 1, 3, "(подпись)", small)
        self.sheet.merge_range(self.line + 1, 4, self.line + 1, self.last, "(расшифровка подписи)", small)

    def _grouped(self) -> Iterator[tuple[str, list[int]]]:
        """Runs of columns under one common heading; a column without one is alone."""
        for key, places in groupby(
            range(len(self.columns)), key=lambda place: self.columns[place].group or place
        ):
            yield (key if isinstance(key, str) else ""), list(places)

    def _figure_style(self, figure: Figure) -> Any:
        if figure is Figure.TEXT:
            return self.style(border=1, text_wrap=True)
        return self.style(border=1, align="right", num_format=NUMBER_FORMATS[figure])

    def _merged(self, text: str, style: Any, *, first: int = 0, last: int | None = None) -> None:
        until = self.last if last is None else last
        room = sum(self.widths[first : until + 1])
        self.sheet.set_row(self.line, 15.5 * max(1, ceil(len(text) * 1.05 / room)))
        self.sheet.merge_range(self.line, first, self.line, until, text, style)
        self.line += 1

    def _lines(self, texts: list[str]) -> int:
        """Lines of the tallest cell: words wrap, so a little more than the letters need."""
        return max(
            max(1, ceil(len(text) * 1.12 / (width - 1)))
            for text, width in zip(texts, self.widths, strict=True)
        )
