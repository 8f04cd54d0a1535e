"""Extending and pausing the term of a case: what stands, what was decided, and the forms of a decision."""

from collections.abc import Callable
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.deadlines import selectors as deadlines
from otklik.casework.deadlines.decisions import (
    EXTENSION_GROUNDS,
    PAUSE_GROUNDS,
    BadClock,
    Deciding,
    Extending,
    Notice,
    Pausing,
    Standing,
)
from otklik.casework.deadlines.selectors import DecisionView
from otklik.doors.web import speech
from otklik.doors.web.desk.opened import Opened, open_card
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.saving import Page, settle
from otklik.doors.web.visit import Visit, staff
from otklik.flow import terms
from otklik.ground.people.roles import Action
from otklik.ground.worktime import selectors as worktime

REASON_HELP = "Словами: её увидят заявитель и проверяющий."
BY_HELP = "Должность и фамилия: решает руководитель, должностное лицо или уполномоченный."


class NoticeForm(forms.Form):
    notice_on = fields.day("Когда заявителю отправлено уведомление")
    notice_proof = fields.line(
        "Чем подтверждается", most=300, help_text="Исходящий номер, дата и способ или ссылка."
    )

    def notice(self) -> Notice | None:
        on, proof = self.cleaned_data["notice_on"], self.cleaned_data["notice_proof"]
        return Notice(on, proof) if on or proof else None


class DecisionForm(NoticeForm):
    """What every decision says; its own fields stand before."""

    ground = fields.choice("Основание", (), required=True)
    reason = fields.area("Причина", rows=3, required=True, help_text=REASON_HELP)
    decided_by = fields.line("Кто решил", most=200, required=True, help_text=BY_HELP)
    decided_on = fields.day("День решения", required=True)

    def deciding(self) -> Deciding:
        told = self.cleaned_data
        return Deciding(
            ground=told["ground"],
            reason=told["reason"],
            decided_by=told["decided_by"],
            decided_on=told["decided_on"],
            notice=self.notice(),
        )


class ExtensionForm(DecisionForm):
    days = fields.whole("На сколько дней", least=1, most=30, required=True)
    is_again = fields.switch("Продлеваю ещё раз", help_text="Срок уже продлевали: второе решение отдельное.")
    field_order = ("days", "ground", "reason", "decided_by", "decided_on", "notice_on", "notice_proof")

    def __init__(self, *args: object, standing: Standing, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they are
        _choose(self, [(row.ground, row.title) for row in EXTENSION_GROUNDS])
        if not standing.times:
            del self.fields["is_again"]


class PauseForm(DecisionForm):
    until_on = fields.day("С какого дня срок пойдёт снова", required=True)
    field_order = ("until_on", "ground", "reason", "decided_by", "decided_on", "notice_on", "notice_proof")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they are
        _choose(self, [(row.ground, row.title) for row in PAUSE_GROUNDS])


class RevokeForm(forms.Form):
    why = fields.line("Почему отменяете", most=300, required=True, help_text="Запись останется в истории.")


def _choose(form: forms.Form, choices: list[tuple[str, str]]) -> None:
    field = form.fields["ground"]
    if isinstance(field, forms.ChoiceField):
        field.choices = [fields.EMPTY, *choices]


@staff(Action.SEE_CASES)
def decisions(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """What was decided about the terms and what may be: brought into the card beside the ladder."""
    opened = open_card(visit, number)
    standing = _standing(opened) if _may(opened) and opened.case.is_open else None
    found = [] if standing is None else deadlines.decisions(opened.case.id)
    calendar = worktime.calendar_for(visit.town.id)
    context = {
        "case": opened.case,
        "decisions": found or deadlines.decisions(opened.case.id),
        "may_decide": standing is not None,
        "may_extend": bool(standing and standing.term and standing.term.extension_norm),
        "may_pause": bool(standing and standing.term and standing.term.pause_norm and not standing.is_paused),
        "paused": next((one for one in found if one.is_paused(visit.now, calendar)), None),
        "grounds": {one.id: deadlines.ground_title(one.ground) for one in found},
    }
    return render(request, "terms/decisions.html", context)


@staff(Action.ROUTE)
def extend(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    opened, standing = _opened(visit, number)
    form = ExtensionForm(request.POST or None, initial={"decided_on": visit.today}, standing=standing)

    def act() -> None:
        told = form.cleaned_data
        asked = Extending(form.deciding(), told["days"], is_again=bool(told.get("is_again")))
        terms.extend(opened.case.id, asked, now=visit.now, actor_id=visit.user_id)

    told = request.POST.get("notice_on")
    said = _("Срок продлён.") if told else _("Решение записано. Срок продлится, когда уведомите заявителя.")
    return _form(request, opened, form, act, title=_("Продлить срок"), lead=_lead(standing), said=said)


@staff(Action.ROUTE)
def pause(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    opened, standing = _opened(visit, number)
    form = PauseForm(request.POST or None, initial={"decided_on": visit.today})

    def act() -> None:
        asked = Pausing(form.deciding(), form.cleaned_data["until_on"])
        terms.pause(opened.case.id, asked, now=visit.now, actor_id=visit.user_id)

    said = _("Срок приостановлен.")
    return _form(request, opened, form, act, title=_("Приостановить срок"), lead=_lead(standing), said=said)


@staff(Action.ROUTE)
def notice(request: HttpRequest, visit: Visit, number: str, decision_id: int) -> HttpResponseBase:
    """The citizen was told of an extension that waits for it."""
    opened, one = _decision(visit, number, decision_id)
    form = NoticeForm(request.POST or None, initial={"notice_on": visit.today})

    def act() -> None:
        told = form.notice() or Notice(None, "")
        terms.give_notice(opened.case.id, decision_id, told, now=visit.now, actor_id=visit.user_id)

    lead = _("Решено продлить срок на %(days)s дн. Уведомить заявителя нужно не позже %(day)s.") % {
        "days": one.days, "day": _day(one.notice_by, visit)
    }  # fmt: skip
    said = _("Заявитель уведомлён, срок продлён.")
    return _form(request, opened, form, act, title=_("Уведомление о продлении"), lead=lead, said=said)


@staff(Action.ROUTE)
def revoke(request: HttpRequest, visit: Visit, number: str, decision_id: int) -> HttpResponseBase:
    opened, one = _decision(visit, number, decision_id)
    form = RevokeForm(request.POST or None)

    def act() -> None:
        why = form.cleaned_data["why"]
        terms.revoke_extension(opened.case.id, decision_id, why=why, now=visit.now, actor_id=visit.user_id)

    lead = _("Продление на %(days)s дн. внесено по ошибке: срок вернётся к прежнему.") % {"days": one.days}
    said = _("Продление отменено, срок прежний.")
    return _form(request, opened, form, act, title=_("Отменить продление"), lead=lead, said=said)


@require_POST
@staff(Action.ROUTE)
def resume(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """The term runs again from now."""
    opened, _standing_now = _opened(visit, number)
    try:
        terms.resume(opened.case.id, now=visit.now, actor_id=visit.user_id)
    except BadClock as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Срок снова идёт."))
    return redirect(opened.url)


def _form(
    request: HttpRequest, opened: Opened, form: forms.Form, act: Callable[[], object], *, title: str,
    lead: str, said: str,
) -> HttpResponseBase:  # fmt: skip
    page = Page(
        title=title, up_url=opened.url, up_title=opened.case.number, template="terms/form.html",
        lead=lead, button=title,
    )  # fmt: skip
    return settle(request, form, act, page=page, to=opened.url, said=said)


def _may(opened: Opened) -> bool:
    return opened.can(Action.ROUTE)


def _standing(opened: Opened) -> Standing | None:
    visit = opened.visit
    calendar = worktime.calendar_for(visit.town.id)
    return deadlines.standing(opened.case.id, now=visit.now, calendar=calendar)


def _opened(visit: Visit, number: str) -> tuple[Opened, Standing]:
    opened = open_card(visit, number, action=Action.ROUTE)
    standing = _standing(opened)
    if standing is None:
        raise Http404
    return opened, standing


def _decision(visit: Visit, number: str, decision_id: int) -> tuple[Opened, DecisionView]:
    opened = open_card(visit, number, action=Action.ROUTE)
    found = [one for one in deadlines.decisions(opened.case.id) if not one.is_pause]
    one = next((one for one in found if one.id == decision_id), None)
    if one is None:
        raise Http404
    return opened, one


def _lead(standing: Standing) -> str:
    """How the term stands, and what the law asks of the decision."""
    term = standing.term
    if term is None:
        return ""
    words = _("Срок сейчас: %(title)s, до %(day)s.") % {
        "title": term.title.lower(), "day": f"{standing.legal_on:%d.%m.%Y}"
    }  # fmt: skip
    if not term.extension_norm:
        return words
    left = max(0, term.extension_most - standing.extended)
    more = _("Продлить можно ещё на %(left)s дн. (%(norm)s). Заявителя уведомляют не позже %(day)s.") % {
        "left": left, "norm": term.extension_norm, "day": f"{standing.notice_by:%d.%m.%Y}"
    }  # fmt: skip
    return f"{words} {more}"


def _day(told: date | None, visit: Visit) -> str:
    return speech.when(told, now=visit.now.astimezone(visit.zone)) if told else "—"
