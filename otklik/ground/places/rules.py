"""Which place of the register a message is about: first what the sender told, then what the text says."""

from dataclasses import replace

from otklik.border.ports.messages import Place
from otklik.ground.places import numbers, resolving, speech
from otklik.ground.places.found import Candidate, Found
from otklik.ground.places.index import Index
from otklik.ground.places.meaning import Meaning, meant
from otklik.ground.places.reading import read
from otklik.ground.places.suggesting import Suggestion, suggest

__all__ = ["Candidate", "Found", "Matcher"]

NEAR_M = 60.0
_LONGEST = 500


class Matcher:
    """Finds places in one edition of a town's register."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def find(self, place: Place, text: str) -> Found:
        """The place of a message by what was told of it and by its text; `fragment` is of the text read."""
        told = self._told(place)
        if told.street_id is None and place.lat is not None and place.lon is not None:
            told = self._by_point(place, told)
        if told.street_id is None and not (told.address and told.confidence is None):
            near = (place.lat, place.lon) if place.lat is not None and place.lon is not None else None
            seen = self._in(text, resolving.Told(within=told.settlement_id, near=near))
            if _is_finer(seen, told) and (near is None or self._holds(seen, near)):
                told = seen
        return self._finished(told, place)

    def at_point(self, lat: float, lon: float) -> Found:
        """The nearest house within a minute's walk, and the district whose boundary holds the point."""
        near = self._by_point(Place(lat=lat, lon=lon), Found())
        return replace(near, district_id=self.index.district_at(lat, lon) or near.district_id)

    def suggest(self, query: str, *, most: int = 8) -> list[Suggestion]:
        """Streets and houses for what is typed of an address."""
        return suggest(self.index, query, most=most)

    def _told(self, place: Place) -> Found:
        """By the fields of the place or by the free address; as told where the register knows nothing."""
        by_fields = self._by_fields(place)
        if by_fields.street_id or not place.text.strip():
            return by_fields
        found = self._in(place.text, resolving.Told(is_address=True))
        if found.street_id or found.landmark_id or (found.by and not by_fields.by):
            return replace(found, by="source", fragment="", start=0, end=0)
        return by_fields if by_fields.by else Found(address=place.text.strip()[:_LONGEST], by="source")

    def _by_fields(self, place: Place) -> Found:
        """A street that is not in the register is kept as told, with the settlement if that one is there."""
        fields = [place.settlement.strip(), place.street.strip()]
        written = ", ".join(filter(None, fields))
        if not written:
            return Found()
        house = numbers.variants(place.house) if place.house.strip() else ()
        reading = read(written, self.index, is_address=True)
        told = resolving.Told(house=house, is_address=True)
        spot = resolving.best(reading, resolving.spots(self.index, reading, told))
        if spot:
            found = Meaning(self.index, reading).spotted(spot)
            return replace(found, by="source", fragment="", start=0, end=0)
        found = Meaning(self.index, reading).area()
        if found.by and not place.street.strip():
            return replace(found, by="source", fragment="", start=0, end=0)
        address = ", ".join(filter(None, [*fields, speech.house_sign(place.house.strip())]))[:_LONGEST]
        return replace(
            found, address=address, by="source", confidence=None, fragment="", start=0, end=0, why=()
        )

    def _by_point(self, place: Place, told: Found) -> Found:
        if place.lat is None or place.lon is None:
            return told
        near = self.index.houses.nearest(place.lat, place.lon, within_m=NEAR_M)
        if near and not told.address:
            house, metres = near
            street = self.index.streets[house.street_id]
            return Found(
                district_id=resolving.district(self.index, street, house),
                settlement_id=street.settlement_id,
                street_id=street.id,
                house_id=house.id,
                address=speech.full_line(self.index, street, house.number),
                by="point",
                confidence=round(1 - metres / (2 * NEAR_M), 2),
                why=(f"по точке на карте: до дома {round(metres)} м",),
            )
        district_id = self.index.district_at(place.lat, place.lon)
        if told.by or district_id is None:
            return replace(told, district_id=told.district_id or district_id)
        return Found(district_id=district_id, by="point", confidence=0.9, why=("район по точке на карте",))

    def _holds(self, seen: Found, point: tuple[float, float]) -> bool:
        """Whether the text's house or landmark is in the district of the sender's point."""
        if seen.house_id is None and seen.landmark_id is None:
            return True
        district_id = self.index.district_at(*point)
        return district_id is None or seen.district_id in (None, district_id)

    def _in(self, text: str, told: resolving.Told) -> Found:
        return meant(self.index, read(text, self.index, is_address=told.is_address), told)

    def _finished(self, found: Found, place: Place) -> Found:
        """With the point and the landmark; the district of a point where nothing else told it."""
        lat, lon = place.lat, place.lon
        if lat is None or lon is None:
            lat, lon = self._point(found)
        if found.also:
            found = replace(found, also=tuple(self._pointed(one) for one in found.also))
        address = found.address
        landmark = place.landmark.strip()
        if landmark and landmark not in address:
            address = f"{address} ({landmark})" if address else landmark
        district_id = found.district_id
        if district_id is None and found.by and lat is not None and lon is not None:
            district_id = self.index.district_at(lat, lon)
        return found.completed(
            address=address[:_LONGEST],
            district_id=district_id,
            by=found.by or ("source" if landmark else ""),
            lat=lat,
            lon=lon,
        )

    def _pointed(self, found: Found) -> Found:
        lat, lon = self._point(found)
        return replace(found, lat=lat, lon=lon)

    def _point(self, found: Found) -> tuple[float | None, float | None]:
        if found.lat is not None:
            return found.lat, found.lon
        street = self.index.streets.get(found.street_id or 0)
        landmark = self.index.landmarks.by_id.get(found.landmark_id or 0)
        settlement = self.index.settlements.get(found.settlement_id or 0)
        if street and found.house_id:
            house = self.index.houses.by_id(street.id, found.house_id)
            if house and house.lat is not None:
                return house.lat, house.lon
        if landmark and landmark.lat is not None and landmark.street_id in {None, found.street_id}:
            return landmark.lat, landmark.lon
        if street:
            middle = self.index.sums[street.id]
            return (street.lat, street.lon) if street.lat is not None else (middle.lat, middle.lon)
        return (settlement.lat, settlement.lon) if settlement else (None, None)


def _is_finer(seen: Found, told: Found) -> bool:
    """Whether the text tells more than the sender's fields did."""
    if seen.street_id or seen.landmark_id or not told.by:
        return bool(seen.by)
    return told.settlement_id is None and seen.settlement_id is not None
