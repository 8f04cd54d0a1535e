"""Records are the same for the same seed, in order of time, complete and plausible."""

import hashlib
import re
import tracemalloc
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest

from otklik.border.ports.messages import CaseKind, Outcome, Record, StepKind, Stream
from otklik.flow.demo.plan import plan
from otklik.flow.demo.texts import CHANNELS
from otklik.flow.demo.town import load_town

UNTIL = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
PHONE = re.compile(r"\+?\d[\d\s()-]{8,}\d")
FINAL = {StepKind.ANSWERED, StepKind.FORWARDED, StepKind.CLOSED}


def digest(records: list[Record]) -> str:
    return hashlib.sha256(repr(records).encode()).hexdigest()


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return list(plan(seed=1, cases=3_000, until=UNTIL))


def test_the_same_seed_gives_the_same_records() -> None:
    assert digest(list(plan(seed=7, cases=300, until=UNTIL))) == digest(
        list(plan(seed=7, cases=300, until=UNTIL))
    )
    assert digest(list(plan(seed=7, cases=300, until=UNTIL))) != digest(
        list(plan(seed=8, cases=300, until=UNTIL))
    )


@pytest.mark.parametrize("cases", [1, 40, 777])
def test_there_are_exactly_as_many_records_as_asked(cases: int) -> None:
    assert [one.row for one in plan(seed=2, cases=cases, until=UNTIL)] == list(range(1, cases + 1))


@pytest.mark.parametrize(
    "until", ["2026-01-01T00:30", "2026-01-21T12:00", "2026-05-03T21:30", "2027-07-31T10:00"]
)
def test_it_may_end_on_any_day(until: str) -> None:
    end = datetime.fromisoformat(until).replace(tzinfo=UTC)
    found = list(plan(seed=3, cases=200, until=end))
    assert len(found) == 200
    assert found[-1].inbound.received_at <= end


def test_records_come_in_order_within_fifteen_months(records: list[Record]) -> None:
    moments = [one.inbound.received_at for one in records]
    assert all(earlier <= later for earlier, later in pairwise(moments))
    assert UNTIL - timedelta(days=459) < moments[0] < UNTIL - timedelta(days=450)
    assert UNTIL - timedelta(days=2) < moments[-1] <= UNTIL
    assert all(one.utcoffset() == timedelta(0) for one in moments)


def test_external_ids_are_unique(records: list[Record]) -> None:
    assert [one.inbound.external_id for one in records[:2]] == ["demo-1-1", "demo-1-2"]
    assert len({one.inbound.external_id for one in records}) == len(records)


def test_no_slot_is_left_unfilled(records: list[Record]) -> None:
    texts = [one.inbound.text for one in records] + [step.text for one in records for step in one.steps]
    assert [text for text in texts if "{" in text or "}" in text or "  " in text] == []


def test_steps_go_in_time_and_nothing_is_after_the_end(records: list[Record]) -> None:
    for one in records:
        moments = [one.inbound.received_at, *(step.at for step in one.steps), UNTIL]
        assert all(earlier <= later for earlier, later in pairwise(moments)), one


def test_an_interim_answer_promises_a_later_day(records: list[Record]) -> None:
    promises = [step for one in records for step in one.steps if step.kind is StepKind.INTERIM]
    assert len(promises) > 100
    assert all(step.promised_on and step.promised_on > step.at.date() for step in promises)


def test_an_outcome_needs_a_final_step_and_a_rating_a_rated_one(records: list[Record]) -> None:
    for one in records:
        kinds = [step.kind for step in one.steps]
        assert one.outcome is None or FINAL & set(kinds)
        assert bool(one.closing_reason) == (one.outcome is not None)
        assert (one.rating is not None) == (StepKind.RATED in kinds)
        answers = [step.text for step in one.steps if step.kind is StepKind.ANSWERED]
        assert all(answers)
        assert len(set(answers)) == len(answers) or one.inbound.recipient == "УК «Уют-Сервис»"


def test_kind_and_stream_follow_the_channel(records: list[Record]) -> None:
    found = {(one.inbound.channel, one.inbound.kind, one.inbound.stream) for one in records}
    assert {channel for channel, _, _ in found} == CHANNELS
    assert len(found) == len(CHANNELS)
    assert ("paper", CaseKind.APPEAL, Stream.APPEALS) in found
    assert ("phone", CaseKind.MESSAGE, Stream.HOTLINE) in found
    assert ("vk", CaseKind.MESSAGE, Stream.DIGITAL) in found


def test_every_group_all_stages_and_all_outcomes_occur(records: list[Record]) -> None:
    assert len({one.inbound.topic.split(" / ")[0] for one in records}) == 26
    assert {one.outcome for one in records} >= {
        None, Outcome.MEASURES_TAKEN, Outcome.EXPLAINED, Outcome.NOT_SUPPORTED, Outcome.FORWARDED,
        Outcome.ANSWERED, Outcome.LEFT_UNANSWERED,
    }  # fmt: skip
    last = {one.steps[-1].kind if one.steps else None for one in records[-200:]}
    assert last >= {StepKind.ROUTED, StepKind.TAKEN, StepKind.INTERIM, StepKind.CLOSED}
    assert {one.system for one in records} == {"ПОС", "Инцидент Менеджмент", "СЭД", "Отклик"}


def test_seasons_and_hours_show(records: list[Record]) -> None:
    snow = Counter(one.inbound.received_at.month for one in records if "снег" in one.inbound.topic)
    assert snow[1] > 5
    assert snow[7] == 0
    hogweed = [one.inbound.received_at.month for one in records if "Борщевик" in one.inbound.topic]
    assert set(hogweed) == {6, 7, 8}
    vk = Counter(
        one.inbound.received_at.astimezone(MOSCOW).hour for one in records if one.inbound.channel == "vk"
    )
    assert vk[20] + vk[21] > 3 * (vk[3] + vk[4] + 1)
    paper = [one.inbound.received_at.astimezone(MOSCOW) for one in records if one.inbound.channel == "paper"]
    assert all(moment.weekday() < 5 for moment in paper)


def test_recipients_are_organisations_of_the_town(records: list[Record]) -> None:
    known = {one.short for one in load_town().organisations} | {""}
    assert {one.inbound.recipient for one in records} <= known


def test_contacts_are_fictional(records: list[Record]) -> None:
    for one in records:
        author = one.inbound.author
        assert not author.phone or author.phone.startswith("+7 (000) ")
        assert not author.email or author.email.endswith(".invalid")
        assert ".invalid/" in (one.inbound.url or ".invalid/")
        assert not PHONE.search(one.inbound.text)
        assert not any(PHONE.search(step.text) for step in one.steps)


def test_there_are_repeats_anonymous_authors_and_organisations(records: list[Record]) -> None:
    share = sum("Повторное" in one.facts for one in records) / len(records)
    assert 0.015 < share < 0.045
    assert any(not one.inbound.author.name for one in records)
    assert any(one.inbound.author.is_organisation for one in records)
    assert {one.facts.get("Подтверждение") for one in records} == {None, "фото", "ГЛОНАСС"}


def test_a_million_streams_in_constant_memory() -> None:
    tracemalloc.start()
    try:
        stream = plan(seed=1, cases=1_000_000, until=UNTIL)
        for _ in islice(stream, 2_000):
            pass
        small = tracemalloc.get_traced_memory()[0]
        for _ in islice(stream, 6_000):
            pass
        assert tracemalloc.get_traced_memory()[0] < small + 6_000_000
    finally:
        tracemalloc.stop()
