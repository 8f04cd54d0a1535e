"""A filled form as a file: the same words and figures in XLSX, DOCX and PDF."""

from collections.abc import Callable

from otklik.insight.reports.form import Filled
from otklik.insight.reports.render import docx, pdf, xlsx

RENDERERS: dict[str, Callable[[Filled], bytes]] = {
    "xlsx": xlsx.render,
    "docx": docx.render,
    "pdf": pdf.render,
}

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
