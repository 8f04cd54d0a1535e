"""What the board counts: each measure is a filter of the queue, so that every number opens its cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from otklik.border.ports.messages import Stream
from otklik.casework.control.rules.manner import Manner
from otklik.ground.worktime.rules import Calendar, OutsideCalendar
from otklik.kernel import language
from otklik.register.cases.queue import Asked

_USUAL_HOURS = 16
_STEP = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of the board; `why` is what it counts, in words."""

    code: str
    title: str
    why: str
    asked: Asked
    tone: str = "warn"


def measures(manners: Mapping[Stream, Manner], calendar: Calendar, *, now: datetime) -> list[Measure]:
    """The columns, with the numbers that the town has set."""
    own = list(manners.values())
    days, hops = max(one.risk_days for one in own), min(one.hops for one in own)
    hours = min((one.return_hours for one in own if one.return_hours), default=_USUAL_HOURS)
    told_days = language.counted(days, "дня", "дней", "дней")
    told_hours = language.counted(hours, "рабочего часа", "рабочих часов", "рабочих часов")
    return [
        Measure("overdue", _("Просрочено"), _("срок ответа прошёл"), Asked(is_overdue=True), "danger"),
        Measure(
            "risk", _("Срок близко"),
            _("осталось не больше %(days)s, а ответа на согласовании ещё нет") % {"days": told_days},
            Asked(due_in=days, is_behind=True),
        ),
        Measure(
            "broken", _("Обещание нарушено"), _("обещанный жителю день прошёл"),
            Asked(is_promise_broken=True), "danger",
        ),
        Measure("again", _("Повторные"), _("тот же житель о том же или возобновлено"), Asked(repeats=1)),
        Measure("thrice", _("Третьи"), _("обратились в третий раз и больше"), Asked(repeats=2), "danger"),
        Measure(
            "hops", _("Пинг-понг"),
            _("передано от получателя к получателю от %(hops)s раз") % {"hops": hops}, Asked(hops=hops),
        ),
        Measure(
            "untaken", _("Не принято"), _("не взято в работу больше %(hours)s") % {"hours": told_hours},
            Asked(untaken_since=hours_ago(calendar, hours, now=now)),
        ),
        Measure(
            "returned", _("Возвращено"), _("ответ на доработке или вернули не по адресу"),
            Asked(is_returned=True),
        ),
    ]  # fmt: skip


def hours_ago(calendar: Calendar, hours: int, *, now: datetime) -> datetime:
    """The last whole hour since which so many working hours have passed: halving finds it."""
    near, far = 0, (hours // 8 + 2) * 24 * 3
    top = now.replace(minute=0, second=0, microsecond=0)
    try:
        while near < far:
            middle = (near + far) // 2
            if calendar.working_hours_between(top - middle * _STEP, now) >= hours:
                far = middle
            else:
                near = middle + 1
    except OutsideCalendar:
        near = hours * 3
    return top - near * _STEP


def total(counts: Sequence[Sequence[int]], column: int) -> int:
    return sum(row[column] for row in counts)
