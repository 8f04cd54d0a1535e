"""Migrations: each can be undone, and none is missing."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader


def ours() -> Iterator[Migration]:
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    return (one for one in loader.disk_migrations.values() if one.__module__.startswith("otklik."))


@pytest.mark.django_db
def test_migrations_can_be_undone() -> None:
    one_way = [
        f"{migration.app_label}.{migration.name}: {type(operation).__name__}"
        for migration in ours()
        for operation in migration.operations
        if isinstance(operation, RunPython | RunSQL) and not operation.reversible
    ]
    assert one_way == []


@pytest.mark.django_db
def test_rows_and_migrations_tell_the_same() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_migrations_are_told_by_a_name() -> None:
    assert [f"{m.app_label}.{m.name}" for m in ours() if "_auto_" in m.name] == []
