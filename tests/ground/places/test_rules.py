"""The order of belief: the sender's fields, the free address, the point, the text."""

import pytest

from otklik.border.ports.messages import Place
from otklik.ground.places import numbers
from otklik.ground.places.rules import Matcher
from tests.ground.places.town_of_words import CENTRE, LUKINO, NORTH, RURAL, TOWN, an_index

SADOVAYA, LENINA, SEVERNAYA = 3, 2, 14


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(an_index())


def test_fields_before_text(matcher: Matcher) -> None:
    found = matcher.find(Place(street="ул. Садовая", house="12 А"), "На Ленина 5 яма")
    assert (found.street_id, found.address, found.by) == (SADOVAYA, "ул. Садовая, д. 12а", "source")
    assert (found.district_id, found.settlement_id) == (CENTRE, TOWN)
    assert found.lat is not None and found.lat == pytest.approx(56.0066)


def test_fields_with_settlement(matcher: Matcher) -> None:
    found = matcher.find(Place(settlement="с. Лукино", street="Садовая", house="5"), "")
    assert (found.settlement_id, found.address) == (LUKINO, "с. Лукино, ул. Садовая, д. 5")
    assert found.district_id == RURAL


def test_street_of_another_settlement_is_kept_as_told(matcher: Matcher) -> None:
    found = matcher.find(Place(settlement="Лукино", street="Ленина", house="5"), "")
    assert (found.street_id, found.address, found.by) == (None, "Лукино, Ленина, д. 5", "source")
    assert (found.confidence, found.settlement_id, found.district_id) == (None, LUKINO, RURAL)


def test_free_address(matcher: Matcher) -> None:
    found = matcher.find(Place(text="г. Верхнереченск, Садовая 5, кв. 3"), "")
    assert (found.address, found.by) == ("ул. Садовая, д. 5", "source")


def test_unknown_address_is_kept_as_told(matcher: Matcher) -> None:
    found = matcher.find(Place(text="ул. Космонавтов, 3"), "На Ленина 5 яма")
    assert (found.address, found.by, found.confidence) == ("ул. Космонавтов, 3", "source", None)
    assert found.street_id is None


def test_told_settlement_is_made_finer_by_the_text(matcher: Matcher) -> None:
    found = matcher.find(Place(settlement="Лукино"), "У дома 7 по Колхозной упало дерево")
    assert (found.address, found.by) == ("с. Лукино, ул. Колхозная, д. 7", "text")
    elsewhere = matcher.find(Place(settlement="Лукино"), "У дома 7 по Ленина упало дерево")
    assert (elsewhere.address, elsewhere.by) == ("с. Лукино", "source")


def test_point_by_the_nearest_house(matcher: Matcher) -> None:
    found = matcher.find(Place(lat=56.0060, lon=48.1005), "Яма")  # 31 m from the first house
    assert (found.address, found.by) == ("ул. Садовая, д. 5", "point")
    assert (found.lat, found.lon) == (56.0060, 48.1005)
    assert found.confidence == pytest.approx(0.74, abs=0.02)


def test_point_far_from_houses_tells_the_district(matcher: Matcher) -> None:
    found = matcher.find(Place(lat=56.15, lon=48.15), "Яма")
    assert (found.district_id, found.by, found.address, found.house_id) == (NORTH, "point", "", None)


def test_point_with_a_street_in_the_text(matcher: Matcher) -> None:
    found = matcher.find(Place(lat=56.15, lon=48.15), "Яма на Ленина")
    assert (found.street_id, found.by, found.lat) == (LENINA, "text", 56.15)


def test_point_outside_the_town(matcher: Matcher) -> None:
    found = matcher.find(Place(lat=10.0, lon=10.0), "Яма")
    assert (found.district_id, found.by, found.lat) == (None, "", 10.0)


def test_landmark_stays_in_words(matcher: Matcher) -> None:
    found = matcher.find(Place(street="Ленина", landmark="за 43 школой"), "")
    assert found.address == "ул. Ленина (за 43 школой)"
    alone = matcher.find(Place(landmark="за 43 школой"), "")
    assert (alone.address, alone.by, alone.confidence) == ("за 43 школой", "source", None)


def test_district_of_a_street_is_of_most_of_its_houses(matcher: Matcher) -> None:
    assert matcher.find(Place(), "на Северной темно").district_id == NORTH


def test_stress_marks_do_not_shift_the_fragment(matcher: Matcher) -> None:
    assert matcher.find(Place(), "Глубо́кая я́ма на Садовой 5").fragment == "Садовой 5"


@pytest.mark.parametrize(
    ("told", "normal"),
    [
        ("12 А", "12а"),
        ("12-а", "12а"),
        ("д. 12", "12"),
        ("5 корп. 2", "5к2"),
        ("5, к.2", "5к2"),
        ("5 стр. 1", "5с1"),
        ("12/1", "12/1"),
        ("№ 7", "7"),
        ("12A", "12а"),
    ],
)
def test_numbers_are_written_one_way(told: str, normal: str) -> None:
    assert numbers.normal(told) == normal


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("садов 5", "ул. Садовая, д. 5"),
        ("ул садов", "ул. Садовая"),
        ("садовая лук", "с. Лукино, ул. Садовая"),
        ("красной арм 12/", "ул. Красной Армии, д. 12/1"),
        ("50 лет 7", "ул. 50 лет Октября, д. 7"),
        ("сев", "ул. Северная"),
    ],
)
def test_suggestions(matcher: Matcher, query: str, first: str) -> None:
    assert matcher.suggest(query)[0].title == first


def test_suggestions_are_few(matcher: Matcher) -> None:
    assert len(matcher.suggest("с", most=3)) == 3
    assert matcher.suggest("") == [] == matcher.suggest("ъъ 5")


def test_a_house_of_the_text_in_another_district_is_not_at_the_senders_point(matcher: Matcher) -> None:
    text, point = "У дома 7 по Колхозной в Лукино упало дерево", (56.0060, 48.1100)
    assert matcher.find(Place(), text).address == "с. Лукино, ул. Колхозная, д. 7"
    found = matcher.find(Place(lat=point[0], lon=point[1]), text)
    assert (found.by, found.district_id) == ("point", matcher.at_point(*point).district_id)
