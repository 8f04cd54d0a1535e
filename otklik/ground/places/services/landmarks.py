"""Adding and changing landmarks; one that is no more is closed, since cases tell of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.border.ports.messages import Place
from otklik.border.readers.tables import open_table
from otklik.ground.places import landmark_lists as reading
from otklik.ground.places import matching
from otklik.ground.places.listing import ListedLandmark
from otklik.ground.places.models import Landmark
from otklik.ground.places.services.changes import BadPlace, changed
from otklik.ground.places.services.completing import folded, joined
from otklik.ground.places.services.importing import ROWS_AT_ONCE, Asking, ImportSummary, Rejected, frame_of
from otklik.ground.places.services.loading import Loaded

_SET = (
    "title", "aliases", "address", "district_id", "settlement_id", "street_id", "house_id", "lat", "lon",
    "is_active",
)  # fmt: skip


@transaction.atomic
def save_landmark(
    listed: ListedLandmark,
    *,
    municipality_id: int,
    landmark_id: int | None = None,
    is_active: bool = True,
    now: datetime,
    actor_id: int | None = None,
    ip: str = "",
) -> int:
    """Add a landmark or change it; its id. Raises `BadPlace`."""
    if not listed.kind.strip():
        raise BadPlace(_("Укажите вид: школа, аптека, остановка."))
    named = {
        "kind": listed.kind.strip().lower(),
        "number": listed.number.strip(),
        "title": listed.title.strip(),
    }
    rows = Landmark.objects.filter(municipality_id=municipality_id)
    twins = rows.filter(**named, address=listed.address.strip())
    if twins.exclude(id=landmark_id or 0).exists():
        raise BadPlace(_("Такой ориентир по этому адресу уже есть."))
    fields = {**named, **_fields(municipality_id, listed), "is_active": is_active}
    if landmark_id is None:
        row = Landmark.objects.create(municipality_id=municipality_id, **fields)
    else:
        row = rows.get(id=landmark_id)
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
    details = {"landmark": row.id, "title": str(row), "is_active": is_active}
    changed("save_landmark", municipality_id, details, now=now, actor_id=actor_id, ip=ip)
    return row.id


@transaction.atomic
def load_landmarks(
    municipality_id: int, listed: Iterable[ListedLandmark], *, now: datetime, asking: Asking | None = None
) -> Loaded:
    """Add what is not there yet and complete what is; the same list twice adds nothing."""
    asking = asking or Asking()
    kept = {_key(row): row for row in Landmark.objects.filter(municipality_id=municipality_id)}
    fresh: list[Landmark] = []
    altered: list[Landmark] = []
    for one in {_key(one): one for one in listed}.values():
        row, fields = kept.get(_key(one)), _fields(municipality_id, one)
        if row is None:
            fresh.append(
                Landmark(municipality_id=municipality_id, kind=one.kind, number=one.number, **fields)
            )
            continue
        if one.lat is None:
            fields |= {"lat": row.lat or fields["lat"], "lon": row.lon or fields["lon"]}
        fields |= {"title": row.title, "aliases": joined(row.aliases, one.aliases, title=row.title)}
        fields["is_active"] = True
        if any(getattr(row, name) != value for name, value in fields.items()):
            altered.append(row)
            for name, value in fields.items():
                setattr(row, name, value)
    loaded = Loaded(0, 0, 0, 0, changed=len(altered), landmarks=len(fresh))
    if asking.is_dry_run or not loaded.is_anything:
        return loaded
    Landmark.objects.bulk_create(fresh, batch_size=500)
    Landmark.objects.bulk_update(altered, list(_SET), batch_size=500)
    counts = {"landmarks": len(fresh), "changed": len(altered)}
    changed("load_landmarks", municipality_id, counts, now=now, actor_id=asking.actor_id, ip=asking.ip)
    return loaded


def import_landmarks(
    municipality_id: int, path: Path, *, now: datetime, asking: Asking | None = None
) -> ImportSummary:
    """Take landmarks from a table. Raises `BadList` where columns are missing and `Unreadable`."""
    asking = asking or Asking()
    table = open_table(path)
    columns, frame = reading.columns_of(table.header), frame_of(municipality_id)
    read, rejected = partial(reading.row_of, columns=columns, frame=frame), Rejected(asking)
    total, count, rows = Loaded(0, 0, 0, 0), 0, iter(table.rows)
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        listed: Sequence[ListedLandmark] = list(rejected.taken(batch, read))
        loaded = load_landmarks(municipality_id, listed, now=now, asking=asking)
        total = Loaded(
            0, 0, 0, 0, changed=total.changed + loaded.changed, landmarks=total.landmarks + loaded.landmarks
        )
        count += len(batch)
        asking.progress(count)
    return ImportSummary(
        rows=count,
        added=total,
        rejected=rejected.first,
        rejected_count=rejected.count,
        is_dry_run=asking.is_dry_run,
    )


def _fields(municipality_id: int, one: ListedLandmark) -> dict[str, Any]:
    """With what the register knows of the address or of the point."""
    found = matching.matcher(municipality_id).find(Place(text=one.address, lat=one.lat, lon=one.lon), "")
    return {
        "title": one.title.strip(),
        "aliases": joined([], one.aliases, title=one.title),
        "address": one.address.strip(),
        "district_id": found.district_id,
        "settlement_id": found.settlement_id,
        "street_id": found.street_id,
        "house_id": found.house_id,
        "lat": one.lat if one.lat is not None else found.lat,
        "lon": one.lon if one.lon is not None else found.lon,
    }


def _key(one: ListedLandmark | Landmark) -> tuple[str, str, str, str]:
    return one.kind, one.number, folded(one.title), folded(one.address)
