"""A year's calendar from a file laid against the one that holds: which days it would change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from otklik.ground.worktime.rules import SATURDAY, Calendar, DayKind

LEAST_OFF = 8  # days free of work that any year has beside weekends
KIND_TITLES = {
    None: "обычный", DayKind.OFF: "нерабочий", DayKind.WORKING: "рабочий", DayKind.SHORT: "сокращённый",
}  # fmt: skip


class BadYear(ValueError):
    """The file is no calendar of a year; the message is Russian and says what to do."""


@dataclass(frozen=True, slots=True)
class Given:
    """A day that the file names."""

    day: date
    kind: DayKind
    title: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A day that would be another: what it is now and what it becomes, in Russian."""

    day: date
    kind: DayKind
    title: str
    was: str
    becomes: str


def changes(calendar: Calendar, given: Iterable[Given]) -> list[Change]:
    """The days of the file's year that differ from the calendar that holds; days not named are usual ones.

    Raises `BadYear` for several years, a year out of the calendar, or too few days to be a whole year.
    """
    days: Mapping[date, Given] = {one.day: one for one in given}
    years = {day.year for day in days}
    if len(years) != 1:
        raise BadYear("В файле должны быть дни одного года. Загрузите каждый год своим файлом.")
    (year,) = years
    if not (calendar.covers(date(year, 1, 1)) and calendar.covers(date(year, 12, 31))):
        raise BadYear(f"Календарь ведётся с {calendar.first.year} по {calendar.last.year} год.")
    named_off = sum(one.kind is DayKind.OFF for one in days.values())
    if named_off < LEAST_OFF:
        raise BadYear(
            f"Нерабочих дней в файле всего {named_off}: это не календарь за год. "
            "Отдельный день внесите формой."
        )
    first = date(year, 1, 1)
    every = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
    return [found for day in every if (found := _change(calendar, day, days.get(day)))]


def _change(calendar: Calendar, day: date, given: Given | None) -> Change | None:
    is_weekend = day.weekday() >= SATURDAY
    now_works, now_short = calendar.is_working(day), day in calendar.short
    works = given.kind is not DayKind.OFF if given else not is_weekend
    short = given is not None and given.kind is DayKind.SHORT
    if (works, short) == (now_works, now_short):
        return None
    kind = DayKind.SHORT if short else DayKind.WORKING if works else DayKind.OFF
    was = DayKind.SHORT if now_short else DayKind.WORKING if now_works else DayKind.OFF
    title = given.title if given and given.title else "по загруженному календарю"
    return Change(day, kind, title, KIND_TITLES[was], KIND_TITLES[kind])
