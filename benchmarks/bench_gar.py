"""Sifting one municipality out of a region's ГАР: megabytes a second and peak memory, for two sizes.

Run `python -m benchmarks.bench_gar [megabytes …]`; 250 and 1,000 without arguments. The region is made on the
fly into a ZIP of the system's folder for temporary files (its XML compresses about twenty times); the wanted
municipality is of one size in both. The bar: the peak stays under 300 MB and does not grow with the region.
Each size is measured in a process of its own, so that its peak is its own.
"""

import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from otklik.border.integrations import gar

STREETS, HOUSES = 1_000, 40  # of the wanted municipality and of each other one
MB = 1 << 20
BAR_MB = 300
OKRUG_BYTES = 37 * MB
_GUID = "00000000-0000-4000-8000-{:012d}"
_DAYS = 'UPDATEDATE="2024-01-01" STARTDATE="1900-01-01" ENDDATE="2079-06-06"'


def okrugs(count: int) -> Iterator[tuple[int, int]]:
    """The first id and the number of each municipality."""
    for number in range(count):
        yield 1_000 + number * (STREETS * (HOUSES + 1) + 10), number


def objects(first: int) -> Iterator[str]:
    for place in range(STREETS + 2):
        kind, level = ("м.о.", 3) if place == 0 else ("г", 5) if place == 1 else ("ул", 8)
        yield (
            f'<OBJECT ID="{first + place}" OBJECTID="{first + place}" '
            f'OBJECTGUID="{_GUID.format(first + place)}" CHANGEID="1" NAME="Имя {place}" '
            f'TYPENAME="{kind}" LEVEL="{level}" OPERTYPEID="10" PREVID="0" '
            f'NEXTID="0" {_DAYS} ISACTUAL="1" ISACTIVE="1" />'
        )


def house_ids(first: int) -> Iterator[tuple[int, int, int]]:
    for street in range(STREETS):
        for number in range(HOUSES):
            yield first + STREETS + 2 + street * HOUSES + number, first + 2 + street, number + 1


def houses(first: int) -> Iterator[str]:
    for id, _street, number in house_ids(first):
        yield (
            f'<HOUSE ID="{id}" OBJECTID="{id}" OBJECTGUID="{_GUID.format(id)}" CHANGEID="1" '
            f'HOUSENUM="{number}" HOUSETYPE="2" OPERTYPEID="10" PREVID="0" NEXTID="0" {_DAYS} '
            f'ISACTUAL="1" ISACTIVE="1" />'
        )


def links(first: int, number: int) -> Iterator[str]:
    oktmo = f"36{100 + number:03d}000"
    pairs = [(first, 1, f"1.{first}"), (first + 1, first, f"1.{first}.{first + 1}")]
    pairs += [(first + 2 + s, first + 1, f"1.{first}.{first + 1}.{first + 2 + s}") for s in range(STREETS)]
    for id, parent, path in pairs:
        yield _link(id, parent, path, oktmo)
    for id, street, _number in house_ids(first):
        yield _link(id, street, f"1.{first}.{first + 1}.{street}.{id}", oktmo)


def _link(id: int, parent: int, path: str, oktmo: str) -> str:
    return (
        f'<ITEM ID="{id}" OBJECTID="{id}" PARENTOBJID="{parent}" CHANGEID="1" OKTMO="{oktmo}" PREVID="0" '
        f'NEXTID="0" {_DAYS} ISACTIVE="1" PATH="{path}" />'
    )


def params(first: int) -> Iterator[str]:
    for id, _street, _number in house_ids(first):
        for kind, value in ((5, "446001"), (6, "36401000000"), (7, "36701000001")):
            yield (
                f'<PARAM ID="{id}{kind}" OBJECTID="{id}" CHANGEID="1" CHANGEIDEND="0" TYPEID="{kind}" '
                f'VALUE="{value}" {_DAYS} />'
            )


def a_region(path: Path, megabytes: int) -> int:
    """Write the delivery; its size unpacked."""
    count = max(2, round(megabytes * MB / OKRUG_BYTES))
    made = 0
    kinds = {
        "ADDR_OBJ": lambda first, number: objects(first),
        "HOUSES": lambda first, number: houses(first),
        "MUN_HIERARCHY": links,
        "HOUSES_PARAMS": lambda first, number: params(first),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for kind, of_okrug in kinds.items():
            with archive.open(f"63/AS_{kind}_20240101_x.XML", "w", force_zip64=True) as file:
                file.write(b'<?xml version="1.0" encoding="utf-8"?><X>')
                for first, number in okrugs(count):
                    part = "".join(of_okrug(first, number)).encode()
                    made += len(part)
                    file.write(part)
                file.write(b"</X>")
    return made


def measure(path: Path, size: int) -> None:
    """Sift and say what it cost; run in a process of its own."""
    before = _peak()
    start = time.process_time()
    sifted = gar.sift(path, gar.Wanted.of(oktmo="36101000"), path.with_suffix(".sqlite"))
    told = sum(len(one.houses) for one in gar.streets(sifted.path))
    seconds = time.process_time() - start
    assert (sifted.houses, told) == (STREETS * HOUSES, STREETS * HOUSES), (sifted, told)
    peak = _peak()
    print(
        f"{size / MB:7.0f} MB of XML: {size / MB / seconds:5.1f} MB/s, {seconds:6.1f} s of CPU, "
        f"peak {peak:4.0f} MB (before {before:.0f}), {told:,} houses of {STREETS:,} streets"
    )
    if peak > BAR_MB:
        sys.exit(f"the peak is above {BAR_MB} MB")


def _peak() -> float:
    """Megabytes of this process alone; the resource module would count the parent's as well."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        measure(Path(sys.argv[2]), int(sys.argv[3]))
        return
    for megabytes in map(int, sys.argv[1:] or ("250", "1000")):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "gar.zip"
            size = a_region(path, megabytes)
            own = [sys.executable, "-m", "benchmarks.bench_gar", "--measure", str(path), str(size)]
            subprocess.run(own, check=True)  # ourselves


if __name__ == "__main__":
    main()
