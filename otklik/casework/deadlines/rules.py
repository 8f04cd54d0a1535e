"""The ladder of a case: every term that runs for it, with its clause and the arithmetic of its last day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from otklik.border.ports.messages import CaseKind, Stream
from otklik.casework.deadlines import speech
from otklik.casework.deadlines.norms import BY_REGIME, FAST, STOPS
from otklik.casework.deadlines.terms import Event, Regime, Stop, Term, Track, Unit
from otklik.casework.deadlines.times import DEFAULTS, Amount, CaseTimes, CountFrom, Settings
from otklik.ground.worktime.rules import Calendar, Shift

# Messages of the digital stream that are not public posts: nobody waits there for an answer within hours.
LETTER_CHANNELS = frozenset({"webform", "email", "open311"})


Terms = Mapping[Regime, Sequence[Term]]
_DAYS = {Unit.CALENDAR_DAYS: 1.0, Unit.WORKING_DAYS: 1.4, Unit.WORKING_HOURS: 1.4 / 8, Unit.MINUTES: 1 / 1440}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One running term. `legal_on` is the last day by the clause (None for hours), `control_on` the local day
    to be done by, `due_at` the last moment of it, in UTC."""

    code: str
    title: str
    starts_at: datetime
    legal_on: date | None
    control_on: date
    due_at: datetime
    arithmetic: str
    norm: str
    confidence: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class Due:
    """What the face of a case shows; `norm` says so when no term could be counted."""

    due_at: datetime | None
    norm: str
    fast_track_due_at: datetime | None = None


NOT_COUNTED = Due(None, "срок не рассчитан: дата вне производственного календаря")


def regime_of(*, kind: str, stream: str, channel: str = "") -> Regime:
    """Which terms a case lives by: an appeal by 59-ФЗ through whatever channel it came (480-ФЗ)."""
    if kind == Regime.INFORMATION:
        return Regime.INFORMATION
    if kind == CaseKind.APPEAL:
        return Regime.APPEAL
    if stream == Stream.POS:
        return Regime.POS
    return Regime.SOCIAL if stream == Stream.DIGITAL and channel not in LETTER_CHANNELS else Regime.PLAIN


def ladder(
    times: CaseTimes, *, calendar: Calendar, settings: Settings = DEFAULTS, terms: Terms = BY_REGIME
) -> tuple[Rung, ...]:
    """All terms that run for the case, the nearest first; at most one is main.

    Raises `OutsideCalendar` for moments the calendar does not know.
    """
    found = [
        (running, _last(running, calendar, settings))
        for running in _running(times, calendar, settings, terms)
    ]
    found.sort(key=lambda one: (one[1].due_at, one[0].term.code))
    main = _main([running.term for running, _ in found])
    ends = next((last.due_at for running, last in found if running.term is main), None)
    return tuple(
        Rung(
            code=running.term.code,
            title=running.term.title,
            starts_at=running.starts_at,
            legal_on=last.legal_on,
            control_on=last.control_on,
            due_at=last.due_at,
            arithmetic=last.arithmetic,
            norm=running.norm,
            confidence=running.term.confidence,
            is_main=running.term is main,
        )
        for running, last in found
        if running.term.by_topic not in ("internal", "rule") or ends is None or last.due_at < ends
    )


def due_of(rungs: Sequence[Rung]) -> Due:
    """The face: the main term, and the fast track's where there is one."""
    main = next((rung for rung in rungs if rung.is_main), None)
    fast = next((rung.due_at for rung in rungs if rung.code == FAST), None)
    return Due(main.due_at, main.norm, fast) if main else Due(None, "", fast)


def stopped(code: str, times: CaseTimes) -> tuple[datetime, Stop] | None:
    """When and by what a term of an imported case has already been met."""
    events = list(times.past)
    if times.registered_at:
        events.append((Stop.REGISTERED, times.registered_at))
    met = [(at, event) for event, at in events if event in STOPS[code]]
    return min(met, default=None)


def is_too_long(term: Term, length: Amount) -> bool:
    """Whether a municipality's own length exceeds what the term may be at most, in rough calendar days."""
    return term.most is not None and length.amount * _DAYS[length.unit] > term.most * _DAYS[term.unit]


def as_json(rungs: Sequence[Rung]) -> list[dict[str, str | bool | None]]:
    """The ladder as values that JSON can hold; moments and days in ISO 8601."""
    return [
        {
            "code": rung.code,
            "title": rung.title,
            "starts_at": rung.starts_at.isoformat(),
            "legal_on": rung.legal_on.isoformat() if rung.legal_on else None,
            "control_on": rung.control_on.isoformat(),
            "due_at": rung.due_at.isoformat(),
            "arithmetic": rung.arithmetic,
            "norm": rung.norm,
            "confidence": rung.confidence,
            "is_main": rung.is_main,
        }
        for rung in rungs
    ]


class _Running(NamedTuple):
    term: Term
    starts_at: datetime
    amount: int
    unit: Unit
    norm: str


class _Last(NamedTuple):
    legal_on: date | None
    control_on: date
    due_at: datetime
    arithmetic: str


def _running(times: CaseTimes, calendar: Calendar, settings: Settings, terms: Terms) -> Iterator[_Running]:
    regime = regime_of(kind=times.kind, stream=times.stream, channel=times.channel)
    opened_on = calendar.day_of(times.registered_at or times.received_at)
    starts = _starts(times)
    tracks = _tracks(times)
    by_topic = {"fast": times.fast_track_days, "internal": times.internal_days}
    for term in terms[regime]:
        starts_at = starts[term.starts_from]
        if starts_at is None or term.track not in tracks or not _is_in_force(term, opened_on):
            continue
        if times.reopened_at and term.starts_from is Event.REGISTERED and not term.runs_again:
            continue
        days = by_topic.get(term.by_topic)
        ruled = times.rule_term if term.by_topic == "rule" else None
        own = ruled or (settings.own.get(term.code) if term.editable else None)
        amount, unit = (
            (days, term.unit) if days else (own.amount, own.unit) if own else (term.amount, term.unit)
        )
        if not amount:
            continue
        norm = term.norm
        if times.extended_days and term.extension_norm:
            amount, norm = amount + times.extended_days, term.extension_norm
        yield _Running(term, starts_at.astimezone(UTC), amount, unit, norm)


def _starts(times: CaseTimes) -> dict[Event, datetime | None]:
    again = times.reopened_at
    if again is None:
        return {
            Event.RECEIVED: times.received_at,
            Event.REGISTERED: times.registered_at,
            Event.ROUTED: times.routed_at or times.registered_at,
            Event.INTERIM_SENT: times.interim_sent_at,
            Event.REQUEST_SENT: times.request_sent_at,
        }
    interim, request = times.interim_sent_at, times.request_sent_at
    return {
        Event.RECEIVED: None,
        Event.REGISTERED: again,
        Event.ROUTED: max(again, times.routed_at or again),
        Event.INTERIM_SENT: interim if interim and interim >= again else None,
        Event.REQUEST_SENT: request if request and request >= again else None,
    }


def _tracks(times: CaseTimes) -> tuple[Track, ...]:
    return (
        Track.ANY,
        Track.FAST if times.is_fast_track else Track.USUAL,
        Track.URGENT if times.urgency else Track.CALM,
    )


def _is_in_force(term: Term, opened_on: date) -> bool:
    """A case keeps the rules of the day it was registered on."""
    return (term.since is None or opened_on >= term.since) and (term.until is None or opened_on <= term.until)


def _main(terms: Sequence[Term]) -> Term | None:
    """The nearest of the main terms; one opened by an interim answer goes before those of the beginning."""
    main = [term for term in terms if term.is_main]
    return next((term for term in main if term.starts_from is Event.INTERIM_SENT), main[0] if main else None)


def _last(running: _Running, calendar: Calendar, settings: Settings) -> _Last:
    """The last moment. A day's term ends with its control day; an hour's term to the second."""
    if running.unit in (Unit.WORKING_HOURS, Unit.MINUTES):
        return _last_moment(running, calendar)
    return _last_day(
        calendar.day_of(running.starts_at),
        running.amount,
        running.unit,
        running.term.shift or settings.shift,
        settings.count_from,
        calendar,
    )


@lru_cache(maxsize=8192)
def _last_day(  # cases of one day share their last days
    start_on: date, amount: int, unit: Unit, shift: Shift, count_from: CountFrom, calendar: Calendar
) -> _Last:
    is_same_day = count_from is CountFrom.SAME_DAY
    if unit is Unit.WORKING_DAYS:
        before = start_on - timedelta(days=1) if is_same_day else start_on
        legal_on = calendar.add_working_days(before, amount)
    else:
        legal_on = start_on + timedelta(days=amount - is_same_day)
    control_on = calendar.shift(legal_on, shift)
    if control_on < start_on:  # a short term within long holidays has no working day before its end
        control_on = calendar.shift(legal_on, Shift.NEXT_WORKDAY)
    words = speech.day_arithmetic(
        start_on,
        length=speech.length(amount, unit),
        legal_on=legal_on,
        control_on=control_on,
        is_same_day=is_same_day,
        is_provisional=legal_on > calendar.known_until,
    )
    return _Last(legal_on, control_on, calendar.end_of_day(control_on), words)


def _last_moment(running: _Running, calendar: Calendar) -> _Last:
    if running.unit is Unit.MINUTES:
        due_at = running.starts_at + timedelta(minutes=running.amount)
    else:
        due_at = calendar.add_working_hours(running.starts_at, running.amount)
    start, due = running.starts_at.astimezone(calendar.tz), due_at.astimezone(calendar.tz)
    words = speech.moment_arithmetic(start, length=speech.length(running.amount, running.unit), due=due)
    return _Last(None, due.date(), due_at, words)
