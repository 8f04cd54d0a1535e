"""Small questions asked with every message: making their SQL anew costs ten times what asking does."""

from collections.abc import Sequence
from typing import Any

from otklik.ground.bulk import direct
from otklik.ground.bulk.direct import Row


def rows(sql: str, params: Sequence[Any] = ()) -> list[Row]:
    """The rows as the driver gives them: no fields of models convert them."""
    return direct.ask(sql, params)


def first(sql: str, params: Sequence[Any] = ()) -> Row | None:
    """The first row, None where there is none."""
    found = direct.ask(sql, params)
    return found[0] if found else None


def places_for(values: Sequence[Any]) -> str:
    """`%s, %s, %s` for as many values."""
    return ", ".join(["%s"] * len(values))
