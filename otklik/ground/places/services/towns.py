"""Changing municipalities and their districts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.ground.places.listing import (
    ListedDistrict,
)
from otklik.ground.places.models import District, Municipality
from otklik.ground.places.services.changes import BadPlace, changed
from otklik.ground.places.services.completing import fields_told


class Particulars(TypedDict, total=False):
    """What else is kept of a municipality; what is not told is left as it was."""

    region: str
    centre_title: str
    head_title: str
    timezone: str
    oktmo: str
    population: int | None
    number_template: str
    boundary: Mapping[str, Any] | None
    lat: float | None
    lon: float | None


@transaction.atomic
def save_municipality(
    *,
    code: str,
    title: str,
    title_genitive: str,
    now: datetime,
    actor_id: int | None = None,
    ip: str = "",
    **particulars: Unpack[Particulars],
) -> int:
    """Add the municipality of that code or change it; its id. Raises `BadPlace`.

    The template of numbers belongs to the register of cases: its caller checks it.
    """
    if not code.strip() or not title.strip() or not title_genitive.strip():
        raise BadPlace(_("Укажите код и название муниципалитета, в том числе в родительном падеже."))
    _check_zone(particulars.get("timezone", "UTC"))
    fields = {"title": title.strip(), "title_genitive": title_genitive.strip(), **particulars}
    row, _added = Municipality.objects.update_or_create(
        code=code.strip(), defaults=fields, create_defaults={**fields, "created_at": now}
    )
    details = {name: value for name, value in fields.items() if name != "boundary"}
    changed("save_municipality", row.id, details, now=now, actor_id=actor_id, ip=ip)
    return row.id


@transaction.atomic
def save_district(
    *,
    municipality_id: int,
    district: ListedDistrict,
    now: datetime,
    actor_id: int | None = None,
    ip: str = "",
) -> int:
    """Add the district of that code or change it; its id. Raises `BadPlace`."""
    if not district.code.strip() or not district.title.strip():
        raise BadPlace(_("Укажите код и название района."))
    row, _added = District.objects.update_or_create(
        municipality_id=municipality_id, code=district.code, defaults=fields_told(district, "code")
    )
    details = {"code": row.code, "title": row.title}
    changed("save_district", municipality_id, details, now=now, actor_id=actor_id, ip=ip)
    return row.id


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadPlace(_("Часовой пояс «%(zone)s» не найден.") % {"zone": name}) from None
