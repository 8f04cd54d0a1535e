"""What a municipality sets of ratings."""

from dataclasses import asdict
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.casework.satisfaction.models import RatingManner
from otklik.casework.satisfaction.rules.rating import NORM, Manner
from otklik.ground.audit import services as audit

LONGEST_WINDOW = 90


class BadManner(ValueError):
    """It cannot be set so; the message is Russian and says why."""


@transaction.atomic
def set_manner(
    manner: Manner, *, municipality_id: int, stream: str = "", now: datetime, actor_id: int | None = None
) -> None:
    """How ratings are asked for in the town, or in one stream of it. Raises `BadManner`."""
    if not 1 <= manner.window_days <= LONGEST_WINDOW:
        raise BadManner(_("Срок для оценки — от 1 до %s дней.") % LONGEST_WINDOW)
    if manner.remind_days >= manner.window_days:
        raise BadManner(_("Напоминание должно прийти раньше, чем закончится срок для оценки."))
    if not 1 <= manner.reopen_at <= 4:
        raise BadManner(_("Низкой можно считать оценку от 1 до 4."))
    if manner.site and urlsplit(manner.site).scheme not in ("http", "https"):
        raise BadManner(_("Адрес сайта начинается с https://, например https://otklik.gorod.ru."))
    RatingManner.objects.update_or_create(
        municipality_id=municipality_id,
        stream=stream,
        defaults={**asdict(manner), "reasons": list(manner.reasons), "site": manner.site.rstrip("/")},
    )
    _journal("set_rating_manner", stream, municipality_id=municipality_id, now=now, actor_id=actor_id)


@transaction.atomic
def forget_manner(*, municipality_id: int, stream: str, now: datetime, actor_id: int | None = None) -> bool:
    """The stream follows the town's manner again."""
    gone, _rows = RatingManner.objects.filter(municipality_id=municipality_id, stream=stream).delete()
    if gone:
        _journal("set_rating_manner", stream, municipality_id=municipality_id, now=now, actor_id=actor_id)
    return bool(gone)


def _journal(action: str, stream: str, *, municipality_id: int, now: datetime, actor_id: int | None) -> None:
    audit.record(
        action=action,
        subject="rating",
        subject_id=stream or "all",
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        norm=NORM,
    )
