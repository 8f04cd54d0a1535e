"""Taking an address register from a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import models, transaction

from otklik.border.readers.tables import open_table
from otklik.ground.places.listing import (
    BadList,
    Known,
    columns_of,
    gathered,
    row_of,
)
from otklik.ground.places.models import District, Settlement
from otklik.ground.places.services.loading import Loaded, load_places

_MOST_REJECTED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSummary:
    """What an import did, or would do; `rejected` are the first thousand row numbers with Russian reasons."""

    rows: int
    added: Loaded
    rejected: Sequence[tuple[int, str]]
    is_dry_run: bool


@transaction.atomic
def import_csv(
    municipality_id: int,
    path: Path,
    *,
    now: datetime,
    actor_id: int | None = None,
    ip: str = "",
    is_dry_run: bool = False,
) -> ImportSummary:
    """Take a register of addresses from a table (CSV or XLSX), or only count what it would add.

    Raises `BadList` where columns are missing and `Unreadable` for a file that is no table.
    """
    table = open_table(path)
    columns = columns_of(table.header)
    rows, rejected, count = [], [], 0
    for row in table.rows:
        count += 1
        try:
            rows.append(row_of(row, columns))
        except BadList as problem:
            rejected.append((row.number, str(problem)))
    lists = gathered(rows, _known(municipality_id))
    added = load_places(
        municipality_id=municipality_id,
        districts=lists.districts,
        settlements=lists.settlements,
        streets=lists.streets,
        now=now,
        actor_id=actor_id,
        ip=ip,
    )
    if is_dry_run:
        transaction.set_rollback(True)
    return ImportSummary(rows=count, added=added, rejected=rejected[:_MOST_REJECTED], is_dry_run=is_dry_run)


def _known(municipality_id: int) -> Known:
    districts = District.objects.filter(municipality_id=municipality_id).values_list("title", "code")
    settlements = (
        Settlement.objects.filter(municipality_id=municipality_id)
        .annotate(size=models.Count("streets"))
        .order_by("-size", "title")
        .values_list("kind", "title")
    )
    return Known(districts=dict(districts), settlements=list(settlements))
