"""What a text that was read means: the main place of it, the others, and why."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from otklik.ground.places import (
    landmark_choice,
    landmark_names,
    numbers,
    resolving,
    sections,
    speech,
    telling,
)
from otklik.ground.places.calibration import calibrated
from otklik.ground.places.found import Candidate, Found, distinct
from otklik.ground.places.index import Index
from otklik.ground.places.reading import Mention, Reading
from otklik.ground.places.resolving import Spot, Told
from otklik.ground.places.sighting import Sight
from otklik.ground.places.views import Landmark, Settlement, Street

_MOST_CANDIDATES = 8
_SURE = 0.6
_BREATH = 40
_BREAK = re.compile(r"[!?\n]|\.\s+[а-я]{4}")
_OPENING, _CLOSING = '«"“„', '»"”'
_EDGES = " \t\n\r\xa0,;:—–-"


def meant(index: Index, reading: Reading, told: Told) -> Found:
    """The place of the message, with the other places of the text."""
    road = sections.road(reading.sentence)
    if not (reading.streets or reading.sights or reading.settlements or reading.districts or road):
        return Found()
    meaning = Meaning(index, reading)
    spots = resolving.spots(index, reading, told)
    main = resolving.best(reading, spots)
    sights = [
        (sight, landmark_choice.fitting(index, reading, sight, spots=spots, told=told))
        for sight in reading.sights
    ]
    clear = [(sight, fitting[0]) for sight, fitting in sights if len(fitting) == 1]
    if main and (main.house or main.confidence >= _SURE or not clear):
        return meaning.of_streets(main, spots, clear)
    if clear:
        found = [meaning.at_landmark(*each) for each in clear]
        return replace(found[0], also=tuple(distinct(found[0], found[1:])))
    if road:
        return meaning.on_road(road)
    several = next(((sight, fitting) for sight, fitting in sights if len(fitting) > 1), None)
    unclear = meaning.unclear()
    if unclear is None and several and not several[0].is_kind:
        unclear = meaning.unclear_landmark(*several)
    return unclear or meaning.area()


class Meaning:
    """One text read against the register of one town."""

    def __init__(self, index: Index, reading: Reading) -> None:
        self._index, self._reading = index, reading

    def spotted(self, spot: Spot) -> Found:
        house = spot.mention.house
        flat = numbers.FLAT.match(self._reading.sentence.low, house.end) if house else None
        fragment, start, end = self._cut(spot.mention.start, spot.mention.end)
        return Found(
            by="text",
            fragment=fragment,
            start=start,
            end=end,
            district_id=resolving.district(self._index, spot.street, spot.house),
            settlement_id=spot.street.settlement_id,
            street_id=spot.street.id,
            house_id=spot.house.id if spot.house else None,
            address=speech.full_line(self._index, spot.street, spot.number),
            flat=flat["flat"] if flat else "",
            confidence=calibrated(spot.confidence, is_one=not spot.others),
            why=telling.of_spot(self._index, spot, self._reading),
            candidates=tuple(self._candidates(spot.others, spot.number)) if spot.others else (),
            lat=spot.house.lat if spot.house else None,
            lon=spot.house.lon if spot.house else None,
        )

    def of_streets(self, main: Spot, spots: Sequence[Spot], clear: Sequence[tuple[Sight, Landmark]]) -> Found:
        part = sections.section(self._reading.sentence, spots) if len(spots) > 1 else None
        if part:
            main = part.main
        if not main.number:
            main = resolving.with_house(self._index, main, self._reading)
        found = self.spotted(main)
        others: list[Found] = []
        for spot in spots:
            if spot.mention is main.mention or spot.mention.words == main.mention.words:
                others += self._more(spot)
            elif not _overlap(spot.mention, main.mention):
                others += [self.spotted(spot), *self._more(spot)]
        if part:
            found = self._bounded(found, part)
        beside = next((each for each in clear if self._adjoins(main.mention, each[0])), None)
        if beside and not part:
            found = self._beside(found, *beside)
            clear = [each for each in clear if each is not beside]
        others += [self.at_landmark(*each) for each in clear]
        return replace(found, also=tuple(distinct(found, others))) if others else found

    def at_landmark(self, sight: Sight, landmark: Landmark) -> Found:
        street = self._index.streets.get(landmark.street_id or 0)
        house = (
            self._index.houses.by_id(street.id, landmark.house_id) if street and landmark.house_id else None
        )
        line = landmark_names.line(landmark)
        if street:
            address = speech.full_line(self._index, street, house.number if house else "")
            district_id = resolving.district(self._index, street, house)
        else:
            settlement = self._index.settlements.get(landmark.settlement_id or 0)
            address = ""
            if settlement and settlement.id != self._index.main_settlement_id:
                address = speech.settlement_line(settlement)
            district_id = settlement.district_id if settlement else None
        span = self._span(sight)
        fragment, start, end = self._cut(*span)
        return Found(
            by="text",
            fragment=fragment,
            start=start,
            end=end,
            district_id=district_id,
            settlement_id=landmark.settlement_id or (street.settlement_id if street else None),
            street_id=street.id if street else None,
            house_id=house.id if house else None,
            landmark_id=landmark.id,
            address=f"{address} ({line})" if address else line,
            confidence=calibrated(sight.belief),
            why=(telling.of_landmark(landmark, self._words(span)),),
        )

    def on_road(self, road: sections.Road) -> Found:
        around = self.area()
        fragment, start, end = self._cut(road.start, road.end)
        return Found(
            by="text",
            fragment=fragment,
            start=start,
            end=end,
            district_id=around.district_id,
            settlement_id=around.settlement_id,
            address=road.title,
            confidence=_SURE,
            why=(f"дорога и километр — по словам «{self._words((road.start, road.end))}»",),
        )

    def area(self) -> Found:
        """The settlement or the district named, the surest; the main town only when nothing else is."""
        main = self._index.main_settlement_id
        villages = [
            (one.id != main, mention.belief, one, mention)
            for mention in self._reading.settlements
            for one in mention.name.settlements
            if len(mention.name.settlements) == 1
        ]
        village = max(villages, key=lambda each: each[:2], default=None)
        district = max(self._reading.districts, key=lambda mention: mention.belief, default=None)
        if village and (village[0] or district is None):
            found = self._settled(village[2], village[3])
            others = [self._settled(one, mention) for is_far, _, one, mention in villages if is_far]
            return replace(found, also=tuple(distinct(found, others))) if len(others) > 1 else found
        if district and len(district.name.districts) == 1:
            fragment, start, end = self._cut(district.start, district.end)
            return Found(
                by="text", fragment=fragment, start=start, end=end,
                district_id=district.name.districts[0].id,
                address=district.name.title,
                confidence=calibrated(district.belief),
                why=telling.of_area(district, self._reading),
            )  # fmt: skip
        return Found()

    def _settled(self, settlement: Settlement, mention: Mention) -> Found:
        fragment, start, end = self._cut(mention.start, mention.end)
        return Found(
            by="text", fragment=fragment, start=start, end=end,
            district_id=settlement.district_id,
            settlement_id=settlement.id,
            address=speech.settlement_line(settlement),
            confidence=calibrated(mention.belief),
            why=telling.of_area(mention, self._reading),
        )  # fmt: skip

    def unclear(self) -> Found | None:
        """A street of several settlements with nothing to tell them apart: the words, and no place."""
        sure = [one for one in self._reading.streets if one.belief >= resolving.WEAK and one.likeness == 1]
        if not sure or self._reading.settlements:
            return None
        mention = max(sure, key=lambda one: one.belief)
        streets = mention.name.streets
        fitting = [one for one in streets if one.kind in mention.kinds] or streets
        number = resolving.plain(resolving.spellings(mention), mention)
        districts = {resolving.district(self._index, one) for one in fitting}
        fragment, start, end = self._cut(mention.start, mention.end)
        return Found(
            by="text",
            fragment=fragment,
            start=start,
            end=end,
            district_id=districts.pop() if len(districts) == 1 else None,
            address=speech.street_line(fitting[0], number),
            confidence=0.3,
            why=telling.of_unclear(self._index, mention, self._reading),
            candidates=tuple(self._candidates(fitting, number)),
        )

    def unclear_landmark(self, sight: Sight, fitting: Sequence[Landmark]) -> Found:
        span = self._span(sight)
        candidates = [self.at_landmark(sight, one) for one in fitting[:_MOST_CANDIDATES]]
        fragment, start, end = self._cut(*span)
        return Found(
            by="text",
            fragment=fragment,
            start=start,
            end=end,
            address=landmark_names.line(fitting[0]),
            confidence=0.3,
            why=telling.of_landmarks(fitting, self._words(span)),
            candidates=tuple(one.as_candidate() for one in candidates),
        )

    def _beside(self, found: Found, sight: Sight, landmark: Landmark) -> Found:
        why = telling.of_landmark(landmark, self._words(self._span(sight)))
        address = f"{found.address} ({landmark_names.line(landmark)})"
        return replace(found, landmark_id=landmark.id, address=address, why=(*found.why, why))

    def _adjoins(self, mention: Mention, sight: Sight) -> bool:
        """Whether the landmark stands in the same breath as the address."""
        start, end = self._span(sight)
        between = (
            self._reading.sentence.low[mention.end : start] or self._reading.sentence.low[end : mention.start]
        )
        return len(between) <= _BREATH and not _BREAK.search(between)

    def _bounded(self, found: Found, part: sections.Section) -> Found:
        ends = [speech.street_line(one.street, "") for one in part.ends]
        if part.is_crossing:
            words = f"угол {ends[0]}"
        else:
            words = f"от {ends[0]} до {ends[1]}" if len(ends) > 1 else f"до {ends[0]}"
        why = "перекрёсток улиц" if part.is_crossing else "участок дороги между названными улицами"
        found = replace(found, address=f"{found.address} ({words})", why=(*found.why, why))
        meeting = (
            self._index.houses.meeting(part.main.street.id, part.ends[0].street.id)
            if part.is_crossing and not part.main.house
            else None
        )
        return replace(found, lat=meeting[0], lon=meeting[1]) if meeting else found

    def _more(self, spot: Spot) -> list[Found]:
        return [
            self.spotted(replace(spot, house=house, number=house.number))
            for house in resolving.more_houses(self._index, spot, self._reading)
        ]

    def _candidates(self, streets: Iterable[Street], number: str) -> Iterable[Candidate]:
        for street in list(streets)[:_MOST_CANDIDATES]:
            house = self._index.houses.find(street.id, (numbers.normal(number),)) if number else None
            yield Candidate(
                address=speech.full_line(self._index, street, house.number if house else ""),
                settlement_id=street.settlement_id,
                street_id=street.id,
                house_id=house.id if house else None,
            )

    def _span(self, sight: Sight) -> tuple[int, int]:
        sentence = self._reading.sentence
        start, end = sentence.start(sight.begin), sentence.end(sight.end - 1)
        is_open = any(mark in sentence.low[start:end] for mark in _OPENING)
        return start, end + (is_open and sentence.low[end : end + 1] in set(_CLOSING))

    def _words(self, span: tuple[int, int]) -> str:
        return telling.words(self._reading, *span)

    def _cut(self, start: int, end: int) -> tuple[str, int, int]:
        """The fragment of the text given, and where it is."""
        start, end = self._reading.sentence.original(start, end)
        fragment = self._reading.sentence.given[start:end]
        start += len(fragment) - len(fragment.lstrip(_EDGES))
        fragment = fragment.strip(_EDGES)
        return fragment, start, start + len(fragment)


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end
