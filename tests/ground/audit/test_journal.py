"""The journal is a chain: whoever touches an entry breaks it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.ground.audit import selectors, services
from otklik.ground.audit.models import Entry
from otklik.ground.audit.rules import GENESIS, Record, seal

NOW = datetime(2026, 3, 2, 7, 0, 0, 123456, tzinfo=UTC)


def a_record(**changes):
    told = {"action": "route", "subject": "case", "subject_id": "7", "at": NOW, "details": {"а": 1}}
    return Record(**(told | changes))


def test_the_seal_is_the_same_for_the_same():
    assert seal(a_record(), GENESIS) == seal(a_record(), GENESIS)
    assert len(seal(a_record(), GENESIS)) == 64


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "close"}, {"subject": "user"}, {"subject_id": "8"},
        {"at": NOW + timedelta(microseconds=1)}, {"municipality_id": 1}, {"actor_id": 1}, {"norm": "59-ФЗ"},
        {"ip": "127.0.0.1"},
        {"details": {"а": 2}}, {"details": {}},
    ],
    ids=str,
)  # fmt: skip
def test_any_change_changes_the_seal(changes):
    assert seal(a_record(**changes), GENESIS) != seal(a_record(), GENESIS)


def test_the_seal_depends_on_the_entry_before():
    assert seal(a_record(), GENESIS) != seal(a_record(), "1" * 64)


def test_one_instant_in_any_zone_has_one_seal():
    moscow = a_record(at=NOW.astimezone(timezone(timedelta(hours=3))))
    assert seal(moscow, GENESIS) == seal(a_record(), GENESIS)


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=4))
def test_the_order_of_details_is_no_matter(details):
    turned = dict(reversed(details.items()))
    try:
        sealed = seal(a_record(details=details), GENESIS)
    except UnicodeEncodeError:
        return
    assert seal(a_record(details=turned), GENESIS) == sealed


def entries(count):
    for number in range(count):
        services.record(
            action="route", subject="case", subject_id=number, now=NOW + timedelta(seconds=number),
            actor_id=number or None, municipality_id=1, norm="59-ФЗ, ст. 8",
            details={"нет": None, "число": 1.5, "слова": "ё 😤", "список": [1, {"а": True}]},
        )  # fmt: skip
    return list(Entry.objects.order_by("id"))


@pytest.mark.django_db
class TestChain:
    def test_an_empty_journal_is_whole(self):
        assert selectors.verify() == selectors.Verdict(0, None)

    def test_a_chain_is_whole_however_it_was_written(self):
        entries(3)
        services.record_many([a_record(subject_id=str(n)) for n in range(700)])
        entries(2)
        assert selectors.verify() == selectors.Verdict(705, None)

    @pytest.mark.parametrize(
        "changes",
        [
            {"action": "close"}, {"subject_id": "99"}, {"actor_id": None}, {"norm": ""},
            {"details": {}}, {"at": NOW}, {"hash": "0" * 64},
        ],
        ids=str,
    )  # fmt: skip
    def test_a_touched_entry_is_found(self, changes):
        rows = entries(5)
        Entry.objects.filter(id=rows[2].id).update(**changes)
        assert selectors.verify() == selectors.Verdict(2, rows[2].id)

    def test_a_removed_entry_is_found_by_the_next(self):
        rows = entries(5)
        Entry.objects.filter(id=rows[1].id).delete()
        assert selectors.verify() == selectors.Verdict(1, rows[2].id)

    def test_an_entry_put_in_between_is_found(self):
        rows = entries(3)
        forged = Entry(
            at=NOW, action="forged", subject="case", subject_id="1", hash=rows[-1].hash, details={}
        )
        forged.save()
        assert selectors.verify() == selectors.Verdict(3, forged.id)

    def test_nothing_is_written_for_nothing(self):
        services.record_many([])
        assert Entry.objects.count() == 0

    def test_the_journal_of_a_subject_is_read_newest_first(self):
        entries(2)
        services.record(action="close", subject="case", subject_id=1, now=NOW)
        assert [line.action for line in selectors.of_subject("case", 1)] == ["close", "route"]
