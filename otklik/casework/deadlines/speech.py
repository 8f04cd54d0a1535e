"""How terms are said: the arithmetic of the last day, and the time that is left."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from otklik.casework.deadlines.terms import Unit
from otklik.kernel.language import plural

WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
UNITS = {
    Unit.CALENDAR_DAYS: ("день", "дня", "дней"),
    Unit.WORKING_DAYS: ("рабочий день", "рабочих дня", "рабочих дней"),
    Unit.WORKING_HOURS: ("рабочий час", "рабочих часа", "рабочих часов"),
    Unit.MINUTES: ("минута", "минуты", "минут"),
}


def day_arithmetic(
    start_on: date, *, length: str, legal_on: date, control_on: date, is_same_day: bool, is_provisional: bool
) -> str:
    """«03.11 + 30 дней = 03.12, четверг»; the year is told where the days are not of one year."""
    shape = "%d.%m" if start_on.year == legal_on.year == control_on.year else "%d.%m.%Y"
    start = f"{start_on:{shape}}, считая этот день," if is_same_day else f"{start_on:{shape}}"
    words = f"{start} + {length} = {_ending(legal_on, control_on, shape)}"
    if is_provisional:
        words += f"; переносы выходных на {legal_on.year} год ещё не утверждены"
    return words


def back_arithmetic(ends_on: date, *, length: str, legal_on: date, control_on: date) -> str:
    """«30.12 − 5 дней = 25.12, пятница»: counted back from the day the main term ends with."""
    shape = "%d.%m" if ends_on.year == legal_on.year == control_on.year else "%d.%m.%Y"
    return f"{ends_on:{shape}} − {length} = {_ending(legal_on, control_on, shape)}"


def named_day(start_on: date, until: date, control_on: date) -> str:
    """«03.11 → 10.12, четверг»: nothing was counted, the day was named."""
    shape = "%d.%m" if start_on.year == until.year == control_on.year else "%d.%m.%Y"
    return f"{start_on:{shape}} → {_ending(until, control_on, shape)}"


def _ending(legal_on: date, control_on: date, shape: str) -> str:
    words = f"{legal_on:{shape}}, {WEEKDAYS[legal_on.weekday()]}"
    if control_on != legal_on:
        words += f"; нерабочий день → {control_on:{shape}}, {WEEKDAYS[control_on.weekday()]}"
    return words


def moment_arithmetic(start: datetime, *, length: str, due: datetime) -> str:
    """«03.11 17:30 + 4 рабочих часа = 05.11 12:30, четверг»; both moments local."""
    years = start.year != due.year
    return f"{_wall(start, years)} + {length} = {_wall(due, years)}, {WEEKDAYS[due.weekday()]}"


def _wall(at: datetime, is_of_years: bool) -> str:
    """A local moment; `strftime` takes four times as long."""
    year = f".{at.year}" if is_of_years else ""
    return f"{at.day:02}.{at.month:02}{year} {at.hour:02}:{at.minute:02}"


@lru_cache(maxsize=512)
def length(amount: int, unit: Unit) -> str:
    """«30 дней», «10 рабочих дней», «4 рабочих часа»."""
    return f"{amount} {plural(amount, *UNITS[unit])}"


def whole_length(amount: int, unit: Unit, *, extended: int, paused: int) -> str:
    """«30 дней + 15 дней продления + 4 дня приостановки»."""
    parts = [length(amount, unit)]
    if extended:
        parts.append(f"{length(extended, unit)} продления")
    if paused:
        parts.append(f"{length(paused, unit)} приостановки")
    return " + ".join(parts)


def left(due_at: datetime, *, now: datetime, tz: ZoneInfo) -> str:
    """«2 дня», «завтра до 11:30», «сегодня до 18:00», «просрочено на 4 ч».

    A term that ends with its day is told in days: it is overdue by a day from the next midnight.
    """
    due, here = due_at.astimezone(tz), now.astimezone(tz)
    is_whole_day = (due.hour, due.minute, due.second) == (23, 59, 59)
    days = (due.date() - here.date()).days
    if now > due_at:
        return f"просрочено на {_span(now - due_at, -days if is_whole_day else 0)}"
    if days > 1:
        return length(days, Unit.CALENDAR_DAYS)
    near = "завтра" if days else "сегодня"
    return near if is_whole_day else f"{near} до {due:%H:%M}"


def _span(late: timedelta, days: int) -> str:
    minutes = int(late.total_seconds() // 60)
    if days or minutes >= 24 * 60:
        return length(days or minutes // (24 * 60), Unit.CALENDAR_DAYS)
    return f"{minutes // 60} ч" if minutes >= 60 else f"{max(minutes, 1)} мин"
