"""What a town sets of appeals: legal status of ways in, answers to many, the schedule of reception."""

from datetime import date

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.appeals import selectors as appeals
from otklik.casework.appeals import services
from otklik.casework.appeals.rules import channels
from otklik.casework.appeals.rules.channels import LEGAL_TITLES, POLICY_TITLES, Legal, Policy
from otklik.casework.appeals.services import Who
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, attempt, settle
from otklik.doors.web.visit import Visit
from otklik.ground.people.roles import Action
from otklik.register.catalog import selectors as catalog

WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


class WayForm(forms.Form):
    channel = fields.choice("Канал", channels.CHANNELS.items(), required=True)
    legal = fields.choice("Что это по закону", LEGAL_TITLES.items(), required=True)
    policy = fields.choice("Что делать с тем, что не обращение", POLICY_TITLES.items(), required=True)
    needs_identification = fields.switch("Обращение только от опознанного автора")
    since = fields.day("Действует с", required=True)
    ground = fields.line("Основание", most=300, required=True, help_text="Акт, дата и номер.")


class PublicAnswerForm(forms.Form):
    title = fields.line("О чём", most=300, required=True)
    text = fields.area("Текст без персональных данных", rows=8, required=True)
    url = fields.line("Адрес страницы на сайте", most=500, required=True)
    published_on = fields.day("Размещён", required=True)
    topic = fields.choice("Тема обращений", [])


class HoursForm(forms.Form):
    official = fields.line("Кто принимает", most=200, required=True)
    position = fields.line("Должность", most=300)
    place = fields.line("Где", most=300, required=True)
    days = fields.line("Дни словами", most=200, required=True, help_text="«каждый второй вторник»")
    weekday = fields.choice("День недели для записи", enumerate(WEEKDAYS))
    opens = forms.TimeField(label="С", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    closes = forms.TimeField(label="До", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = fields.whole("Минут на одного", least=5, most=120, required=True)
    phone = fields.line("Телефон для записи", most=60)
    order = fields.whole("Порядок в списке", least=1, most=999, required=True)
    is_active = fields.switch("Приём ведётся")


@keeper(Action.EDIT_SETTINGS)
def ways(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The status of every channel today, with the form that sets another from a day on."""
    form = WayForm(request.POST or None, initial={"since": visit.today})
    rows = [
        (title, found, LEGAL_TITLES[found.legal], POLICY_TITLES[found.policy])
        for channel, title in channels.CHANNELS.items()
        if (found := channels.way_of(channel, on=visit.today, own=appeals.ways(visit.town.id)))
    ]

    def act() -> None:
        told = form.cleaned_data
        services.save_way(
            told["channel"], legal=Legal(told["legal"]), policy=Policy(told["policy"]),
            needs_identification=told["needs_identification"], since=told["since"], ground=told["ground"],
            who=_who(visit),
        )  # fmt: skip

    page = Page(
        title=_("Способы обращения"), up_url=reverse("setup:index"), up_title=_("Настройки"),
        template="setup/ways.html", more={"rows": rows},
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:ways", said=_("Правовой статус канала сохранён."))


@keeper(Action.EDIT_TEMPLATES)
def public_answers(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Answers to many: those there are, and the form of one more."""
    form = PublicAnswerForm(request.POST or None, initial={"published_on": visit.today})
    snapshot = catalog.snapshot(visit.town.id)
    topics = [(str(one.id), one.full_title) for one in snapshot.assignable_topics()]
    form.fields["topic"].choices = [fields.EMPTY, *topics]  # type: ignore[attr-defined]  # a field of choices

    def act() -> None:
        told = form.cleaned_data
        services.save_public_answer(
            title=told["title"], text=told["text"], url=told["url"], published_on=told["published_on"],
            topic_id=fields.id_of(told, "topic"), today=visit.today, who=_who(visit),
        )  # fmt: skip

    rows = [(one, snapshot.topics.get(one.topic_id or 0)) for one in appeals.public_answers(visit.town.id)]
    page = Page(
        title=_("Общие ответы"), up_url=reverse("setup:index"), up_title=_("Настройки"),
        template="setup/public_answers.html", more={"rows": rows},
    )  # fmt: skip
    said = _("Общий ответ сохранён: на него можно ссылаться.")
    return settle(request, form, act, page=page, to="setup:public_answers", said=said)


@require_POST
@keeper(Action.EDIT_TEMPLATES)
def retire(request: HttpRequest, visit: Visit, answer_id: int) -> HttpResponseBase:
    """Take an answer out of use, or put it back."""

    def act() -> None:
        services.retire_public_answer(answer_id, who=_who(visit))

    return attempt(request, act, to="setup:public_answers", said=_("Изменено."))


@keeper(Action.EDIT_SETTINGS)
def reception_hours(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The schedule of personal reception."""
    rows = appeals.hours(visit.town.id, is_active=False)
    return render(request, "setup/reception_hours.html", {"rows": rows, "today": date.isoformat(visit.today)})


@keeper(Action.EDIT_SETTINGS)
def hours(request: HttpRequest, visit: Visit, hours_id: int | None = None) -> HttpResponseBase:
    """Add a line of the schedule or change it."""
    known = appeals.hours(visit.town.id, is_active=False)
    row = next((one for one in known if one.id == hours_id), None)
    if hours_id is not None and row is None:
        raise Http404
    initial: dict[str, object] = {"minutes": 15, "order": 100, "is_active": True}
    if row:
        initial = {name: getattr(row, name) for name in HoursForm.base_fields}
    form = HoursForm(request.POST or None, initial=initial)

    def act() -> None:
        told = {**form.cleaned_data, "weekday": fields.id_of(form.cleaned_data, "weekday")}
        if form.cleaned_data["weekday"] == "0":
            told["weekday"] = 0
        services.save_hours(services.Hours(**told), hours_id=hours_id, who=_who(visit))

    page = Page(
        title=row.official if row else _("Новый приём"), up_url=reverse("setup:reception_hours"),
        up_title=_("Расписание приёма"),
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:reception_hours", said=_("Расписание сохранено."))


def _who(visit: Visit) -> Who:
    return Who(municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id, by_label=visit.name)
