"""The invented town as frozen values, read from the data files beside and checked."""

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
TIMEZONE = "Europe/Moscow"
METRES_IN_DEGREE = 111_200.0
Ring = tuple[tuple[float, float], ...]  # (lon, lat), closed, as in GeoJSON


class BrokenTown(ValueError):
    """A data file of the town contradicts itself or another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    code: str
    title: str
    title_genitive: str
    title_short: str
    region: str
    timezone: str
    population: int
    centre_title: str
    ring: Ring


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    code: str
    title: str
    title_genitive: str
    population: int
    is_rural: bool
    ring: Ring


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    number: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """`built` is `flats`, `mixed` or `private`; `prepositional` has its preposition («на улице Садовой»)."""

    code: str
    district: str
    settlement: str
    kind: str
    name: str
    nominative: str
    genitive: str
    dative: str
    prepositional: str
    accusative: str
    built: str
    houses: tuple[House, ...]

    @property
    def settlement_kind(self) -> str:
        return self.settlement.split(" ", 1)[0]

    @property
    def settlement_title(self) -> str:
        return self.settlement.split(" ", 1)[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place people name without an address: «у рынка»."""

    district: str
    phrase: str
    lat: float
    lon: float
    street: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """`answers_for` are topic groups or «Группа / Тема»; empty `districts` mean the whole town."""

    code: str
    parent: str
    kind: str
    title: str
    short: str
    genitive: str
    dative: str
    phone: str
    blocks: tuple[str, ...]
    answers_for: tuple[str, ...]
    recipient_kinds: tuple[str, ...]
    districts: tuple[str, ...]
    in_centre: bool
    has_social_page: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    login: str
    name: str
    position: str
    organisation: str
    roles: tuple[str, ...]
    blocks: tuple[str, ...]
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    municipality: Municipality
    districts: tuple[District, ...]
    streets: tuple[Street, ...]
    spots: tuple[Spot, ...]
    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of a tab-separated file of this folder by its first line; `\\n` is a line break."""
    head, *lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    names = head.split("\t")
    rows = []
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) != len(names):
            raise BrokenTown(f"{name}, line {number}: {len(cells)} cells instead of {len(names)}")
        rows.append(dict(zip(names, (cell.replace("\\n", "\n") for cell in cells), strict=True)))
    return rows


@lru_cache(maxsize=1)
def load_town() -> Town:
    """Raises `BrokenTown` where the files do not agree."""
    municipality, districts = _boundaries()
    town = Town(
        municipality=municipality,
        districts=districts,
        streets=tuple(_street(row) for row in read_rows("streets.tsv")),
        spots=tuple(_spot(row) for row in read_rows("places.tsv")),
        organisations=tuple(_organisation(row) for row in read_rows("organisations.tsv")),
        people=tuple(_person(row) for row in read_rows("people.tsv")),
    )
    _check(town)
    return town


def _boundaries() -> tuple[Municipality, tuple[District, ...]]:
    features = json.loads((FOLDER / "town.geojson").read_text(encoding="utf-8"))["features"]
    found = [(one["properties"], _ring(one["geometry"])) for one in features]
    about, ring = next(pair for pair in found if pair[0]["level"] == "municipality")
    municipality = Municipality(**{key: about[key] for key in about if key != "level"}, ring=ring)
    districts = tuple(
        District(
            code=one["code"],
            title=one["title"],
            title_genitive=one["title_genitive"],
            population=one["population"],
            is_rural=one["rural"],
            ring=ring,
        )
        for one, ring in found
        if one["level"] == "district"
    )
    return municipality, districts


def _ring(geometry: dict[str, Any]) -> Ring:
    return tuple((lon, lat) for lon, lat in geometry["coordinates"][0])


def _street(row: dict[str, str]) -> Street:
    names = ("code", "district", "settlement", "kind", "name", "nominative", "genitive", "dative")
    ends = [float(row[name]) for name in ("lat1", "lon1", "lat2", "lon2")]
    return Street(
        **{name: row[name] for name in names},
        prepositional=row["prepositional"],
        accusative=row["accusative"],
        built=row["built"],
        houses=_houses(ends, int(row["houses"]), row["built"]),
    )


def _houses(ends: list[float], count: int, built: str) -> tuple[House, ...]:
    """Odd numbers on the left of the line, even on the right, as far apart as the line allows."""
    lat1, lon1, lat2, lon2 = ends
    squeeze = math.cos(math.radians(lat1))
    north, east = lat2 - lat1, (lon2 - lon1) * squeeze
    length = math.hypot(north, east)
    aside = (30.0 if built == "flats" else 22.0) / METRES_IN_DEGREE
    houses = []
    for index in range(count):
        along = (index // 2 + 0.5) / ((count + 1) // 2)
        side = aside if index % 2 == 0 else -aside
        lat = lat1 + north * along + east / length * side
        lon = lon1 + (east * along - north / length * side) / squeeze
        houses.append(House(number=_number(index, built), lat=round(lat, 6), lon=round(lon, 6)))
    return tuple(houses)


def _number(index: int, built: str) -> str:
    if built != "private" and index % 9 == 4:
        return f"{index + 1}к2"
    return f"{index + 1}А" if index % 11 == 7 else str(index + 1)


def _spot(row: dict[str, str]) -> Spot:
    return Spot(
        district=row["district"],
        phrase=row["phrase"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        street=row["street"],
    )


def _organisation(row: dict[str, str]) -> Organisation:
    names = ("code", "parent", "kind", "title", "short", "genitive", "dative", "phone")
    return Organisation(
        **{name: row[name] for name in names},
        blocks=_split(row["blocks"], ","),
        answers_for=_split(row["answers_for"], ";"),
        recipient_kinds=_split(row["recipient_kinds"], ","),
        districts=_split(row["districts"], ";"),
        in_centre=row["in_centre"] == "1",
        has_social_page=row["social_page"] == "1",
    )


def _person(row: dict[str, str]) -> Person:
    return Person(
        login=row["login"],
        name=row["name"],
        position=row["position"],
        organisation=row["organisation"],
        roles=_split(row["roles"], ","),
        blocks=_split(row["blocks"], ","),
        phone=row["phone"],
    )


def _split(text: str, mark: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(mark) if part.strip())


def _check(town: Town) -> None:
    districts = {one.code for one in town.districts}
    streets = {one.code for one in town.streets}
    organisations = {one.code for one in town.organisations}
    wrong = [one.code for one in town.streets if one.district not in districts]
    wrong += [one.phrase for one in town.spots if one.district not in districts or one.street not in streets]
    wrong += [one.code for one in town.organisations if one.parent and one.parent not in organisations]
    wrong += [one.login for one in town.people if one.organisation not in organisations]
    if wrong:
        raise BrokenTown(f"Unknown references: {', '.join(wrong)}")
    if town.municipality.population != sum(one.population for one in town.districts):
        raise BrokenTown("The districts do not add up to the population")
