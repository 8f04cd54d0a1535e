"""Small questions asked with every message: making their SQL anew costs ten times what asking does."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

Row = tuple[Any, ...]


def rows(sql: str, params: Sequence[Any] = ()) -> list[Row]:
    """The rows as the driver gives them: no fields of models convert them."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def first(sql: str, params: Sequence[Any] = ()) -> Row | None:
    """The first row, None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: Row | None = cursor.fetchone()
        return found


def places_for(values: Sequence[Any]) -> str:
    """`%s, %s, %s` for as many values."""
    return ", ".join(["%s"] * len(values))
