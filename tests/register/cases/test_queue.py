"""Filters of the queue live in the address: what is written is read back."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.register.cases.queue import Asked, Place, Scope, place, read, write

WORD = st.text(min_size=1, max_size=20).map(str.strip)
NUMBER = st.none() | st.integers(min_value=0, max_value=2**40)
DAY = st.none() | st.dates(min_value=date(1, 1, 1))
ASKED = st.builds(
    Asked,
    scope=st.sampled_from(Scope), text=WORD, status=WORD, stream=WORD, kind=WORD, channel=WORD,
    urgency=NUMBER, topic_id=NUMBER, group_id=NUMBER, block_id=NUMBER, recipient_id=NUMBER,
    district_id=NUMBER, assignee_id=NUMBER, rating=NUMBER, is_overdue=st.booleans(),
    is_due_today=st.booleans(), is_promise_broken=st.booleans(), is_urgent=st.booleans(),
    needs_decision=st.booleans(), received_from=DAY, received_to=DAY,
)  # fmt: skip


@given(ASKED)
def test_what_is_written_is_read_back(asked):
    assert read(write(asked)) == asked


@given(st.dictionaries(st.sampled_from([*Asked.__dataclass_fields__, "x"]), st.text(max_size=30)))
def test_any_address_is_read_without_a_word(query):
    assert isinstance(read(query), Asked)


def test_nothing_asked_is_nothing_written():
    assert write(Asked()) == {}
    assert read({}) == Asked()


@pytest.mark.parametrize(
    "query",
    [{"topic_id": "x"}, {"topic_id": "-1"}, {"rating": "²"}, {"topic_id": "9" * 19},
     {"received_from": "32.01.2026"},
     {"scope": "everything"}, {"is_overdue": "yes"}],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_understood_is_left_out(query):
    assert read(query) == Asked()


@given(st.datetimes(timezones=st.just(UTC)), st.integers(min_value=0, max_value=2**62))
def test_a_place_goes_through_the_address(moment, row):
    assert place(str(Place(moment, row))) == Place(moment, row)


@pytest.mark.parametrize(
    "told", ["", "~", "2026-03-02~1", "2026-03-02T10:00:00~1", "x~1", "2026-03-02T10:00:00+00:00~x"]
)
def test_a_broken_place_is_no_place(told):
    assert place(told) is None


def test_a_place_keeps_its_microseconds():
    there = Place(datetime(2026, 3, 2, 7, 0, 0, 123456, tzinfo=UTC), 5)
    assert place(str(there)) == there
