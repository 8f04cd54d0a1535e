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


def an_ods(path: Path, rows: list[list[str]], *, empty_rows: int) -> Path:
    """A sheet with rows, then as many empty ones, then a dot in the second or the far column."""
    skipped = 1 if empty_rows < 100 else 16_000
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)

    def cell(text: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    body += (
        f'<table:table-row table:number-rows-repeated="{empty_rows}"><table:table-cell/></table:table-row>'
    )
    gap = f'<table:table-cell table:number-columns-repeated="{skipped}"/>'
    body += f"<table:table-row>{gap}{cell('.')}</table:table-row>"
    sheet = f'<office:spreadsheet><table:table table:name="Лист">{body}</table:table></office:spreadsheet>'
    content = (
        f"<office:document-content {spaces}><office:body>{sheet}</office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path
