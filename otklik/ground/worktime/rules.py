"""Working days and working hours of a municipality, counted on its production calendar."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60
SHORT_BY = 60  # minutes; ТК РФ, ст. 95, ч. 1
SATURDAY = 5


class Shift(StrEnum):
    """Where a last day that is not a working one moves to. 59-ФЗ is silent, so a municipality chooses."""

    PREVIOUS_WORKDAY = "previous_workday"
    NEXT_WORKDAY = "next_workday"
    NONE = "none"


class DayKind(StrEnum):
    """What an entry of the production calendar says of a day."""

    OFF = "off"
    WORKING = "working"
    SHORT = "short"


class OutsideCalendar(ValueError):
    """The day is outside the years the calendar knows."""


class BadHours(ValueError):
    """These working hours cannot be; the message is Russian and says why."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Minutes from local midnight; `closes` may be 1440."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= MINUTES_A_DAY:
            raise BadHours("Рабочее время должно начинаться раньше, чем заканчивается, в пределах суток.")


Week = tuple[tuple[Interval, ...], ...]

USUAL_DAY = (Interval(9 * 60, 13 * 60), Interval(14 * 60, 18 * 60))
USUAL_WEEK: Week = (USUAL_DAY,) * 5 + ((), ())


def week_of(rows: Iterable[tuple[int, time, time]]) -> Week:
    """The week from rows of weekday (0 is Monday), opening and closing; closing at 00:00 is midnight."""
    days: list[list[Interval]] = [[] for _ in range(7)]
    for weekday, opens, closes in rows:
        days[weekday].append(Interval(_minutes(opens), _minutes(closes) or MINUTES_A_DAY))
    week = tuple(tuple(sorted(day)) for day in days)
    if not any(week[:SATURDAY]):
        raise BadHours("Укажите рабочее время хотя бы для одного дня с понедельника по пятницу.")
    if any(a.closes > b.opens for day in week for a, b in pairwise(day)):
        raise BadHours("Промежутки рабочего времени одного дня пересекаются.")
    return week


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute


class _Hours(NamedTuple):
    """Working intervals in order: seconds since the epoch, and the seconds worked before each."""

    opens: "array[int]"
    closes: "array[int]"
    before: "array[int]"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calendar:
    """One municipality's time, compared by identity. Days are local to `zone`, moments are aware.

    `off` are days free of work beside plain weekends, `working` are weekend days worked by a transfer,
    `short` are an hour shorter; `hours` is made by `week_of`. After `known_until` the government has not yet
    moved any days: terms are provisional there.
    """

    zone: str
    first: date
    last: date
    off: frozenset[date]
    working: frozenset[date]
    short: frozenset[date]
    hours: Week = USUAL_WEEK
    source: str
    checked_on: date
    known_until: date
    tz: ZoneInfo = field(init=False, repr=False)
    _workdays: "array[int]" = field(init=False, repr=False)
    _hours: _Hours = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tz", ZoneInfo(self.zone))
        object.__setattr__(self, "_workdays", array("l", self._count_workdays()))
        object.__setattr__(self, "_hours", self._count_hours())

    def is_working(self, day: date) -> bool:
        return day in self.working or (day.weekday() < SATURDAY and day not in self.off)

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day strictly after `day` (before it, if negative); the day itself for zero."""
        if n == 0:
            return day
        ordinal = day.toordinal()
        at = (
            bisect_right(self._workdays, ordinal) + n - 1
            if n > 0
            else bisect_left(self._workdays, ordinal) + n
        )
        return self._workday(at, day)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days after `start` up to and including `end`; the inverse of `add_working_days`.

        Negative when `end` is earlier: then the days from `end` up to and excluding `start`.
        """
        if end < start:
            return bisect_left(self._workdays, end.toordinal()) - bisect_left(
                self._workdays, start.toordinal()
            )
        return bisect_right(self._workdays, end.toordinal()) - bisect_right(self._workdays, start.toordinal())

    def shift(self, day: date, how: Shift) -> date:
        """The control date for a last day: itself if it is a working day, or the neighbour the rule names."""
        if how is Shift.NONE or self.is_working(day):
            return day
        at = bisect_left(self._workdays, day.toordinal())
        return self._workday(at - 1 if how is Shift.PREVIOUS_WORKDAY else at, day)

    def add_working_hours(self, moment: datetime, hours: float) -> datetime:
        """The moment (UTC) when `hours` of work have passed since `moment`; night and lunch do not count.

        Work done exactly at closing time ends at closing time, not at the next opening.
        """
        if hours == 0:
            return moment.astimezone(UTC)
        work = self._hours
        target = self._worked(moment) + hours * 3600
        at = bisect_left(work.before, target) - 1
        seconds = work.opens[at] + target - work.before[at] if at >= 0 else 0
        if at < 0 or seconds > work.closes[at]:
            raise OutsideCalendar(f"{moment:%d.%m.%Y} + {hours} ч")
        return datetime.fromtimestamp(seconds, UTC)

    def working_hours_between(self, start: datetime, end: datetime) -> float:
        return (self._worked(end) - self._worked(start)) / 3600

    def day_of(self, moment: datetime) -> date:
        """The local day a moment belongs to."""
        return moment.astimezone(self.tz).date()

    def end_of_day(self, day: date) -> datetime:
        """The last second of a local day, in UTC."""
        return datetime.combine(day, time(23, 59, 59), self.tz).astimezone(UTC)

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """Working intervals of a day.

        A weekend day worked by a transfer has the hours of the first working weekday: it is exchanged for
        a Monday as a rule, and the length of work goes with it.
        """
        if day in self.off:
            return ()
        whole = next(filter(None, self.hours)) if day in self.working else self.hours[day.weekday()]
        return tuple(_cut(whole)) if day in self.short else whole

    def _workday(self, at: int, day: date) -> date:
        if not (0 <= at < len(self._workdays) and self.covers(day)):
            raise OutsideCalendar(f"{day:%d.%m.%Y}")
        return date.fromordinal(self._workdays[at])

    def _worked(self, moment: datetime) -> float:
        """Working seconds from the start of the calendar to the moment."""
        work, now = self._hours, moment.timestamp()
        at = bisect_right(work.opens, now) - 1
        if at < 0 or now > work.closes[-1]:
            raise OutsideCalendar(f"{moment:%d.%m.%Y}")
        return work.before[at] + min(now, work.closes[at]) - work.opens[at]

    def _count_workdays(self) -> Iterator[int]:
        for ordinal in range(self.first.toordinal(), self.last.toordinal() + 1):
            if self.is_working(date.fromordinal(ordinal)):
                yield ordinal

    def _count_hours(self) -> _Hours:
        work, worked = _Hours(array("q"), array("q"), array("q")), 0
        day, midnight = self.first, self._moment(self.first, 0)
        while day <= self.last:
            tomorrow = day + timedelta(days=1)
            next_midnight = self._moment(tomorrow, 0)
            is_even = next_midnight - midnight == MINUTES_A_DAY * 60
            for interval in self.intervals(day):
                opens, closes = (
                    midnight + minutes * 60 if is_even else self._moment(day, minutes)
                    for minutes in (interval.opens, interval.closes)
                )
                work.opens.append(opens)
                work.closes.append(closes)
                work.before.append(worked)
                worked += closes - opens
            day, midnight = tomorrow, next_midnight
        return work

    def _moment(self, day: date, minutes: int) -> int:
        """Seconds since the epoch when the local clock shows so many minutes of the day."""
        wall = datetime.combine(day, time(), self.tz) + timedelta(minutes=minutes)
        return int(wall.timestamp())


def _cut(whole: tuple[Interval, ...]) -> Iterator[Interval]:
    """A day without its last working hour."""
    left = sum(interval.closes - interval.opens for interval in whole) - SHORT_BY
    for interval in whole:
        length = min(interval.closes - interval.opens, left)
        if length > 0:
            yield Interval(interval.opens, interval.opens + length)
        left -= length
