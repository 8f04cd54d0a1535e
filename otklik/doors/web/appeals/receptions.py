"""Personal reception on the desk: the day's list, writing down, the card."""

from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from otklik.casework.appeals import selectors as appeals
from otklik.casework.appeals.rules import receptions as rules
from otklik.casework.appeals.rules.receptions import Card, Ending
from otklik.casework.appeals.selectors import ReceptionView
from otklik.casework.appeals.services import BadAppeal
from otklik.doors.web.setup import fields
from otklik.doors.web.visit import Visit, staff
from otklik.flow import entering
from otklik.flow.appeals import receiving
from otklik.flow.appeals.acting import Actor
from otklik.ground.people.roles import Action
from otklik.register.cases.services import Stale

AHEAD = 14
_HELD = (Ending.ORAL, Ending.WRITTEN, Ending.EXPLAINED, Ending.REFUSED)


class BookingForm(forms.Form):
    """Who comes to whom and when."""

    hours = fields.choice(gettext_lazy("К кому"), [], required=True)  # type: ignore[arg-type]  # a lazy label
    on = fields.day("День", required=True)
    at_time = fields.clock("Время")
    name = fields.line("Фамилия, имя, отчество", most=300, required=True)
    phone = fields.line("Телефон", most=60)
    address = fields.line("Адрес", most=500)
    category = fields.choice("Категория", [(one.code, one.title) for one in rules.CATEGORIES if one.code])
    subject = fields.area("О чём", rows=2, required=True)


class CardForm(forms.Form):
    """What the reception has come to."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = fields.line("Фамилия, имя, отчество", most=300, required=True)
    phone = fields.line("Телефон", most=60)
    address = fields.line("Адрес", most=500, help_text="Для письменного ответа обязателен.")
    essence = fields.area("Суть обращения", rows=4, required=True)
    ending = fields.choice(
        "Чем закончился приём", [(one, rules.BY_ENDING[one].title) for one in _HELD], required=True
    )
    decision = fields.area("Что решено и что сказано гражданину", rows=4, required=True)
    has_consent = fields.switch("Гражданин согласен на устный ответ")
    has_paper = fields.switch(
        "Принято письменное обращение", help_text="Его регистрируют отдельно, в общем порядке."
    )


@staff(Action.ENTER_CASE)
def day(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The receptions of the coming fortnight, those of out of turn first."""
    try:
        since = date.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        since = visit.today
    rows = appeals.receptions(visit.town.id, since=since, until=since + timedelta(days=AHEAD))
    context = {
        "rows": [(one, rules.BY_CODE.get(one.category), rules.BY_ENDING[Ending(one.ending)]) for one in rows],
        "hours": appeals.hours(visit.town.id),
        "since": since,
        "back": since - timedelta(days=AHEAD),
        "ahead": since + timedelta(days=AHEAD),
        "is_common_day": rules.is_common_day(visit.today),
        "common_norm": rules.COMMON_NORM,
        "may_set": visit.can(Action.EDIT_SETTINGS),
    }
    return render(request, "appeals/receptions.html", context)


@staff(Action.ENTER_CASE)
def book(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Write somebody down."""
    form = BookingForm(request.POST or None, initial={"on": visit.today})
    known = [(str(one.id), f"{one.official}, {one.days}") for one in appeals.hours(visit.town.id)]
    form.fields["hours"].choices = known  # type: ignore[attr-defined]  # a field of choices
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        appointment = receiving.Appointment(
            hours_id=int(told["hours"]), on=told["on"], at_time=told["at_time"], subject=told["subject"],
            category=told["category"],
        )  # fmt: skip
        visitor = receiving.Visitor(name=told["name"], phone=told["phone"], address=told["address"])
        try:
            receiving.book(visitor, appointment, town=visit.town, today=visit.today, actor=_actor(visit))
        except BadAppeal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Записано на приём."))
            return redirect("appeals:receptions")
    return _form(request, form, _("Запись на приём"), _("Записать"))


@staff(Action.ENTER_CASE)
def card(request: HttpRequest, visit: Visit, reception_id: int) -> HttpResponseBase:
    """The card of a reception; once it is kept, it is only shown."""
    row = _row(visit, reception_id)
    if row.ending != Ending.BOOKED:
        kept = rules.BY_ENDING[Ending(row.ending)]
        category = rules.BY_CODE.get(row.category)
        return render(request, "appeals/reception.html", {"row": row, "kept": kept, "category": category})
    form = CardForm(
        request.POST or None,
        initial={
            "version": row.version, "name": row.name, "phone": row.phone, "address": row.address,
            "essence": row.subject,
        },
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        held = Card(
            ending=Ending(told["ending"]), essence=told["essence"], decision=told["decision"],
            name=told["name"], address=told["address"], has_consent=told["has_consent"],
        )  # fmt: skip
        visitor = receiving.Visitor(name=told["name"], phone=told["phone"], address=told["address"])
        try:
            number = receiving.hold_reception(
                row.id, held, visitor, has_paper=told["has_paper"], version=told["version"], town=visit.town,
                actor=_actor(visit),
            )  # fmt: skip
        except (BadAppeal, Stale, entering.BadEntry) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Приём записан под номером %(number)s.") % {"number": number})
            return redirect("appeals:receptions")
    title = _("Карточка приёма № %(number)s") % {"number": f"{row.number}/{row.year}"}
    return _form(request, form, title, _("Записать приём"), row=row)


@require_POST
@staff(Action.ENTER_CASE)
def cancel(request: HttpRequest, visit: Visit, reception_id: int) -> HttpResponseBase:
    """The citizen did not come, or will not."""
    row, version = _row(visit, reception_id), request.POST.get("version", "")
    try:
        receiving.call_off(
            row.id, has_missed="missed" in request.POST, version=int(version) if version.isdecimal() else 0,
            town=visit.town, actor=_actor(visit),
        )  # fmt: skip
    except BadAppeal as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Отмечено."))
    return redirect("appeals:receptions")


def _form(
    request: HttpRequest, form: forms.Form, title: str, button: str, *, row: ReceptionView | None = None
) -> HttpResponseBase:
    context = {
        "form": form, "title": title, "button": button, "row": row,
        "up_url": reverse("appeals:receptions"), "up_title": _("Личный приём"),
    }  # fmt: skip
    return render(request, "appeals/reception_form.html", context, status=422 if form.errors else 200)


def _row(visit: Visit, reception_id: int) -> ReceptionView:
    row = appeals.reception(reception_id, municipality_id=visit.town.id)
    if row is None:
        raise Http404
    return row


def _actor(visit: Visit) -> Actor:
    return Actor(user_id=visit.user_id, label=visit.name, now=visit.now, may=visit.can)
