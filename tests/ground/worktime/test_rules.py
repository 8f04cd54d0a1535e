"""Working days and hours on the production calendar."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from otklik.ground.worktime import official
from otklik.ground.worktime.rules import (
    USUAL_WEEK,
    BadHours,
    Calendar,
    DayKind,
    Interval,
    OutsideCalendar,
    Shift,
    week_of,
)

RUSSIA = official.calendar("Europe/Moscow")


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str, calendar: Calendar = RUSSIA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=calendar.tz)


OFF = [
    ("2024-04-29", "перенос с 27.04.2024"),
    ("2024-04-30", "перенос с 02.11.2024"),
    ("2024-12-30", "перенос с 28.12.2024"),
    ("2024-12-31", "перенос с 07.01.2024"),
    ("2025-05-02", "перенос с 04.01.2025"),
    ("2025-05-08", "перенос с 23.02.2025"),
    ("2025-06-13", "перенос с 08.03.2025"),
    ("2025-11-03", "перенос с 01.11.2025"),
    ("2025-12-31", "перенос с 05.01.2025"),
    ("2026-01-09", "перенос с 03.01.2026"),
    ("2026-03-09", "следующий за воскресным праздником"),
    ("2026-05-11", "следующий за субботним праздником"),
    ("2026-12-31", "перенос с 04.01.2026"),
    ("2027-02-22", "перенос с 20.02.2027"),
    ("2027-05-03", "следующий за субботним праздником"),
    ("2027-06-14", "следующий за субботним праздником"),
    ("2027-11-05", "перенос с 02.01.2027"),
    ("2027-12-31", "перенос с 03.01.2027"),
    ("2028-11-06", "ТК РФ, ст. 112, ч. 2: указа ещё нет"),
    ("2026-11-21", "суббота"),
    ("2026-11-22", "воскресенье"),
]


@pytest.mark.parametrize(("text", "why"), OFF, ids=[f"{text} {why}" for text, why in OFF])
def test_day_off(text: str, why: str) -> None:
    assert not RUSSIA.is_working(day(text)), why


@pytest.mark.parametrize(
    "text",
    ["2021-02-20", "2022-03-05", "2024-04-27", "2024-11-02", "2024-12-28", "2025-11-01", "2027-02-20"],
)
def test_saturday_worked_by_a_transfer(text: str) -> None:
    assert day(text).weekday() == 5
    assert RUSSIA.is_working(day(text))


@pytest.mark.parametrize("text", ["2025-02-24", "2025-03-10", "2026-01-12", "2027-01-11", "2025-10-31"])
def test_working_day_beside_holidays(text: str) -> None:
    assert RUSSIA.is_working(day(text))


@pytest.mark.parametrize(
    ("year", "count"),
    [
        (2019, 247),
        (2020, 248),
        (2021, 247),
        (2022, 247),
        (2023, 247),
        (2024, 248),
        (2025, 247),
        (2026, 247),
        (2027, 247),
    ],
)
def test_working_days_of_a_year(year: int, count: int) -> None:
    assert RUSSIA.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == count


def test_short_days_are_the_eves_of_holidays() -> None:
    """ТК РФ, ст. 95, ч. 1; the worked Saturdays that stand for an eve are the only ones not on an eve."""
    holidays = {(1, n) for n in range(1, 9)} | set(official.FIXED_HOLIDAYS)
    exchanged = {day(text) for text in ("2021-02-20", "2022-03-05", "2024-11-02", "2025-11-01", "2027-02-20")}
    known = [date(2019, 1, 1) + timedelta(days=n) for n in range(3653)]
    eves = {
        one
        for one in known
        if RUSSIA.is_working(one)
        and ((one + timedelta(days=1)).month, (one + timedelta(days=1)).day) in holidays
    }
    assert eves | exchanged == set(RUSSIA.short)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2025-12-29", 10, "2026-01-22"),
        ("2026-05-07", 7, "2026-05-19"),
        ("2027-02-15", 10, "2027-03-02"),
        ("2025-10-31", 1, "2025-11-01"),
        ("2025-11-01", 1, "2025-11-05"),
        ("2026-12-30", 1, "2027-01-11"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-21", 0, "2026-11-21"),
        ("2027-01-11", -1, "2026-12-30"),
        ("2026-11-22", -1, "2026-11-20"),
    ],
)
def test_nth_working_day(start: str, n: int, end: str) -> None:
    assert RUSSIA.add_working_days(day(start), n) == day(end)


@pytest.mark.parametrize(
    ("text", "how", "control"),
    [
        ("2026-05-01", Shift.PREVIOUS_WORKDAY, "2026-04-30"),
        ("2026-05-01", Shift.NEXT_WORKDAY, "2026-05-04"),
        ("2026-05-01", Shift.NONE, "2026-05-01"),
        ("2025-11-01", Shift.PREVIOUS_WORKDAY, "2025-11-01"),
        ("2025-11-02", Shift.PREVIOUS_WORKDAY, "2025-11-01"),
        ("2027-11-05", Shift.PREVIOUS_WORKDAY, "2027-11-03"),
        ("2027-11-05", Shift.NEXT_WORKDAY, "2027-11-08"),
    ],
)
def test_shift(text: str, how: Shift, control: str) -> None:
    assert RUSSIA.shift(day(text), how) == day(control)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23 09:00", 1, "2026-11-23 10:00"),
        ("2026-11-23 12:30", 1, "2026-11-23 14:30"),  # lunch
        ("2026-11-23 12:00", 1, "2026-11-23 13:00"),  # done at the very lunch
        ("2026-11-23 13:20", 1, "2026-11-23 15:00"),  # came at lunch
        ("2026-11-23 17:30", 1, "2026-11-24 09:30"),  # night
        ("2026-11-20 17:30", 1, "2026-11-23 09:30"),  # weekend
        ("2026-11-21 12:00", 9, "2026-11-24 10:00"),  # came on Saturday
        ("2026-11-23 03:00", 8, "2026-11-23 18:00"),
        ("2026-11-03 16:30", 1, "2026-11-05 09:30"),  # a short day, then a holiday
        ("2026-11-03 16:00", 1, "2026-11-03 17:00"),
        ("2025-10-31 17:00", 2, "2025-11-01 10:00"),  # a worked Saturday
        ("2025-11-01 16:00", 2, "2025-11-05 10:00"),  # which is short
        ("2026-12-30 17:00", 2, "2027-01-11 10:00"),  # the New Year holidays
        ("2026-11-23 09:00", 0.5, "2026-11-23 09:30"),
    ],
)
def test_working_hours(start: str, hours: float, end: str) -> None:
    assert RUSSIA.add_working_hours(at(start), hours) == at(end)
    assert RUSSIA.working_hours_between(at(start), at(end)) == hours


def test_nothing_to_work_ends_at_once() -> None:
    assert RUSSIA.add_working_hours(at("2026-11-22 12:00"), 0) == at("2026-11-22 12:00")


@pytest.mark.parametrize(
    ("zone", "due"),
    [
        ("Europe/Kaliningrad", "2026-11-23 08:00"),
        ("Europe/Moscow", "2026-11-23 07:00"),
        ("Asia/Omsk", "2026-11-23 04:00"),
        ("Asia/Vladivostok", "2026-11-23 00:00"),
        ("Asia/Kamchatka", "2026-11-22 22:00"),
    ],
)
def test_hours_are_local(zone: str, due: str) -> None:
    friday_night = datetime(2026, 11, 20, 20, tzinfo=UTC)
    found = official.calendar(zone).add_working_hours(friday_night, 1)
    assert found == datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert found.tzinfo is UTC


def test_hours_over_a_change_of_clocks() -> None:
    """A night shift over the spring change is an hour shorter in Berlin, an hour longer in autumn."""
    night = week_of([(weekday, time(0), time(8)) for weekday in range(7)])
    berlin = official.calendar("Europe/Berlin", hours=night)
    assert berlin.add_working_hours(at("2026-03-28 23:00", berlin), 7) == at("2026-03-29 08:00", berlin)
    assert berlin.add_working_hours(at("2026-10-24 23:00", berlin), 9) == at("2026-10-25 08:00", berlin)


def test_hours_after_a_town_changed_its_zone() -> None:
    volgograd = official.calendar("Europe/Volgograd")
    assert volgograd.add_working_hours(at("2020-12-25 17:00", volgograd), 2) == at(
        "2020-12-28 10:00", volgograd
    )


@pytest.mark.parametrize("wrong", ["0999-01-01", "2009-12-31", "2036-01-01"])
def test_outside_the_calendar(wrong: str) -> None:
    with pytest.raises(OutsideCalendar):
        RUSSIA.add_working_days(day(wrong), 1)
    with pytest.raises(OutsideCalendar):
        RUSSIA.add_working_hours(at(wrong), 1)


def test_end_of_a_day_is_local() -> None:
    assert official.calendar("Asia/Omsk").end_of_day(day("2026-11-23")) == datetime(
        2026, 11, 23, 17, 59, 59, tzinfo=UTC
    )


def test_entries_change_the_calendar() -> None:
    ours = official.calendar(
        "Europe/Moscow",
        entries=(
            official.Entry(day("2026-04-21"), DayKind.OFF),
            official.Entry(day("2026-04-25"), DayKind.WORKING),
            official.Entry(day("2026-12-31"), DayKind.WORKING),
            official.Entry(day("2026-04-20"), DayKind.SHORT),
        ),
    )
    assert not ours.is_working(day("2026-04-21"))
    assert ours.is_working(day("2026-04-25"))
    assert ours.is_working(day("2026-12-31"))
    assert ours.add_working_hours(at("2026-04-20 16:00"), 2) == at("2026-04-22 10:00")
    assert RUSSIA.is_working(day("2026-04-21"))


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [(5, time(9), time(13))],
        [(0, time(9), time(9))],
        [(0, time(14), time(9))],
        [(0, time(9), time(13)), (0, time(12), time(18))],
    ],
    ids=["пусто", "только суббота", "нулевой", "наоборот", "пересекаются"],
)
def test_hours_that_cannot_be(rows: list[tuple[int, time, time]]) -> None:
    with pytest.raises(BadHours):
        week_of(rows)


def test_closing_at_midnight() -> None:
    assert week_of([(0, time(20), time(0))])[0] == (Interval(1200, 1440),)


def test_short_day_without_an_evening_loses_its_last_hour() -> None:
    week = week_of(
        [(n, time(9), time(13)) for n in range(5)] + [(n, time(14), time(14, 30)) for n in range(5)]
    )
    ours = official.calendar("Europe/Moscow", hours=week)
    assert ours.intervals(day("2026-11-03")) == (Interval(540, 750),)
    assert RUSSIA.intervals(day("2026-11-03")) == (USUAL_WEEK[0][0], Interval(840, 1020))
