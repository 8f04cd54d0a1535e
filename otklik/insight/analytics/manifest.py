"""Which files make up the lake now: one small JSON, replaced in one step."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """File names are relative to the folder of the lake.

    `base` holds the partitions, `fresh` the cases changed since they were written (its rows win), `retired`
    what the manifest before this one named: a reader may still be at it. `since` is the first month of each
    municipality. `watermark` tells the source how far the lake has read.
    """

    generation: int = 0
    watermark: str = ""
    base: tuple[str, ...] = ()
    fresh: str = ""
    fresh_rows: int = 0
    retired: tuple[str, ...] = ()
    since: tuple[tuple[str, str], ...] = ()

    def succeeded_by(
        self,
        *,
        watermark: str,
        base: Iterable[str],
        fresh: str,
        fresh_rows: int,
        since: Iterable[tuple[str, str]],
    ) -> "Manifest":
        kept = set(base)
        named = {*self.base, *([self.fresh] if self.fresh else [])}
        return replace(
            self,
            generation=self.generation + 1,
            watermark=watermark,
            base=tuple(sorted(kept)),
            fresh=fresh,
            fresh_rows=fresh_rows,
            retired=tuple(sorted(named - kept - {fresh})),
            since=tuple(sorted(since)),
        )

    def files(self) -> set[str]:
        """Every file that must stay on the disk."""
        return {*self.base, *self.retired, *([self.fresh] if self.fresh else [])}

    def first_month(self, municipality: str) -> str | None:
        """`2025-09`, the month of the first case of the municipality; None where the lake has none."""
        return dict(self.since).get(municipality)


def read(folder: Path) -> Manifest:
    try:
        told = json.loads((folder / NAME).read_text("utf-8"))
    except FileNotFoundError:
        return Manifest()
    return Manifest(
        generation=told["generation"],
        watermark=told["watermark"],
        base=tuple(told["base"]),
        fresh=told["fresh"],
        fresh_rows=told["fresh_rows"],
        retired=tuple(told["retired"]),
        since=tuple((code, month) for code, month in told["since"]),
    )


def mark(folder: Path) -> tuple[int, ...]:
    """Changes whenever the manifest does; empty where there is none."""
    try:
        told = (folder / NAME).stat()
    except FileNotFoundError:
        return ()
    return told.st_ino, told.st_mtime_ns, told.st_size


def write(folder: Path, manifest: Manifest) -> None:
    draft = folder / f"{NAME}.new"
    with draft.open("w", encoding="utf-8") as out:
        json.dump(asdict(manifest), out, ensure_ascii=False, indent=1)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(folder / NAME)
