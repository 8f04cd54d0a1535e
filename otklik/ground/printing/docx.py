"""A paper as an editable text document: the page, its numbers and its lines as all our papers have them."""

import struct
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
_NO_PICTURE = (
    InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, KeyError, IndexError, EOFError,
    struct.error,
)  # fmt: skip
PAGE_MM = 170
"""A4 less the margins of 30 and 10 mm."""


def sheet(title: str, *, size: int = 12, numbers: str = "x из y") -> Any:
    """An empty A4 with the margins of an official paper; `numbers` is «x из y», or «x» from page two."""
    document = Document()
    document.core_properties.title = title
    document.core_properties.author = ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(10)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    if numbers == "x":
        section.different_first_page_header_footer = True
        _field(_centred(section.header.paragraphs[0]), "PAGE")
        return document
    footer = _centred(section.footer.paragraphs[0])
    _field(footer, "PAGE")
    footer.add_run(" из ")
    _field(footer, "NUMPAGES")
    for run in footer.runs:
        run.font.size = Pt(9)
    return document


def _centred(paragraph: Any) -> Any:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _field(paragraph: Any, code: str) -> None:
    """A field the word processor counts: PAGE, NUMPAGES."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        if kind == "text":
            run.add_text(text)
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run._r.append(instruction)


def mark(row: Any, name: str) -> None:
    """A property of a row of a table: `w:tblHeader`, `w:cantSplit`."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def saved(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def picture(content: bytes) -> tuple[str, int, int]:
    """The media type, the width and the height of a picture in points; raises `ValueError`."""
    try:
        found = Image.from_blob(content)
        return found.content_type, int(found.px_width), int(found.px_height)
    except _NO_PICTURE as error:
        raise ValueError("not a picture") from error
