"""Reading a table of addresses: which column holds what, and a row as places by their names."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from otklik.border.ports.addresses import (
    ListedDistrict,
    ListedHouse,
    ListedLandmark,
    ListedSettlement,
    ListedStreet,
)
from otklik.border.ports.tables import Cell, TableRow
from otklik.border.readers.headings import normal
from otklik.ground.places.words import SETTLEMENT_KINDS, STREET_KINDS

__all__ = [
    "BadList",
    "Frame",
    "Grouping",
    "ListedDistrict",
    "ListedHouse",
    "ListedLandmark",
    "ListedRow",
    "ListedSettlement",
    "ListedStreet",
    "Lists",
    "columns_of",
    "point_of",
    "row_of",
    "split_kind",
    "text_of",
]

_HEADINGS: dict[str, tuple[str, ...]] = {
    "district": ("район", "округ", "территориальный отдел", "микрорайон", "территория", "district"),
    "settlement": ("населенный пункт", "нп", "город", "поселение", "settlement", "city"),
    "street": ("улица", "наименование улицы", "улица название", "элемент улично дорожной сети", "street"),
    "former": ("прежнее название", "бывшее название", "старое название", "другие названия", "прежняя улица"),
    "house": ("дом", "номер дома", "номер", "дом номер", "№ дома", "здание", "house"),
    "lat": ("широта", "lat", "latitude", "координата широта", "y"),
    "lon": ("долгота", "lon", "lng", "longitude", "координата долгота", "x"),
    "postal_code": ("индекс", "почтовый индекс", "postal code", "zip"),
    "gar_id": (
        "гар",
        "фиас",
        "код фиас",
        "id гар",
        "идентификатор гар",
        "objectguid",
        "fias id",
        "house fias id",
    ),
}
_REQUIRED = {"street": "улица", "house": "дом"}
_NAME_MARK = re.compile(r"[\s.]+")
_FORMER = re.compile(
    r"[\s,;(]*\b(?:бывш(?:ая|ий|ее)?|б|ранее|прежде|стар(?:ая|ое))\b\.?\s+(?P<names>[^()]+)\)?\s*$", re.I
)
_LIST_MARK = re.compile(r"\s*[;,/]\s*")


class BadList(ValueError):
    """The list cannot be taken; the message is Russian and says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """A row of an address register; `district` is a title, `former` are other names of the street."""

    settlement: tuple[str, str]
    street: tuple[str, str]
    district: str
    house: ListedHouse
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """The edges of the municipality with a margin: a point outside is a mistake of the list."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        return self.south <= lat <= self.north and self.west <= lon <= self.east


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


def row_of(row: TableRow, columns: Mapping[str, int], *, frame: Frame | None = None) -> ListedRow:
    """Raises `BadList` for a row without a street or a house, or with a point off the Earth or the town."""
    cells = {name: text_of(row.cells[place]) for name, place in columns.items()}
    if not cells["street"] or not cells["house"]:
        raise BadList("нет улицы или дома")
    lat, lon = point_of(cells.get("lat", ""), cells.get("lon", ""), frame=frame)
    street, former = _with_former(cells["street"], cells.get("former", ""))
    house = ListedHouse(
        number=cells["house"][:30],
        postal_code=cells.get("postal_code", "")[:6],
        gar_id=cells.get("gar_id", "")[:40],
        lat=lat,
        lon=lon,
    )
    return ListedRow(
        settlement=split_kind(cells.get("settlement", ""), SETTLEMENT_KINDS, ""),
        street=split_kind(street, STREET_KINDS, "улица"),
        former=former,
        district=cells.get("district", ""),
        house=house,
    )


def point_of(lat: str, lon: str, *, frame: Frame | None = None) -> tuple[float | None, float | None]:
    """The point as told; raises `BadList` for half a point and one that cannot be."""
    north, east = _degrees(lat, 90), _degrees(lon, 180)
    if (north is None) != (east is None):
        raise BadList("широта и долгота нужны обе")
    if frame and north is not None and east is not None and not frame.holds(north, east):
        if frame.holds(east, north):
            raise BadList("широта и долгота переставлены")
        raise BadList("точка лежит вне муниципалитета")
    return north, east


def _with_former(street: str, told: str) -> tuple[str, tuple[str, ...]]:
    """«ул. Ленина, бывш. Дворянская» is «ул. Ленина» with «Дворянская»."""
    found = _FORMER.search(street)
    names = _LIST_MARK.split(told) + (_LIST_MARK.split(found["names"]) if found else [])
    titles = (split_kind(name, STREET_KINDS, "")[1] for name in names if name.strip(" ,;"))
    return (street[: found.start()] if found else street), tuple(dict.fromkeys(titles))


@dataclass(slots=True)
class Grouping:
    """Puts rows of a list together batch by batch; what a batch told of settlements is kept for the next.

    `codes` are codes of districts by title, `settlements` the known ones with the largest first.
    """

    codes: dict[str, str]
    settlements: list[tuple[str, str]]
    around: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def lists(self, rows: Iterable[ListedRow]) -> Lists:
        """The rows by street. A settlement told without its kind is the known one of that title; a row
        without a settlement is of the largest."""
        fresh: list[ListedDistrict] = []
        told: dict[tuple[str, str], None] = {}
        former: dict[tuple[tuple[str, str], tuple[str, str]], dict[str, None]] = {}
        houses: dict[tuple[tuple[str, str], tuple[str, str]], dict[str, ListedHouse]] = {}
        for row in rows:
            if row.district and row.district not in self.codes:
                self.codes[row.district] = _fresh_code(self.codes)
                fresh.append(ListedDistrict(code=self.codes[row.district], title=row.district))
            settlement = _settlement(row.settlement, self.settlements, self.around)
            code = self.codes.get(row.district, "")
            self.around.setdefault(settlement, set()).add(code)
            told[settlement] = None
            house = replace(row.house, district=code)
            houses.setdefault((settlement, row.street), {})[house.number] = house
            former.setdefault((settlement, row.street), {}).update(dict.fromkeys(row.former))
        return Lists(
            districts=fresh,
            settlements=[ListedSettlement(kind=kind, title=title) for kind, title in told],
            streets=[
                ListedStreet(
                    settlement=key[0], kind=key[1][0], title=key[1][1], aliases=tuple(former[key]),
                    houses=list(numbered.values()),
                )
                for key, numbered in houses.items()
            ],
        )  # fmt: skip

    def belonging(self) -> list[ListedSettlement]:
        """The settlements of all batches with the one district that each lies in, asked when all are read."""
        return [
            ListedSettlement(kind=kind, title=title, district=min(codes) if len(codes) == 1 else "")
            for (kind, title), codes in self.around.items()
        ]


def _fresh_code(codes: Mapping[str, str]) -> str:
    taken = set(codes.values())
    return next(code for code in (f"d{number}" for number in count(1)) if code not in taken)


def _settlement(
    told: tuple[str, str], known: Iterable[tuple[str, str]], seen: Iterable[tuple[str, str]]
) -> tuple[str, str]:
    if told[0] and told[1]:
        return told
    for one in (*known, *seen):
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


def text_of(cell: Cell) -> str:
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
