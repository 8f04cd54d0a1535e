"""The last moment of a term: its days or hours counted, shifted and said."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from otklik.casework.deadlines import speech
from otklik.casework.deadlines.applying import Running
from otklik.casework.deadlines.terms import Unit
from otklik.casework.deadlines.times import CountFrom, Paused, Settings
from otklik.ground.worktime.rules import Calendar, Shift

Pauses = Sequence[Paused]


class Last(NamedTuple):
    """`legal_on` is the last day by the clause (None for hours), `control_on` the day to be done by."""

    legal_on: date | None
    control_on: date
    due_at: datetime
    arithmetic: str


def last(running: Running, *, calendar: Calendar, settings: Settings, pauses: Pauses = ()) -> Last:
    """The last moment. A day's term ends with its control day; an hour's term to the second."""
    shift = running.term.shift or settings.shift
    if running.until is not None:
        return _named(calendar.day_of(running.starts_at), running.until, shift, calendar)
    mine = pauses if running.term.pause_norm else ()
    if running.unit in (Unit.WORKING_HOURS, Unit.MINUTES):
        return _last_moment(running, calendar, mine)
    start_on = calendar.day_of(running.starts_at)
    paused = _paused_days(running, start_on, mine, calendar, settings.count_from) if mine else 0
    return _last_day(
        start_on, running.amount, running.unit, shift, settings.count_from, calendar, running.extended, paused
    )


def back(running: Running, ends: Last, *, calendar: Calendar, settings: Settings) -> Last | None:
    """So many days before the main term ends; None where that would be before the start."""
    start_on = calendar.day_of(running.starts_at)
    if running.unit is Unit.WORKING_DAYS:
        legal_on = calendar.add_working_days(ends.control_on, -running.amount)
    else:
        legal_on = ends.control_on - timedelta(days=running.amount)
    control_on = calendar.shift(legal_on, running.term.shift or settings.shift)
    if control_on < start_on or control_on > ends.control_on:
        return None
    length = speech.length(running.amount, running.unit)
    words = speech.back_arithmetic(ends.control_on, length=length, legal_on=legal_on, control_on=control_on)
    return Last(legal_on, control_on, calendar.end_of_day(control_on), words)


def _named(start_on: date, until: date, shift: Shift, calendar: Calendar) -> Last:
    control_on = calendar.shift(until, shift)
    if control_on < start_on:
        control_on = calendar.shift(until, Shift.NEXT_WORKDAY)
    words = speech.named_day(start_on, until, control_on)
    return Last(until, control_on, calendar.end_of_day(control_on), words)


def _legal_on(start_on: date, amount: int, unit: Unit, count_from: CountFrom, calendar: Calendar) -> date:
    is_same_day = count_from is CountFrom.SAME_DAY
    if unit is Unit.WORKING_DAYS:
        before = start_on - timedelta(days=1) if is_same_day else start_on
        return calendar.add_working_days(before, amount)
    return start_on + timedelta(days=amount - is_same_day)


def _paused_days(
    running: Running, start_on: date, pauses: Pauses, calendar: Calendar, count_from: CountFrom
) -> int:
    """How many days of the term's unit do not count; a pause begun after the last day gives nothing."""
    days = 0
    for pause in pauses:
        begins, ends = calendar.day_of(pause.starts_at), calendar.day_of(pause.ends_at)
        begins = max(begins, start_on)
        amount = running.amount + running.extended + days
        is_late = begins > _legal_on(start_on, amount, running.unit, count_from, calendar)
        if ends <= begins or is_late:
            continue
        in_workdays = running.unit is Unit.WORKING_DAYS
        days += calendar.working_days_between(begins, ends) if in_workdays else (ends - begins).days
    return days


@lru_cache(maxsize=8192)
def _last_day(  # cases of one day share their last days
    start_on: date,
    amount: int,
    unit: Unit,
    shift: Shift,
    count_from: CountFrom,
    calendar: Calendar,
    extended: int,
    paused: int,
) -> Last:
    legal_on = _legal_on(start_on, amount + extended + paused, unit, count_from, calendar)
    control_on = calendar.shift(legal_on, shift)
    if control_on < start_on:  # a short term within long holidays has no working day before its end
        control_on = calendar.shift(legal_on, Shift.NEXT_WORKDAY)
    words = speech.day_arithmetic(
        start_on,
        length=speech.whole_length(amount, unit, extended=extended, paused=paused),
        legal_on=legal_on,
        control_on=control_on,
        is_same_day=count_from is CountFrom.SAME_DAY,
        is_provisional=legal_on > calendar.known_until,
    )
    return Last(legal_on, control_on, calendar.end_of_day(control_on), words)


def _last_moment(running: Running, calendar: Calendar, pauses: Pauses) -> Last:
    due_at = _moment_after(running.starts_at, running.amount, running.unit, calendar)
    for pause in pauses:
        begins = max(pause.starts_at, running.starts_at)
        if begins > due_at or pause.ends_at <= begins:
            continue
        if running.unit is Unit.MINUTES:
            due_at += pause.ends_at - begins
        else:
            idle = calendar.working_hours_between(begins, pause.ends_at)
            due_at = calendar.add_working_hours(due_at, idle)
    start, due = running.starts_at.astimezone(calendar.tz), due_at.astimezone(calendar.tz)
    length = speech.length(running.amount, running.unit)
    words = speech.moment_arithmetic(start, length=f"{length} + приостановка" if pauses else length, due=due)
    return Last(None, due.date(), due_at, words)


def _moment_after(start: datetime, amount: int, unit: Unit, calendar: Calendar) -> datetime:
    if unit is Unit.MINUTES:
        return start + timedelta(minutes=amount)
    return calendar.add_working_hours(start, amount)
