"""Ways in: what each is called, which reporting stream it feeds, whether it is open."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from otklik.border.ports.messages import Stream
from otklik.doors.web.desk.words import channel_icon, channel_word
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, settle
from otklik.doors.web.visit import Visit
from otklik.flow import channels as channels_of
from otklik.ground.people.roles import Action
from otklik.register.intake import selectors as intake
from otklik.register.intake import services

STREAMS = (
    (Stream.APPEALS.value, "обращения по 59-ФЗ"),
    (Stream.POS.value, "платформа обратной связи"),
    (Stream.DIGITAL.value, "цифровые системы обратной связи"),
    (Stream.HOTLINE.value, "горячие линии"),
)


class ChannelForm(forms.Form):
    title = fields.line("Название", most=160, required=True)
    stream = fields.choice(
        "Поток отчёта", STREAMS, required=True, help_text="К нему отнесутся новые карточки этого канала."
    )
    is_active = fields.switch(
        "Открыт", help_text="Закрытый канал, из которого ничего не было, в отчёте даёт прочерк."
    )


@keeper(Action.EDIT_SETTINGS)
def channels(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    streams = dict(STREAMS)
    rows = [
        (one, channel_icon(one.kind), channel_word(one.kind), streams.get(one.stream, one.stream))
        for one in intake.accounts(visit.town.id)
    ]
    return render(request, "setup/channels.html", {"rows": rows})


@keeper(Action.EDIT_SETTINGS)
def channel(request: HttpRequest, visit: Visit, account_id: int) -> HttpResponseBase:
    row = next((one for one in intake.accounts(visit.town.id) if one.id == account_id), None)
    if row is None:
        raise Http404
    initial = {"title": row.title, "stream": row.stream, "is_active": row.is_active}
    form = ChannelForm(request.POST or None, initial=initial)

    def act() -> None:
        services.edit_account(
            account_id, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id,
            **form.cleaned_data,
        )  # fmt: skip

    page = Page(
        title=row.title, up_url=reverse("setup:channels"), up_title=_("Каналы"),
        template="setup/channel.html",
        more={"account": row, "has_token": intake.has_token(row), "takes": channels_of.takes(row.kind)},
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:channels", said=_("Канал сохранён."))


@require_POST
@never_cache
@keeper(Action.EDIT_SETTINGS)
def token(request: HttpRequest, visit: Visit, account_id: int) -> HttpResponseBase:
    """A new token for programs, shown on this page alone; the one before it stops working."""
    row = next((one for one in intake.accounts(visit.town.id) if one.id == account_id), None)
    if row is None or not channels_of.takes(row.kind):
        raise Http404
    told = services.issue_token(account_id, now=visit.now, actor_id=visit.user_id)
    return render(request, "setup/channel_token.html", {"account": row, "token": told})
