"""The files of a delivery of ГАР, in a ZIP or in a folder, by what they hold and by region."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from otklik.border.ports.errors import Unreadable

_NAME = re.compile(
    r"(?:(?P<region>\d{2})[/\\])?AS_(?P<kind>[A-Z_]+?)_(?P<day>\d{8})_[^/\\]*\.XML$", re.IGNORECASE
)
NEEDED = frozenset(
    {
        *("ADDR_OBJ", "HOUSES", "MUN_HIERARCHY", "ADM_HIERARCHY", "ADDR_OBJ_PARAMS", "HOUSES_PARAMS"),
        *("ADDR_OBJ_TYPES", "HOUSE_TYPES", "ADDHOUSE_TYPES"),
    }
)
_OF_ALL = frozenset({"ADDR_OBJ_TYPES", "HOUSE_TYPES", "ADDHOUSE_TYPES"})


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the delivery; `name` is its name inside, `region` is "" for what all regions share."""

    kind: str
    region: str
    name: str
    size: int


class Archive:
    """A delivery opened for reading; nothing is unpacked to the disk. Raises `Unreadable`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._zip: zipfile.ZipFile | None = None
        try:
            if path.is_dir():
                told = [(str(one.relative_to(path)), one.stat().st_size) for one in sorted(path.rglob("*.*"))]
            else:
                self._zip = zipfile.ZipFile(path)
                told = [(one.filename, one.file_size) for one in self._zip.infolist()]
        except (OSError, zipfile.BadZipFile) as error:
            raise Unreadable(f"Архив ГАР не открыть: {error}") from error
        self.members = tuple(_members(told))
        if not self.members:
            raise Unreadable(
                "В архиве нет файлов ГАР: их имена начинаются с AS_ADDR_OBJ, AS_HOUSES и так далее."
            )

    @property
    def regions(self) -> tuple[str, ...]:
        return tuple(sorted({one.region for one in self.members if one.kind not in _OF_ALL}))

    def of_region(self, region: str) -> dict[str, list[Member]]:
        """The files of one region by what they hold; a delivery of one region needs no code.

        Raises `Unreadable` where several regions lie together and none is told, or the told one is not there.
        """
        regions = self.regions
        if not region and len(regions) == 1:
            region = regions[0]
        if region not in regions:
            listed = ", ".join(one for one in regions if one) or "нет ни одного"
            raise Unreadable(f"Укажите регион: в архиве {listed}.")
        found: dict[str, list[Member]] = {}
        for one in self.members:
            if one.region == region or one.kind in _OF_ALL:
                found.setdefault(one.kind, []).append(one)
        missing = [kind for kind in ("ADDR_OBJ", "HOUSES") if kind not in found]
        if missing or not {"MUN_HIERARCHY", "ADM_HIERARCHY"} & set(found):
            names = ", ".join(f"AS_{kind}" for kind in missing) or "AS_MUN_HIERARCHY"
            raise Unreadable(f"В архиве не хватает файлов: {names}.")
        return found

    @contextmanager
    def open(self, member: Member) -> Iterator[IO[bytes]]:
        try:
            file = self._zip.open(member.name) if self._zip else (self._path / member.name).open("rb")
        except (OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
            raise Unreadable(f"Файл {member.name} не открыть: {error}") from error
        with file:
            yield file

    def close(self) -> None:
        if self._zip:
            self._zip.close()


def looks_like_gar(path: Path) -> bool:
    """Whether the file or the folder is a delivery of ГАР."""
    if not path.is_dir() and not zipfile.is_zipfile(path):
        return False
    try:
        Archive(path).close()
    except Unreadable:
        return False
    return True


def _members(told: list[tuple[str, int]]) -> Iterator[Member]:
    for name, size in told:
        found = _NAME.search(name)
        if found and found["kind"].upper() in NEEDED:
            yield Member(found["kind"].upper(), found["region"] or "", name, size)
