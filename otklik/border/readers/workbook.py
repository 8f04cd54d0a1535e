"""Reading XLSX, XLS and ODS by the values of their cells."""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    WorksheetNotFound,
)

from otklik.border.ports.errors import Unreadable
from otklik.border.readers.cells import RawCell
from otklik.border.readers.extent import check_extent
from otklik.border.readers.sniffing import password_protected

_BROKEN = "Книга повреждена и не читается. Откройте её в Excel, сохраните заново как XLSX и загрузите снова."


def read_workbook(
    path: Path, sheet: str | None
) -> tuple[str, int, Iterator[tuple[int, Sequence[RawCell], str]]]:
    """The name of the sheet (the first that is not empty), its height, and its rows by number."""
    if zipfile.is_zipfile(path):
        check_extent(path)
    try:
        with path.open("rb") as handle:
            book = CalamineWorkbook.from_filelike(handle)
            found = _sheet(book, sheet)
    except PasswordError as error:
        raise password_protected() from error
    except WorksheetNotFound as error:
        raise Unreadable(f"В книге нет листа «{sheet}».") from error
    except (CalamineError, OSError) as error:
        raise Unreadable(_BROKEN) from error
    return found.name, found.height, _rows(found)


def names_of_sheets(path: Path) -> tuple[str, ...]:
    """The sheets with cells, in order."""
    try:
        with path.open("rb") as handle:
            return tuple(_worksheets(CalamineWorkbook.from_filelike(handle)))
    except PasswordError as error:
        raise password_protected() from error
    except (CalamineError, OSError) as error:
        raise Unreadable(_BROKEN) from error


def _worksheets(book: CalamineWorkbook) -> list[str]:
    return [data.name for data in book.sheets_metadata if data.typ == SheetTypeEnum.WorkSheet]


def _sheet(book: CalamineWorkbook, name: str | None) -> CalamineSheet:
    if name is not None:
        return book.get_sheet_by_name(name)
    for candidate in _worksheets(book):
        sheet = book.get_sheet_by_name(candidate)
        if sheet.height:
            return sheet
    raise Unreadable("В книге нет ни одной заполненной ячейки. Выгрузите реестр заново.")


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, Sequence[RawCell], str]]:
    first = sheet.start[0] + 1 if sheet.start else 1
    for number, cells in enumerate(sheet.iter_rows(), start=first):
        yield number, cells, ""
