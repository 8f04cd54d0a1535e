"""A letter as PDF/A and DOCX: its requisites, long words over pages, the same bytes for the same letter."""

from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from docx import Document

from otklik.casework.letters.render import docx, pages, pdf
from tests.casework.letters.letters_by_hand import a_letter

GOLDEN = Path(__file__).parent / "golden"
LONG = "\n\n".join(["Яму засыпали щебнем, участок проверил мастер, движение открыто. " * 12] * 9)


def text_of(content: bytes) -> str:
    lines = [page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages]
    return "\n".join("\n".join(one.rstrip() for one in text.splitlines()) for text in lines) + "\n"


@pytest.mark.parametrize("is_corner", [True, False], ids=["corner", "across"])
def test_pdf_как_в_образце(is_corner):
    content = pdf.render(a_letter(is_corner=is_corner))
    assert text_of(content) == (GOLDEN / "letter.pdf.txt").read_text("utf-8")
    assert content == pdf.render(a_letter(is_corner=is_corner))


def test_pdf_а_с_вложенными_шрифтами():
    reader = pypdf.PdfReader(BytesIO(pdf.render(a_letter())))
    assert "pdfaid:part" in reader.trailer["/Root"]["/Metadata"].get_data().decode()
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    below = [one["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for one in fonts]
    assert below
    assert all("/FontFile3" in one or "/FontFile2" in one for one in below)
    assert reader.metadata.title == "Уведомление о продлении срока"


def test_длинное_письмо_идёт_по_листам_и_подпись_не_остаётся_одна():
    reader = pypdf.PdfReader(BytesIO(pdf.render(a_letter(body=LONG))))
    texts = [page.extract_text() for page in reader.pages]
    assert len(texts) >= 3
    assert texts[1].strip().startswith("2")
    assert "И. В. Соколов" in texts[-1]
    assert "движение открыто" in texts[-1]


def test_проект_говорит_что_он_проект():
    assert "ПРОЕКТ" in text_of(pdf.render(a_letter(number="")))
    assert "ПРОЕКТ" not in text_of(pdf.render(a_letter()))
    (page,) = pages(a_letter(number=""))
    assert page.startswith(b"\x89PNG")


def test_docx_держит_те_же_реквизиты():
    document = Document(BytesIO(docx.render(a_letter())))
    head, signature = document.tables
    left, right = (cell.text for cell in head.rows[0].cells)
    assert "АДМИНИСТРАЦИЯ" in left
    assert "02.03.2026 № ОГ-00012/2026\nНа № 15-к от 01.03.2026" in left
    assert right.splitlines()[0] == "Мартыновой Ольге Петровне"
    told = [one.text for one in document.paragraphs if one.text.strip()]
    dump = "\n".join([*told, "--", *(cell.text for row in signature.rows for cell in row.cells)]) + "\n"
    assert dump == (GOLDEN / "letter.docx.txt").read_text("utf-8")
    assert len(document.inline_shapes) == 2  # the arms and the code
    assert "ПРОЕКТ" in "".join(p.text for p in Document(BytesIO(docx.render(a_letter(number="")))).paragraphs)
