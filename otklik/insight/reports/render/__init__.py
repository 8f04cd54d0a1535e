"""A filled form as a file: the same words and figures in XLSX, DOCX and PDF."""

from collections.abc import Callable
from importlib import import_module

from otklik.insight.reports.form import Filled


def _later(kind: str) -> Callable[[Filled], bytes]:
    """The libraries are read when a file is asked for: a site that only shows pages saves 25 MB."""

    def render(filled: Filled) -> bytes:
        content: bytes = import_module(f"otklik.insight.reports.render.{kind}").render(filled)
        return content

    return render


RENDERERS: dict[str, Callable[[Filled], bytes]] = {kind: _later(kind) for kind in ("xlsx", "docx", "pdf")}

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
