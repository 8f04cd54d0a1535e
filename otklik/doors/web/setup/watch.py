"""How the town watches: when to remind, whom to tell of what is overdue, when to be quiet."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.border.ports.messages import Stream
from otklik.casework.control import selectors as control
from otklik.casework.control import services
from otklik.casework.control.rules.manner import (
    DEFAULTS,
    ESCALATION_NORM,
    FORWARDING_NORM,
    LADDER_NORM,
    RETURN_NORM,
    Manner,
    Peace,
    numbers,
)
from otklik.doors.web.desk.words import STREAMS
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, attempt, settle
from otklik.doors.web.visit import Visit
from otklik.flow import mailing
from otklik.ground.people.roles import Action

_NEVER = "Пусто — никогда"


class PeaceForm(forms.Form):
    quiet_from = fields.clock("Тихие часы с")
    quiet_to = fields.clock("до")
    works_on_days_off = fields.switch("Напоминать и в выходные")
    is_mail_on = fields.switch("Присылать и по электронной почте")

    def peace(self) -> Peace:
        told, usual = self.cleaned_data, Peace()
        return Peace(
            quiet_from=told["quiet_from"] or usual.quiet_from,
            quiet_to=told["quiet_to"] or usual.quiet_to,
            works_on_days_off=told["works_on_days_off"],
            is_mail_on=told["is_mail_on"],
        )


class WatchForm(forms.Form):
    days = fields.line("Напоминать за, дней", most=60, help_text="Через запятую: 10, 5, 3, 1")
    hours = fields.line(
        "Напоминать за, рабочих часов",
        most=60,
        help_text="Для сроков в часах: 4, 1. Такие напоминания срочные",
    )
    head_days = fields.whole("Руководителю получателя — за, дней", least=0, most=60, required=True)
    centre_days = fields.whole("Координатору — за, дней", least=0, most=60, required=True)
    block_over = fields.whole(
        "Руководителю блока — после просрочки, дней", least=0, most=90, help_text=_NEVER
    )
    lead_over = fields.whole(
        "Руководителю центра — после просрочки, дней", least=0, most=90, help_text=_NEVER
    )
    town_over = fields.whole("Главе — после просрочки, дней", least=0, most=90, help_text=_NEVER)
    alarm_days = fields.whole(
        "Тревога о переадресации — на день", least=1, most=7, help_text="Из семи дней срока. " + _NEVER
    )
    return_hours = fields.whole(
        "Возвращать непринятое через, рабочих часов", least=1, most=80, help_text=_NEVER
    )
    risk_days = fields.whole("«Срок близко» — за, дней", least=1, most=30, required=True)
    hops = fields.whole("«Пинг-понг» — от, передач", least=2, most=20, required=True)

    def manner(self) -> Manner:
        told = dict(self.cleaned_data)
        return Manner(**{**told, "days": numbers(told["days"]), "hours": numbers(told["hours"])})


@keeper(Action.EDIT_SETTINGS)
def watch(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """All streams at a glance, and the quiet hours."""
    peace = control.peace_of(visit.town.id)
    initial = {name: getattr(peace, name) for name in PeaceForm.base_fields}
    form = PeaceForm(request.POST or None, initial=initial)
    manners = control.manners(visit.town.id)
    page = Page(
        title=_("Контроль и напоминания"), up_url=reverse("setup:index"), up_title=_("Настройки"),
        template="setup/watch.html",
        more={
            "streams": [
                (one.value, STREAMS[one], manners[one], manners[one] != DEFAULTS[one]) for one in Stream
            ],
            "has_mail": mailing.is_possible(),
            "norms": (LADDER_NORM, ESCALATION_NORM, FORWARDING_NORM, RETURN_NORM),
        },
    )  # fmt: skip

    def act() -> None:
        services.set_peace(form.peace(), municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id)

    return settle(request, form, act, page=page, to="setup:watch", said=_("Тихие часы сохранены."))


@keeper(Action.EDIT_SETTINGS)
def stream(request: HttpRequest, visit: Visit, code: str) -> HttpResponseBase:
    """How one stream is watched."""
    one = _stream(code)
    manner, is_own = control.manner_of(visit.town.id, one)
    initial = {name: getattr(manner, name) for name in WatchForm.base_fields}
    initial |= {name: ", ".join(map(str, getattr(manner, name))) for name in ("days", "hours")}
    form = WatchForm(request.POST or None, initial=initial)
    page = Page(
        title=STREAMS[one], up_url=reverse("setup:watch"), up_title=_("Контроль и напоминания"),
        lead=ESCALATION_NORM, template="setup/watch_stream.html", more={"is_own": is_own, "code": code},
    )  # fmt: skip

    def act() -> None:
        services.set_watch(
            form.manner(), municipality_id=visit.town.id, stream=one, now=visit.now, actor_id=visit.user_id
        )

    return settle(request, form, act, page=page, to="setup:watch", said=_("Контроль потока сохранён."))


@require_POST
@keeper(Action.EDIT_SETTINGS)
def usual(request: HttpRequest, visit: Visit, code: str) -> HttpResponseBase:
    """Back to how a stream is usually watched."""
    one = _stream(code)

    def act() -> None:
        services.set_watch(
            None, municipality_id=visit.town.id, stream=one, now=visit.now, actor_id=visit.user_id
        )

    return attempt(request, act, to="setup:watch", said=_("Снова как обычно."))


def _stream(code: str) -> Stream:
    if code not in set(Stream):
        raise Http404
    return Stream(code)
