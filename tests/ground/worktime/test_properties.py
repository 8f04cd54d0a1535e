"""The production calendar: what holds for every day and moment."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from otklik.ground.worktime import official
from otklik.ground.worktime.rules import Shift

RUSSIA = official.calendar("Europe/Moscow")
DAYS = st.dates(date(2019, 1, 1), date(2028, 12, 31))
MOMENTS = st.integers(0, 9 * 365 * 1440).map(
    lambda n: datetime(2019, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)


@given(DAYS, st.integers(0, 250), st.integers(0, 250))
def test_adding_working_days_is_monotone_and_composes(start: date, a: int, b: int) -> None:
    assert RUSSIA.add_working_days(start, a + b) >= RUSSIA.add_working_days(start, a) >= start
    assert RUSSIA.add_working_days(RUSSIA.add_working_days(start, a), b) == RUSSIA.add_working_days(
        start, a + b
    )


@given(DAYS, st.integers(-250, 250))
def test_counting_working_days_is_the_inverse_of_adding_them(start: date, n: int) -> None:
    assert RUSSIA.working_days_between(start, RUSSIA.add_working_days(start, n)) == n


@given(DAYS, st.integers(1, 60))
def test_adding_working_days_as_a_walk_would(start: date, n: int) -> None:
    walked, left = start, n
    while left:
        walked += timedelta(days=1)
        left -= RUSSIA.is_working(walked)
    assert RUSSIA.add_working_days(start, n) == walked


@given(DAYS, st.sampled_from([Shift.PREVIOUS_WORKDAY, Shift.NEXT_WORKDAY]))
def test_shift_gives_the_nearest_working_day(one: date, how: Shift) -> None:
    control = RUSSIA.shift(one, how)
    step = timedelta(days=-1 if how is Shift.PREVIOUS_WORKDAY else 1)
    assert RUSSIA.is_working(control)
    while one != control:
        assert not RUSSIA.is_working(one)
        one += step


@given(MOMENTS, st.integers(1, 200 * 4), st.integers(1, 200 * 4))
def test_working_hours_compose_and_count_back(moment: datetime, a: int, b: int) -> None:
    first, second = a / 4, b / 4
    through = RUSSIA.add_working_hours(RUSSIA.add_working_hours(moment, first), second)
    assert through == RUSSIA.add_working_hours(moment, first + second)
    assert through > moment
    assert RUSSIA.working_hours_between(moment, through) == first + second
