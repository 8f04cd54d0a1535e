"""DuckDB in process over the lake: bounded memory, a cursor a call, safe in a server with threads."""
# ruff: noqa: S608  # the SQL is made of our own column and file names

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb

from otklik.insight.analytics import manifest as manifests
from otklik.insight.analytics.columns import COLUMNS
from otklik.insight.analytics.lake import partitions, quoted
from otklik.insight.analytics.manifest import Manifest

MEMORY = "512MB"
THREADS = 2

Row = tuple[Any, ...]


class Engine:
    """Answers questions about one lake. The view `facts` holds each live case once, with its `month`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._seen: Manifest | None = None
        self._mark: tuple[int, ...] = ()
        self._db = duckdb.connect(config={"memory_limit": MEMORY, "threads": THREADS, "temp_directory": ""})
        self._db.execute("SET preserve_insertion_order = false")
        self._db.execute(f"SET allowed_directories = ['{quoted(folder)}/']")
        self._db.execute("SET enable_external_access = false; SET lock_configuration = true")

    def query(self, sql: str, params: Sequence[object] | Mapping[str, object] = ()) -> list[Row]:
        """Rows of a SELECT over `facts`, in the state of the lake at this moment."""
        self._look()
        try:
            return self._ask(sql, params)
        except duckdb.IOException:
            # The lake was written twice since we looked: its files of then are gone.
            self._look()
            return self._ask(sql, params)

    def first_month(self, municipality: str) -> str | None:
        """`2025-09`, where the data of the municipality begin; None where there are none."""
        return self._look().first_month(municipality)

    def as_of(self) -> datetime | None:
        """When the register was last read with something new in it; None where the lake is empty."""
        instant, _, _last_id = self._look().watermark.partition("|")
        return datetime.fromisoformat(instant) if instant else None

    def close(self) -> None:
        self._db.close()

    def _ask(self, sql: str, params: Sequence[object] | Mapping[str, object]) -> list[Row]:
        with self._db.cursor() as cursor:
            return cursor.execute(sql, params).fetchall()

    def _look(self) -> Manifest:
        """The manifest of now, with the view over its files."""
        with self._lock:
            mark = manifests.mark(self.folder)
            if self._seen is None or mark != self._mark:
                self._seen, self._mark = manifests.read(self.folder), mark
                self._db.execute(f"CREATE OR REPLACE VIEW facts AS {view(self.folder, self._seen)}")
            return self._seen


def view(folder: Path, manifest: Manifest) -> str:
    """The SELECT that reads a state of the lake: fresh rows in place of the older ones of the partitions."""
    names = ", ".join(COLUMNS)
    fresh = f"'{quoted(folder / manifest.fresh)}'"
    parts = []
    if manifest.base:
        known = f" WHERE case_id NOT IN (SELECT case_id FROM {fresh})" if manifest.fresh else ""
        parts.append(f"SELECT {names}, month FROM {partitions(folder, manifest.base)}{known}")
    if manifest.fresh:
        parts.append(
            f"SELECT {names}, strftime(registered_on, '%Y-%m') AS month FROM {fresh} WHERE NOT deleted"
        )
    if not parts:
        empty = ", ".join(f"NULL::{sql_type} AS {name}" for name, sql_type in COLUMNS.items())
        parts.append(f"SELECT {empty}, NULL::VARCHAR AS month WHERE false")
    return " UNION ALL ".join(parts)
