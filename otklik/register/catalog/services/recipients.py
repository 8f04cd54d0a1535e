"""Changing recipients and the table of responsibility."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.register.catalog import defaults
from otklik.register.catalog.models import Recipient, Responsibility
from otklik.register.catalog.services import belonging
from otklik.register.catalog.services.changes import BadCatalog, finish


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Who shall answer for a topic (or a group, or a block) in a district or everywhere, from day to day."""

    recipient_id: int
    topic_id: int | None = None
    block_id: int | None = None
    district_id: int | None = None
    since: date | None = None
    until: date | None = None


@transaction.atomic
def save_recipient(
    *,
    municipality_id: int,
    organisation_id: int,
    title: str = "",
    duties: Sequence[str] = (),
    is_in_centre: bool = True,
    page_url: str = "",
    is_active: bool = True,
    recipient_id: int | None = None,
    now: datetime,
    actor_id: int | None = None,
) -> Recipient:
    """Add a recipient or change it; an empty title is the organisation's short one."""
    short_title = belonging.organisation(organisation_id, municipality_id)
    row = (
        belonging.recipient(recipient_id, municipality_id)
        if recipient_id
        else Recipient(municipality_id=municipality_id)
    )
    title = " ".join(title.split()) or short_title
    others = Recipient.objects.filter(municipality_id=municipality_id).exclude(id=recipient_id or 0)
    if any(one.casefold() == title.casefold() for one in others.values_list("title", flat=True)):
        raise BadCatalog(_("Получатель «%(title)s» уже есть: откройте его и измените.") % {"title": title})
    unknown = set(duties) - {kind.code for kind in defaults.recipient_kinds()}
    if unknown:
        raise BadCatalog(_("Неизвестный род получателя: %(codes)s.") % {"codes": ", ".join(sorted(unknown))})
    row.organisation_id, row.title = organisation_id, title[:160]
    row.duties, row.is_in_centre = list(dict.fromkeys(duties)), is_in_centre
    row.page_url, row.is_active = _page(page_url), is_active
    row.save()
    finish("save_recipient", "recipient", row.id, municipality_id=municipality_id, now=now, actor_id=actor_id)
    return row


@transaction.atomic
def set_responsibility(
    duty: Duty,
    *,
    municipality_id: int,
    responsibility_id: int | None = None,
    now: datetime,
    actor_id: int | None = None,
) -> Responsibility:
    """Add a row of the table or change it; the same row twice is one, two recipients at once are refused."""
    _check_duty(duty, municipality_id)
    same = None
    for other in _beside(duty, municipality_id):
        if other.id == responsibility_id:
            continue
        if other.recipient_id == duty.recipient_id and responsibility_id is None:
            same = other
        elif _meet(duty, other):
            raise BadCatalog(
                _("В эти дни уже отвечает «%(title)s»: сначала укажите, до какого дня.")
                % {"title": other.recipient.title}
            )
    row = same or (
        belonging.responsibility(responsibility_id, municipality_id)
        if responsibility_id
        else Responsibility(municipality_id=municipality_id)
    )
    row.topic_id, row.block_id, row.district_id = duty.topic_id, duty.block_id, duty.district_id
    row.recipient_id, row.since, row.until = duty.recipient_id, duty.since, duty.until
    row.save()
    finish(
        "set_responsibility",
        "responsibility",
        row.id,
        municipality_id=municipality_id,
        now=now,
        actor_id=actor_id,
        details={
            "topic": duty.topic_id,
            "block": duty.block_id,
            "district": duty.district_id,
            "recipient": duty.recipient_id,
        },
    )
    return row


@transaction.atomic
def remove_responsibility(
    responsibility_id: int, *, municipality_id: int, now: datetime, actor_id: int | None = None
) -> None:
    row = belonging.responsibility(responsibility_id, municipality_id)
    row.delete()
    finish(
        "remove_responsibility",
        "responsibility",
        responsibility_id,
        municipality_id=municipality_id,
        now=now,
        actor_id=actor_id,
        details={"topic": row.topic_id, "block": row.block_id, "recipient": row.recipient_id},
    )


def _check_duty(duty: Duty, municipality_id: int) -> None:
    if (duty.topic_id is None) == (duty.block_id is None):
        raise BadCatalog(_("Выберите тему или блок: строка таблицы — об одном из них."))
    if duty.since and duty.until and duty.until < duty.since:
        raise BadCatalog(_("Последний день раньше первого: исправьте даты."))
    belonging.recipient(duty.recipient_id, municipality_id)
    if duty.topic_id is not None:
        belonging.topic(duty.topic_id, municipality_id)
    if duty.block_id is not None:
        belonging.block(duty.block_id, municipality_id)
    if duty.district_id is not None:
        belonging.district(duty.district_id, municipality_id)


def _beside(duty: Duty, municipality_id: int) -> list[Responsibility]:
    """The rows about the same topic or block in the same district."""
    rows = Responsibility.objects.filter(municipality_id=municipality_id).select_related("recipient")
    key = (duty.topic_id, duty.block_id, duty.district_id)
    return [row for row in rows if (row.topic_id, row.block_id, row.district_id) == key]


def _meet(duty: Duty, other: Responsibility) -> bool:
    """Whether the two periods share a day; an empty end is open."""
    starts_in_time = other.until is None or duty.since is None or duty.since <= other.until
    ends_in_time = other.since is None or duty.until is None or other.since <= duty.until
    return starts_in_time and ends_in_time


def _page(url: str) -> str:
    url = url.strip()
    if url:
        try:
            URLValidator(schemes=["http", "https"])(url)
        except ValidationError as error:
            raise BadCatalog(_("Адрес страницы начинается с https:// — проверьте его.")) from error
    return url
