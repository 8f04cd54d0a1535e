"""Adding many places at once: what is not there yet is added, what is there is completed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from otklik.ground.places.listing import (
    ListedDistrict,
    ListedHouse,
    ListedSettlement,
    ListedStreet,
)
from otklik.ground.places.models import District, House, Settlement, Street
from otklik.ground.places.services.changes import BadPlace, changed

_STREETS_AT_ONCE = 200

Listed = ListedDistrict | ListedSettlement | ListedStreet | ListedHouse


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many places were added."""

    districts: int
    settlements: int
    streets: int
    houses: int


@transaction.atomic
def load_places(
    *,
    municipality_id: int,
    districts: Iterable[ListedDistrict] = (),
    settlements: Iterable[ListedSettlement] = (),
    streets: Iterable[ListedStreet] = (),
    now: datetime,
    actor_id: int | None = None,
    ip: str = "",
) -> Loaded:
    """Add what is not there yet and complete what is; what the list does not tell is left as it was.

    The same list twice adds nothing. Raises `BadPlace` for a district or settlement that nobody listed.
    """
    added_districts = _load_districts(municipality_id, districts)
    codes = dict(District.objects.filter(municipality_id=municipality_id).values_list("code", "id"))
    added_settlements = _load_settlements(municipality_id, settlements, codes)
    towns = {
        (kind, title): id
        for id, kind, title in Settlement.objects.filter(municipality_id=municipality_id).values_list(
            "id", "kind", "title"
        )
    }
    added_streets = added_houses = 0
    remaining = iter(streets)
    while batch := list(islice(remaining, _STREETS_AT_ONCE)):
        of_batch = _load_streets(batch, towns, codes)
        added_streets, added_houses = added_streets + of_batch[0], added_houses + of_batch[1]
    loaded = Loaded(added_districts, added_settlements, added_streets, added_houses)
    changed("load_places", municipality_id, asdict(loaded), now=now, actor_id=actor_id, ip=ip)
    return loaded


def _load_districts(municipality_id: int, listed: Iterable[ListedDistrict]) -> int:
    kept = {row.code: row for row in District.objects.filter(municipality_id=municipality_id)}
    told = {one.code: one for one in listed}
    fresh = [
        District(municipality_id=municipality_id, code=code, **fields_told(one, "code"))
        for code, one in told.items()
        if code not in kept
    ]
    District.objects.bulk_create(fresh)
    _complete(
        District, [(kept[code], fields_told(one, "code")) for code, one in told.items() if code in kept]
    )
    return len(fresh)


def _load_settlements(
    municipality_id: int, listed: Iterable[ListedSettlement], codes: Mapping[str, int]
) -> int:
    rows = Settlement.objects.filter(municipality_id=municipality_id)
    kept = {(row.kind, row.title): row for row in rows}
    told = {
        (one.kind, one.title): {
            **fields_told(one, "kind", "title", "district"),
            **_within(one.district, codes),
        }
        for one in listed
    }
    fresh = [
        Settlement(municipality_id=municipality_id, kind=kind, title=title, **fields)
        for (kind, title), fields in told.items()
        if (kind, title) not in kept
    ]
    Settlement.objects.bulk_create(fresh)
    _complete(Settlement, [(kept[key], fields) for key, fields in told.items() if key in kept])
    return len(fresh)


def _load_streets(
    batch: Sequence[ListedStreet], towns: Mapping[tuple[str, str], int], codes: Mapping[str, int]
) -> tuple[int, int]:
    """The streets of the batch and their houses; how many of each were added."""
    for one in batch:
        if one.settlement not in towns:
            raise BadPlace(_("Населённого пункта «%s» нет в списке.") % " ".join(one.settlement).strip())
    told = {(towns[one.settlement], one.kind, one.title): one for one in batch}
    found = Street.objects.filter(
        settlement_id__in={key[0] for key in told}, title__in={key[2] for key in told}
    )
    kept = {(row.settlement_id, row.kind, row.title): row for row in found}
    fields = {key: fields_told(one, "settlement", "kind", "title", "houses") for key, one in told.items()}
    fresh = [
        Street(settlement_id=key[0], kind=key[1], title=key[2], **fields[key])
        for key in told
        if key not in kept
    ]
    Street.objects.bulk_create(fresh)
    _complete(Street, [(kept[key], fields[key]) for key in told if key in kept])
    ids = {(row.settlement_id, row.kind, row.title): row.id for row in (*kept.values(), *fresh)}
    houses = {(ids[key], house.number): house for key, one in told.items() for house in one.houses}
    return len(fresh), _load_houses(houses, codes)


def _load_houses(told: Mapping[tuple[int, str], ListedHouse], codes: Mapping[str, int]) -> int:
    rows = House.objects.filter(street_id__in={street_id for street_id, _number in told})
    kept = {(row.street_id, row.number): row for row in rows}
    fields = {
        key: {**fields_told(house, "number", "district"), **_within(house.district, codes)}
        for key, house in told.items()
    }
    fresh = [House(street_id=key[0], number=key[1], **fields[key]) for key in told if key not in kept]
    House.objects.bulk_create(fresh, batch_size=2000)
    _complete(House, [(kept[key], fields[key]) for key in told if key in kept])
    return len(fresh)


def fields_told(one: Listed, *keys: str) -> dict[str, Any]:
    """The fields that the list tells, without those that name the place."""
    fields = {field: getattr(one, field) for field in one.__dataclass_fields__ if field not in keys}
    return {field: value for field, value in fields.items() if value not in (None, "")}


def _within(code: str, codes: Mapping[str, int]) -> dict[str, int]:
    if code and code not in codes:
        raise BadPlace(_("Района с кодом «%s» нет в списке.") % code)
    return {"district_id": codes[code]} if code else {}


def _complete(model: type[models.Model], pairs: Iterable[tuple[models.Model, Mapping[str, Any]]]) -> None:
    """Set what is told otherwise than kept, in as few queries as it takes."""
    changed: dict[tuple[str, ...], list[models.Model]] = {}
    for row, fields in pairs:
        other = tuple(name for name, value in fields.items() if getattr(row, name) != value)
        for name in other:
            setattr(row, name, fields[name])
        if other:
            changed.setdefault(other, []).append(row)
    for names, rows in changed.items():
        model._default_manager.bulk_update(rows, names, batch_size=500)
