"""The three files of a form: the same figures, the page of an official paper."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pypdf
import pytest
from docx import Document
from docx.shared import Mm

from otklik.insight.reports.form import Filled
from otklik.insight.reports.render import CONTENT_TYPES, RENDERERS, docx, pdf, xlsx
from tests.insight.reports.filled_by_hand import filled_monthly, filled_yearly

GOLDEN = Path(__file__).parent / "golden"
FORMS = [filled_monthly(), filled_yearly()]


def by_code(filled: Filled) -> str:
    return filled.form.code


def test_каждому_виду_есть_чем_ответить() -> None:
    assert RENDERERS.keys() == CONTENT_TYPES.keys() == {"xlsx", "docx", "pdf"}


@pytest.mark.parametrize("filled", FORMS, ids=by_code)
def test_xlsx_как_в_образце(filled: Filled) -> None:
    sheet = openpyxl.load_workbook(BytesIO(xlsx.render(filled))).active
    dump = "\n".join(
        f"{cell.coordinate}\t{cell.value!r}\t{cell.number_format}"
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )
    assert dump + "\n" == (GOLDEN / f"{filled.form.code}.xlsx.txt").read_text("utf-8")


@pytest.mark.parametrize("filled", FORMS, ids=by_code)
def test_xlsx_готов_к_печати(filled: Filled) -> None:
    sheet: Any = openpyxl.load_workbook(BytesIO(xlsx.render(filled))).active
    assert (sheet.page_setup.fitToHeight, sheet.page_setup.paperSize) == (0, 9)
    assert sheet.page_setup.fitToWidth in (None, 1)  # one page is what the format means by nothing
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    margins = [round(getattr(sheet.page_margins, side) * 25.4) for side in ("left", "right", "top", "bottom")]
    assert margins == [30, 10, 20, 20]
    assert sheet.print_title_rows
    assert "&P" in sheet.oddFooter.center.text
    first, last = (int(one.strip("$")) for one in sheet.print_title_rows.split(":"))
    assert [sheet.cell(last, place).value for place in range(1, 7)] == [1, 2, 3, 4, 5, 6]
    assert first < last
    for row in sheet.iter_rows(min_row=last + 1, max_row=last + len(filled.rows)):
        assert row[1].alignment.wrap_text
        assert {one.font.name for one in row} == {"Times New Roman"}
        for cell, column in zip(row, filled.form.columns, strict=True):
            assert cell.alignment.horizontal == (None if column.figure == "text" else "right")


@pytest.mark.parametrize("filled", FORMS, ids=by_code)
def test_xlsx_хранит_настоящие_числа(filled: Filled) -> None:
    sheet: Any = openpyxl.load_workbook(BytesIO(xlsx.render(filled))).active
    last = int(sheet.print_title_rows.split(":")[1].strip("$"))
    for number, row in enumerate(filled.rows, start=last + 1):
        for place, cell in enumerate(row.cells, start=1):
            written = sheet.cell(number, place).value
            assert written == (float(cell.number) if cell.number is not None else cell.text or None)


@pytest.mark.parametrize("filled", FORMS, ids=by_code)
def test_docx_как_в_форме(filled: Filled) -> None:
    document = Document(BytesIO(docx.render(filled)))
    table, signature = document.tables
    heads = len(table.rows) - len(filled.rows)
    assert [cell.text for cell in table.rows[heads - 1].cells] == ["1", "2", "3", "4", "5", "6"]
    for row, told in zip(table.rows[heads:], filled.rows, strict=True):
        assert [cell.text for cell in row.cells] == [cell.text for cell in told.cells]
    paragraphs = [one.text for one in document.paragraphs]
    for line in (*filled.annex, *filled.heading):
        assert line in paragraphs
    assert signature.rows[0].cells[0].text == "\n".join(filled.signature)
    assert signature.rows[0].cells[2].text == "И. П. Иванов"
    titles = {cell.text for row in table.rows[:heads] for cell in row.cells}
    assert titles >= {one.title for one in filled.form.columns} | {
        one.group for one in filled.form.columns if one.group
    }


@pytest.mark.parametrize("filled", FORMS, ids=by_code)
def test_docx_страница_официальной_бумаги(filled: Filled) -> None:
    content = docx.render(filled)
    document = Document(BytesIO(content))
    section = document.sections[0]
    margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(one / Mm(1)) for one in margins] == [30, 10, 20, 20]
    assert document.styles["Normal"].font.name == "Times New Roman"
    archive = ZipFile(BytesIO(content))
    body = archive.read("word/document.xml").decode()
    assert body.count("<w:tblHeader") == len(document.tables[0].rows) - len(filled.rows)
    footer = "".join(archive.read(name).decode() for name in archive.namelist() if "footer" in name)
    assert "PAGE" in footer
    assert "NUMPAGES" in footer


@pytest.mark.parametrize("filled", FORMS, ids=by_code)
def test_pdf_те_же_цифры_и_повтор_заголовка(filled: Filled) -> None:
    content = pdf.render(filled)
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages]
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"{number} из {len(pages)}" in page
        assert "единиц" in page or "Единица" in page
    squeezed = "".join("".join(pages).split())
    for row in filled.rows:
        for cell in row.cells:
            assert "".join(cell.text.split()) in squeezed
    for line in (*filled.annex, *filled.heading, *filled.signature):
        assert "".join(line.split()) in squeezed
    assert "".join(filled.rows[-1].cells[0].text.split()) in "".join(pages[-1].split())


def test_pdf_со_встроенным_шрифтом_и_без_системных() -> None:
    content = pdf.render(filled_monthly())
    reader = pypdf.PdfReader(BytesIO(content))
    fonts = {font for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    names = {str(font.get_object()["/BaseFont"]) for font in fonts}
    assert names
    assert all("Libertinus" in name for name in names)
    assert b"pdfaid" in content


def test_один_отчёт_даёт_одни_и_те_же_байты() -> None:
    assert pdf.render(filled_monthly()) == pdf.render(filled_monthly())


def test_чужой_текст_не_становится_разметкой() -> None:
    from dataclasses import replace

    from otklik.insight.reports.form import Cell, Row

    sly = '#panic() *жирный* $x$ <b>=1+1</b> \\ "кавычки"'
    filled = filled_yearly()
    row = filled.rows[0]
    filled = replace(filled, rows=(Row(1, (*row.cells[:5], Cell("=1+1 " + sly))), *filled.rows[1:]))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf.render(filled))).pages)
    assert "#panic()" in text
    assert "*жирный*" in text
    sheet: Any = openpyxl.load_workbook(BytesIO(xlsx.render(filled))).active
    found = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=1+1")]
    assert [cell.data_type for cell in found] == ["s"]
