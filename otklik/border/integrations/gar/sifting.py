"""One municipality sifted out of a region's files into a small file beside, in constant memory."""

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from otklik.border.integrations.gar import naming
from otklik.border.integrations.gar.archive import Archive, Member
from otklik.border.integrations.gar.items import Item, items
from otklik.border.integrations.gar.wanted import Wanted
from otklik.border.ports.errors import Unreadable

__all__ = ["Sifted", "Wanted", "sift", "sifted_before"]

_TAGS = {
    "ADDR_OBJ": "OBJECT",
    "HOUSES": "HOUSE",
    "MUN_HIERARCHY": "ITEM",
    "ADM_HIERARCHY": "ITEM",
    "ADDR_OBJ_PARAMS": "PARAM",
    "HOUSES_PARAMS": "PARAM",
    "ADDR_OBJ_TYPES": "ADDRESSOBJECTTYPE",
    "HOUSE_TYPES": "HOUSETYPE",
    "ADDHOUSE_TYPES": "HOUSETYPE",
}
_POSTAL, _OKTMO = "5", "7"
_LAST_LEVEL = 8
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -16000;
CREATE TABLE links (id INTEGER PRIMARY KEY, parent INTEGER);
CREATE TABLE objects (
    id INTEGER PRIMARY KEY, guid TEXT, name TEXT, kind TEXT, level INTEGER, oktmo TEXT DEFAULT ''
);
CREATE TABLE summary (objects INTEGER, houses INTEGER, skipped INTEGER);
CREATE TABLE formers (id INTEGER, name TEXT);
CREATE TABLE houses (id INTEGER PRIMARY KEY, guid TEXT, number TEXT, parent INTEGER, postal TEXT DEFAULT '');
"""
_BATCH = 5_000

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Sifted:
    """The sifted file: how many address objects and houses it holds, how many numbers were no houses."""

    path: Path
    objects: int
    houses: int
    skipped: int


class _Reading:
    """The files of the region with the count of bytes over all passes."""

    def __init__(self, archive: Archive, files: Mapping[str, list[Member]], progress: Progress) -> None:
        self._archive, self._files, self._progress = archive, files, progress
        self._done = self._told = 0
        self.total = sum(one.size for kind in self._files for one in self._files[kind])
        self._stage = ""

    def has(self, kind: str) -> bool:
        return kind in self._files

    def each(self, kind: str, stage: str) -> Iterator[Item]:
        self._stage = stage
        for member in self._files.get(kind, ()):
            with self._archive.open(member) as file:
                yield from items(file, _TAGS[kind], name=member.name, read=self._read)

    def _read(self, size: int) -> None:
        self._done += size
        if self._done - self._told >= 1 << 23:
            self._told = self._done
            self._progress(self._stage, min(self._done, self.total), self.total)


def sift(path: Path, wanted: Wanted, target: Path, *, progress: Progress = lambda *_told: None) -> Sifted:
    """Read the region's files as many times as it takes; `progress` gets the stage, bytes done and all bytes.

    Raises `Unreadable` for broken files and where the municipality is not found in them.
    """
    archive = Archive(path)
    target.unlink(missing_ok=True)
    base = sqlite3.connect(target)
    try:
        base.executescript(_TABLES)
        reading = _Reading(archive, archive.of_region(wanted.region), progress)
        _link(base, reading, wanted)
        known = array("q", (id for (id,) in base.execute("SELECT id FROM links ORDER BY id")))
        if not known:
            raise Unreadable(f"В файлах ГАР нет муниципалитета {wanted}. Проверьте код ОКТМО и регион.")
        _put_objects(base, reading, known)
        skipped = _put_houses(base, reading, known)
        _put_params(base, reading)
        base.execute("CREATE INDEX houses_of_a_street ON houses (parent)")
        sifted = Sifted(target, _count(base, "objects"), _count(base, "houses"), skipped)
        base.execute("INSERT INTO summary VALUES (?, ?, ?)", [sifted.objects, sifted.houses, skipped])
        base.commit()
        return sifted
    except (KeyError, ValueError) as error:
        raise Unreadable(f"Файлы ГАР не того вида: {error}") from error
    finally:
        base.close()
        archive.close()


def sifted_before(target: Path) -> Sifted | None:
    """What an earlier sifting left, if it came to its end."""
    if not target.is_file():
        return None
    base = sqlite3.connect(target)
    try:
        row = base.execute("SELECT objects, houses, skipped FROM summary").fetchone()
    except sqlite3.DatabaseError:
        return None
    finally:
        base.close()
    return Sifted(target, *row) if row else None


def _link(base: sqlite3.Connection, reading: _Reading, wanted: Wanted) -> None:
    """What lies in the municipality, by its ОКТМО or below the object told; the municipal division is read
    where there is one. Old files without paths are read again until nothing new is found."""
    kind = "MUN_HIERARCHY" if reading.has("MUN_HIERARCHY") else "ADM_HIERARCHY"
    roots = _roots(reading, wanted, is_municipal=kind == "MUN_HIERARCHY")
    found = set(roots)
    has_paths = True

    def inside() -> Iterator[tuple[int, int]]:
        nonlocal has_paths
        for item in reading.each(kind, "Деление на муниципалитеты"):
            if item.get("ISACTIVE", "1") != "1":
                continue
            id, parent, path = int(item["OBJECTID"]), int(item.get("PARENTOBJID") or 0), item.get("PATH", "")
            has_paths = has_paths and bool(path)
            is_inside = wanted.holds(item.get("OKTMO", "")) or id in found or parent in found
            if is_inside or (roots and path and not roots.isdisjoint(map(int, path.split(".")))):
                if not path:
                    found.add(id)
                yield id, parent

    before = -1
    while before != len(found):
        before = len(found)
        _insert(base, "INSERT OR REPLACE INTO links VALUES (?, ?)", inside())
        if has_paths:
            return


def _roots(reading: _Reading, wanted: Wanted, *, is_municipal: bool) -> set[int]:
    if wanted.guid:
        objects = reading.each("ADDR_OBJ", "Поиск муниципалитета")
        return {int(one["OBJECTID"]) for one in objects if one.get("OBJECTGUID", "").lower() == wanted.guid}
    if is_municipal:
        return set()
    params = reading.each("ADDR_OBJ_PARAMS", "Поиск муниципалитета")
    return {
        int(one["OBJECTID"])
        for one in params
        if one.get("TYPEID") == _OKTMO and _is_last(one) and wanted.holds(one.get("VALUE", ""))
    }


def _put_objects(base: sqlite3.Connection, reading: _Reading, known: "array[int]") -> None:
    full = {
        (one.get("LEVEL", ""), one.get("SHORTNAME", "").rstrip(".").lower()): one.get("NAME", "")
        for one in reading.each("ADDR_OBJ_TYPES", "Виды адресов")
    }
    formers: list[tuple[int, str]] = []

    def actual() -> Iterator[tuple[int, str, str, str, int]]:
        for item in reading.each("ADDR_OBJ", "Улицы и населённые пункты"):
            id = int(item["OBJECTID"])
            level = item.get("LEVEL", "0")
            if int(level) > _LAST_LEVEL or not _is_in(known, id):
                continue
            name = " ".join(item.get("NAME", "").split())[:120]
            if item.get("ISACTUAL") != "1":
                formers.append((id, name))
            elif item.get("ISACTIVE") == "1":
                kind = naming.kind_of(item.get("TYPENAME", ""), level, full)
                yield id, item.get("OBJECTGUID", ""), name, kind, int(level)

    _insert(
        base, "INSERT OR REPLACE INTO objects (id, guid, name, kind, level) VALUES (?, ?, ?, ?, ?)", actual()
    )
    _insert(base, "INSERT INTO formers VALUES (?, ?)", formers)


def _put_houses(base: sqlite3.Connection, reading: _Reading, known: "array[int]") -> int:
    types = naming.HOUSES | _types(reading, "HOUSE_TYPES")
    added = naming.ADDED | _types(reading, "ADDHOUSE_TYPES")
    skipped = 0

    def actual() -> Iterator[tuple[int, str, str, int]]:
        nonlocal skipped
        for item in reading.each("HOUSES", "Дома"):
            id = int(item["OBJECTID"])
            if item.get("ISACTUAL") != "1" or item.get("ISACTIVE") != "1" or not _is_in(known, id):
                continue
            number = naming.house_number(item, types, added)
            if number:
                yield id, item.get("OBJECTGUID", ""), number, id
            else:
                skipped += 1

    put = "INSERT OR REPLACE INTO houses (id, guid, number, parent) VALUES (?, ?, ?, (SELECT parent FROM links WHERE id = ?))"  # noqa: E501
    _insert(base, put, actual())
    return skipped


def _types(reading: _Reading, kind: str) -> dict[str, str]:
    return {one["ID"]: one.get("NAME", "") for one in reading.each(kind, "Виды домов") if "ID" in one}


def _put_params(base: sqlite3.Connection, reading: _Reading) -> None:
    """ОКТМО of settlements and postal codes of houses, the last ones told."""
    wishes = (
        ("ADDR_OBJ_PARAMS", _OKTMO, "objects", "oktmo"),
        ("HOUSES_PARAMS", _POSTAL, "houses", "postal"),
    )
    for kind, type_id, table, column in wishes:
        ids = array("q", (id for (id,) in base.execute(f"SELECT id FROM {table} ORDER BY id")))  # noqa: S608
        told = (
            (one.get("VALUE", ""), int(one["OBJECTID"]))
            for one in reading.each(kind, "Коды и индексы")
            if one.get("TYPEID") == type_id and _is_last(one) and _is_in(ids, int(one["OBJECTID"]))
        )
        _insert(base, f"UPDATE {table} SET {column} = ? WHERE id = ?", told)  # noqa: S608  # our own names


def _is_last(param: Item) -> bool:
    return param.get("CHANGEIDEND", "0") in ("0", "")


def _is_in(ids: "array[int]", id: int) -> bool:
    place = bisect_left(ids, id)
    return place < len(ids) and ids[place] == id


def _insert(base: sqlite3.Connection, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        base.executemany(statement, batch)


def _count(base: sqlite3.Connection, table: str) -> int:
    found: int = base.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  # our own names
    return found
