"""Closing what a whole list does not hold: cases refer to places, so none is ever deleted."""

from collections import Counter
from collections.abc import Set
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from otklik.ground.places.models import House, Settlement, Street
from otklik.ground.places.services.changes import BadPlace, changed
from otklik.ground.places.services.completing import in_parts, joined
from otklik.ground.places.services.filling import Filling

_LARGEST_SHARE = 0.5


def close_unseen(filling: Filling, *, of_gar_alone: bool) -> Counter[str]:
    """Close the open places that the list did not tell; with `of_gar_alone` those that ГАР had told before.

    Raises `BadPlace` where more than half would be closed: that is a part of a list, not the whole.
    """
    town = filling.municipality_id
    owned: list[tuple[str, models.QuerySet[models.Model]]] = [
        ("houses", House._default_manager.filter(street__settlement__municipality_id=town)),
        ("streets", Street._default_manager.filter(settlement__municipality_id=town)),
        ("settlements", Settlement._default_manager.filter(municipality_id=town)),
    ]
    unseen = {name: _unseen(rows, filling.seen[name], of_gar_alone=of_gar_alone) for name, rows in owned}
    tally: Counter[str] = Counter()
    for name, rows in owned:
        for part in in_parts(unseen[name]) if not filling.is_dry_run else ():
            rows.filter(id__in=part).update(is_active=False)
        tally[f"closed_{name}"] = len(unseen[name])
    tally["closed"] = sum(tally.values())
    return tally


def _unseen(rows: models.QuerySet[models.Model], seen: Set[int], *, of_gar_alone: bool) -> list[int]:
    open_rows = rows.filter(is_active=True)
    if of_gar_alone:
        open_rows = open_rows.exclude(gar_id="")
    ids = list(open_rows.values_list("id", flat=True).iterator(chunk_size=5000))
    unseen = [id for id in ids if id not in seen]
    if len(unseen) > max(3, len(ids) * _LARGEST_SHARE):
        raise BadPlace(
            _("В файле нет больше половины того, что есть в реестре: он не полный. Ничего не закрыто.")
        )
    return unseen


@transaction.atomic
def set_street(
    street_id: int,
    *,
    municipality_id: int,
    aliases: list[str],
    is_active: bool,
    now: datetime,
    actor_id: int | None = None,
    ip: str = "",
) -> None:
    """The other names of a street, and whether it is open."""
    row = Street.objects.get(id=street_id, settlement__municipality_id=municipality_id)
    row.aliases, row.is_active = joined([], aliases, title=row.title), is_active
    row.save(update_fields=["aliases", "is_active"])
    details = {"street": row.id, "aliases": row.aliases, "is_active": is_active}
    changed("set_street", municipality_id, details, now=now, actor_id=actor_id, ip=ip)
