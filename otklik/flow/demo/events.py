"""What happens in the town: one matter, at one place, told once; and where in the town it is."""

from collections import defaultdict
from dataclasses import dataclass
from random import Random

from otklik.flow.demo.chance import Urn, pick
from otklik.flow.demo.texts import Message
from otklik.flow.demo.town import House, Organisation, Spot, Street, Town
from otklik.flow.demo.voices import Writer

POTHOLE_SPRING = "pothole_spring"
HEAT_FAILURE = "heat_failure"
DOG_PACK = "dog_pack"
CHRONIC_DUMP = "chronic_dump"


@dataclass(slots=True, kw_only=True)
class Event:
    """`second` is local time from the start of the window; `solved` too, where the story knows it."""

    second: int
    message: Message
    channel: str
    street: Street
    house: House
    spot: Spot | None = None
    story: str = ""
    solved: int = 0
    writer: Writer | None = None
    is_repeat: bool = False
    thread: int = 0

    @property
    def at(self) -> tuple[float, float]:
        """Latitude and longitude."""
        place = self.spot or self.house
        return place.lat, place.lon


class Geography:
    """Draws places: districts by their people, streets by their houses, flats where the text needs them."""

    def __init__(self, town: Town, *, closed_spots: frozenset[str] = frozenset()) -> None:
        self._streets: dict[str, Urn[Street]] = {}
        for where in ("any", "town", "village", "flats", *(f"={one.code}" for one in town.districts)):
            self._streets[where] = self._weigh(town, where)
        self._spots: dict[str, list[Spot]] = defaultdict(list)
        for spot in town.spots:
            if spot.phrase not in closed_spots:
                self._spots[spot.district].append(spot)

    def draw(self, rng: Random, message: Message, *, second: int, channel: str, district: str = "") -> Event:
        where = f"={district}" if district else "flats" if message.needs_flats else message.where
        street = self._streets[where].draw(rng)
        return Event(
            second=second,
            message=message,
            channel=channel,
            street=street,
            house=pick(rng, street.houses),
            spot=self.spot(rng, street.district) if message.slots & {"place", "Place"} else None,
        )

    def spot(self, rng: Random, district: str) -> Spot:
        return pick(rng, self._spots[district])

    @staticmethod
    def _weigh(town: Town, where: str) -> Urn[Street]:
        people = {one.code: one.population for one in town.districts}
        rural = {one.code for one in town.districts if one.is_rural}
        streets = [one for one in town.streets if _belongs(one, where, rural)]
        houses: dict[str, int] = defaultdict(int)
        for one in streets:
            houses[one.district] += len(one.houses)
        weights = [people[one.district] * len(one.houses) // houses[one.district] for one in streets]
        return Urn(streets, weights)


def _belongs(street: Street, where: str, rural: set[str]) -> bool:
    if where.startswith("="):
        return street.district == where[1:]
    if where == "flats":
        return street.built != "private"
    return where == "any" or (street.district in rural) == (where == "village")


class Recipients:
    """Finds who answers for a topic in a district: exact topic before group, district before all."""

    def __init__(self, town: Town) -> None:
        self._organisations = town.organisations
        self._known: dict[tuple[str, str], Organisation] = {}

    def find(self, message: Message, district: str) -> Organisation:
        key = (message.key, district)
        if key not in self._known:
            fits = [
                one
                for one in self._organisations
                if (not one.districts or district in one.districts)
                and (message.title in one.answers_for or message.group in one.answers_for)
            ]
            fits.sort(key=lambda one: (message.title not in one.answers_for, not one.districts))
            self._known[key] = fits[0] if fits else self._organisations[0]
        return self._known[key]
