"""Setting on kept rows what a list tells of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from otklik.ground.places.listing import ListedDistrict, ListedHouse, ListedSettlement, ListedStreet

Listed = ListedDistrict | ListedSettlement | ListedStreet | ListedHouse


def fields_told(one: Listed, *keys: str) -> dict[str, Any]:
    """The fields that the list tells, without those that name the place."""
    fields = {field: getattr(one, field) for field in one.__dataclass_fields__ if field not in keys}
    return {field: value for field, value in fields.items() if value not in (None, "")}


def folded(title: str) -> str:
    """A name for comparing: «Берёзовая» is «березовая»."""
    return title.lower().replace("ё", "е")


def joined(kept: Iterable[str], told: Iterable[str], *, title: str) -> list[str]:
    """All the other names of a place, each once."""
    names = {folded(name): name.strip() for name in (*told, *kept) if name.strip()}
    names.pop(folded(title), None)
    return sorted(names.values())


def complete(
    model: type[models.Model], pairs: Iterable[tuple[models.Model, Mapping[str, Any]]], *, is_dry_run: bool
) -> tuple[int, int]:
    """Set what is told otherwise than kept, in as few queries as it takes: how many changed, reopened."""
    changed: dict[tuple[str, ...], list[models.Model]] = {}
    reopened = 0
    for row, fields in pairs:
        other = tuple(name for name, value in fields.items() if getattr(row, name) != value)
        for name in other if not is_dry_run else ():
            setattr(row, name, fields[name])
        if other:
            changed.setdefault(other, []).append(row)
            reopened += "is_active" in other
    for names, rows in changed.items() if not is_dry_run else ():
        model._default_manager.bulk_update(rows, names, batch_size=500)
    return sum(map(len, changed.values())), reopened


def in_parts(ids: Sequence[int], size: int = 500) -> list[Sequence[int]]:
    """Ids by the number that one query of any store takes."""
    return [ids[start : start + size] for start in range(0, len(ids), size)]
