"""A foreign classifier from a file: what it would change, and taking it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path

from otklik.border.ports.tables import Cell, Table, TableRow
from otklik.border.readers.cells import as_text
from otklik.border.readers.headings import normal
from otklik.border.readers.tables import open_table
from otklik.register.catalog import selectors, services
from otklik.register.catalog.foreign import NUMBERED, Code, read_code
from otklik.register.catalog.importing import BadEdition, Line, Plan, plan

_CODE = ("код вопроса", "код подвопроса", "код", "код темы", "код тематики", "шифр", "code", "индекс")
_TITLE = (
    "наименование вопроса",
    "наименование",
    "название",
    "наименование темы",
    "наименование тематики",
    "название темы",
    "вопрос",
    "подкатегория",
    "тема",
    "тематика",
    "title",
    "name",
)
_GROUP = ("группа тем", "группа", "категория", "раздел", "наименование раздела", "group", "category")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifierPreview:
    """What taking the file would do.

    `columns` say which heading was read as what (in Russian); `orphans` are the town's topics whose codes
    would be closed, by code.
    """

    plan: Plan
    columns: Mapping[str, str]
    orphans: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The places of the columns in a row; None is a column the file lacks."""

    code: int | None
    title: int | None
    group: int | None


def preview_classifier(
    path: Path, *, scheme: str, edition: str, valid_from: date, municipality_id: int | None = None
) -> ClassifierPreview:
    """Change nothing. Raises `Unreadable` for the file and `BadEdition` for the edition, both in Russian."""
    table = open_table(path)
    columns = _columns(table.header)
    made = _plan(table, columns, scheme=scheme, edition=edition, valid_from=valid_from)
    closed = {row.code for row in made.closed}
    return ClassifierPreview(
        plan=made,
        columns=_named(columns, table.header),
        orphans=selectors.topics_of_codes(municipality_id, scheme, closed) if municipality_id else {},
    )


def take_classifier(
    path: Path, *, scheme: str, edition: str, valid_from: date, now: datetime, actor_id: int | None = None
) -> Plan:
    """Take the edition and tell what was done; the same file again does nothing. Raises as the preview."""
    table = open_table(path)
    made = _plan(table, _columns(table.header), scheme=scheme, edition=edition, valid_from=valid_from)
    if not made.is_empty:
        services.apply(made, now=now, actor_id=actor_id)
    return made


def _plan(table: Table, columns: _Columns, *, scheme: str, edition: str, valid_from: date) -> Plan:
    rows: Iterator[TableRow] = table.rows
    if columns.code is not None and _is_code(table.header[columns.code]):
        rows = chain([TableRow(1, table.header)], rows)
    return plan(
        (_line(row, columns) for row in rows),
        selectors.kept_codes(scheme),
        scheme=scheme,
        edition=edition,
        valid_from=valid_from,
    )


def _columns(header: Sequence[str]) -> _Columns:
    """By the headings; a file without them holds codes first and titles next."""
    found = _Columns(_place(header, _CODE), _place(header, _TITLE), _place(header, _GROUP))
    if found.code is None and len(header) > 1 and _is_code(header[0]):
        return _Columns(0, 1, None)
    if found.title is None or (found.code is None and found.group is None):
        raise BadEdition("В файле нужны столбцы «Код» и «Наименование»: назовите их так и загрузите снова.")
    return found


def _place(header: Sequence[str], names: Sequence[str]) -> int | None:
    """The first of the names that is a heading, else a heading that begins with one of them."""
    headings = [normal(name) for name in header]
    for name in names:
        if name in headings:
            return headings.index(name)
    for name in names:
        for place, heading in enumerate(headings):
            if heading.startswith(f"{name} "):
                return place
    return None


def _is_code(heading: str) -> bool:
    """Whether a heading is itself a code of ОТК: then the file has no headings."""
    found = read_code(NUMBERED, heading)
    return isinstance(found, Code) and "." in found.text and not found.rest


def _line(row: TableRow, columns: _Columns) -> Line:
    return Line(
        row.number,
        _cell(row.cells, columns.code),
        _cell(row.cells, columns.title),
        _cell(row.cells, columns.group),
    )


def _cell(cells: Sequence[Cell], place: int | None) -> str:
    return as_text(cells[place]) if place is not None else ""


def _named(columns: _Columns, header: Sequence[str]) -> dict[str, str]:
    places = {"Код": columns.code, "Наименование": columns.title, "Группа": columns.group}
    return {what: header[place] for what, place in places.items() if place is not None}
