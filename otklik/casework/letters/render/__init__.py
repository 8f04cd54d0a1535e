"""A letter as files: PDF/A to be sent and kept, DOCX to be edited, pictures of its pages to be looked at."""

from importlib import import_module

from otklik.casework.letters.rules.paper import Paper

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def render(paper: Paper, kind: str) -> bytes:
    """`pdf` or `docx`; the libraries are read when a file is asked for, so that pages stay light."""
    content: bytes = import_module(f"otklik.casework.letters.render.{kind}").render(paper)
    return content


def pages(paper: Paper) -> list[bytes]:
    """PNG of every page."""
    found: list[bytes] = import_module("otklik.casework.letters.render.pdf").pages(paper)
    return found
