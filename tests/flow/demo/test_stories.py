"""The planted stories can be seen in the records."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import median

import pytest

from otklik.border.ports.messages import Record, StepKind
from otklik.flow.demo import stories
from otklik.flow.demo.plan import plan
from otklik.flow.demo.town import load_town

UNTIL = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOWN = load_town()
DISTRICT_OF = {(one.settlement, one.nominative): one.district for one in TOWN.streets}
SPOT_DISTRICT = {one.phrase: one.district for one in TOWN.spots}


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return list(plan(seed=1, cases=5_000, until=UNTIL))


def district(one: Record) -> str:
    place = one.inbound.place
    return SPOT_DISTRICT[place.landmark] if place.landmark else DISTRICT_OF[place.settlement, place.street]


def days_to_answer(one: Record) -> float | None:
    answered = [step.at for step in one.steps if step.kind is StepKind.ANSWERED]
    return (answered[0] - one.inbound.received_at) / timedelta(days=1) if answered else None


def test_pothole_spring(records: list[Record]) -> None:
    potholes = [one for one in records if one.inbound.topic.endswith("Ямы и выбоины на дороге")]
    months = Counter(
        (one.inbound.received_at.year, one.inbound.received_at.month)
        for one in potholes
        if district(one) in stories.POTHOLE_DISTRICTS
    )
    around = (months[2026, 3] + months[2026, 5]) / 2
    assert months[2026, 4] > 2.5 * around
    other = Counter(one.inbound.received_at.month for one in potholes if district(one) == "station")
    assert other[4] < 12


def test_heating_failure(records: list[Record]) -> None:
    start = datetime(2026, 1, 21, 15, 40, tzinfo=UTC)
    cold = [
        one
        for one in records
        if start <= one.inbound.received_at <= start + timedelta(hours=6)
        and one.inbound.topic.endswith("Ненадлежащее качество или отсутствие отопления")
    ]
    assert 115 <= len(cold) <= 125
    assert len({one.inbound.place.street for one in cold}) == stories.HEAT_STREETS
    assert all(one.facts["Важность"] == "угроза жизни или здоровью" for one in cold)
    assert {one.inbound.recipient for one in cold} == {"МУП «Теплосеть»"}
    restored = [step.at for one in cold for step in one.steps if step.kind is StepKind.ANSWERED]
    assert min(restored) > start + timedelta(hours=6)


def test_stray_dog_cluster(records: list[Record]) -> None:
    dogs = [one for one in records if "безнадзорных собак" in one.inbound.topic]
    end = UNTIL - timedelta(days=stories.DOG_ENDED_DAYS_AGO)
    weeks = [one for one in dogs if end - timedelta(days=45) < one.inbound.received_at < end]
    here = [one for one in weeks if district(one) == stories.DOG_DISTRICT]
    assert len(here) >= 60
    assert len(here) > 5 * (len(weeks) - len(here))


def test_chronic_dump_ends_with_the_road_map(records: list[Record]) -> None:
    dump = [one for one in records if one.inbound.place.landmark == stories.DUMP_SPOT]
    months = {(one.inbound.received_at.year, one.inbound.received_at.month) for one in dump}
    assert len(months) >= 9
    assert max(one.inbound.received_at for one in dump) < UNTIL - timedelta(days=140)
    assert {one.facts["Дорожная карта"] for one in dump} == {stories.DUMP_ROAD_MAP}


def test_overloaded_recipient(records: list[Record]) -> None:
    own = [one for one in records if one.inbound.recipient == "МКУ «Благоустройство»"]
    since, settled = UNTIL - timedelta(days=150), UNTIL - timedelta(days=45)
    before = [days_to_answer(one) for one in own if one.inbound.received_at < since]
    after = [days_to_answer(one) for one in own if since < one.inbound.received_at < settled]
    was, now = (median(day for day in part if day is not None) for part in (before, after))
    assert now > 1.8 * was
    late = [one for one in own if since < one.inbound.received_at < settled and is_late(one)]
    assert 0.2 < len(late) / len(after) < 0.42


def test_about_six_of_a_hundred_are_overdue(records: list[Record]) -> None:
    settled = [one for one in records if one.inbound.received_at < UNTIL - timedelta(days=45)]
    share = sum(map(is_late, settled)) / len(settled)
    assert 0.04 < share < 0.1


def test_formal_replies(records: list[Record]) -> None:
    def ratings(recipient: str) -> list[int]:
        return [one.rating for one in records if one.inbound.recipient == recipient and one.rating]

    def reopened(recipient: str) -> float:
        own = [one for one in records if one.inbound.recipient == recipient and one.rating]
        return sum(any(step.kind is StepKind.REOPENED for step in one.steps) for one in own) / len(own)

    formal, honest = ratings("УК «Уют-Сервис»"), ratings("УК «Наш дом»")
    assert sum(rating <= 2 for rating in formal) / len(formal) > 0.6
    assert sum(rating <= 2 for rating in honest) / len(honest) < 0.45
    assert reopened("УК «Уют-Сервис»") > 2 * reopened("УК «Наш дом»")
    said = " ".join(
        step.text for one in records if one.inbound.recipient == "УК «Уют-Сервис»" for step in one.steps
    )
    assert "меры принимаются в рабочем порядке" in said.lower()


def is_late(one: Record) -> bool:
    """Rough terms in calendar days: a post 10 after its interim answer, everything else 30."""
    taken = days_to_answer(one)
    if one.inbound.channel in ("vk", "ok", "telegram", "max", "incident"):
        first = next((step for step in one.steps if step.kind in (StepKind.INTERIM, StepKind.ANSWERED)), None)
        if first is None:
            return any(step.kind is StepKind.ROUTED for step in one.steps)
        return taken is None or taken > 12 or first.at - one.inbound.received_at > timedelta(days=5)
    if "Фаст-трек" in one.facts:
        return taken is None or taken > 14
    return (taken is None or taken > 30) and any(step.kind is StepKind.ROUTED for step in one.steps)
