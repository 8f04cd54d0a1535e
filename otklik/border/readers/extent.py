"""How far the cells of a workbook reach, told before it is read into memory."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from otklik.border.ports.errors import Unreadable

MAX_CELLS = 30_000_000
_CHUNK = 1 << 20
_CELL = re.compile(
    rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>(?!</|<(?:\w+:)?v(?:/>|></))'
)
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def check_extent(path: Path) -> None:
    """Raise `Unreadable` if a sheet of the zipped workbook reaches over `MAX_CELLS` cells.

    One stray cell in the last row and column makes calamine ask for half a terabyte and abort the process.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name == "xl/workbook.bin":
                    raise Unreadable(
                        "Это двоичная книга XLSB. Сохраните её в Excel как XLSX и загрузите снова."
                    )
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    with archive.open(name) as sheet:
                        _check(_xlsx_extents(sheet))
                elif name == "content.xml":
                    with archive.open(name) as content:
                        _check(_ods_extents(content))
    except (zipfile.BadZipFile, OSError, EOFError, etree.LxmlError, ValueError) as error:
        raise Unreadable("Книга повреждена: её листы не читаются. Выгрузите её заново.") from error


def _check(extents: Iterator[tuple[int, int]]) -> None:
    """The extents grow, so the first too great one is enough."""
    for height, width in extents:
        if height * width > MAX_CELLS:
            raise Unreadable(
                f"Лист слишком велик: ячейки заполнены до строки {height} и столбца {width}. Удалите "
                "лишние ячейки далеко внизу или справа от таблицы (в Excel: Ctrl+End) или разделите выгрузку."
            )


def _xlsx_extents(sheet: IO[bytes]) -> Iterator[tuple[int, int]]:
    height = width = 0
    rest = b""
    while chunk := sheet.read(_CHUNK):
        text = rest + chunk
        whole = text.rfind(b"<c ") if len(chunk) == _CHUNK else len(text)
        found = _CELL.findall(text, 0, whole if whole > 0 else len(text))
        if found:
            height = max(height, max(int(row) for _, row in found))
            width = max(width, max(map(_number, {column for column, _ in found})))
            yield height, width
        rest = text[whole:] if whole > 0 else b""


def _number(column: bytes) -> int:
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number


def _ods_extents(content: IO[bytes]) -> Iterator[tuple[int, int]]:
    height = width = position = 0
    tags = (_TABLE + "table-row", _TABLE + "table")
    for _, element in etree.iterparse(
        content, tag=tags, resolve_entities=False, no_network=True, huge_tree=True
    ):
        if element.tag == _TABLE + "table":
            height = width = position = 0
            continue
        position += int(element.get(_TABLE + "number-rows-repeated", 1))
        column = 0
        for cell in element:
            column += int(cell.get(_TABLE + "number-columns-repeated", 1))
            if cell.get(_OFFICE + "value-type"):
                height, width = position, max(width, column)
        element.clear()
        yield height, width
