"""What holds for every ladder, whatever the case, the zone and the settings."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from otklik.casework.deadlines.rules import Rung, ladder
from otklik.casework.deadlines.terms import Unit
from otklik.casework.deadlines.times import Amount, CaseTimes, CountFrom, Settings
from otklik.ground.worktime import official
from otklik.ground.worktime.rules import Shift

MOSCOW = official.calendar("Europe/Moscow")
MOMENTS = st.integers(0, 9 * 365 * 1440).map(
    lambda n: datetime(2019, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)
CASES = st.builds(
    CaseTimes,
    kind=st.sampled_from(["appeal", "message", "information_request"]),
    stream=st.sampled_from(["59fz", "pos", "digital", "hotline"]),
    received_at=MOMENTS,
    registered_at=MOMENTS,
    is_fast_track=st.booleans(),
    fast_track_days=st.none() | st.integers(1, 30),
    internal_days=st.none() | st.integers(1, 60),
    urgency=st.integers(0, 2),
)
SETTINGS = st.builds(Settings, count_from=st.sampled_from(CountFrom), shift=st.sampled_from(Shift))
ZONES = st.sampled_from(["Europe/Moscow", "Asia/Kamchatka", "Europe/Kaliningrad", "Europe/Berlin"])


def the(code: str, case: CaseTimes, settings: Settings) -> Rung:
    return next(rung for rung in ladder(case, calendar=MOSCOW, settings=settings) if rung.code == code)


@given(CASES, SETTINGS, ZONES)
def test_no_term_ends_before_it_starts(case: CaseTimes, settings: Settings, zone: str) -> None:
    calendar = official.calendar(zone)
    rungs = ladder(case, calendar=calendar, settings=settings)
    assert rungs
    assert sum(rung.is_main for rung in rungs) == 1
    for rung in rungs:
        assert rung.due_at >= rung.starts_at
        assert rung.due_at.tzinfo is UTC
        assert rung.control_on == rung.due_at.astimezone(calendar.tz).date()
        if settings.shift is Shift.PREVIOUS_WORKDAY and rung.legal_on:
            assert calendar.is_working(rung.control_on)


@given(MOMENTS, st.integers(1, 60), st.integers(0, 60), SETTINGS)
def test_a_longer_term_ends_no_earlier(moment: datetime, days: int, more: int, settings: Settings) -> None:
    case = CaseTimes(stream="pos", received_at=moment, registered_at=moment, is_fast_track=True)
    short, long = (the("fast", replace(case, fast_track_days=n), settings) for n in (days, days + more))
    assert short.due_at <= long.due_at
    for unit in (Unit.CALENDAR_DAYS, Unit.WORKING_HOURS, Unit.MINUTES):
        ends = [
            the(
                "plain_answer",
                replace(case, stream="hotline"),
                replace(settings, own={"plain_answer": Amount(n, unit)}),
            )
            for n in (days, days + more)
        ]
        assert ends[0].due_at <= ends[1].due_at
