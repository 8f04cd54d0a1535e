"""The production calendar of a year, days set by hand, and working hours."""

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date, time

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.doors.web.dash.months import NAMES
from otklik.doors.web.setup import fields, undo
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, attempt, settle
from otklik.doors.web.visit import Visit
from otklik.ground.people.roles import Action
from otklik.ground.worktime import selectors as worktime
from otklik.ground.worktime import services
from otklik.ground.worktime.rules import SATURDAY, Calendar, DayKind, Interval

KINDS = ((DayKind.OFF, "нерабочий"), (DayKind.WORKING, "рабочий"), (DayKind.SHORT, "сокращённый на час"))
WEEKDAYS = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье")


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the year's view: its class says what it is, `word` says it to a screen reader."""

    number: int
    look: str
    word: str


class DayForm(forms.Form):
    day = fields.day("День", required=True)
    kind = fields.choice("Какой", KINDS, required=True)
    title = fields.line("Что за день", most=160, required=True, help_text="Например, «День республики».")
    source = fields.line("Основание", most=240, help_text="Закон или постановление: номер и дата.")


class HoursForm(forms.Form):
    """Two intervals a weekday, the gap between them is the lunch break; all empty is the usual week."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they are
        for weekday, title in enumerate(WEEKDAYS):
            for part, word in ((0, _("до обеда")), (1, _("после обеда"))):
                self.fields[f"o{weekday}_{part}"] = fields.clock(f"{title}, {word}: с")
                self.fields[f"c{weekday}_{part}"] = fields.clock(f"{title}, {word}: до")

    def days(self) -> list[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """The fields by weekday."""
        return [
            (title, [(self[f"o{day}_{part}"], self[f"c{day}_{part}"]) for part in (0, 1)])
            for day, title in enumerate(WEEKDAYS)
        ]

    def clean(self) -> dict[str, object]:
        told: dict[str, object] = super().clean() or {}
        for name in [name for name in self.fields if name.startswith("o")]:
            if bool(told.get(name)) != bool(told.get("c" + name[1:])):
                self.add_error(name, _("Укажите и начало, и конец, или оставьте оба пустыми."))
        return told

    def week(self) -> dict[int, list[tuple[time, time]]]:
        found: dict[int, list[tuple[time, time]]] = {}
        for day in range(7):
            for part in (0, 1):
                opens, closes = (self.cleaned_data.get(f"{edge}{day}_{part}") for edge in "oc")
                if opens is not None and closes is not None:
                    found.setdefault(day, []).append((opens, closes))
        return found


@keeper(Action.EDIT_SETTINGS)
def year(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The year with its days set by hand; a form to add one."""
    calendar = worktime.calendar_for(visit.town.id)
    chosen = _year(request, visit, calendar)
    own = {one.day: one for one in worktime.days_of(visit.town.id, year=chosen)}
    form = DayForm(request.POST or None)

    def act() -> None:
        told = {**form.cleaned_data, "kind": DayKind(form.cleaned_data["kind"])}
        services.set_day(
            municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id, ip=visit.ip, **told
        )

    page = Page(
        title=_("Производственный календарь"), up_url=reverse("setup:index"), up_title=_("Настройки"),
        template="setup/calendar.html",
        more={
            "year": chosen, "months": _months(calendar, chosen, frozenset(own)), "own": list(own.values()),
            "source": calendar.source, "checked_on": calendar.checked_on, "week": _week(calendar),
            "is_provisional": chosen > calendar.known_until.year, "kinds": dict(KINDS),
            "previous": chosen - 1 if chosen > calendar.first.year else "",
            "next": chosen + 1 if chosen < calendar.last.year else "",
        },
    )  # fmt: skip
    to = f"{reverse('setup:calendar')}?year={chosen}"
    return settle(request, form, act, page=page, to=to, said=_("День сохранён, сроки посчитаются по нему."))


@require_POST
@keeper(Action.EDIT_SETTINGS)
def remove_day(request: HttpRequest, visit: Visit, day: str) -> HttpResponseBase:
    """Return a day to the official calendar."""
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    own = worktime.days_of(visit.town.id, year=chosen.year)
    row = next((one for one in own if one.day == chosen and not one.is_for_all), None)
    if row is None:
        raise Http404
    to = f"{reverse('setup:calendar')}?year={chosen.year}"
    kept = {"day": day, "kind": row.kind.value, "title": row.title, "source": row.source}
    return attempt(
        request,
        lambda: services.remove_day(
            municipality_id=visit.town.id, day=chosen, now=visit.now, actor_id=visit.user_id, ip=visit.ip
        ),
        to=to,
        said=_("День снова как в официальном календаре."),
        undo=undo.address(visit, "day", to, kept),
    )


@keeper(Action.EDIT_SETTINGS)
def hours(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    week = worktime.calendar_for(visit.town.id).hours
    initial = {
        f"{edge}{day}_{part}": _wall(minutes)
        for day, intervals in enumerate(week)
        for part, interval in enumerate(intervals[:2])
        for edge, minutes in (("o", interval.opens), ("c", interval.closes))
    }
    form = HoursForm(request.POST or None, initial=initial)

    def act() -> None:
        services.set_hours(
            municipality_id=visit.town.id,
            week=form.week(),
            now=visit.now,
            actor_id=visit.user_id,
            ip=visit.ip,
        )

    page = Page(
        title=_("Рабочие часы"), up_url=reverse("setup:calendar"), up_title=_("Производственный календарь"),
        template="setup/hours.html",
        lead=_("Если очистить всё, вернётся обычная неделя: с понедельника по пятницу, 9–13 и 14–18."),
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:calendar", said=_("Рабочие часы сохранены."))


def _year(request: HttpRequest, visit: Visit, calendar: Calendar) -> int:
    told = request.GET.get("year", "")
    chosen = int(told) if told.isdecimal() and len(told) == 4 else visit.today.year
    return max(calendar.first.year, min(calendar.last.year, chosen))


def _months(
    calendar: Calendar, chosen: int, own: frozenset[date]
) -> list[tuple[str, list[list[Cell | None]]]]:
    return [
        (
            NAMES[month - 1].capitalize(),
            [
                [_cell(day, calendar, own) if day.month == month else None for day in week]
                for week in Weeks().monthdatescalendar(chosen, month)
            ],
        )
        for month in range(1, 13)
    ]


def _cell(day: date, calendar: Calendar, own: frozenset[date]) -> Cell:
    if day in calendar.off:
        look, word = "day-off", _("нерабочий праздничный")
    elif day in calendar.short:
        look, word = "day-short", _("сокращённый")
    elif day in calendar.working:
        look, word = "day-working", _("рабочий по переносу")
    elif day.weekday() >= SATURDAY:
        look, word = "day-weekend", _("выходной")
    else:
        look, word = "", ""
    return Cell(day.day, f"{look} day-own" if day in own else look, word)


def _week(calendar: Calendar) -> list[tuple[str, str]]:
    """Working hours of each weekday in words."""
    return [(title, _intervals(calendar.hours[day])) for day, title in enumerate(WEEKDAYS)]


def _intervals(intervals: tuple[Interval, ...]) -> str:
    parts = (f"{_wall(one.opens):%H:%M}–{_wall(one.closes):%H:%M}" for one in intervals)
    return ", ".join(parts) or _("нерабочий")


def _wall(minutes: int) -> time:
    """The local clock after so many minutes of the day; the end of the day is 00:00."""
    return time(minutes // 60 % 24, minutes % 60)
