"""What goes straight to the driver fails, counts and rolls back as what goes through a cursor."""

import pytest
from django.db import IntegrityError, connection, transaction

from otklik.ground.bulk import selectors as bulk
from otklik.ground.bulk import services
from otklik.ground.outbox.models import Delivery
from otklik.kernel import clock

NAMES = ("kind", "key", "payload", "next_try_at", "created_at")
pytestmark = pytest.mark.django_db


def a_row(key):
    return ("test", key, {"ключ": key}, clock.now(), clock.now())


def test_a_refused_row_is_an_error_of_the_framework_and_takes_the_others_back():
    with pytest.raises(IntegrityError), transaction.atomic():
        services.add(Delivery, NAMES, [a_row("а"), a_row("б"), a_row("а")])
    assert not Delivery.objects.exists()


def test_rows_that_are_there_are_passed_over():
    services.add_missing(Delivery, NAMES, [a_row("а"), a_row("б")])
    services.add_missing(Delivery, NAMES, [a_row("б"), a_row("в")])
    assert sorted(Delivery.objects.values_list("key", flat=True)) == ["а", "б", "в"]


def test_who_counts_questions_counts_these(django_assert_num_queries):
    with django_assert_num_queries(2):
        bulk.first("SELECT 1")
        bulk.rows("SELECT 2 WHERE 1 = %s", [1])


def test_who_watches_questions_sees_these():
    seen = []

    def watch(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        assert bulk.first("SELECT 7") == (7,)
    assert seen == ["SELECT 7"]


def test_a_percent_sign_is_told_as_through_a_cursor():
    services.add(Delivery, NAMES, [a_row("сто"), a_row("двести")])
    sql = f"SELECT key FROM {Delivery._meta.db_table} WHERE key LIKE 'с%%' AND kind = %s"
    assert bulk.rows(sql, ["test"]) == [("сто",)]


def test_nothing_is_none():
    assert bulk.first("SELECT 1 WHERE 1 = %s", [2]) is None
