"""Which place of the register a message is about: first what the sender told, then what the text says."""

from dataclasses import dataclass, replace

from otklik.border.ports.messages import Place
from otklik.ground.places import numbers, resolving, speech
from otklik.ground.places.index import Index
from otklik.ground.places.reading import Reading, read
from otklik.ground.places.suggesting import Suggestion, suggest

NEAR_M = 60.0
_LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where it is. `by` is "source" (the sender told), "text", "point" (coordinates) or "" (not known).

    `confidence` is None where the register knows nothing of the address as told. The point is the sender's,
    else of the house, the street or the settlement, whichever is known best.
    """

    district_id: int | None = None
    settlement_id: int | None = None
    street_id: int | None = None
    house_id: int | None = None
    address: str = ""
    by: str = ""
    confidence: float | None = None
    lat: float | None = None
    lon: float | None = None
    fragment: str = ""


class Matcher:
    """Finds places in one edition of a town's register."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(self, place: Place, text: str) -> Found:
        """The place of a message by what was told of it and by its text; `fragment` is of the text read."""
        told = self._told(place)
        if told.street_id is None and place.lat is not None and place.lon is not None:
            told = self._by_point(place, told)
        if told.street_id is None and not (told.address and told.confidence is None):
            seen = self._in(text, within=told.settlement_id, told=told)
            if _is_finer(seen, told):
                told = seen
        return self._finished(told, place)

    def suggest(self, query: str, *, most: int = 8) -> list[Suggestion]:
        """Streets and houses for what is typed of an address."""
        return suggest(self._index, query, most=most)

    def _told(self, place: Place) -> Found:
        """By the fields of the place or by the free address; as told where the register knows nothing."""
        by_fields = self._by_fields(place)
        if by_fields.street_id or not place.text.strip():
            return by_fields
        found = self._in(place.text, is_address=True)
        if found.street_id or (found.by and not by_fields.by):
            return replace(found, by="source")
        return by_fields if by_fields.by else Found(address=place.text.strip()[:_LONGEST], by="source")

    def _by_fields(self, place: Place) -> Found:
        """A street that is not in the register is kept as told, with the settlement if that one is there."""
        fields = [place.settlement.strip(), place.street.strip()]
        written = ", ".join(filter(None, fields))
        if not written:
            return Found()
        reading = read(written, self._index, is_address=True)
        house = numbers.variants(place.house) if place.house.strip() else ()
        spot = resolving.best(self._index, reading, house=house, is_address=True)
        if spot:
            return replace(self._spotted(spot, reading), by="source")
        area = self._area(reading)
        if area.by and not place.street.strip():
            return replace(area, by="source")
        address = ", ".join(filter(None, [*fields, speech.house_sign(place.house.strip())]))[:_LONGEST]
        return replace(area, address=address, by="source", confidence=None, fragment="")

    def _by_point(self, place: Place, told: Found) -> Found:
        if place.lat is None or place.lon is None:
            return told
        near = self._index.houses.nearest(place.lat, place.lon, within_m=NEAR_M)
        if near and not told.address:
            house, metres = near
            street = self._index.streets[house.street_id]
            return Found(
                district_id=resolving.district(self._index, street, house),
                settlement_id=street.settlement_id,
                street_id=street.id,
                house_id=house.id,
                address=speech.full_line(self._index, street, house.number),
                by="point",
                confidence=round(1 - metres / (2 * NEAR_M), 2),
            )
        district_id = self._index.district_at(place.lat, place.lon)
        if told.by or district_id is None:
            return replace(told, district_id=told.district_id or district_id)
        return Found(district_id=district_id, by="point", confidence=0.9)

    def _in(
        self, text: str, *, is_address: bool = False, within: int | None = None, told: Found | None = None
    ) -> Found:
        reading = read(text, self._index, is_address=is_address)
        if not (reading.streets or reading.settlements or reading.districts):
            return Found()
        spot = resolving.best(self._index, reading, within=within, is_address=is_address)
        if spot and not spot.number:
            spot = resolving.with_house(self._index, spot, reading)
        if spot:
            return self._spotted(spot, reading)
        return self._unclear(reading) or self._area(reading)

    def _spotted(self, spot: resolving.Spot, reading: Reading) -> Found:
        return Found(
            district_id=resolving.district(self._index, spot.street, spot.house),
            settlement_id=spot.street.settlement_id,
            street_id=spot.street.id,
            house_id=spot.house.id if spot.house else None,
            address=speech.full_line(self._index, spot.street, spot.number),
            by="text",
            confidence=round(spot.confidence, 2),
            fragment=speech.fragment(reading, spot.mention),
        )

    def _unclear(self, reading: Reading) -> Found | None:
        """A street of several settlements with nothing to tell them apart: the words, and no place."""
        sure = [one for one in reading.streets if one.belief >= resolving.WEAK]
        if not sure or reading.settlements:
            return None
        mention = max(sure, key=lambda one: one.belief)
        street = mention.name.streets[0]
        address = speech.street_line(street, resolving.plain(resolving.spellings(mention), mention))
        districts = {resolving.district(self._index, one) for one in mention.name.streets}
        return Found(
            district_id=districts.pop() if len(districts) == 1 else None,
            address=address,
            by="text",
            confidence=0.3,
            fragment=speech.fragment(reading, mention),
        )

    def _area(self, reading: Reading) -> Found:
        """The settlement or the district named, the surest; the main town only when nothing else is."""
        main = self._index.main_settlement_id
        settlements = [
            (one.id != main, mention.belief, one, mention)
            for mention in reading.settlements
            for one in mention.name.settlements
            if len(mention.name.settlements) == 1
        ]
        village = max(settlements, key=lambda each: each[:2], default=None)
        district = max(reading.districts, key=lambda mention: mention.belief, default=None)
        if village and (village[0] or district is None):
            _, belief, settlement, mention = village
            return Found(
                district_id=settlement.district_id,
                settlement_id=settlement.id,
                address=speech.settlement_line(settlement),
                by="text",
                confidence=round(belief, 2),
                fragment=speech.fragment(reading, mention),
            )
        if district and len(district.name.districts) == 1:
            return Found(
                district_id=district.name.districts[0].id,
                address=district.name.title,
                by="text",
                confidence=round(district.belief, 2),
                fragment=speech.fragment(reading, district),
            )
        return Found()

    def _finished(self, found: Found, place: Place) -> Found:
        """With the point and the landmark; the district of a point where nothing else told it."""
        lat, lon = place.lat, place.lon
        if lat is None or lon is None:
            lat, lon = self._point(found)
        address = found.address
        landmark = place.landmark.strip()
        if landmark and landmark not in address:
            address = f"{address} ({landmark})" if address else landmark
        district_id = found.district_id
        if district_id is None and found.by and lat is not None and lon is not None:
            district_id = self._index.district_at(lat, lon)
        return replace(
            found,
            lat=lat,
            lon=lon,
            address=address[:_LONGEST],
            district_id=district_id,
            by=found.by or ("source" if landmark else ""),
        )

    def _point(self, found: Found) -> tuple[float | None, float | None]:
        street = self._index.streets.get(found.street_id or 0)
        settlement = self._index.settlements.get(found.settlement_id or 0)
        if street and found.house_id:
            house = self._index.houses.by_id(street.id, found.house_id)
            if house and house.lat is not None:
                return house.lat, house.lon
        if street:
            middle = self._index.sums[street.id]
            return (street.lat, street.lon) if street.lat is not None else (middle.lat, middle.lon)
        return (settlement.lat, settlement.lon) if settlement else (None, None)


def _is_finer(seen: Found, told: Found) -> bool:
    """Whether the text tells more than the sender's fields did."""
    if seen.street_id or not told.by:
        return bool(seen.by)
    return told.settlement_id is None and seen.settlement_id is not None
