"""Nothing is forgotten: every few minutes what runs out is told of, and what lies untaken comes back."""

from datetime import datetime, timedelta

from django.db import transaction

from otklik.border.ports.messages import Stream
from otklik.casework.control import selectors as control_read
from otklik.casework.control import services as control
from otklik.casework.control.rules.marks import Level
from otklik.casework.control.rules.reach import Holder, Whose, reached
from otklik.casework.control.rules.telling import NoticeKind
from otklik.flow import mailing, reminding
from otklik.flow.receive import OURS
from otklik.ground.outbox import services as outbox
from otklik.ground.people import holding
from otklik.ground.places import selectors as places
from otklik.ground.worktime import selectors as worktime
from otklik.ground.worktime.rules import Calendar
from otklik.kernel import language
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.cases.rules import MoveNotAllowed, Status
from otklik.register.cases.services import Stale

WATCH = "watch"
EVERY = timedelta(minutes=5)
LONGEST = timedelta(days=14)
"""What was sent to a recipient longer ago is left where it lies: it came so, or the worker stood still."""
MOST_RETURNED = 200
BY = "Таймер возврата"


def turn(*, now: datetime) -> None:
    """One look at every town; safe to run twice."""
    for town in places.municipalities():
        watch(town.id, now=now)


def ask_again(*, now: datetime) -> None:
    """Ask for the next turn; one row for five minutes, however often it is asked for."""
    minute = now.minute // 5 * 5
    at = now.replace(minute=minute, second=0, microsecond=0) + EVERY
    outbox.put(WATCH, f"{at:%Y-%m-%dT%H:%M}", {}, now=now, at=at)


def watch(municipality_id: int, *, now: datetime) -> list[int]:
    """Tell what is due to be told, return what was not taken; ids of the notices made.

    In quiet hours only what endangers is told, the rest waits for the morning.
    """
    calendar = worktime.calendar_for(municipality_id)
    today = calendar.day_of(now)
    if not calendar.covers(today):
        return []
    peace = control_read.peace_of(municipality_id)
    holders = holding.granted(municipality_id, today=today)
    is_quiet = peace.is_quiet(now, calendar)
    made = reminding.tell_hours(municipality_id, holders, calendar, now=now, is_quiet=is_quiet)
    if not is_quiet:
        told_on = control_read.told_on(municipality_id)
        if told_on is None or told_on < today:
            made += reminding.tell_days(municipality_id, holders, calendar, now=now)
            made += control.make_digests(municipality_id, today=today, now=now)
        made += return_untaken(municipality_id, holders, calendar, now=now)
    if peace.is_mail_on:
        mailing.ask(made, now=now)
    return made


def return_untaken(
    municipality_id: int, holders: list[Holder], calendar: Calendar, *, now: datetime
) -> list[int]:
    """What a recipient has not taken in the town's working hours goes back to those who route it."""
    manners = control_read.manners(municipality_id)
    rows = cases_read.untaken(
        municipality_id, systems=("", OURS), since=now - LONGEST, until=now, most=MOST_RETURNED
    )
    made = []
    for case in rows:
        limit = manners[Stream(case.stream)].return_hours
        lain = calendar.working_hours_between(case.status_since, now)
        if limit is not None and lain >= limit and _return(case, int(lain), now=now):
            made += _tell_returned(case, int(lain), holders, now=now)
    return made


@transaction.atomic
def _return(case: cases_read.Case, hours: int, *, now: datetime) -> bool:
    """The fact is kept and the case waits for a decision again; false where somebody has just moved it."""
    told = language.counted(hours, "рабочий час", "рабочих часа", "рабочих часов")
    try:
        moved = cases.move(
            case.id,
            Status.NEW,
            now=now,
            by_label=BY,
            comment=f"Не принято в работу за {told}: возвращено координатору.",
            version=case.version,
        )
    except (MoveNotAllowed, Stale):
        return False
    control.keep_untaken(
        case.id,
        municipality_id=case.municipality_id,
        recipient_id=moved.recipient_id,
        routed_at=case.status_since,
        hours=hours,
        now=now,
    )
    cases.ask_decision(case.id, now=now)
    return True


def _tell_returned(case: cases_read.Case, hours: int, holders: list[Holder], *, now: datetime) -> list[int]:
    told = language.counted(hours, "рабочий час", "рабочих часа", "рабочих часов")
    return control.notify(
        list(reached([Level.COORDINATOR], Whose(), holders)),
        municipality_id=case.municipality_id,
        kind=NoticeKind.RETURNED,
        key=f"returned:{case.id}:{case.version}",
        title=f"{case.number}: не принято за {told}",
        text="Получатель не взял карточку в работу, она вернулась на распределение.",
        about=f"case:{case.number}",
        now=now,
    )
