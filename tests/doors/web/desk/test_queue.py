"""The queue through the client: filters, scope, bulk acts, views, export and the number of queries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from otklik.ground.audit import selectors as audit
from otklik.ground.people import selectors as people
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases import selectors as cases
from tests import builders

HEATING = "Ненадлежащее качество или отсутствие отопления"
HOLES = "Ямы и выбоины на дороге"

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> MunicipalityView:
    town = builders.a_town()
    builders.a_recipient(town, "ООО «Тепло»", topic=HEATING)
    builders.a_recipient(town, "МКУ «Дороги»", topic=HOLES)
    return town


@pytest.fixture
def enter(client: Client, town: MunicipalityView) -> Callable[..., Client]:
    def as_person(*roles: str, **more: Any) -> Client:
        client.force_login(builders.a_person(roles or ("operator",), town=town, **more))
        return client

    return as_person


def organisation_of(town: MunicipalityView, title: str) -> int:
    return next(one.id for one in people.organisations(town.id) if one.short_title == title)


def numbers(response: Any) -> list[str]:
    return [row.number for row in response.context["rows"]]


def test_stranger_is_led_to_sign_in(client: Client, town: MunicipalityView) -> None:
    assert client.get("/cases/").url == "/account/login/?next=/cases/"


def test_lost_session_sends_the_whole_page_to_sign_in(client: Client, town: MunicipalityView) -> None:
    page = "http://testserver/cases/?scope=all"
    answer = client.get("/cases/", headers={"hx-request": "true", "hx-current-url": page})
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/account/login/?next=/cases/%3Fscope%3Dall"


def test_day_shows_what_waits(enter: Callable[..., Client], town: MunicipalityView) -> None:
    builders.a_case(town=town, topic=HOLES)
    builders.a_case("Непонятно что", town=town, received="2026-03-02 11:00")
    page = enter().get("/")
    assert {"Ждут решения", "Просрочено"} <= {one.title for one in page.context["sections"]}


def test_day_says_what_will_come(enter: Callable[..., Client], town: MunicipalityView) -> None:
    assert "На сегодня всё" in enter().get("/").content.decode()


@pytest.mark.parametrize("role", ["operator", "block_head", "executor"])
@pytest.mark.parametrize("path", ["/", "/cases/", "/cases/?scope=all&text=яма&stream=digital&topic_id=1"])
def test_queries_do_not_grow(
    enter: Callable[..., Client],
    town: MunicipalityView,
    path: str,
    role: str,
    django_assert_max_num_queries: Any,
) -> None:
    for hour in range(10, 18):
        builders.a_case(town=town, topic=HOLES, received=f"2026-03-02 {hour}:00")
        builders.a_case("Что-то странное", town=town, received=f"2026-03-03 {hour}:00")
    client = enter(role, block="roads", organisation_id=organisation_of(town, "МКУ «Дороги»"))
    client.get(path)
    with django_assert_max_num_queries(12):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("topic_id={holes}", ["МЦУ-2026-000001"]),
        ("needs_decision=1", ["МЦУ-2026-000003"]),
        ("text=холодная+батарея", ["МЦУ-2026-000002"]),
        ("scope=done", []),
        ("status=новое", []),
    ],
)
def test_filters(
    enter: Callable[..., Client], town: MunicipalityView, query: str, expected: list[str]
) -> None:
    builders.a_case(town=town, topic=HOLES)
    builders.a_case("Батареи холодные, Речная, 14", town=town, topic=HEATING)
    builders.a_case("Ничего не понять", town=town)
    page = enter().get("/cases/?" + query.format(holes=builders.topic_id(town, HOLES)))
    assert numbers(page) == expected


def test_search_by_number_opens_the_case(enter: Callable[..., Client], town: MunicipalityView) -> None:
    builders.a_case(town=town)
    assert enter().get("/cases/?q=мцу-2026-000001").url.startswith("/cases/%D0%9C")


def test_pages_go_on_by_places(
    enter: Callable[..., Client], town: MunicipalityView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("otklik.doors.web.desk.queue.PAGE_SIZE", 2)
    for hour in (10, 11, 12):
        builders.a_case(town=town, topic=HOLES, received=f"2026-03-02 {hour}:00")
    client = enter()
    first = client.get("/cases/")
    second = client.get(first.context["next_url"])
    assert numbers(first) + numbers(second) == [f"МЦУ-2026-00000{n}" for n in (1, 2, 3)]
    assert second.context["first_url"] == "/cases/"
    assert not second.context["next_url"]


def test_bulk_asks_what_it_needs(enter: Callable[..., Client], town: MunicipalityView) -> None:
    case = builders.a_case(town=town, topic=HOLES)
    page = enter().post("/cases/act/", {"act": "route", "case": [case.id]}).content.decode()
    assert "Кому направить" in page
    assert "ООО «Тепло»" in page


def test_executor_sees_only_theirs(enter: Callable[..., Client], town: MunicipalityView) -> None:
    builders.a_case(town=town, topic=HOLES)
    builders.a_case("Батареи холодные", town=town, topic=HEATING)
    client = enter("executor", organisation_id=organisation_of(town, "ООО «Тепло»"))
    assert numbers(client.get("/cases/")) == ["МЦУ-2026-000002"]
    assert client.get("/cases/МЦУ-2026-000001/").status_code == 404


def test_block_head_sees_only_the_block(enter: Callable[..., Client], town: MunicipalityView) -> None:
    builders.a_case(town=town, topic=HOLES)
    builders.a_case("Батареи холодные", town=town, topic=HEATING)
    assert numbers(enter("block_head", block="roads").get("/cases/")) == ["МЦУ-2026-000001"]


def test_observer_reads_masked_text(enter: Callable[..., Client], town: MunicipalityView) -> None:
    builders.a_case("Звоните мне 8 900 123-45-67, яма", town=town, topic=HOLES)
    assert "123-45-67" not in enter("region_observer").get("/cases/").content.decode()


def test_bulk_tells_how_many_and_why_not(enter: Callable[..., Client], town: MunicipalityView) -> None:
    sure = builders.a_case(town=town, topic=HOLES)
    unclear = builders.a_case("Ничего не понять", town=town)
    client = enter()
    fields = {"act": "route", "case": [sure.id, unclear.id], "recipient": sure.recipient_id}
    page = client.post("/cases/act/", fields, follow=True)
    assert [str(one) for one in page.context["messages"]] == [
        "Готово: 1\xa0карточка. Не вышло с 1: Сначала выберите тему — 1."
    ]


def test_bulk_is_refused_beyond_the_scope(enter: Callable[..., Client], town: MunicipalityView) -> None:
    theirs = builders.a_case(town=town, topic=HOLES)
    client = enter("executor", organisation_id=organisation_of(town, "ООО «Тепло»"))
    client.post("/cases/act/", {"act": "take", "case": [theirs.id]})
    assert cases.by_id(theirs.id).status == "routed"
    assert client.post("/cases/act/", {"act": "close", "case": [theirs.id]}).status_code == 404


def test_view_is_kept_and_forgotten(enter: Callable[..., Client], town: MunicipalityView) -> None:
    client = enter()
    client.post("/cases/views/", {"title": "Ямы", "query": "is_overdue=1&odd=1"})
    (view,) = client.get("/cases/").context["views"]
    assert (view.title, view.query) == ("Ямы", "is_overdue=1")
    client.post(f"/cases/views/{view.id}/forget/")
    assert client.get("/cases/").context["views"] == []


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_export_is_journalled(enter: Callable[..., Client], town: MunicipalityView, form: str) -> None:
    builders.a_case("=cmd() яма", town=town, topic=HOLES)
    answer = enter().get(f"/cases/export/{form}/?text=яма&is_overdue=1")
    body = b"".join(answer.streaming_content)
    if form == "csv":
        assert ";'=cmd() яма" in body.decode("utf-8-sig")
    (entry, *_rest) = audit.of_subject("queue", town.id)
    assert entry.details == {"form": form, "query": "is_overdue=1"}


def test_export_needs_the_right(enter: Callable[..., Client], town: MunicipalityView) -> None:
    assert enter("town_head").get("/cases/export/csv/").status_code == 404


def test_town_is_switched_and_a_card_is_left(enter: Callable[..., Client], town: MunicipalityView) -> None:
    other = builders.a_town("ozersk", title="Город Озёрск")
    builders.a_person(("operator",), town=other, username=f"operator-{town.code}")
    client = enter()
    answer = client.post("/town/", {"town": other.id, "next": "/cases/МЦУ-2026-000001/"})
    assert answer.url == "/"
    assert client.get("/").context["visit"].town.id == other.id
