"""What holds for every ladder, whatever the case, the zone and the settings."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from otklik.casework.deadlines import norms
from otklik.casework.deadlines.rules import Rung, ladder
from otklik.casework.deadlines.terms import Unit
from otklik.casework.deadlines.times import Amount, CaseTimes, CountFrom, Opening, Paused, Settings
from otklik.ground.worktime import official
from otklik.ground.worktime.rules import Shift

MOSCOW = official.calendar("Europe/Moscow")
MOMENTS = st.integers(0, 9 * 365 * 1440).map(
    lambda n: datetime(2019, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)
COUNTED = {code for code, term in norms.ON_DEMAND.items() if term.amount}
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
    extended_days=st.integers(0, 30),
    opened=st.lists(st.sampled_from(sorted(COUNTED)), unique=True, max_size=4).map(
        lambda kinds: tuple(Opening(kind=kind, key="1") for kind in kinds)
    ),
    pauses=st.lists(
        st.builds(lambda at, days: Paused(at, at + timedelta(days=days)), MOMENTS, st.integers(0, 60)),
        max_size=2,
    ).map(tuple),
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


@given(MOMENTS, st.integers(0, 29), st.integers(0, 60), st.integers(0, 30))
def test_a_pause_moves_the_last_day_by_its_days_and_an_extension_by_its_own(
    moment: datetime, after: int, days: int, extended: int
) -> None:
    case = CaseTimes(stream="pos", received_at=moment, registered_at=moment)
    starts = moment + timedelta(days=after)
    pause = Paused(starts, starts + timedelta(days=days))
    usual, paused = (the("pos_answer", one, Settings()) for one in (case, replace(case, pauses=(pause,))))
    assert usual.legal_on and paused.legal_on
    assert paused.legal_on - usual.legal_on == timedelta(days=days)
    appeal = replace(case, kind="appeal", stream="59fz")
    first, put_off = (
        the("answer", one, Settings()) for one in (appeal, replace(appeal, extended_days=extended))
    )
    assert first.legal_on and put_off.legal_on
    assert put_off.legal_on - first.legal_on == timedelta(days=extended)
    assert put_off.due_at >= first.due_at


@given(MOMENTS, st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Omsk", "Pacific/Auckland"]))
def test_changes_of_clocks_move_no_day(moment: datetime, zone: str) -> None:
    """Daylight saving makes a day of 23 or 25 hours; the term still ends with its local day."""
    calendar = official.calendar(zone)
    case = CaseTimes(kind="appeal", stream="59fz", received_at=moment, registered_at=moment)
    settings = Settings(shift=Shift.NONE)
    rung = next(one for one in ladder(case, calendar=calendar, settings=settings) if one.code == "answer")
    begun = moment.astimezone(calendar.tz).date()
    assert rung.legal_on == begun + timedelta(days=30)
    local = rung.due_at.astimezone(calendar.tz)
    assert (local.date(), local.time()) == (rung.legal_on, time(23, 59, 59))


@given(st.dates(date(2019, 1, 1), date(2027, 12, 31)), st.integers(1, 60))
def test_working_days_of_a_term_are_as_many_as_were_asked(day: date, days: int) -> None:
    """The inverse: from the day of the start to the last day lie exactly so many working days."""
    moment = datetime.combine(day, time(12), MOSCOW.tz)
    case = CaseTimes(stream="pos", received_at=moment, registered_at=moment, is_fast_track=True)
    rung = the("fast", replace(case, fast_track_days=days), Settings())
    assert rung.legal_on
    assert MOSCOW.working_days_between(day, rung.legal_on) == days
    assert MOSCOW.is_working(rung.legal_on)
