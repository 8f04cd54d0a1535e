"""A town's places ready to be looked up by the words of a text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from rapidfuzz import process
from rapidfuzz.distance import OSA

from otklik.ground.places import forms
from otklik.ground.places.houses import HouseRow, Houses, StreetSum
from otklik.ground.places.landmark_names import Landmarks
from otklik.ground.places.views import District, Landmark, Settlement, Street, words_of
from otklik.ground.places.words import DISTRICT_NOUNS, RANKS, SHORTENED, STREET_KINDS
from otklik.kernel import geometry, language

__all__ = ["District", "Index", "Landmark", "Name", "Settlement", "Shape", "Street", "words_of"]

_SHORTEST_FUZZY = 5
_MOST_REMEMBERED = 20_000
_MONTHS = frozenset(language.MONTHS)


class Shape(Enum):
    """How a name behaves in a sentence, and so what must stand by it to believe that it is an address."""

    ADJECTIVE = auto()  # «Садовая»: also describes things
    GENITIVE = auto()  # «Ленина», «Мира»: also belongs to people and things
    LONG = auto()  # «Красной Армии»: two words or more
    DATE = auto()  # «8 Марта»: also is a day
    NUMBER = auto()  # «3», of a microdistrict: also counts things
    SETTLEMENT = auto()
    DISTRICT = auto()


@dataclass(frozen=True, slots=True)
class Name:
    """A way of naming one place or several of one name; `tail` are the words after the first."""

    title: str
    tail: tuple[frozenset[str], ...]
    shape: Shape
    is_alias: bool = False
    is_word: bool = True  # the dictionary holds it as a common word, so that it may be one
    streets: list[Street] = field(default_factory=list)
    settlements: list[Settlement] = field(default_factory=list)
    districts: list[District] = field(default_factory=list)


class Index:
    """Everything of one edition of a town's register; reading changes only the memo of misspellings."""

    def __init__(
        self,
        *,
        districts: Iterable[District] = (),
        settlements: Iterable[Settlement] = (),
        streets: Iterable[Street] = (),
        houses: Iterable[HouseRow] = (),
        landmarks: Iterable[Landmark] = (),
    ) -> None:
        self.districts = {one.id: one for one in districts}
        self.settlements = {one.id: one for one in settlements}
        self.streets = {one.id: one for one in streets}
        self.houses = Houses(houses)
        self.sums: dict[int, StreetSum] = {one: self.houses.sum_of(one) for one in self.streets}
        self.main_settlement_id = self._main_settlement()
        self.heads: dict[str, list[Name]] = {}
        self._names: dict[tuple[object, ...], Name] = {}
        for street in self.streets.values():
            self._add_street(street)
        for settlement in self.settlements.values():
            self._add_settlement(settlement)
        for district in self.districts.values():
            self._add_district(district)
        for names in self.heads.values():
            names.sort(key=lambda name: -len(name.tail))
        self.landmarks = Landmarks(landmarks, reserved=self.heads)
        self.watched = frozenset(self.heads) | frozenset(STREET_KINDS) | self.landmarks.watched
        self._by_letter = self._lettered()
        self._misspelt: dict[str, tuple[str, float] | None] = {}
        self._boxes = [
            (geometry.bounds(one.boundary), one) for one in self.districts.values() if one.boundary
        ]

    def district_at(self, lat: float, lon: float) -> int | None:
        for (south, west, north, east), district in self._boxes:
            if not (south <= lat <= north and west <= lon <= east and district.boundary):
                continue
            if geometry.contains(district.boundary, lat, lon):
                return district.id
        return None

    def closest(self, word: str) -> tuple[str, float] | None:
        """The first word of a street's name that a misspelt word was meant to be, and how alike they are.

        One slip in a short word, two in a long one; the first letter is trusted. Words that the dictionary
        knows are not misspelt.
        """
        if len(word) < _SHORTEST_FUZZY or word in self.heads:
            return None
        if word not in self._misspelt:
            if len(self._misspelt) >= _MOST_REMEMBERED:
                self._misspelt.clear()
            self._misspelt[word] = self._closest(word)
        return self._misspelt[word]

    def _closest(self, word: str) -> tuple[str, float] | None:
        if language.is_known(word):
            return None
        slips = 1 if len(word) < 8 else 2
        found = process.extractOne(
            word, self._by_letter.get(word[0], ()), scorer=OSA.distance, score_cutoff=slips
        )
        return (found[0], 1 - found[1] / len(word)) if found else None

    def _main_settlement(self) -> int | None:
        counts = dict.fromkeys(self.settlements, 0)
        for street in self.streets.values():
            if street.settlement_id in counts:
                counts[street.settlement_id] += 1 + self.sums[street.id].count
        best = max(counts, key=counts.__getitem__, default=None)
        return best if best is not None and counts[best] * 3 >= sum(counts.values()) else None

    def _lettered(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for head, names in self.heads.items():
            if len(head) >= _SHORTEST_FUZZY and any(name.streets for name in names):
                found.setdefault(head[0], []).append(head)
        return found

    def _add_street(self, street: Street) -> None:
        words = words_of(street.title)
        if not words:
            return
        patterns = forms.of_street(words)
        self._put(patterns, street.title, _shape(words), streets=street)
        for alias in _aliases(words):
            self._put(forms.of_street(alias), street.title, _shape(alias), is_alias=True, streets=street)
        for former in filter(None, map(words_of, street.aliases)):
            self._put(forms.of_street(former), street.title, _shape(former), is_alias=True, streets=street)

    def _add_settlement(self, settlement: Settlement) -> None:
        words = words_of(settlement.title)
        if words:
            patterns = forms.of_settlement(words)
            self._put(patterns, settlement.title, Shape.SETTLEMENT, settlements=settlement)
        for former in [*filter(None, map(words_of, settlement.aliases)), *_shortened(words)]:
            named = forms.of_settlement(former)
            self._put(named, settlement.title, Shape.SETTLEMENT, is_alias=True, settlements=settlement)

    def _add_district(self, district: District) -> None:
        words = words_of(district.title)
        if len(words) > 1 and words[1] in DISTRICT_NOUNS:
            own = forms.of_settlement(words[:1])
            self._put((*own, DISTRICT_NOUNS), district.title, Shape.DISTRICT, districts=district)
            self._put((DISTRICT_NOUNS, *own), district.title, Shape.DISTRICT, districts=district)
        elif words:
            self._put(forms.of_settlement(words), district.title, Shape.DISTRICT, districts=district)

    def _put(
        self,
        patterns: tuple[frozenset[str], ...],
        title: str,
        shape: Shape,
        *,
        is_alias: bool = False,
        streets: Street | None = None,
        settlements: Settlement | None = None,
        districts: District | None = None,
    ) -> None:
        key = (patterns, shape, is_alias)
        name = self._names.get(key)
        if name is None:
            is_word = len(patterns) == 1 and _is_common(title)
            name = Name(title, patterns[1:], shape, is_alias, is_word)
            self._names[key] = name
            for head in patterns[0]:
                self.heads.setdefault(head, []).append(name)
        if streets:
            name.streets.append(streets)
        if settlements:
            name.settlements.append(settlements)
        if districts:
            name.districts.append(districts)


def _shape(words: Sequence[str]) -> Shape:
    if len(words) == 2 and words[0].isdigit() and words[1] in _MONTHS:
        return Shape.DATE
    if all(word.isdigit() for word in words):
        return Shape.NUMBER
    if len(words) > 1:
        return Shape.LONG
    return Shape.ADJECTIVE if forms.adjective(words[0]) else Shape.GENITIVE


def _aliases(words: list[str]) -> list[list[str]]:
    """The shorter ways: without the rank, with initials, the surname alone; «Суворовский 1-й» turned."""
    found: list[list[str]] = _shortened(words)
    rest = words
    while len(rest) > 1 and rest[0] in RANKS:
        rest = rest[1:]
    if rest is not words:
        found.append(rest)
    if len(rest) > 1 and rest[-1].isdigit():
        found.append([rest[-1], *rest[:-1]])
    elif len(rest) > 1 and all(len(word) == 1 or _is_first_name(word) for word in rest[:-1]):
        found.append([*(word[0] for word in rest[:-1]), rest[-1]])
        found.append(rest[-1:])
    return found


def _shortened(words: list[str]) -> list[list[str]]:
    """«Большая Садовая» is «Б. Садовая»."""
    if len(words) < 2:
        return []
    return [[short, *words[1:]] for short, start in SHORTENED.items() if words[0].startswith(start)]


def _is_first_name(word: str) -> bool:
    return any("Name" in each or "Patr" in each for each in language.grammemes(word)[:2])


def _is_common(title: str) -> bool:
    word = title.lower()
    if not language.is_known(word):
        return False
    return not language.grammemes(word)[0] & {"Surn", "Name", "Patr", "Geox"}
