"""A letter as PDF/A, and its pages as pictures, set by Typst."""

from io import BytesIO

import segno

from otklik.casework.letters.rules import paper as printed
from otklik.casework.letters.rules.paper import Head, Paper
from otklik.ground.printing import pdf

PACKAGE, TEMPLATE = "otklik.casework.letters.render", "letter.typ"


def render(paper: Paper) -> bytes:
    return pdf.typeset(PACKAGE, TEMPLATE, _told(paper), day=paper.dated_on, beside=_arms(paper.head))


def pages(paper: Paper) -> list[bytes]:
    """PNG of every page."""
    return pdf.pages(PACKAGE, TEMPLATE, _told(paper), beside=_arms(paper.head))


def _arms(head: Head) -> dict[str, bytes]:
    return {_arms_name(head): head.arms} if head.arms else {}


def _arms_name(head: Head) -> str:
    return f"arms.{head.arms_type}" if head.arms else ""


def _told(paper: Paper) -> dict[str, object]:
    """What the template asks for."""
    head, words = paper.head, paper.words
    return {
        "title": paper.title,
        "is_draft": paper.is_draft,
        "is_corner": head.is_corner,
        "arms": _arms_name(head),
        "above": printed.lines(head.above),
        "body": printed.lines(head.body),
        "small": [one for one in (head.address, head.contacts, head.codes) if one],
        "number": paper.number,
        "dated": printed.day_in_words(paper.dated_on),
        "reference": printed.reference(words),
        "addressee": printed.lines(words.addressee),
        "subject": words.subject,
        "salutation": words.salutation,
        "paragraphs": printed.paragraphs(words.body),
        "enclosures": printed.lines(words.enclosures),
        "position": printed.lines(words.signatory.position),
        "acting": words.signatory.acting_for,
        "signed": words.signatory.name,
        "executor": [one for one in (words.executor, words.executor_phone) if one],
        "code": _code(paper.link),
    }


def _code(link: str) -> str:
    """The QR code of a link as SVG."""
    if not link:
        return ""
    drawn = BytesIO()
    segno.make(link, error="m").save(drawn, kind="svg", scale=4, border=0)
    return drawn.getvalue().decode()
