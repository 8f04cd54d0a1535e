"""A letter as an editable text document, laid out as the PDF is."""

from io import BytesIO
from typing import Any

import segno
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from otklik.casework.letters.rules import paper as printed
from otklik.casework.letters.rules.paper import Head, Paper
from otklik.ground.printing.docx import PAGE_MM, mark, saved, sheet

LEFT_MM, GAP_MM = 78, 12
_CENTRE, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
_GREY = RGBColor(0x66, 0x66, 0x66)


def render(paper: Paper) -> bytes:
    document = sheet(paper.title, size=13, numbers="x")
    if paper.is_draft:
        _line(document, "ПРОЕКТ", align=WD_ALIGN_PARAGRAPH.RIGHT, size=11).runs[0].font.color.rgb = _GREY
    _head(document, paper)
    _words(document, paper)
    _signature(document, paper)
    _foot(document, paper)
    return saved(document)


def _head(document: Any, paper: Paper) -> None:
    head = paper.head
    if not head.is_corner:
        _body(document, head)
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(LEFT_MM + GAP_MM), Mm(PAGE_MM - LEFT_MM - GAP_MM)
    if head.is_corner:
        _body(left, head)
    number = f"№ {paper.number}" if paper.number else "№ проект"
    _line(left, f"{printed.day_in_words(paper.dated_on)} {number}", size=11, before=8)
    if told := printed.reference(paper.words):
        _line(left, told, size=11)
    for place, one in enumerate(printed.lines(paper.words.addressee)):
        _line(right, one, before=48 if head.is_corner and head.arms and not place else 0)
    for cell in (left, right):  # a cell is born with an empty line
        first = cell.paragraphs[0]
        if len(cell.paragraphs) > 1 and not first.text and not first.runs:
            first._p.getparent().remove(first._p)


def _body(place: Any, head: Head) -> None:
    if head.arms:
        picture = place.add_paragraph()
        picture.alignment = _CENTRE
        picture.add_run().add_picture(BytesIO(head.arms), height=Mm(17))
    for one in printed.lines(head.above):
        _line(place, one, align=_CENTRE, size=10)
    for one in printed.lines(head.body):
        _line(place, one, align=_CENTRE, size=12, bold=True)
    for one in filter(None, (head.address, head.contacts, head.codes)):
        _line(place, one, align=_CENTRE, size=8.5)


def _words(document: Any, paper: Paper) -> None:
    words = paper.words
    subject = _line(document, words.subject, before=18)
    subject.paragraph_format.right_indent = Mm(PAGE_MM - 85)
    if words.salutation:
        _line(document, words.salutation, align=_CENTRE, before=14, after=6)
    told = printed.paragraphs(words.body)
    for place, one in enumerate(told):
        row = _line(document, one, align=_BOTH)
        row.paragraph_format.first_line_indent = Mm(12.5)
        row.paragraph_format.keep_with_next = place == len(told) - 1
    enclosed = printed.lines(words.enclosures)
    for place, one in enumerate(enclosed):
        _line(document, f"Приложение: {one}" if not place else one, before=10 if not place else 0)


def _signature(document: Any, paper: Paper) -> None:
    """The post on the left, the name on the right; never parted from one another by a page."""
    signatory = paper.words.signatory
    _line(document, "", before=18).paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    mark(table.rows[0], "w:cantSplit")
    post, name = table.rows[0].cells
    post.width, name.width = Mm(105), Mm(PAGE_MM - 105)
    post.paragraphs[0].add_run("\n".join(printed.lines(signatory.position)))
    if signatory.acting_for:
        _line(post, signatory.acting_for, size=11)
    last = name.paragraphs[0]
    last.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    last.add_run(signatory.name)


def _foot(document: Any, paper: Paper) -> None:
    """Who wrote it, and the code of the page where the author follows the case."""
    words = paper.words
    if paper.link:
        drawn = BytesIO()
        segno.make(paper.link, error="m").save(drawn, kind="png", scale=6, border=0)
        picture = _line(document, "Ход рассмотрения и оценка ответа: ", size=8, before=24)
        picture.add_run().add_picture(BytesIO(drawn.getvalue()), width=Mm(20))
    for place, one in enumerate(filter(None, (words.executor, words.executor_phone))):
        _line(document, one, size=9, before=0 if place else 10)


def _line(
    place: Any,
    text: str,
    *,
    align: Any = WD_ALIGN_PARAGRAPH.LEFT,
    size: float = 13,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
) -> Any:
    paragraph = place.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    return paragraph
