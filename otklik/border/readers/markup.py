"""Reading tables that are saved as HTML or as «Таблица XML 2003» under the name of .xls."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from otklik.border.ports.errors import Unreadable
from otklik.border.readers.encodings import detect

MAX_MARKUP_BYTES = 200 * 1024 * 1024
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"

RawRow = tuple[int, list[str], str]


def read_html(path: Path) -> Iterator[RawRow]:
    """The rows of the longest table of the page."""
    if path.stat().st_size > MAX_MARKUP_BYTES:
        raise Unreadable("Таблица в виде веб-страницы больше 200 МБ. Сохраните её в Excel как XLSX.")
    content = path.read_bytes()
    declared = b"charset" in content[:4096].lower()
    parser = html.HTMLParser(encoding=None if declared else detect(content[: 1 << 18]).main, huge_tree=True)
    try:
        page = html.document_fromstring(content, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable("Веб-страница повреждена. Сохраните таблицу в Excel как XLSX.") from error
    tables = [_own_rows(table) for table in page.iter("table")]
    if not tables:
        raise Unreadable("На веб-странице нет таблицы. Выгрузите реестр в XLSX или CSV.")
    longest = tables[max(range(len(tables)), key=lambda index: len(tables[index]))]
    for number, row in enumerate(longest, start=1):
        yield number, _html_cells(row), ""


def _own_rows(table: etree._Element) -> list[etree._Element]:
    """The rows of the table itself, not of the tables inside its cells."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def _html_cells(row: etree._Element) -> list[str]:
    cells: list[str] = []
    for cell in row.iterchildren("td", "th"):
        for line_break in cell.iter("br"):
            line_break.tail = "\n" + (line_break.tail or "")
        span = cell.get("colspan", "1")
        empty = min(int(span), 100) - 1 if span.isdecimal() else 0
        cells += ["".join(str(text) for text in cell.itertext()).strip(), *[""] * empty]
    return cells


def read_spreadsheet_xml(path: Path) -> Iterator[RawRow]:
    """The rows of the first sheet, one at a time."""
    number = 0
    try:
        for _, element in etree.iterparse(
            path, tag=(_SS + "Row", _SS + "Table"), resolve_entities=False, no_network=True
        ):
            if element.tag == _SS + "Table":
                return
            number = int(element.get(_SS + "Index", number + 1))
            yield number, _xml_cells(element), ""
            element.clear()
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable("Таблица XML повреждена. Откройте её в Excel и сохраните как XLSX.") from error


def _xml_cells(row: etree._Element) -> list[str]:
    cells: list[str] = []
    for cell in row.iterfind(_SS + "Cell"):
        position = min(int(cell.get(_SS + "Index", len(cells) + 1)), 16_384)
        cells += [""] * (position - len(cells) - 1)
        data = cell.find(_SS + "Data")
        cells.append("".join(str(text) for text in data.itertext()) if data is not None else "")
    return cells
