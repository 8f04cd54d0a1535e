"""Where the steps of a foreign register lead."""

from datetime import UTC, date, datetime, timedelta

import pytest

from otklik.border.ports.messages import Author, Inbound, Outcome, Record, Step, StepKind, Stream
from otklik.register.cases.history import retell
from otklik.register.cases.rules import Status

START = datetime(2026, 3, 2, 7, tzinfo=UTC)


def at(hours):
    return START + timedelta(hours=hours)


def a_step(kind, hours, **more):
    return Step(kind=StepKind(kind), at=at(hours), **more)


def told(*steps, **more):
    inbound = Inbound(
        channel="vk", external_id="1", text="Яма", received_at=START, stream=Stream.DIGITAL, author=Author()
    )
    return retell(Record(row=2, inbound=inbound, steps=steps, **more), registered_at=START)


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        ((), Status.NEW),
        (("routed",), Status.ROUTED),
        (("routed", "taken"), Status.IN_WORK),
        (("routed", "taken", "submitted"), Status.APPROVAL),
        (("routed", "submitted", "returned"), Status.IN_WORK),
        (("routed", "interim"), Status.POSTPONED),
        (("routed", "answered"), Status.ANSWERED),
        (("answered", "closed"), Status.CLOSED),
        (("forwarded",), Status.FORWARDED),
        (("refused",), Status.REFUSED),
        (("answered", "closed", "reopened"), Status.REOPENED),
        (("answered", "rated"), Status.ANSWERED),
        (("answered", "surveyed", "note"), Status.ANSWERED),
    ],
)
def test_the_status_follows_the_steps(kinds, status):
    found = told(*(a_step(kind, hour) for hour, kind in enumerate(kinds, start=1)))
    assert found.status is status
    moves = [kind for kind in kinds if kind not in ("rated", "surveyed", "note")]
    assert len(found.changes) == len(moves)
    assert found.status_since == (found.changes[-1].at if found.changes else START)


def test_changes_hang_together():
    found = told(a_step("routed", 1), a_step("taken", 2), a_step("answered", 3), a_step("closed", 4))
    assert [change.source for change in found.changes] == [
        Status.NEW, *(change.target for change in found.changes[:-1])
    ]  # fmt: skip


def test_the_first_routing_counts_and_the_others_are_hops():
    found = told(a_step("routed", 1, by="А"), a_step("routed", 5, by="Б"), a_step("routed", 9, by="В"))
    assert found.routed_at == at(1)
    assert found.hops == 2
    assert [change.by for change in found.changes] == ["А", "Б", "В"]


def test_an_interim_answer_promises_and_the_last_answer_ends():
    found = told(
        a_step("interim", 2, text="Ждём тепла", promised_on=date(2026, 5, 1), url="https://vk.com/1"),
        a_step("answered", 9, text="Залатали"),
    )
    assert (found.first_answer_at, found.answered_at) == (at(2), at(9))
    assert found.promised_on == date(2026, 5, 1)
    assert [(one.is_interim, one.text) for one in found.replies] == [
        (True, "Ждём тепла"),
        (False, "Залатали"),
    ]


def test_a_refusal_is_no_first_answer():
    found = told(a_step("refused", 3))
    assert found.first_answer_at is None
    assert found.answered_at == at(3)


def test_an_answer_without_words_is_no_post():
    assert told(a_step("answered", 3)).replies == ()


def test_what_is_reopened_is_not_answered_any_more():
    found = told(a_step("answered", 1, text="Да"), a_step("closed", 2), a_step("reopened", 3))
    assert (found.answered_at, found.closed_at) == (None, None)
    assert found.first_answer_at == at(1)
    assert found.reopened_count == 1


def test_returns_are_counted():
    found = told(*(a_step(kind, 1) for kind in ("submitted", "returned", "submitted", "returned")))
    assert found.returned_count == 2


def test_the_rating_of_the_row_stands_before_that_of_a_step():
    assert told(a_step("rated", 1, rating=2)).rating == 2
    assert told(a_step("rated", 1, rating=2), rating=5).rating == 5


def test_a_forwarded_case_has_its_outcome():
    assert told(a_step("forwarded", 1)).outcome == Outcome.FORWARDED
    assert told(a_step("forwarded", 1), outcome=Outcome.EXPLAINED).outcome == Outcome.EXPLAINED


@pytest.mark.parametrize(
    ("words", "proof"),
    [
        ("Трек ГЛОНАСС", "track"),
        ("фотография", "photo"),
        ("Видео с места", "photo"),
        ("со слов", ""),
        ("", ""),
    ],
)
def test_the_proof_by_the_words_of_the_fact(words, proof):
    assert told(facts={"Подтверждение": words}).proof == proof
