"""Sector blocks of the centre."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, settle
from otklik.doors.web.visit import Visit
from otklik.ground.people.roles import Action
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog import services


class BlockForm(forms.Form):
    title = fields.line("Название", most=160, required=True)
    short_title = fields.line("Коротко", most=60, help_text="Для списков и таблиц.")
    norm = fields.line("Основание", most=200, help_text="Пункт постановления, которым образован блок.")
    order = fields.whole("Порядок в списке", least=1, most=999, required=True)
    is_active = fields.switch("Действует")


@keeper(Action.EDIT_CATALOG)
def blocks(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    snapshot = catalog.snapshot(visit.town.id)
    topics = [topic for topic in snapshot.topics.values() if topic.is_active and not topic.is_group]
    rows = [
        (block, sum(topic.block_id == block.id for topic in topics))
        for block in catalog.blocks(visit.town.id)
    ]
    return render(request, "setup/blocks.html", {"rows": rows})


@keeper(Action.EDIT_CATALOG)
def block(request: HttpRequest, visit: Visit, block_id: int | None = None) -> HttpResponseBase:
    """Add a block or change it."""
    row = next((one for one in catalog.blocks(visit.town.id) if one.id == block_id), None)
    if block_id is not None and row is None:
        raise Http404
    initial = (
        {name: getattr(row, name) for name in BlockForm.base_fields}
        if row
        else {"order": 100, "is_active": True}
    )
    form = BlockForm(request.POST or None, initial=initial)

    def act() -> None:
        services.save_block(
            municipality_id=visit.town.id, block_id=block_id, now=visit.now, actor_id=visit.user_id,
            **form.cleaned_data,
        )  # fmt: skip

    page = Page(
        title=row.title if row else _("Новый блок"), up_url=reverse("setup:blocks"),
        up_title=_("Отраслевые блоки"),
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:blocks", said=_("Блок сохранён."))
