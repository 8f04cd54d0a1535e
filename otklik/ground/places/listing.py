"""Places as a list tells them: by their names, without rows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from otklik.border.ports.tables import Cell, TableRow
from otklik.border.readers.headings import normal
from otklik.ground.places.words import SETTLEMENT_KINDS, STREET_KINDS

_HEADINGS: dict[str, tuple[str, ...]] = {
    "district": ("район", "округ", "территориальный отдел", "микрорайон", "территория", "district"),
    "settlement": ("населенный пункт", "нп", "город", "поселение", "settlement", "city"),
    "street": ("улица", "наименование улицы", "улица название", "элемент улично дорожной сети", "street"),
    "house": ("дом", "номер дома", "номер", "дом номер", "№ дома", "здание", "house"),
    "lat": ("широта", "lat", "latitude", "координата широта", "y"),
    "lon": ("долгота", "lon", "lng", "longitude", "координата долгота", "x"),
    "gar_id": ("гар", "фиас", "код фиас", "id гар", "идентификатор гар", "objectguid", "fias id"),
}
_REQUIRED = {"street": "улица", "house": "дом"}
_NAME_MARK = re.compile(r"[\s.]+")


class BadList(ValueError):
    """The list cannot be taken; the message is Russian and says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDistrict:
    code: str
    title: str
    title_genitive: str = ""
    population: int | None = None
    boundary: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSettlement:
    """`district` is the code of its district, "" when it has none."""

    kind: str
    title: str
    district: str = ""
    gar_id: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedHouse:
    number: str
    district: str = ""
    gar_id: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStreet:
    """`settlement` is the kind and the title of a settlement listed before or kept already."""

    settlement: tuple[str, str]
    kind: str
    title: str
    houses: Sequence[ListedHouse] = ()
    gar_id: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """A row of an address register; `district` is a title."""

    settlement: tuple[str, str]
    street: tuple[str, str]
    district: str
    house: ListedHouse


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the register holds: codes of districts by title, settlements with the largest first."""

    districts: Mapping[str, str]
    settlements: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    districts: Sequence[ListedDistrict]
    settlements: Sequence[ListedSettlement]
    streets: Sequence[ListedStreet]


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Which column holds what; raises `BadList` when the street or the house has none."""
    places = {normal(heading): place for place, heading in reversed(list(enumerate(header)))}
    found = {
        name: next(places[one] for one in synonyms if one in places)
        for name, synonyms in _HEADINGS.items()
        if any(one in places for one in synonyms)
    }
    missing = [title for name, title in _REQUIRED.items() if name not in found]
    if missing:
        raise BadList(f"В файле нет столбца: {', '.join(missing)}. Назовите столбцы так и загрузите снова.")
    return found


def row_of(row: TableRow, columns: Mapping[str, int]) -> ListedRow:
    """Raises `BadList` for a row without a street or a house, or with a point off the Earth."""
    cells = {name: _text(row.cells[place]) for name, place in columns.items()}
    if not cells["street"] or not cells["house"]:
        raise BadList("нет улицы или дома")
    lat, lon = _degrees(cells.get("lat", ""), 90), _degrees(cells.get("lon", ""), 180)
    if (lat is None) != (lon is None):
        raise BadList("широта и долгота нужны обе")
    house = ListedHouse(number=cells["house"][:30], gar_id=cells.get("gar_id", "")[:40], lat=lat, lon=lon)
    return ListedRow(
        settlement=split_kind(cells.get("settlement", ""), SETTLEMENT_KINDS, ""),
        street=split_kind(cells["street"], STREET_KINDS, "улица"),
        district=cells.get("district", ""),
        house=house,
    )


def gathered(rows: Iterable[ListedRow], known: Known) -> Lists:
    """The rows by street. A settlement that lies in one district belongs to it; one told without its kind is
    the known one of that title; a row without a settlement is of the largest."""
    codes = dict(known.districts)
    around: dict[tuple[str, str], set[str]] = {}
    houses: dict[tuple[tuple[str, str], tuple[str, str]], dict[str, ListedHouse]] = {}
    for row in rows:
        if row.district:
            codes.setdefault(row.district, _fresh_code(codes))
        settlement = _settlement(row.settlement, known, around)
        code = codes.get(row.district, "")
        around.setdefault(settlement, set()).add(code)
        house = replace(row.house, district=code)
        houses.setdefault((settlement, row.street), {})[house.number] = house
    return Lists(
        districts=[
            ListedDistrict(code=code, title=title)
            for title, code in codes.items()
            if title not in known.districts
        ],
        settlements=[
            ListedSettlement(kind=kind, title=title, district=min(codes) if len(codes) == 1 else "")
            for (kind, title), codes in around.items()
        ],
        streets=[
            ListedStreet(settlement=town, kind=kind, title=title, houses=list(numbered.values()))
            for (town, (kind, title)), numbered in houses.items()
        ],
    )


def _fresh_code(codes: Mapping[str, str]) -> str:
    taken = set(codes.values())
    return next(code for code in (f"d{number}" for number in count(1)) if code not in taken)


def _settlement(told: tuple[str, str], known: Known, seen: Iterable[tuple[str, str]]) -> tuple[str, str]:
    if told[0] and told[1]:
        return told
    for one in (*known.settlements, *seen):
        if not told[1] or one[1].lower() == told[1].lower():
            return one
    if not told[1]:
        raise BadList("В файле нет столбца «населённый пункт», и в реестре нет ни одного: добавьте столбец.")
    return told


def split_kind(name: str, kinds: Mapping[str, Iterable[str]], usual: str) -> tuple[str, str]:
    """«ул. Садовая» and «Садовая улица» are «улица», «Садовая»; without a kind it is the usual one."""
    words = [word for word in _NAME_MARK.split(name) if word]
    for place in (0, -1):
        told = words[place].lower().replace("ё", "е") if len(words) > 1 else ""
        if told in kinds:
            rest = words[1:] if place == 0 else words[:-1]
            return min(kinds[told]), " ".join(rest)
    return usual, name.strip()


def _text(cell: Cell) -> str:
    return " ".join(str(cell).split())


def _degrees(told: str, limit: int) -> float | None:
    if not told:
        return None
    try:
        degrees = float(told.replace(",", "."))
    except ValueError:
        raise BadList(f"координата «{told}» не число") from None
    if not -limit <= degrees <= limit:
        raise BadList(f"координата «{told}» вне Земли")
    return degrees
