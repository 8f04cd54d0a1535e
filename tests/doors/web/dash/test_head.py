"""The head's screen: figures from the lake, what grew and where, who is late, and whose cases one sees."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.flow import publish
from otklik.ground.places.selectors import MunicipalityView
from otklik.insight.analytics import overview
from otklik.insight.analytics.engine import Engine
from otklik.insight.analytics.growth import is_growth
from otklik.insight.analytics.lake import Lake
from otklik.insight.analytics.scope import Scope
from otklik.insight.analytics.values import CaseFact
from otklik.insight.reports import selectors as reports
from otklik.kernel import clock
from tests.builders import a_case, a_person, a_recipient, a_town
from tests.insight.analytics.facts_by_hand import a_fact

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOW = datetime(2026, 10, 26, 9, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture
def lake(tmp_path: Path, settings: Any) -> Iterator[Lake]:
    settings.DATA, settings.LAKE = tmp_path, tmp_path / "lake"
    yield Lake(tmp_path / "lake")
    reports.engine().close()


def fact(number: int, day: date, **told: Any) -> CaseFact:
    return a_fact(number, f"{day:%Y-%m-%d}", **told)


def weekly(count: int, topic: str, district: str, *, weeks_ago: int, first: int) -> list[CaseFact]:
    day = NOW.date() - timedelta(days=7 * weeks_ago)
    return [
        fact(first + one, day, topic_code=topic, topic_title=topic, district_code=district, done=f"{day}")
        for one in range(count)
    ]


def asked(lake: Lake, facts: list[CaseFact], scope: Scope | None = None) -> overview.Overview:
    lake.absorb(lambda _: [(facts, "w")])
    engine = Engine(lake.folder)
    try:
        return overview.overview(engine, scope or Scope(municipality="town"), now=NOW, zone=MOSCOW)
    finally:
        engine.close()


def test_неделя_против_среднего_и_район_роста(lake: Lake) -> None:
    facts = [fact(1, NOW.date() - timedelta(days=62))]
    for week in range(1, 9):
        facts += weekly(2, "dogs", "north", weeks_ago=week, first=week * 100)
    facts += weekly(9, "dogs", "plant", weeks_ago=0, first=1000)
    facts += weekly(1, "dogs", "north", weeks_ago=0, first=1100)
    found = asked(lake, facts)
    assert found.received.weeks == (3.0, *(2.0,) * 7, 10.0)
    assert (found.received.value, found.received.usual) == (10.0, 17 / 8)


def test_неполная_первая_неделя_не_считается_обычной(lake: Lake) -> None:
    facts = [fact(1, NOW.date() - timedelta(days=27)), fact(2, NOW.date() - timedelta(days=26))]
    assert asked(lake, facts).received.weeks == (2.0, 0.0, 0.0, 0.0)


def test_неделя_без_одного_дня_ещё_не_полная(lake: Lake) -> None:
    assert asked(lake, [fact(1, NOW.date() - timedelta(days=26))]).received.weeks == (0.0, 0.0, 0.0)


def test_рост_темы_разложен_по_районам(lake: Lake) -> None:
    facts = [fact(1, NOW.date() - timedelta(days=62))]
    for week in range(1, 9):
        facts += weekly(2, "dogs", "north", weeks_ago=week, first=week * 100)
    facts += weekly(9, "dogs", "plant", weeks_ago=0, first=1000)
    facts += weekly(1, "dogs", "north", weeks_ago=0, first=1100)
    found = asked(lake, facts)
    (grown,) = found.topics
    assert is_growth(grown)
    assert (grown.count, grown.usual, grown.growth) == (10, 2.0, 8.0)
    assert [(part.district_code, part.growth) for part in grown.parts] == [("plant", 9.0), ("north", -1.0)]


def test_редкая_тема_дважды_это_ещё_не_рост(lake: Lake) -> None:
    facts = [fact(1, NOW.date() - timedelta(days=70)), *weekly(2, "rare", "north", weeks_ago=0, first=10)]
    found = asked(lake, facts)
    assert not any(is_growth(one) for one in found.topics)


def test_просрочено_у_кого_и_обещания(lake: Lake) -> None:
    day = NOW.date() - timedelta(days=40)
    late = {"status": "in_work", "recipient_title": "Дороги"}
    facts = [
        fact(1, day, **late),
        fact(2, day + timedelta(days=5), **late, promised_on=NOW.date() - timedelta(days=1)),
        fact(3, NOW.date(), **late, promised_on=NOW.date()),
        fact(4, day, status="closed", done="2026-10-25"),
    ]
    found = asked(lake, facts)
    assert found.overdue.value == 2
    assert found.in_work.value == 3
    assert [(one.recipient_title, one.count, one.in_work) for one in found.late] == [("Дороги", 2, 3)]
    assert [one.number for one in found.broken] == [facts[1].number]


def test_нет_ответов_и_оценок_это_неизвестно_а_не_ноль(lake: Lake) -> None:
    found = asked(lake, [fact(1, NOW.date())])
    assert found.answer_days.value is None
    assert (found.rated.mean, found.rated.count) == (None, 0)


def test_пустое_озеро(lake: Lake) -> None:
    found = asked(lake, [])
    assert (found.received.value, found.in_work.value, found.overdue.value) == (0, 0, 0)
    assert found.topics == found.late == found.broken == ()


def test_руководитель_блока_видит_свой_блок(lake: Lake) -> None:
    today = NOW.date()
    facts = [fact(1, today), fact(2, today, block_code="housing"), fact(3, today, recipient_id=9)]
    housing = Scope(municipality="town", is_whole=False, blocks=("housing",))
    assert asked(lake, facts, housing).received.value == 1
    both = Scope(municipality="town", is_whole=False, blocks=("housing",), recipient_ids=(9,))
    assert asked(lake, [], both).received.value == 2
    assert asked(lake, [], Scope(municipality="town", is_whole=False)).received.value == 0
    assert asked(lake, [], Scope(municipality="elsewhere")).received.value == 0


@pytest.fixture
def town(lake: Lake, db: None) -> MunicipalityView:
    town = a_town()
    a_recipient(town, block="roads")
    today = f"{clock.now():%Y-%m-%d}"
    for _ in range(3):
        a_case(
            town=town, topic="Ямы и выбоины на дороге", recipient="МКУ «Дороги»", received=f"{today} 00:01"
        )
    publish.sync_lake(now=clock.now())
    return town


def client_of(town: MunicipalityView, role: str, **told: Any) -> Client:
    client = Client()
    client.force_login(a_person((role,), town=town, **told), backend=BACKEND)
    return client


def test_страница_главы_за_двенадцать_запросов(town: MunicipalityView) -> None:
    client = client_of(town, "town_head")
    client.get("/dash/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/dash/")
    assert page.status_code == 200
    assert len(queries) <= 12
    assert page.context["figures"][0].value == "3"
    assert "учтены перемены: сегодня в" in page.content.decode()
    assert all(figure.url.startswith("/") for figure in page.context["figures"])
    for figure in page.context["figures"]:
        assert client.get(figure.url).status_code == 200


def test_чужой_блок_не_виден(town: MunicipalityView) -> None:
    assert client_of(town, "block_head", block="roads").get("/dash/").context["figures"][0].value == "3"
    other = client_of(town, "block_head", block="culture", username="culture")
    assert other.get("/dash/").context["figures"][0].value == "0"


def test_оператору_сводки_нет(town: MunicipalityView) -> None:
    assert client_of(town, "operator").get("/dash/").status_code == 404
    assert Client().get("/dash/").status_code == 302
