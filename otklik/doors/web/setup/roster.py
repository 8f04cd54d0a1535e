"""Who is on duty and who is away, so that coordination chooses those who are there."""

from datetime import timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.automation import selectors as automation
from otklik.casework.automation import services
from otklik.casework.automation.services import AbsenceDraft, ShiftDraft
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, attempt, settle
from otklik.doors.web.visit import Visit
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action

WEEKDAYS = (
    ("1", "понедельник"), ("2", "вторник"), ("3", "среда"), ("4", "четверг"), ("5", "пятница"),
    ("6", "суббота"), ("7", "воскресенье"),
)  # fmt: skip
SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
REASONS = (
    ("в отпуске", "отпуск"),
    ("болеет", "болезнь"),
    ("в командировке", "командировка"),
    ("отсутствует", "другое"),
)
BACK = timedelta(days=14)


class ShiftForm(forms.Form):
    user = fields.choice("Кто дежурит", (), required=True)
    since = fields.day("С какого дня", required=True)
    until = fields.day("По какой день", required=True)
    weekdays = forms.MultipleChoiceField(
        label="По каким дням недели", choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Ничего не отмечено — каждый день.",
    )  # fmt: skip

    def __init__(self, *args: object, municipality_id: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they are
        self.fields["user"].choices = _people(municipality_id)  # type: ignore[attr-defined]


class AbsenceForm(forms.Form):
    user = fields.choice("Кого нет", (), required=True)
    since = fields.day("С какого дня", required=True)
    until = fields.day("По какой день", required=True)
    reason = fields.choice("Почему", REASONS, required=True)
    deputy = fields.choice(
        "Кто замещает", (), help_text="Карточки, назначенные правилом лично, получит заместитель."
    )

    def __init__(self, *args: object, municipality_id: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they are
        listed = _people(municipality_id)
        self.fields["user"].choices = listed  # type: ignore[attr-defined]
        self.fields["deputy"].choices = [fields.EMPTY, *listed]  # type: ignore[attr-defined]


def _people(municipality_id: int) -> list[tuple[str, str]]:
    return [
        (str(one.id), f"{one.full_name}, {one.organisation}" if one.organisation else one.full_name)
        for one in people.persons(municipality_id)
        if one.is_active
    ]


@keeper(Action.EDIT_PEOPLE)
def roster(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Both lists: those of today are marked, those that ended within two weeks are still shown."""
    since = visit.today - BACK
    shifts = [
        {
            "row": one, "days": ", ".join(SHORT[day - 1] for day in one.weekdays),
            "is_now": one.since <= visit.today <= one.until
            and (not one.weekdays or visit.today.isoweekday() in one.weekdays),
        }
        for one in automation.shifts(visit.town.id, since=since)
    ]  # fmt: skip
    absences = [
        {"row": one, "is_now": one.since <= visit.today <= one.until}
        for one in automation.absences(visit.town.id, since=since)
    ]
    return render(request, "setup/roster.html", {"shifts": shifts, "absences": absences})


@keeper(Action.EDIT_PEOPLE)
def shift(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    form = ShiftForm(request.POST or None, initial={"since": visit.today}, municipality_id=visit.town.id)

    def act() -> None:
        told = form.cleaned_data
        draft = ShiftDraft(
            user_id=int(told["user"]), since=told["since"], until=told["until"],
            weekdays=tuple(int(one) for one in told["weekdays"]),
        )  # fmt: skip
        services.save_shift(draft, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id)

    page = Page(
        title=_("Дежурство"), up_url=reverse("setup:roster"), up_title=_("Дежурства и отсутствия"),
        lead=_("Автокоординация отдаёт новые карточки дежурному, если он на месте."),
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:roster", said=_("Дежурство внесено."))


@keeper(Action.EDIT_PEOPLE)
def absence(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    form = AbsenceForm(request.POST or None, initial={"since": visit.today}, municipality_id=visit.town.id)

    def act() -> None:
        told = form.cleaned_data
        draft = AbsenceDraft(
            user_id=int(told["user"]), since=told["since"], until=told["until"], reason=told["reason"],
            deputy_id=fields.id_of(told, "deputy"),
        )  # fmt: skip
        services.save_absence(draft, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id)

    page = Page(
        title=_("Отсутствие"), up_url=reverse("setup:roster"), up_title=_("Дежурства и отсутствия"),
        lead=_("Пока человека нет, новые карточки получают другие."),
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:roster", said=_("Отсутствие внесено."))


@require_POST
@keeper(Action.EDIT_PEOPLE)
def remove(request: HttpRequest, visit: Visit, kind: str, row_id: int) -> HttpResponseBase:
    """Take a row off either list."""
    known = {"shift": services.remove_shift, "absence": services.remove_absence}
    if kind not in known:
        raise Http404
    return attempt(
        request,
        lambda: known[kind](row_id, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id),
        to="setup:roster",
        said=_("Строка убрана."),
    )
