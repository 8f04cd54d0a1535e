"""Who answers: the most exact row wins, and the ground names it."""

from datetime import date

import pytest

from otklik.casework.triage.routing import RouteBy, Routed, of_topic, route, routes_of
from otklik.casework.triage.rules import Asked
from otklik.register.catalog.views import Snapshot
from tests.casework.triage.builders import (
    HEAT,
    HEAT_PLANT,
    HOLES,
    MAYOR,
    NORTH,
    NORTH_SERVICE,
    RECIPIENTS,
    ROAD_SERVICE,
    ROADS,
    SOUTH,
    TOPICS,
    a_catalog,
    a_recipient,
    a_row,
    a_topic,
)

BY_BLOCK = a_row(MAYOR, block=ROADS)
BY_BLOCK_THERE = a_row(NORTH_SERVICE, block=ROADS, district=NORTH)
BY_TOPIC = a_row(ROAD_SERVICE, topic=HOLES)
BY_TOPIC_THERE = a_row(HEAT_PLANT, topic=HOLES, district=NORTH)
ALL = (BY_BLOCK, BY_BLOCK_THERE, BY_TOPIC, BY_TOPIC_THERE)
DUTIES = {"heat_utility": "Теплоснабжающая организация", "roads_dept": "Дорожная служба"}


def answers(catalog: Snapshot, topic_id: int = HOLES, *, district: int | None = None, on: str = "") -> Routed:
    return of_topic(
        catalog.topics[topic_id],
        district_id=district,
        on=date.fromisoformat(on) if on else None,
        catalog=catalog,
        routes=routes_of(catalog, DUTIES),
    )


@pytest.mark.parametrize(
    ("rows", "district", "recipient", "ground"),
    [
        (ALL, NORTH, HEAT_PLANT, "тематика «Ямы» в этом районе"),
        (ALL, SOUTH, ROAD_SERVICE, "тематика «Ямы»"),
        (ALL, None, ROAD_SERVICE, "тематика «Ямы»"),
        ((BY_BLOCK, BY_BLOCK_THERE, BY_TOPIC), NORTH, ROAD_SERVICE, "тематика «Ямы»"),
        ((BY_BLOCK, BY_BLOCK_THERE), NORTH, NORTH_SERVICE, "блок «Дороги» в этом районе"),
        ((BY_BLOCK, BY_BLOCK_THERE), SOUTH, MAYOR, "блок «Дороги»"),
        (tuple(reversed(ALL)), NORTH, HEAT_PLANT, "тематика «Ямы» в этом районе"),
        ((a_row(MAYOR, topic=HOLES, block=ROADS),), None, MAYOR, "тематика «Ямы»"),
    ],
)
def test_the_most_exact_row_wins(
    rows: tuple[object, ...], district: int, recipient: int, ground: str
) -> None:
    found = answers(a_catalog(*rows), district=district)  # type: ignore[arg-type]
    assert found == Routed(recipient, RouteBy.TABLE, f"по таблице ответственности: {ground}")


@pytest.mark.parametrize(
    ("on", "recipient"),
    [
        ("2026-01-31", None),
        ("2026-02-01", MAYOR),
        ("2026-03-31", MAYOR),
        ("2026-04-01", ROAD_SERVICE),
        ("", ROAD_SERVICE),
    ],
)
def test_rows_are_dated(on: str, recipient: int | None) -> None:
    catalog = a_catalog(
        a_row(MAYOR, topic=HOLES, since="2026-02-01", until="2026-03-31"),
        a_row(ROAD_SERVICE, topic=HOLES, since="2026-04-01"),
    )
    assert answers(catalog, on=on).recipient_id == recipient


def test_a_closed_recipient_is_passed_over() -> None:
    closed = a_recipient(MAYOR, "Администрация", active=False)
    catalog = a_catalog(
        a_row(MAYOR, topic=HOLES), a_row(ROAD_SERVICE, block=ROADS), recipients=(closed, *RECIPIENTS[1:])
    )
    assert answers(catalog).recipient_id == ROAD_SERVICE


def test_the_topics_own_recipient_comes_after_the_table() -> None:
    topics = (a_topic(recipient_id=ROAD_SERVICE), *TOPICS[2:])
    found = answers(a_catalog(topics=topics))
    assert found == Routed(ROAD_SERVICE, RouteBy.TOPIC, "получатель тематики «Ямы» по справочнику")
    assert answers(a_catalog(BY_BLOCK, topics=topics)).recipient_id == MAYOR


def test_the_only_one_of_its_kind_answers() -> None:
    found = answers(a_catalog(), HEAT)
    assert found == Routed(HEAT_PLANT, RouteBy.DUTY, "получатель по роду: «Теплоснабжающая организация»")


def test_of_several_of_a_kind_the_one_in_the_centre_answers() -> None:
    more = a_recipient(40, "Котельная", "heat_utility", in_centre=False)
    assert answers(a_catalog(recipients=(*RECIPIENTS, more)), HEAT).recipient_id == HEAT_PLANT


def test_among_several_a_person_chooses() -> None:
    more = a_recipient(40, "Котельная", "heat_utility")
    found = answers(a_catalog(recipients=(*RECIPIENTS, more)), HEAT)
    assert found.recipient_id is None
    assert "несколько" in found.ground


def test_nobody_of_the_kind_is_told() -> None:
    found = answers(a_catalog())
    assert found == Routed(None, "", "в справочнике нет получателя рода «Дорожная служба»")


def routed(hint: str, *, system: str = "", topic_id: int | None = HOLES) -> Routed:
    catalog = a_catalog(BY_TOPIC)
    asked = Asked(text="", recipient_hint=hint, system=system)
    topic = catalog.topics[topic_id] if topic_id else None
    return route(asked, topic, catalog=catalog, routes=routes_of(catalog, DUTIES))


def test_the_source_comes_first_when_it_names_one_of_ours() -> None:
    found = routed("северная  служба", system="Инцидент Менеджмент")
    assert found == Routed(
        NORTH_SERVICE, RouteBy.SOURCE, "получатель указан в выгрузке «Инцидент Менеджмент»"
    )


def test_a_stranger_of_the_source_is_passed_over() -> None:
    assert routed("Министерство").recipient_id == ROAD_SERVICE


def test_without_a_topic_there_is_no_route() -> None:
    assert routed("", topic_id=None) == Routed(None, "", "тематика не определена")
