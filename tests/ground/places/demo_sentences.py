"""The sentences written by hand over the demonstration town, and how a matcher does on them.

A line tells the address of the main place, the landmark, the other places and the text; «?» before a place
means that several fit and none may be chosen. The halves were parted line by line before the matcher was
tuned: it was tuned on `tune`, `final` is only measured. `fresh` was written after that and measured at once.
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
from otklik.ground.places.landmark_names import line
from otklik.ground.places.rules import Found, Matcher

HALVES = ("tune", "final", "fresh")
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


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence and what was found of it; `got` is "" where no street, road or landmark was."""

    sentence: Sentence
    found: Found

    @property
    def got(self) -> str:
        if self.found.landmark_id and self.sentence.landmark and not self.sentence.place:
            return self.landmark
        if self.found.street_id or self.found.landmark_id or self.found.address.startswith("трасса"):
            return self.found.address.split(", д. ")[0].split(" (")[0]
        return ""

    @property
    def landmark(self) -> str:
        known = demo_matcher().index.landmarks.by_id.get(self.found.landmark_id or 0)
        return line(known) if known else ""

    @property
    def wanted(self) -> str:
        if not self.sentence.is_fine:
            return ""
        return self.sentence.street or self.sentence.landmark

    @property
    def is_right(self) -> bool:
        """All of it: the house, the landmark, what is only a settlement, and that nothing was chosen."""
        if self.sentence.is_ambiguous:
            return not self.found.street_id and len(self.found.candidates) > 1
        if not self.sentence.place:
            return self.landmark == self.sentence.landmark and bool(self.landmark) == bool(self.found.by)
        told = self.found.address.split(" (")[0] == self.sentence.place
        return told and self.landmark == self.sentence.landmark

    @property
    def also(self) -> tuple[str, ...]:
        return tuple(one.address.split(" (")[0] for one in self.found.also)


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of the sentences; `wholly` is of those where everything is as it should be."""

    count: int
    precision: float
    recall: float
    houses: float
    landmarks: float
    ambiguous: float
    nothing: float
    also: float
    also_precision: float
    wholly: float
    calibration: float


def judged(half: str, matcher: Matcher) -> list[Judged]:
    return [Judged(one, matcher.find(Place(), one.text)) for one in sentences(half)]


def score(found: list[Judged]) -> Score:
    fine = [one for one in found if one.wanted]
    named = [one for one in found if one.got]
    with_house = [one for one in fine if ", д. " in one.sentence.place]
    marked = [one for one in fine if one.sentence.landmark]
    vague = [one for one in found if one.sentence.is_ambiguous]
    empty = [one for one in found if not one.sentence.place and not one.sentence.landmark]
    others = [(one, name) for one in found for name in one.sentence.also]
    told = [(one, name) for one in found for name in one.also]
    return Score(
        count=len(found),
        precision=_share([one.got == one.wanted for one in named]),
        recall=_share([one.got == one.wanted for one in fine]),
        houses=_share([one.found.address.split(" (")[0] == one.sentence.place for one in with_house]),
        landmarks=_share([one.landmark == one.sentence.landmark for one in marked]),
        ambiguous=_share([one.is_right for one in vague]),
        nothing=_share([one.is_right for one in empty]),
        also=_share([name in one.also for one, name in others]),
        also_precision=_share([name in one.sentence.also for one, name in told]),
        wholly=_share([one.is_right for one in found]),
        calibration=calibration_error(named),
    )


def calibration_error(named: list[Judged], bins: int = 5) -> float:
    """The expected calibration error of the confidence in the street, over equal counts."""
    pairs = sorted((one.found.confidence or 0.0, one.got == one.wanted) for one in named)
    size = max(1, len(pairs) // bins)
    groups = [pairs[place : place + size] for place in range(0, len(pairs), size)]
    gaps = [
        abs(sum(told for told, _ in group) - sum(right for _, right in group)) for group in groups if group
    ]
    return sum(gaps) / len(pairs)


def _share(answers: list[bool]) -> float:
    return sum(answers) / len(answers) if answers else 1.0
