"""The invented town holds together and names nothing real."""

import re
from itertools import pairwise

import pytest

from otklik.flow.demo.town import District, Ring, load_town

TOWN = load_town()
FICTIONAL_PHONE = re.compile(r"\+7 \(000\) \d{3}-\d{2}-\d{2}")
ROLES = {
    "curator", "centre_head", "pos_lead", "incident_lead", "document_lead", "regional_lead", "informing_lead",
    "block_head", "operator", "recipient_head", "executor", "administrator", "town_head", "region_observer",
}  # fmt: skip
BLOCKS = {
    "housing", "waste", "energy", "education", "health", "roads", "transport", "social", "ecology",
    "services",
}  # fmt: skip


def inside(lat: float, lon: float, ring: Ring) -> bool:
    found = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            found = not found
    return found


def area(ring: Ring) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) / 2


def district(code: str) -> District:
    return next(one for one in TOWN.districts if one.code == code)


def test_the_town_has_what_was_promised() -> None:
    assert len(TOWN.districts) == 8
    assert sum(one.is_rural for one in TOWN.districts) == 3
    assert len(TOWN.streets) == 120
    assert len(TOWN.organisations) == 25
    assert len(TOWN.people) == 22
    assert {one.kind for one in TOWN.streets} == {"улица", "переулок", "проспект", "проезд", "площадь"}


def test_districts_cover_the_municipality_without_holes_and_overlaps() -> None:
    whole = area(TOWN.municipality.ring)
    assert sum(area(one.ring) for one in TOWN.districts) == pytest.approx(whole, rel=1e-6)


@pytest.mark.parametrize("one", TOWN.districts, ids=lambda one: one.title)
def test_a_boundary_is_closed_and_is_not_a_rectangle(one: District) -> None:
    assert one.ring[0] == one.ring[-1]
    assert len(one.ring) > 20


def test_houses_stand_in_their_district_and_are_numbered_once() -> None:
    for street in TOWN.streets:
        ring = district(street.district).ring
        assert all(inside(house.lat, house.lon, ring) for house in street.houses), street.nominative
        assert len({house.number for house in street.houses}) == len(street.houses)


def test_places_lie_in_their_district() -> None:
    assert [
        spot.phrase for spot in TOWN.spots if not inside(spot.lat, spot.lon, district(spot.district).ring)
    ] == []


def test_a_street_is_listed_once_in_a_settlement() -> None:
    names = [(one.settlement, one.kind, one.name) for one in TOWN.streets]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("nominative", "prepositional", "genitive"),
    [
        ("улица Садовая", "на улице Садовой", "улицы Садовой"),
        ("улица Рабочая", "на улице Рабочей", "улицы Рабочей"),
        ("улица Нижняя", "на улице Нижней", "улицы Нижней"),
        ("улица Ленина", "на улице Ленина", "улицы Ленина"),
        ("проспект Строителей", "на проспекте Строителей", "проспекта Строителей"),
        ("переулок Тихий", "в переулке Тихом", "переулка Тихого"),
        ("переулок Речной", "в переулке Речном", "переулка Речного"),
        ("площадь Согласия", "на площади Согласия", "площади Согласия"),
    ],
)
def test_streets_are_declined(nominative: str, prepositional: str, genitive: str) -> None:
    street = next(one for one in TOWN.streets if one.nominative == nominative)
    assert (street.prepositional, street.genitive) == (prepositional, genitive)


def test_roles_and_blocks_are_known_and_one_clerk_holds_four_roles() -> None:
    assert {role for one in TOWN.people for role in one.roles} == ROLES
    assert {block for one in TOWN.people for block in one.blocks} == BLOCKS
    assert {block for one in TOWN.organisations for block in one.blocks} <= BLOCKS
    assert max(len(one.roles) for one in TOWN.people) == 4


def test_every_phone_is_of_a_range_that_is_never_assigned() -> None:
    for one in (*TOWN.organisations, *TOWN.people):
        assert FICTIONAL_PHONE.fullmatch(one.phone)
