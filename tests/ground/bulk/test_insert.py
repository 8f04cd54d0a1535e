"""Rows by the hundred are the same rows as one by one."""

from datetime import UTC, datetime

import pytest

from otklik.ground.audit.models import Entry
from otklik.ground.bulk import services as bulk
from otklik.ground.outbox.models import Delivery
from otklik.ground.outbox.rules import State

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 7, 0, 0, 5, tzinfo=UTC)
NAMES = ("kind", "key", "payload", "state", "next_try_at", "created_at")


def a_row(key, **changes):
    told = {
        "kind": "send", "key": key, "payload": {"ё": [1, None, "'"]}, "state": State.RUNNING,
        "next_try_at": NOW, "created_at": NOW,
    } | changes  # fmt: skip
    return tuple(told[name] for name in NAMES)


def test_what_is_inserted_is_read():
    ids = bulk.insert(Delivery, NAMES, [a_row("а"), a_row('"; --'), a_row("%s")])
    rows = list(Delivery.objects.order_by("id"))
    assert [row.id for row in rows] == ids
    assert [row.key for row in rows] == ["а", '"; --', "%s"]
    assert rows[0].payload == {"ё": [1, None, "'"]}
    assert rows[0].state == "running"
    assert rows[0].next_try_at == NOW


def test_fields_that_are_not_named_get_their_defaults():
    bulk.insert(Delivery, NAMES, [a_row("1")])
    row = Delivery.objects.get()
    assert (row.attempts, row.lease_until, row.claimed_by, row.last_error, row.done_at) == (
        0,
        None,
        "",
        "",
        None,
    )


def test_rows_by_the_hundred_and_one_by_one_do_not_clash():
    bulk.insert(Delivery, NAMES, [a_row(str(n)) for n in range(1200)])
    own = Delivery.objects.create(kind="own", key="1", next_try_at=NOW, created_at=NOW)
    (after,) = bulk.insert(Delivery, NAMES, [a_row("last")])
    assert own.id < after
    assert Delivery.objects.count() == 1202


def test_nothing_is_inserted_for_nothing():
    assert bulk.insert(Delivery, NAMES, []) == []


@pytest.mark.parametrize("names", [("kind",), (*NAMES, "colour")], ids=["не хватает", "лишнее"])
def test_a_field_forgotten_or_unknown_is_told(names):
    with pytest.raises(LookupError):
        bulk.insert(Delivery, names, [("x",) * len(names)])


def test_ids_of_removed_rows_are_not_given_again():
    ids = bulk.insert(Delivery, NAMES, [a_row("1"), a_row("2")])
    Delivery.objects.all().delete()
    (fresh,) = bulk.insert(Delivery, NAMES, [a_row("3")])
    assert fresh > max(ids)


def test_each_table_counts_for_itself():
    bulk.insert(Delivery, NAMES, [a_row("1")])
    names = ("at", "action", "subject", "subject_id", "details", "hash")
    bulk.insert(Entry, names, [(NOW, "a", "b", "c", {}, "d")])
    assert Entry.objects.get().municipality_id is None
