"""The places of the demonstration town, put there through the services of places."""

from collections.abc import Sequence
from datetime import datetime

from otklik.flow.demo.town import Town, read_rows
from otklik.ground.places import services as places
from otklik.ground.places.listing import (
    ListedDistrict,
    ListedHouse,
    ListedLandmark,
    ListedSettlement,
    ListedStreet,
)


def load_places(town: Town, municipality_id: int, *, now: datetime) -> None:
    """Districts, settlements, streets, houses and landmarks; the second time nothing is added."""
    settlements = {
        (street.settlement_kind, street.settlement_title): street.district for street in town.streets
    }
    places.load_places(
        municipality_id=municipality_id,
        districts=[
            ListedDistrict(
                code=one.code,
                title=one.title,
                title_genitive=one.title_genitive,
                population=one.population,
                boundary=polygon(one.ring),
            )
            for one in town.districts
        ],
        settlements=[
            ListedSettlement(kind=kind, title=title, district=district if _is_rural(town, district) else "")
            for (kind, title), district in settlements.items()
        ],
        streets=_streets(town),
        now=now,
    )
    places.load_landmarks(municipality_id, landmarks(town), now=now)


def landmarks(town: Town) -> list[ListedLandmark]:
    """Schools, shops, stops and the like, each at a house of the town."""
    streets = {one.code: one for one in town.streets}
    found = []
    for row in read_rows("landmarks.tsv"):
        street = streets[row["street"]]
        house = next(one for one in street.houses if one.number == row["house"])
        found.append(
            ListedLandmark(
                kind=row["kind"],
                number=row["number"],
                title=row["title"],
                aliases=tuple(name for name in row["aliases"].split(";") if name),
                address=f"{street.settlement}, {street.nominative}, д. {house.number}",
                lat=house.lat,
                lon=house.lon,
            )
        )
    return found


def polygon(ring: Sequence[tuple[float, float]]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [[list(point) for point in ring]]}


def _streets(town: Town) -> list[ListedStreet]:
    return [
        ListedStreet(
            settlement=(one.settlement_kind, one.settlement_title),
            kind=one.kind,
            title=one.name,
            lat=one.houses[0].lat if one.houses else None,
            lon=one.houses[0].lon if one.houses else None,
            houses=[
                ListedHouse(number=house.number, district=one.district, lat=house.lat, lon=house.lon)
                for house in one.houses
            ],
        )
        for one in town.streets
    ]


def _is_rural(town: Town, code: str) -> bool:
    return any(one.is_rural for one in town.districts if one.code == code)
