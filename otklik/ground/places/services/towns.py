"""Changing municipalities and their districts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.ground.places.listing import (
    ListedDistrict,
)
from otklik.ground.places.models import District, Municipality
from otklik.ground.places.services.changes import BadPlace, changed
from otklik.ground.places.services.loading import told


@transaction.atomic
def save_municipality(
    *,
    code: str,
    title: str,
    title_genitive: str,
    region: str = "",
    centre_title: str = "МЦУ",
    head_title: str = "",
    timezone: str = "Europe/Moscow",
    oktmo: str = "",
    population: int | None = None,
    number_template: str = "{centre}-{year}-{number:06d}",
    boundary: Mapping[str, Any] | None = None,
    lat: float | None = None,
    lon: float | None = None,
    now: datetime,
    actor_id: int | None = None,
    ip: str = "",
) -> int:
    """Add the municipality of that code or change it; its id. Raises `BadPlace`.

    The template of numbers belongs to the register, and its caller checks it.
    """
    if not code.strip() or not title.strip() or not title_genitive.strip():
        raise BadPlace(_("Укажите код и название муниципалитета, в том числе в родительном падеже."))
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadPlace(_("Часовой пояс «%(zone)s» не найден.") % {"zone": timezone}) from None
    fields = {
        "title": title.strip(),
        "title_genitive": title_genitive.strip(),
        "region": region,
        "centre_title": centre_title,
        "head_title": head_title,
        "timezone": timezone,
        "oktmo": oktmo,
        "population": population,
        "number_template": number_template,
        "lat": lat,
        "lon": lon,
    }
    row, _added = Municipality.objects.update_or_create(
        code=code,
        defaults={**fields, "boundary": boundary},
        create_defaults={**fields, "boundary": boundary, "created_at": now},
    )
    changed("save_municipality", row.id, fields, now=now, actor_id=actor_id, ip=ip)
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
        municipality_id=municipality_id, code=district.code, defaults=told(district, "code")
    )
    details = {"code": row.code, "title": row.title}
    changed("save_district", municipality_id, details, now=now, actor_id=actor_id, ip=ip)
    return row.id
