"""Taking an address register from a table, and from streets told one after another."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.db import models, transaction

from otklik.border.ports.tables import TableRow
from otklik.border.readers.tables import open_table
from otklik.ground.places.listing import (
    BadList,
    Frame,
    Grouping,
    ListedSettlement,
    ListedStreet,
    columns_of,
    row_of,
)
from otklik.ground.places.models import District, Municipality, Settlement
from otklik.ground.places.services.changes import BadPlace, changed
from otklik.ground.places.services.closing import close_unseen
from otklik.ground.places.services.filling import Filling
from otklik.ground.places.services.loading import STREETS_AT_ONCE, Loaded, loaded_by, told
from otklik.kernel import geometry

ROWS_AT_ONCE = 2000
_MOST_REJECTED = 1000
_MARGIN = 0.1  # degrees beyond the edge of the municipality that a point may still lie

Row = TypeVar("Row")
Progress = Callable[[int], None]
Reject = Callable[[TableRow, str], None]


def _quiet(*told: object) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How a list is taken: only counted; with what it lacks closed; by whom; told of after each batch.

    `progress` gets how much was read and may raise to stop: what was written stays, and the same list again
    goes on from there. `reject` gets each row that was not taken with the Russian reason.
    """

    is_dry_run: bool = False
    is_whole: bool = False
    actor_id: int | None = None
    ip: str = ""
    progress: Progress = _quiet
    reject: Reject = _quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSummary:
    """What an import did, or would do; `rejected` are the first thousand row numbers with Russian reasons."""

    rows: int
    added: Loaded
    rejected: Sequence[tuple[int, str]]
    is_dry_run: bool
    rejected_count: int = 0
    note: str = ""


class Rejected:
    """The rows of a list that cannot be taken: told of at once, counted, the first thousand kept."""

    def __init__(self, asking: Asking) -> None:
        self._tell = asking.reject
        self.first: list[tuple[int, str]] = []
        self.count = 0

    def taken(self, batch: Iterable[TableRow], read: Callable[[TableRow], Row]) -> Iterator[Row]:
        """The rows that `read` takes; `BadList` is its refusal."""
        for row in batch:
            try:
                yield read(row)
            except BadList as problem:
                self.count += 1
                if self.count <= _MOST_REJECTED:
                    self.first.append((row.number, str(problem)))
                self._tell(row, str(problem))


def import_csv(
    municipality_id: int, path: Path, *, now: datetime, asking: Asking | None = None
) -> ImportSummary:
    """Take a register of addresses from a table (CSV or XLSX), or only count what it would change.

    Raises `BadList` where columns are missing and `Unreadable` for a file that is no table.
    """
    asking = asking or Asking()
    table = open_table(path)
    filling, grouping = Filling(municipality_id, is_dry_run=asking.is_dry_run), _grouping(municipality_id)
    frame, rejected = frame_of(municipality_id), Rejected(asking)
    read = partial(row_of, columns=columns_of(table.header), frame=frame)
    count, rows = 0, iter(table.rows)
    try:
        while batch := list(islice(rows, ROWS_AT_ONCE)):
            with transaction.atomic():
                lists = grouping.lists(rejected.taken(batch, read))
                filling.districts(lists.districts)
                filling.settlements(lists.settlements)
                filling.streets(lists.streets)
            count += len(batch)
            asking.progress(count)
        with transaction.atomic():
            filling.settlements(grouping.belonging())
        note = _close(filling, asking, of_gar_alone=False)
    finally:
        _finish(filling, asking, now=now)
    return ImportSummary(
        rows=count,
        added=loaded_by(filling.tally),
        rejected=rejected.first,
        rejected_count=rejected.count,
        is_dry_run=asking.is_dry_run,
        note=note,
    )


def import_streets(
    municipality_id: int,
    settlements: Iterable[ListedSettlement],
    streets: Iterable[ListedStreet],
    *,
    now: datetime,
    asking: Asking | None = None,
) -> ImportSummary:
    """Take a register told street by street, as ГАР is; a whole one closes what it told before."""
    asking = asking or Asking()
    filling = Filling(municipality_id, is_dry_run=asking.is_dry_run)
    remaining, count = iter(streets), 0
    try:
        with transaction.atomic():
            filling.settlements(settlements)
        while batch := list(islice(remaining, STREETS_AT_ONCE)):
            with transaction.atomic():
                filling.streets(batch)
            count += len(batch)
            asking.progress(count)
        note = _close(filling, asking, of_gar_alone=True)
    finally:
        _finish(filling, asking, now=now)
    return ImportSummary(
        rows=count, added=loaded_by(filling.tally), rejected=(), is_dry_run=asking.is_dry_run, note=note
    )


def frame_of(municipality_id: int) -> Frame | None:
    """The edges of the municipality, None where its boundary is not known."""
    boundary = Municipality.objects.filter(id=municipality_id).values_list("boundary", flat=True).first()
    if not boundary:
        return None
    south, west, north, east = geometry.bounds(boundary)
    return Frame(south - _MARGIN, west - _MARGIN, north + _MARGIN, east + _MARGIN)


def _close(filling: Filling, asking: Asking, *, of_gar_alone: bool) -> str:
    """What the whole list lacks is closed; why it was not, in Russian."""
    if not asking.is_whole:
        return ""
    try:
        with transaction.atomic():
            filling.tally.update(close_unseen(filling, of_gar_alone=of_gar_alone))
    except BadPlace as problem:
        return str(problem)
    return ""


def _finish(filling: Filling, asking: Asking, *, now: datetime) -> None:
    """One new edition and one entry of the journal for all batches, also where the loading was stopped."""
    loaded = loaded_by(filling.tally)
    if asking.is_dry_run or not loaded.is_anything:
        return
    town, who = filling.municipality_id, asking.actor_id
    with transaction.atomic():
        changed("load_places", town, told(loaded), now=now, actor_id=who, ip=asking.ip)


def _grouping(municipality_id: int) -> Grouping:
    districts = District.objects.filter(municipality_id=municipality_id).values_list("title", "code")
    settlements = (
        Settlement.objects.filter(municipality_id=municipality_id)
        .annotate(size=models.Count("streets"))
        .order_by("-size", "title")
        .values_list("kind", "title")
    )
    return Grouping(codes=dict(districts), settlements=list(settlements))
