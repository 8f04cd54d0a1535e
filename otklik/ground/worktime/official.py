"""The production calendar of Russia, and a municipality's entries laid over it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from holidays.countries.russia import Russia

from otklik.ground.worktime.rules import SATURDAY, USUAL_WEEK, Calendar, DayKind, Week

FIRST, LAST = date(2010, 1, 1), date(2035, 12, 31)
KNOWN_UNTIL = date(2027, 12, 31)  # the last year with a decree of the government on transfers
CHECKED_ON = date(2026, 11, 22)
NORM = "ТК РФ, ст. 95, 112"
SOURCE = "ТК РФ, ст. 112, и постановления Правительства РФ о переносе выходных дней (пакет holidays 0.109)"
SHORT_SOURCE = "ТК РФ, ст. 95, ч. 1; 2025 и 2026 годы сверены с открытым набором xmlcalendar"

# Working days directly before a holiday, an hour shorter; a worked Saturday takes the place of the day it was
# exchanged for (2021-02-20 stands for the eve 22 February, 2025-11-01 for the eve 3 November).
SHORT_DAYS = {
    2019: ("02-22", "03-07", "04-30", "05-08", "06-11", "12-31"),
    2020: ("04-30", "05-08", "06-11", "11-03", "12-31"),
    2021: ("02-20", "04-30", "06-11", "11-03"),
    2022: ("02-22", "03-05", "11-03"),
    2023: ("02-22", "03-07", "11-03"),
    2024: ("02-22", "03-07", "05-08", "06-11", "11-02"),
    2025: ("03-07", "04-30", "06-11", "11-01"),
    2026: ("04-30", "05-08", "06-11", "11-03"),
    2027: ("02-20", "04-30", "06-11", "11-03"),
    2028: ("02-22", "03-07", "05-08", "11-03"),
}
FIXED_HOLIDAYS = ((2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4))  # ТК РФ, ст. 112, ч. 1, but January


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A day set by hand: a regional holiday, a fresh decree, a local short day."""

    day: date
    kind: DayKind


@dataclass(frozen=True, slots=True)
class Days:
    """Off days (weekends apart), worked weekend days and short days of all the years."""

    off: frozenset[date]
    working: frozenset[date]
    short: frozenset[date]


@lru_cache(maxsize=1)
def days() -> Days:
    russia = Russia(years=range(FIRST.year, LAST.year + 1))  # type: ignore[no-untyped-call]  # the package has no types
    off = frozenset(russia) | frozenset(_moved_by_law(frozenset(russia)))
    short = {date.fromisoformat(f"{year}-{day}") for year, listed in SHORT_DAYS.items() for day in listed}
    return Days(
        off, frozenset(day for day in russia.weekend_workdays if FIRST <= day <= LAST), frozenset(short)
    )


def _moved_by_law(off: frozenset[date]) -> Iterable[date]:
    """Where no decree is out yet: a weekend holiday frees the next working day (ТК РФ, ст. 112, ч. 2)."""
    for year in range(KNOWN_UNTIL.year + 1, LAST.year + 1):
        for month, number in FIXED_HOLIDAYS:
            day = date(year, month, number)
            if day.weekday() >= SATURDAY:
                while day in off or day.weekday() >= SATURDAY:
                    day += timedelta(days=1)
                yield day


@lru_cache(maxsize=64)
def calendar(zone: str, *, hours: Week = USUAL_WEEK, entries: tuple[Entry, ...] = ()) -> Calendar:
    """The calendar of a zone with a municipality's hours and entries; a later entry for a day wins."""
    official = days()
    off, working, short = set(official.off), set(official.working), set(official.short)
    for entry in entries:
        for listed in (off, working, short):
            listed.discard(entry.day)
        match entry.kind:
            case DayKind.OFF:
                off.add(entry.day)
            case DayKind.WORKING | DayKind.SHORT if entry.day.weekday() >= SATURDAY:
                working.add(entry.day)
        if entry.kind is DayKind.SHORT:
            short.add(entry.day)
    return Calendar(
        zone=zone,
        first=FIRST,
        last=LAST,
        off=frozenset(off),
        working=frozenset(working),
        short=frozenset(short),
        hours=hours,
        source=f"{SOURCE}; изменений вручную: {len(entries)}" if entries else SOURCE,
        checked_on=CHECKED_ON,
        known_until=KNOWN_UNTIL,
    )
