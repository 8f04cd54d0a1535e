"""Statements given straight to SQLite's driver: the layers around a cursor cost four times the asking."""

import sqlite3
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

Row = tuple[Any, ...]


def ask(sql: str, params: Sequence[Any]) -> list[Row]:
    """All rows of one statement; errors are those of `django.db`, as through a cursor."""
    base = connections[DEFAULT_DB_ALIAS]
    if not _is_plain(base):
        with base.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())
    with base.wrap_database_errors:
        found: list[Row] = base.connection.execute(_with_marks(sql), params).fetchall()
        return found


def tell(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """One statement for every row of values."""
    base = connections[DEFAULT_DB_ALIAS]
    if not _is_plain(base):
        with base.cursor() as cursor:
            cursor.executemany(sql, rows)
        return
    with base.wrap_database_errors:
        base.connection.executemany(_with_marks(sql), rows)


@cache
def vendor() -> str:
    """The store of this process, which asks for nothing."""
    return str(connections[DEFAULT_DB_ALIAS].vendor)


def _is_plain(base: Any) -> bool:
    """Whether nobody counts or watches what is asked, and there is a connection to ask."""
    return (
        isinstance(base.connection, sqlite3.Connection)
        and not base.queries_logged
        and not base.execute_wrappers
        and not base.needs_rollback
    )


@lru_cache(maxsize=1024)
def _with_marks(sql: str) -> str:
    return sql.replace("%s", "?").replace("%%", "%")
