"""Topics of a newer edition of «Инцидент Менеджмент» enter the catalog by themselves."""

from datetime import UTC, datetime

import pytest

from otklik.register.catalog import selectors, services
from tests.builders import a_town

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_the_same_in_other_words_is_one_more_code_of_the_topic() -> None:
    town = a_town()
    added = services.meet_topics(town.id, ["Дороги / Установка и замена дорожных ограждений"], now=NOW)
    found = selectors.snapshot(town.id).topic_by_title("Дороги / Установка и замена дорожных ограждений")
    assert added == []
    assert found is not None
    assert found.title == "Необходима установка и замена дорожных ограждений"


def test_a_new_topic_stands_in_its_group_with_the_block_of_its_sibling() -> None:
    town = a_town()
    title = "Дороги / Покраска дорожных бордюров и ограждений к празднику"
    assert services.meet_topics(town.id, [title], now=NOW) == [title]
    snapshot = selectors.snapshot(town.id)
    found = snapshot.topic_by_title(title)
    assert found is not None
    assert found.group_title == "Дороги"
    assert found.block_id is not None
    assert snapshot.blocks[found.block_id].code == "roads"


def test_a_group_known_by_the_beginning_of_its_title_is_not_doubled() -> None:
    town = a_town()
    services.meet_topics(town.id, ["Здравоохранение / Выездная диспансеризация посёлков"], now=NOW)
    groups = [t.title for t in selectors.snapshot(town.id).topics.values() if t.is_group]
    assert "Здравоохранение" not in groups
    assert "Здравоохранение/Медицина" in groups


def test_meeting_the_same_titles_twice_adds_nothing() -> None:
    town = a_town()
    title = "Дроны / Полёты над домами"
    assert services.meet_topics(town.id, [title], now=NOW) == [title]
    known = len(selectors.snapshot(town.id).topics)
    if selectors.snapshot(town.id).topic_by_title(title) is None:
        services.meet_topics(town.id, [title], now=NOW)
    assert len(selectors.snapshot(town.id).topics) == known
