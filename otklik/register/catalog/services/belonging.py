"""Whether what a change names belongs to the same town, checked before it is written."""

from typing import TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from otklik.ground.people import selectors as people
from otklik.ground.places import selectors as places
from otklik.register.catalog.models import Recipient, Responsibility, SectorBlock, Topic
from otklik.register.catalog.services.changes import BadCatalog

Row = TypeVar("Row", bound=Model)


def block(block_id: int, municipality_id: int) -> SectorBlock:
    return _one(SectorBlock, block_id, municipality_id, _("Такого блока в справочнике нет: выберите другой."))


def topic(topic_id: int, municipality_id: int) -> Topic:
    return _one(Topic, topic_id, municipality_id, _("Такой темы в справочнике нет: выберите другую."))


def recipient(recipient_id: int, municipality_id: int) -> Recipient:
    refusal = _("Такого получателя в справочнике нет: выберите другого.")
    return _one(Recipient, recipient_id, municipality_id, refusal)


def responsibility(responsibility_id: int, municipality_id: int) -> Responsibility:
    refusal = _("Этой строки в таблице ответственности уже нет: обновите страницу.")
    return _one(Responsibility, responsibility_id, municipality_id, refusal)


def district(district_id: int, municipality_id: int) -> int:
    if district_id not in {row.id for row in places.districts(municipality_id)}:
        raise BadCatalog(_("Такого района в справочнике нет: выберите другой."))
    return district_id


def organisation(organisation_id: int, municipality_id: int) -> str:
    """The organisation's short title."""
    for row in people.organisations(municipality_id):
        if row.id == organisation_id:
            return row.short_title
    raise BadCatalog(_("Такой организации в справочнике нет: сначала добавьте её."))


def _one(model: type[Row], row_id: int, municipality_id: int, refusal: str) -> Row:
    found = model._default_manager.filter(pk=row_id, municipality_id=municipality_id).first()
    if found is None:
        raise BadCatalog(refusal)
    return found
