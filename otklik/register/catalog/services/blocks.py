"""Changing sector blocks."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.register.catalog.models import SectorBlock
from otklik.register.catalog.services import belonging
from otklik.register.catalog.services.changes import BadCatalog, finish


@transaction.atomic
def save_block(
    *,
    municipality_id: int,
    title: str,
    code: str = "",
    short_title: str = "",
    order: int = 100,
    norm: str = "",
    is_active: bool = True,
    block_id: int | None = None,
    now: datetime,
    actor_id: int | None = None,
) -> SectorBlock:
    """Add a block or change it; the code is given once (memberships name it) and made up where empty."""
    row = (
        belonging.block(block_id, municipality_id)
        if block_id
        else SectorBlock(municipality_id=municipality_id)
    )
    title = " ".join(title.split())
    if not title:
        raise BadCatalog(_("Укажите название блока."))
    others = SectorBlock.objects.filter(municipality_id=municipality_id).exclude(id=block_id or 0)
    if any(one.title.casefold() == title.casefold() for one in others):
        raise BadCatalog(_("Блок «%(title)s» уже есть: откройте его и измените.") % {"title": title})
    if row.pk is None:
        row.code = new_code(code, "block", {one.code for one in others})
    row.title, row.short_title = title[:160], short_title.strip()[:60]
    row.order, row.norm, row.is_active = order, norm.strip()[:200], is_active
    row.save()
    finish("save_block", "block", row.id, municipality_id=municipality_id, now=now, actor_id=actor_id)
    return row


def new_code(code: str, prefix: str, taken: set[str]) -> str:
    """The wanted code if it is free and in Latin letters, or the next free number after the prefix."""
    code = code.strip()
    if not code:
        number = 1 + len(taken)
        while f"{prefix}-{number}" in taken:
            number += 1
        return f"{prefix}-{number}"
    try:
        validate_slug(code)
    except ValidationError as error:
        raise BadCatalog(_("Код пишут латинскими буквами, цифрами и дефисом, без пробелов.")) from error
    if code in taken:
        raise BadCatalog(_("Код «%(code)s» занят: возьмите другой.") % {"code": code})
    return code
