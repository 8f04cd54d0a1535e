"""From rows of the register to facts: the right days, the words of the catalog, nothing personal."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from otklik.ground.people.models import Organisation
from otklik.ground.places.models import District, Municipality, Settlement
from otklik.insight.analytics.engine import Engine
from otklik.insight.analytics.facts import OVERLAP, source
from otklik.insight.analytics.lake import Lake
from otklik.insight.analytics.values import CaseFact
from otklik.register.cases.models import Applicant, Case
from otklik.register.catalog.models import Recipient, SectorBlock, Topic

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def town() -> Municipality:
    return Municipality.objects.create(
        code="town", title="Заречье", title_genitive="Заречья", timezone="Asia/Yekaterinburg", created_at=NOW
    )


def a_case(town: Municipality, number: str = "МЦУ-2026-000001", **told: Any) -> Case:
    """A case registered at 22:30 in Moscow of 31 October, which is 00:30 of 1 November in the town."""
    instant = datetime(2026, 10, 31, 19, 30, tzinfo=UTC)
    return Case.objects.create(
        **{
            "municipality": town,
            "number": number,
            "public_code": "x",
            "kind": "message",
            "stream": "digital",
            "channel": "vk",
            "status_since": instant,
            "attention_at": instant,
            "received_at": instant - timedelta(hours=1),
            "registered_at": instant,
            "updated_at": NOW - timedelta(hours=1),
            **told,
        }
    )


def read(watermark: str = "", *, now: datetime = NOW) -> tuple[list[CaseFact], str]:
    facts, reached = [], watermark
    for batch, mark in source(now=now)(watermark):
        facts += batch
        reached = mark
    return facts, reached


def numbers(watermark: str, *, now: datetime = NOW) -> list[str]:
    return [fact.number for fact in read(watermark, now=now)[0]]


def test_голая_карточка(town: Municipality) -> None:
    case = a_case(town)
    (fact,), _ = read()
    assert (fact.case_id, fact.number, fact.municipality) == (case.pk, "МЦУ-2026-000001", "town")
    assert (fact.topic_code, fact.recipient_id, fact.recipient_in_centre, fact.is_significant_topic) == (
        "",
        None,
        False,
        False,
    )
    assert (fact.lat_cell, fact.proof, fact.done_on, fact.rating) == ("", "none", None, None)


def test_дни_по_времени_муниципалитета(town: Municipality) -> None:
    a_case(town, answered_at=datetime(2026, 11, 3, 18, 59, tzinfo=UTC), closed_at=NOW)
    (fact,), _ = read()
    assert (fact.received_on, fact.registered_on, fact.done_on) == (
        date(2026, 10, 31),
        date(2026, 11, 1),
        date(2026, 11, 3),
    )
    assert fact.month == "2026-11"


def test_закрытая_без_ответа_окончена_в_день_закрытия(town: Municipality) -> None:
    a_case(town, closed_at=datetime(2026, 11, 3, 19, tzinfo=UTC))
    assert read()[0][0].done_on == date(2026, 11, 4)


def test_слова_каталога_и_места(town: Municipality) -> None:
    block = SectorBlock.objects.create(municipality=town, code="roads", title="Дороги")
    group = Topic.objects.create(municipality=town, code="im-roads", title="Дороги")
    topic = Topic.objects.create(municipality=town, code="pits", title="Ямы", parent=group, block=block)
    organisation = Organisation.objects.create(municipality=town, title="Управление", short_title="Упр")
    recipient = Recipient.objects.create(
        municipality=town, organisation=organisation, title="Управление дорог"
    )
    a_case(
        town,
        topic=topic,
        block=block,
        recipient=recipient,
        district=District.objects.create(municipality=town, code="north", title="Северный"),
        settlement=Settlement.objects.create(municipality=town, title="Лесное"),
        lat=56.1,
        lon=60.2,
        proof="track",
        system="ПОС",
        rating=4,
    )
    (fact,), _ = read()
    assert (fact.topic_code, fact.topic_group, fact.topic_title, fact.block_code) == (
        "pits",
        "Дороги",
        "Ямы",
        "roads",
    )
    assert (fact.recipient_id, fact.recipient_title, fact.recipient_in_centre) == (
        recipient.pk,
        "Управление дорог",
        True,
    )
    assert (fact.district_code, fact.settlement, fact.is_significant_topic) == ("north", "Лесное", True)
    assert (fact.proof, fact.system, fact.rating, len(fact.lat_cell)) == ("track", "ПОС", 4, 15)


def test_тема_без_блока_не_значимая_а_получатель_не_из_центра_не_считается(town: Municipality) -> None:
    topic = Topic.objects.create(municipality=town, code="other", title="Прочее", is_significant=True)
    organisation = Organisation.objects.create(municipality=town, title="Полиция", short_title="МВД")
    recipient = Recipient.objects.create(
        municipality=town, organisation=organisation, title="МВД", is_in_centre=False
    )
    a_case(town, topic=topic, recipient=recipient)
    (fact,), _ = read()
    assert (fact.is_significant_topic, fact.recipient_in_centre) == (False, False)


def test_ничего_личного(town: Municipality) -> None:
    applicant = Applicant.objects.create(municipality=town, name="Иванова Мария", phone="+79991112233")
    a_case(
        town,
        applicant=applicant,
        address="ул. Мира, 5",
        summary="Я, Иванова Мария, прошу",
        source_url="vk.com/id1",
    )
    told = repr(read()[0])
    for personal in ("Иванова", "7999", "Мира", "vk.com"):
        assert personal not in told


def test_второй_раз_читается_только_изменившееся(town: Municipality) -> None:
    first, second = a_case(town, "1"), a_case(town, "2")
    _, mark = read()
    later = NOW + timedelta(hours=1)
    assert numbers(mark, now=later) == []
    a_case(town, "3", updated_at=NOW - timedelta(days=40))
    Case.objects.filter(pk=second.pk).update(updated_at=NOW + timedelta(minutes=1))
    facts, mark = read(mark, now=later)
    assert [fact.number for fact in facts] == ["2", "3"]
    assert numbers(mark, now=later + timedelta(hours=1)) == []
    assert first.pk


def test_правка_чья_транзакция_закрылась_после_чтения_не_теряется(town: Municipality) -> None:
    case = a_case(town)
    _, mark = read()
    Case.objects.filter(pk=case.pk).update(updated_at=NOW - OVERLAP + timedelta(seconds=1))
    assert numbers(mark) == ["МЦУ-2026-000001"]


def test_чтение_порциями_берёт_каждую_карточку(town: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("otklik.insight.analytics.facts.BATCH", 3)
    for number in range(10):
        a_case(town, str(number))
    facts, mark = read()
    assert [fact.number for fact in facts] == [str(number) for number in range(10)]
    Case.objects.update(updated_at=NOW)
    assert sorted(numbers(mark)) == [str(number) for number in range(10)]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = Engine(tmp_path)
    yield engine
    engine.close()


def test_из_реестра_в_озеро(town: Municipality, engine: Engine, tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    case = a_case(town, "1")
    lake.absorb(source(now=NOW))
    Case.objects.filter(pk=case.pk).update(status="closed", updated_at=NOW)
    a_case(town, "2")
    lake.absorb(source(now=NOW + timedelta(minutes=1)))
    assert sorted(engine.query("SELECT number, status FROM facts")) == [("1", "closed"), ("2", "new")]
