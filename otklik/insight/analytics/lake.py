"""The lake: Parquet files by municipality and month of registration, changed by one writer at a time.

A small change is written to one file of fresh rows, which win over the partitions when read; when that file
grows, the touched partitions are written anew. The lake holds nothing that the register does not.
"""
# ruff: noqa: S608  # the SQL is made of our own column and file names

import fcntl
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4

import duckdb

from otklik.insight.analytics import manifest as manifests
from otklik.insight.analytics.columns import COLUMNS, SELECT, as_arrays
from otklik.insight.analytics.manifest import Manifest
from otklik.insight.analytics.values import CaseFact

FRESH_LIMIT = 30_000
"""Rows of fresh cases above which the partitions they belong to are written anew."""

MEMORY = "256MB"
"""What the writer may hold; the worker it runs in has other work too."""

Source = Callable[[str], Iterable[tuple[Sequence[CaseFact], str]]]
"""From a watermark («» is the very beginning): batches of changed facts with the watermark each reaches."""

_OPTIONS = "FORMAT parquet, COMPRESSION zstd"
_NAMES = ", ".join(COLUMNS)
_MONTH = "strftime(registered_on, '%Y-%m')"


@dataclass(frozen=True, slots=True)
class Absorbed:
    rows: int
    watermark: str


def quoted(path: Path) -> str:
    """The path fit to stand between the quotes of SQL."""
    return str(path).replace("'", "''")


def listed(folder: Path, names: Iterable[str]) -> str:
    """The file names as a DuckDB list of quoted paths."""
    return "[" + ", ".join(f"'{quoted(folder / name)}'" for name in names) + "]"


def partition_of(name: str) -> tuple[str, str]:
    """Municipality and month from the name of a file of a partition."""
    _, code, month, _ = name.split("/")
    return unquote(code.removeprefix("municipality=")), month.removeprefix("month=")


def partitions(folder: Path, names: Sequence[str]) -> str:
    """A FROM item over files of partitions, with their `month` as a column."""
    types = "{'municipality': VARCHAR, 'month': VARCHAR}"
    return f"read_parquet({listed(folder, names)}, hive_partitioning = true, hive_types = {types})"


class Lake:
    """One folder of facts. Any number of readers and processes; writers wait for each other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def manifest(self) -> Manifest:
        return manifests.read(self.folder)

    def absorb(self, source: Source) -> Absorbed:
        """Take in what changed; the last fact of a case wins. Readers see all of it at once."""
        with self._writing() as writer:
            taken = writer.stage(source(writer.manifest.watermark))
            if taken.rows and not writer.manifest.files():
                writer.replace_all(taken)
            elif taken.rows:
                writer.merge(taken)
            return taken

    def rebuild(self, source: Source) -> Absorbed:
        """Read everything anew; readers see the old lake until the new one is whole."""
        with self._writing() as writer:
            taken = writer.stage(source(""))
            writer.replace_all(taken)
            return taken

    def fold(self) -> None:
        """Write the fresh rows into their partitions; nothing to do is well done."""
        with self._writing() as writer:
            if writer.manifest.fresh:
                writer.fold()

    @contextmanager
    def _writing(self) -> Iterator["_Writer"]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lake.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            writer = _Writer(self.folder)
            try:
                yield writer
            finally:
                writer.close()


class _Writer:
    """The one who holds the lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = manifests.read(folder)
        self.staging = folder / "staging"
        self._sweep()
        self.staging.mkdir()
        (folder / "fresh").mkdir(exist_ok=True)
        self.db = duckdb.connect(
            config={"memory_limit": MEMORY, "threads": 2, "temp_directory": str(self.staging / "spill")}
        )
        self.db.execute("SET preserve_insertion_order = false")

    def close(self) -> None:
        self.db.close()
        shutil.rmtree(self.staging, ignore_errors=True)

    def _sweep(self) -> None:
        """Remove what a killed writer left and what no reader can be at any more."""
        shutil.rmtree(self.staging, ignore_errors=True)
        kept = self.manifest.files()
        for path in [*self.folder.glob("fresh/*.parquet"), *self.folder.glob("facts/*/*/*.parquet")]:
            if str(path.relative_to(self.folder)) not in kept:
                path.unlink()

    def stage(self, batches: Iterable[tuple[Sequence[CaseFact], str]]) -> Absorbed:
        rows, watermark, files = 0, "", 0
        for facts, reached in batches:
            watermark = reached
            if not facts:
                continue
            latest = list({fact.case_id: fact for fact in facts}.values())
            self.db.register("arrays", as_arrays(latest))
            path = self.staging / f"{files:06d}.parquet"
            self.db.execute(
                f"COPY (SELECT {SELECT}, {files} AS batch FROM arrays) TO '{quoted(path)}' ({_OPTIONS})"
            )
            self.db.unregister("arrays")
            rows, files = rows + len(latest), files + 1
        if files:
            self._name_latest()
        return Absorbed(rows, watermark)

    def _name_latest(self) -> None:
        """`staged`: the last fact of each case. Only cases that came twice are looked for, to stay small."""
        files = f"read_parquet('{quoted(self.staging)}/*.parquet')"
        self.db.execute(
            "CREATE TEMP TABLE twice AS SELECT case_id, max(batch) AS batch"
            f" FROM {files} GROUP BY case_id HAVING count(*) > 1"
        )
        self.db.execute(
            f"CREATE TEMP VIEW staged AS SELECT {_NAMES} FROM {files} s WHERE NOT EXISTS"
            " (FROM twice t WHERE t.case_id = s.case_id AND s.batch < t.batch)"
        )

    def merge(self, taken: Absorbed) -> None:
        """One file of fresh rows: what was there but for the cases that came, and what came."""
        name = f"fresh/{uuid4().hex}.parquet"
        older = self._fresh_rows("WHERE case_id NOT IN (SELECT case_id FROM staged)")
        self.db.execute(
            f"COPY (SELECT {_NAMES} FROM staged{older}) TO '{quoted(self.folder / name)}' ({_OPTIONS})",
        )
        ((count,),) = self.db.execute(f"SELECT count(*) FROM '{quoted(self.folder / name)}'").fetchall()
        self._publish(taken.watermark, base=self.manifest.base, fresh=name, fresh_rows=count)
        if count > FRESH_LIMIT:
            self.fold()

    def _fresh_rows(self, where: str) -> str:
        if not self.manifest.fresh:
            return ""
        return f" UNION ALL SELECT {_NAMES} FROM '{quoted(self.folder / self.manifest.fresh)}' {where}"

    def fold(self) -> None:
        fresh = f"'{quoted(self.folder / self.manifest.fresh)}'"
        touched = self._touched(fresh)
        rows = f"SELECT {_NAMES} FROM {fresh} WHERE NOT deleted"
        if touched:
            rows += (
                f" UNION ALL SELECT {_NAMES} FROM {partitions(self.folder, touched)}"
                f" WHERE case_id NOT IN (SELECT case_id FROM {fresh})"
            )
        base = {*self.manifest.base} - {*touched} | self._write_partitions(rows)
        self._publish(self.manifest.watermark, base=base, fresh="", fresh_rows=0)

    def _touched(self, fresh: str) -> list[str]:
        """Files of the partitions that hold an old row of a fresh case, or will hold the new one."""
        if not self.manifest.base:
            return []
        touched = set(
            self.db.execute(
                f"SELECT DISTINCT municipality, month FROM {partitions(self.folder, self.manifest.base)}"
                f" WHERE case_id IN (SELECT case_id FROM {fresh})"
                f" UNION SELECT DISTINCT municipality, {_MONTH} FROM {fresh} WHERE NOT deleted"
            ).fetchall()
        )
        return [name for name in self.manifest.base if partition_of(name) in touched]

    def replace_all(self, taken: Absorbed) -> None:
        rows = f"SELECT {_NAMES} FROM staged WHERE NOT deleted"
        base = self._write_partitions(rows) if taken.rows else set()
        self._publish(taken.watermark, base=base, fresh="", fresh_rows=0)

    def _write_partitions(self, rows: str) -> set[str]:
        """New files under names no one has seen yet; their names."""
        before = {*self.folder.glob("facts/*/*/*.parquet")}
        self.db.execute(
            f"COPY (SELECT *, {_MONTH} AS month FROM ({rows})) TO '{quoted(self.folder / 'facts')}'"
            f" ({_OPTIONS}, PARTITION_BY (municipality, month), APPEND, FILENAME_PATTERN '{{uuid}}')"
        )
        after = {*self.folder.glob("facts/*/*/*.parquet")}
        return {str(path.relative_to(self.folder)) for path in after - before}

    def _publish(self, watermark: str, *, base: Iterable[str], fresh: str, fresh_rows: int) -> None:
        base = sorted(base)
        self.manifest = self.manifest.succeeded_by(
            watermark=watermark, base=base, fresh=fresh, fresh_rows=fresh_rows, since=self._since(base, fresh)
        )
        manifests.write(self.folder, self.manifest)

    def _since(self, base: Sequence[str], fresh: str) -> list[tuple[str, str]]:
        """The first month of each municipality."""
        months = [partition_of(name) for name in base]
        if fresh:
            rows = f"'{quoted(self.folder / fresh)}' WHERE NOT deleted"
            months += self.db.execute(f"SELECT DISTINCT municipality, {_MONTH} FROM {rows}").fetchall()
        first: dict[str, str] = {}
        for code, month in sorted(months, reverse=True):
            first[code] = month
        return sorted(first.items())
