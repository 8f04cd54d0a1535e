"""The sentences written by hand over the demonstration town, and how a matcher does on them.

A line tells the address of the main place, the landmark, the other places and the text; «?» before a place means
that several fit and none may be chosen. The halves were parted line by line before the matcher was tuned: it was
tuned on `tune`, `final` is only measured.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from otklik.border.ports.messages import Place
from otklik.flow.demo.town import load_town
from otklik.ground.places.houses import HouseRow
from otklik.ground.places.index import District, Index, Landmark, Settlement, Street
from otklik.ground.places.rules import Found, Matcher

HALVES = ("tune", "final")
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Sentence:
    place: str
    landmark: str
    also: tuple[str, ...]
    text: str

    @property
    def street(self) -> str:
        return self.place.split(", д. ")[0]

    @property
    def is_ambiguous(self) -> bool:
        return self.place.startswith("?") or self.landmark.startswith("?")

    @property
    def is_fine(self) -> bool:
        """Whether a street, a road or a landmark is to be found, and not a settlement or nothing."""
        return not self.is_ambiguous and bool(self.landmark or "ул." in self.place or self._has_kind)

    @property
    def _has_kind(self) -> bool:
        return any(f"{sign} " in self.place for sign in ("пер.", "пр-т", "пр-д", "пл.", "трасса"))


def sentences(half: str) -> list[Sentence]:
    with (_FOLDER / f"sentences_{half}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Sentence(
                row["place"],
                row["landmark"],
                tuple(filter(None, row["also"].split("; "))),
                row["text"],
            )
            for row in rows
        ]


@lru_cache(maxsize=1)
def demo_matcher() -> Matcher:
    return Matcher(demo_index())


def demo_index() -> Index:
    town = load_town()
    districts = {one.code: number for number, one in enumerate(town.districts, start=1)}
    settlements: dict[str, Settlement] = {}
    streets: list[Street] = []
    houses: list[HouseRow] = []
    for number, one in enumerate(town.streets, start=1):
        kind, title = one.settlement_kind, one.settlement_title
        district_id = None if kind == "город" else districts[one.district]
        known = settlements.setdefault(
            one.settlement, Settlement(len(settlements) + 1, kind, title, district_id)
        )
        streets.append(Street(number, known.id, one.kind, one.name))
        houses += [
            (number * 1000 + place, number, each.number, districts[one.district], each.lat, each.lon)
            for place, each in enumerate(one.houses)
        ]
    return Index(
        districts=[
            District(districts[one.code], one.title, {"type": "Polygon", "coordinates": [list(one.ring)]})
            for one in town.districts
        ],
        settlements=settlements.values(),
        streets=streets,
        houses=houses,
        landmarks=_landmarks(settlements, streets, houses),
    )


def _landmarks(
    settlements: dict[str, Settlement], streets: list[Street], houses: list[HouseRow]
) -> Iterator[Landmark]:
    by_name = {(one.settlement_id, f"{one.kind} {one.title}"): one.id for one in streets}
    by_number = {(street_id, number): house_id for house_id, street_id, number, *_rest in houses}
    with (_FOLDER / "landmarks.tsv").open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t"), start=1):
            settlement_id = settlements[row["settlement"]].id
            street_id = by_name[settlement_id, row["street"]] if row["street"] else None
            yield Landmark(
                number,
                row["kind"],
                row["title"],
                row["number"],
                tuple(filter(None, row["aliases"].split(";"))),
                settlement_id,
                street_id,
                by_number[street_id, row["house"]] if street_id and row["house"] else None,
            )


def address_of(matcher: Matcher, text: str) -> Found:
    return matcher.find(Place(), text)
