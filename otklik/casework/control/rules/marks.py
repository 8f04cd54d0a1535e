"""Which mark of a running term has come: so many days or hours left, overdue by so many days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from otklik.casework.control.rules.manner import ESCALATION_NORM, FORWARDING_NORM, LADDER_NORM, Manner
from otklik.ground.worktime.rules import Calendar
from otklik.kernel import language

FORWARDING = frozenset({"forwarding", "information_forwarding", "migration_forwarding"})
UNTOLD = frozenset(
    {
        *("registration", "information_registration", "service_registration"),
        *("resolution", "draft", "internal", "plain_internal", "by_rule"),
    }
)
"""Terms within the main one: the card shows them, nobody is woken by them."""
LATE = 3
"""A mark passed longer ago (in days) is not told of: the worker stood still, or the case came so."""
LATE_OVER = 7


class Level(StrEnum):
    """To whom a mark is told, from the desk upwards."""

    EXECUTOR = "executor"
    RECIPIENT_HEAD = "recipient_head"
    COORDINATOR = "coordinator"
    BLOCK_HEAD = "block_head"
    CENTRE_HEAD = "centre_head"
    TOWN_HEAD = "town_head"


LEVEL_TITLES = {
    Level.EXECUTOR: "исполнителю",
    Level.RECIPIENT_HEAD: "руководителю получателя",
    Level.COORDINATOR: "координатору центра",
    Level.BLOCK_HEAD: "руководителю блока",
    Level.CENTRE_HEAD: "руководителю центра",
    Level.TOWN_HEAD: "главе муниципалитета",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A running term of an open case. `is_hours` if it is counted in hours."""

    case_id: int
    round: int
    code: str
    title: str
    starts_at: datetime
    control_on: date
    due_at: datetime
    is_hours: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be told: `code` is told once of a term, `words` follow the term's title."""

    code: str
    words: str
    levels: tuple[Level, ...]
    norm: str
    is_urgent: bool = False


def marks(running: Running, manner: Manner, *, now: datetime, calendar: Calendar) -> Iterator[Mark]:
    """The marks of a term that have come by now, at most one of each kind."""
    today = calendar.day_of(now)
    if running.code in FORWARDING:
        yield from _alarm(running, manner, today=today, calendar=calendar)
        return
    over = (today - running.control_on).days
    if now > running.due_at:
        yield from _over(running, manner, over=over)
    elif running.is_hours:
        yield from _hours(running, manner, now=now, calendar=calendar)
    else:
        yield from _days(running, manner, today=today, calendar=calendar)


def _days(running: Running, manner: Manner, *, today: date, calendar: Calendar) -> Iterator[Mark]:
    left = (running.control_on - today).days
    passed = [mark for mark in manner.days if left <= mark]
    length = (running.control_on - calendar.day_of(running.starts_at)).days
    if not passed or min(passed) >= length or min(passed) - left > LATE:
        return
    mark = min(passed)
    levels = [Level.EXECUTOR]
    if mark <= manner.head_days:
        levels.append(Level.RECIPIENT_HEAD)
    if mark <= manner.centre_days:
        levels.append(Level.COORDINATOR)
    words = "срок сегодня" if left == 0 else f"осталось {language.counted(left, 'день', 'дня', 'дней')}"
    yield Mark(f"days:{mark}", words, tuple(levels), LADDER_NORM)


def _hours(running: Running, manner: Manner, *, now: datetime, calendar: Calendar) -> Iterator[Mark]:
    left = calendar.working_hours_between(now, running.due_at)
    passed = [mark for mark in manner.hours if left <= mark]
    whole = calendar.working_hours_between(running.starts_at, running.due_at)
    if not passed or min(passed) >= whole:
        return
    mark = min(passed)
    levels = [Level.EXECUTOR, Level.RECIPIENT_HEAD] + ([Level.COORDINATOR] if mark <= 1 else [])
    told = language.counted(mark, "рабочий час", "рабочих часа", "рабочих часов")
    yield Mark(f"hours:{mark}", f"осталось не больше {told}", tuple(levels), LADDER_NORM, is_urgent=True)


def _over(running: Running, manner: Manner, *, over: int) -> Iterator[Mark]:
    """The first mark tells those who work, the further ones go up level by level."""
    words = f"просрочено на {language.counted(over, 'день', 'дня', 'дней')}" if over else "срок прошёл"
    if over <= LATE:
        desk = (Level.EXECUTOR, Level.RECIPIENT_HEAD, Level.COORDINATOR)
        yield Mark("over:0", words, desk, LADDER_NORM, is_urgent=running.is_hours)
    steps = (
        (manner.block_over, Level.BLOCK_HEAD),
        (manner.lead_over, Level.CENTRE_HEAD),
        (manner.town_over, Level.TOWN_HEAD),
    )
    for days, level in steps:
        if days is not None and days <= over <= days + LATE_OVER:
            yield Mark(f"over:{level}", words, (level,), ESCALATION_NORM)


def _alarm(running: Running, manner: Manner, *, today: date, calendar: Calendar) -> Iterator[Mark]:
    """On the fifth of the seven days the coordinator is told, while there is time to forward."""
    day = (today - calendar.day_of(running.starts_at)).days
    if manner.alarm_days is None or not manner.alarm_days <= day <= manner.alarm_days + LATE_OVER:
        return
    left = (running.control_on - today).days
    if left < 0:
        words = f"срок переадресации прошёл {language.counted(-left, 'день', 'дня', 'дней')} назад"
    else:
        told = (
            "сегодня последний день"
            if left == 0
            else f"осталось {language.counted(left, 'день', 'дня', 'дней')}"
        )
        words = f"идёт {day}-й день, {told}"
    yield Mark("alarm", words, (Level.COORDINATOR,), FORWARDING_NORM, is_urgent=True)
