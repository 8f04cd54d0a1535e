"""The ladder of a case: every term that runs for it, with its clause and the arithmetic of its last day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from otklik.casework.deadlines.applying import Running, Terms, regime_of, running
from otklik.casework.deadlines.counting import Last, back, last
from otklik.casework.deadlines.norms import BY_REGIME, FAST, ON_DEMAND, STOPS
from otklik.casework.deadlines.terms import Event, Stop, Term, Unit
from otklik.casework.deadlines.times import DEFAULTS, Amount, CaseTimes, Settings
from otklik.ground.worktime.rules import Calendar

__all__ = ["NOT_COUNTED", "Due", "Rung", "as_json", "due_of", "is_too_long", "ladder", "regime_of", "stopped"]

_DAYS = {Unit.CALENDAR_DAYS: 1.0, Unit.WORKING_DAYS: 1.4, Unit.WORKING_HOURS: 1.4 / 8, Unit.MINUTES: 1 / 1440}
_SECOND = (Event.INTERIM_SENT, Event.OPENED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One running term. `legal_on` is the last day by the clause (None for hours), `control_on` the local day
    to be done by, `due_at` the last moment of it, in UTC; `key` tells terms of one kind apart."""

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
    key: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """What the face of a case shows; `norm` says so when no term could be counted."""

    due_at: datetime | None
    norm: str
    fast_track_due_at: datetime | None = None


NOT_COUNTED = Due(None, "срок не рассчитан: дата вне производственного календаря")


def ladder(
    times: CaseTimes, *, calendar: Calendar, settings: Settings = DEFAULTS, terms: Terms = BY_REGIME
) -> tuple[Rung, ...]:
    """All terms that run for the case, the nearest first; at most one is main.

    Raises `OutsideCalendar` for moments the calendar does not know.
    """
    found: list[tuple[Running, Last]] = []
    ahead: list[Running] = []
    for one in running(times, calendar=calendar, settings=settings, terms=terms):
        if one.term.before_main:
            ahead.append(one)
        else:
            found.append((one, last(one, calendar=calendar, settings=settings, pauses=times.pauses)))
    found.sort(key=_by_end)
    main = _main(found)
    if main and ahead:
        found += _before(main[1], ahead, calendar, settings)
        found.sort(key=_by_end)
    ends = main[1].due_at if main else None
    return tuple(
        _rung(one, end, is_main=main is not None and one is main[0])
        for one, end in found
        if one.term.by_topic not in ("internal", "rule") or ends is None or end.due_at < ends
    )


def due_of(rungs: Sequence[Rung]) -> Due:
    """The face: the main term, and the fast track's where there is one."""
    main = next((rung for rung in rungs if rung.is_main), None)
    fast = next((rung.due_at for rung in rungs if rung.code == FAST), None)
    return Due(main.due_at, main.norm, fast) if main else Due(None, "", fast)


def stopped(rung: Rung, times: CaseTimes) -> tuple[datetime, Stop] | None:
    """When and by what a term of an imported case has already been met; one begun on demand not by what
    began it."""
    events = list(times.past)
    if times.registered_at:
        events.append((Stop.REGISTERED, times.registered_at))
    events_of = STOPS[rung.code]
    is_later = rung.code in ON_DEMAND
    met = [
        (at, event) for event, at in events if event in events_of and not (is_later and at <= rung.starts_at)
    ]
    return min(met, default=None)


def is_too_long(term: Term, length: Amount) -> bool:
    """Whether a municipality's own length exceeds what the term may be at most, in rough calendar days."""
    return term.most is not None and length.amount * _DAYS[length.unit] > term.most * _DAYS[term.unit]


def as_json(rungs: Sequence[Rung]) -> list[dict[str, str | bool | None]]:
    """The ladder as values that JSON can hold; moments and days in ISO 8601."""
    return [
        {
            "code": rung.code,
            "key": rung.key,
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


def _by_end(found: tuple[Running, Last]) -> tuple[datetime, str, str]:
    return (found[1].due_at, found[0].term.code, found[0].key)


def _main(found: Iterable[tuple[Running, Last]]) -> tuple[Running, Last] | None:
    """The nearest of the main terms; those that an interim answer opened go before those of the beginning,
    and of several promises the last given one holds."""
    main = [one for one in found if one[0].term.is_main]
    second = [one for one in main if one[0].term.starts_from in _SECOND]
    promises = [one for one in second if one[0].term.on_demand]
    if len(promises) > 1:
        latest = max(promises, key=lambda one: (one[0].starts_at, one[0].key))
        second = [one for one in second if one not in promises or one is latest]
    chosen = second or main
    return chosen[0] if chosen else None


def _before(
    ends: Last, ahead: Iterable[Running], calendar: Calendar, settings: Settings
) -> list[tuple[Running, Last]]:
    counted = ((one, back(one, ends, calendar=calendar, settings=settings)) for one in ahead)
    return [(one, end) for one, end in counted if end is not None]


def _rung(one: Running, end: Last, *, is_main: bool) -> Rung:
    term: Term = one.term
    return Rung(
        code=term.code,
        title=one.title,
        starts_at=one.starts_at,
        legal_on=end.legal_on,
        control_on=end.control_on,
        due_at=end.due_at,
        arithmetic=end.arithmetic,
        norm=one.norm,
        confidence=term.confidence,
        is_main=is_main,
        key=one.key,
    )
