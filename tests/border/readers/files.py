"""Building the files that registers come in."""

import zipfile
from pathlib import Path

import openpyxl
import xlsxwriter


def a_csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def an_xlsx(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def with_formulas(path: Path) -> Path:
    """A book in which a cell is counted, one is an error and one looks like a formula."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Реестр")
        sheet.write_row(0, 0, ["Номер", "Текст", "Дата", "Срок"])
        sheet.write_formula(1, 0, "=1000+1", None, 1001)
        sheet.write_formula(1, 1, '="Яма"&" во дворе"', None, "Яма во дворе")
        sheet.write_formula(1, 2, "=DATE(2025,12,3)", book.add_format({"num_format": "dd.mm.yyyy"}), 45994)
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
    return path


def a_locked_xlsx(path: Path) -> Path:
    """The head of what Excel writes for a book with a password: an OLE file with an encrypted package."""
    names = "Root Entry".encode("utf-16-le").ljust(128, b"\0") + "EncryptedPackage".encode("utf-16-le").ljust(
        128, b"\0"
    )
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0") + names)
    return path


def a_zip(path: Path, **entries: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return path
