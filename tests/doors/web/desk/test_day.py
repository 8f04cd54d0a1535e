"""«Мой день» of each role: what to do first, in its order, with counts that lead to the cases."""

from typing import Any

import pytest
from django.test import Client

from otklik.doors.web.desk import day
from otklik.ground.people import selectors as people
from tests import builders

HOLES = "Ямы и выбоины на дороге"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "where", "expected"),
    [
        pytest.param("operator", {}, ["Угроза и срочные", "Ждут решения"], id="оператор распределяет"),
        pytest.param("centre_head", {}, ["Угроза и срочные", "На согласовании"], id="руководитель согласует"),
        pytest.param("block_head", {"block": "roads"}, ["Угроза и срочные", "На согласовании"], id="блок"),
        pytest.param("recipient_head", {"at": 1}, ["Угроза и срочные", "На согласовании"], id="получатель"),
        pytest.param("executor", {"at": 1}, ["Угроза и срочные", "Вернули на доработку"], id="исполнитель"),
        pytest.param("town_head", {}, ["Угроза и срочные", "Просрочено"], id="глава смотрит"),
    ],
)
def test_what_stands_first(
    client: Client, role: str, where: dict[str, Any], expected: list[str], django_assert_max_num_queries: Any
) -> None:
    town = builders.a_town()
    builders.a_recipient(town, "МКУ «Дороги»", topic=HOLES, block="roads")
    told = dict(where)
    if told.pop("at", None):
        told["organisation_id"] = people.organisations(town.id)[0].id
    client.force_login(builders.a_person((role,), town=town, **told))
    fresh = builders.a_case(town=town, topic=HOLES)
    request = client.get("/").wsgi_request
    visit = request._visit  # type: ignore[attr-defined]  # worked out by the page
    titles = [title for title, _why, _asked in day.sections(visit)]
    assert titles[:2] == expected
    assert ("На согласовании" in titles) == (role not in {"executor", "town_head"})
    assert ("Мои" in titles) == (role != "town_head")
    with django_assert_max_num_queries(12):
        page = client.get("/")
    if role == "executor":
        (section,) = [one for one in page.context["sections"] if one.title == "Новые поручения"]
        assert section.count == "1"
        assert [row.number for row in client.get(section.url).context["rows"]] == [fresh.number]
    assert bool(page.context["watch_url"]) == (role != "executor")
