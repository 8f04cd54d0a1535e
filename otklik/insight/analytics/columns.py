"""Facts as columns: their types in the lake, and a batch of facts as numpy arrays for DuckDB."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any, get_type_hints

import numpy as np

from otklik.insight.analytics.values import CaseFact

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = date(1970, 1, 1).toordinal()

SQL_TYPES: dict[Any, str] = {
    int: "BIGINT",
    int | None: "BIGINT",
    str: "VARCHAR",
    bool: "BOOLEAN",
    date: "DATE",
    date | None: "DATE",
    datetime: "TIMESTAMP",
    datetime | None: "TIMESTAMP",
}

_HINTS = get_type_hints(CaseFact)

COLUMNS: dict[str, str] = {field.name: SQL_TYPES[_HINTS[field.name]] for field in fields(CaseFact)}
"""Name and SQL type of each column, in the order of the fact. Instants are kept as UTC without a zone."""

SELECT = ", ".join(f"CAST({name} AS {sql_type}) AS {name}" for name, sql_type in COLUMNS.items())
"""The select list that brings arrays back to the types of the lake."""


def as_arrays(facts: Sequence[CaseFact]) -> dict[str, Any]:
    return {name: _array(list(map(attrgetter(name), facts)), sql_type) for name, sql_type in COLUMNS.items()}


def _array(cells: list[Any], sql_type: str) -> Any:
    if sql_type == "TIMESTAMP":
        return np.array([_micros(cell) for cell in cells], dtype="int64").view("datetime64[us]")
    if sql_type == "DATE":
        days = [_NAT if cell is None else cell.toordinal() - EPOCH_DAY for cell in cells]
        return np.array(days, dtype="int64").view("datetime64[D]").astype("datetime64[s]")
    if sql_type == "BIGINT":
        return np.ma.masked_array([cell or 0 for cell in cells], mask=[cell is None for cell in cells])
    if sql_type == "BOOLEAN":
        return np.array(cells, dtype=bool)
    return np.array(cells, dtype=object)


_NAT = np.iinfo("int64").min


def _micros(instant: datetime | None) -> int:
    """Whole microseconds since 1970; the mark of «no time» for None."""
    if instant is None:
        return int(_NAT)
    passed = instant - EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds
