"""Reading clocks and what a municipality has set of its terms."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial

from django.db.models import Max

from otklik.casework.deadlines.models import Clock, Counting, TermSetting, TopicTerm
from otklik.casework.deadlines.norms import PROMISE, TERMS
from otklik.casework.deadlines.rules import NOT_COUNTED, Due, Rung, due_of, ladder
from otklik.casework.deadlines.selectors.standing import (
    DecisionView,
    decisions,
    ground_title,
    main_clock,
    standing,
)
from otklik.casework.deadlines.terms import Term, Unit
from otklik.casework.deadlines.times import Amount, CaseTimes, CountFrom, Settings
from otklik.ground.worktime.rules import OutsideCalendar, Shift
from otklik.ground.worktime.selectors import TimeRules, calendar_of, time_rules

__all__ = [
    "ClockView",
    "DecisionView",
    "TermView",
    "all_rounds",
    "clocks_of_kind",
    "decisions",
    "dues",
    "ground_title",
    "ladders",
    "main_clock",
    "promises_left",
    "rungs",
    "running",
    "settings_of",
    "standing",
    "terms_of",
]

Count = Callable[[CaseTimes], tuple[Rung, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """One clock as the card shows it. A clock stopped after its term stays overdue for ever."""

    round: int
    code: str
    title: str
    norm: str
    confidence: str
    starts_at: datetime
    legal_on: date | None
    control_on: date
    due_at: datetime
    arithmetic: str
    is_main: bool
    key: str
    stopped_at: datetime | None
    stopped_by_event: str

    def is_overdue(self, now: datetime) -> bool:
        return (self.stopped_at or now) > self.due_at

    @property
    def is_running(self) -> bool:
        return self.stopped_at is None


@dataclass(frozen=True, slots=True)
class TermView:
    """A term as the settings show it: what the table gives, and what this municipality has set instead."""

    term: Term
    own: Amount | None


def rungs(case_id: int) -> tuple[ClockView, ...]:
    """The clocks of the present round of a case, the nearest first."""
    views = [_view(row) for row in Clock.objects.filter(case_id=case_id)]
    latest = max((view.round for view in views), default=0)
    return tuple(view for view in views if view.round == latest)


def running(
    municipality_id: int, *, since: datetime, until: datetime, is_hours: bool = False
) -> Iterator[tuple[int, ClockView]]:
    """The case and the clock of every running term of a town's open cases that ends in the stretch.

    With `is_hours` those alone that are counted in hours.
    """
    rows = Clock.objects.filter(
        case__municipality_id=municipality_id,
        case__is_open=True,
        stopped_at=None,
        due_at__range=(since, until),
    )
    if is_hours:
        rows = rows.filter(legal_on=None)
    for row in rows.order_by("case_id", "id").iterator(chunk_size=2000):
        yield row.case_id, _view(row)


def all_rounds(case_id: int) -> tuple[ClockView, ...]:
    """Every clock the case has had, round by round."""
    return tuple(
        _view(row) for row in Clock.objects.filter(case_id=case_id).order_by("round", "due_at", "id")
    )


def clocks_of_kind(case_id: int, kind: str) -> tuple[ClockView, ...]:
    """The clocks of one term in all rounds (requests, notices, promises), in the order they began."""
    rows = Clock.objects.filter(case_id=case_id, code=kind).order_by("starts_at", "id")
    return tuple(_view(row) for row in rows)


def promises_left(case_id: int, municipality_id: int) -> int:
    """How often an answer may still be put off to a promised day."""
    latest = Clock.objects.filter(case_id=case_id).aggregate(latest=Max("round"))["latest"] or 1
    given = Clock.objects.filter(case_id=case_id, round=latest, code=PROMISE).count()
    return max(0, settings_of(municipality_id).most_promises - given)


def settings_of(municipality_id: int) -> Settings:
    counting = Counting.objects.filter(municipality_id=municipality_id).first()
    own, of_topics = _own(municipality_id), _of_topics(municipality_id)
    if counting is None:
        return Settings(own=own, of_topics=of_topics)
    return Settings(
        count_from=CountFrom(counting.count_from),
        shift=Shift(counting.shift),
        own=own,
        of_topics=of_topics,
        most_promises=counting.most_promises,
        most_pause_days=counting.most_pause_days,
    )


def terms_of(municipality_id: int) -> tuple[TermView, ...]:
    """The whole table with the municipality's own lengths, for the page of settings."""
    own = _own(municipality_id)
    return tuple(TermView(term, own.get(term.code)) for term in TERMS)


def ladders(cases: Sequence[CaseTimes]) -> list[tuple[Rung, ...] | None]:
    """The ladder of each case, in order, for one query a municipality; cases may have no id yet.

    None where a date lies outside the production calendar.
    """
    count = {town: _counting_of(time_rules(town)) for town in {case.municipality_id for case in cases}}
    return [_or_none(case, count[case.municipality_id]) for case in cases]


def dues(found: Iterable[tuple[Rung, ...] | None]) -> list[Due]:
    """The faces of the ladders."""
    return [NOT_COUNTED if rungs is None else due_of(rungs) for rungs in found]


@lru_cache(maxsize=256)
def _counting_of(rules: TimeRules) -> Count:
    return partial(ladder, calendar=calendar_of(rules), settings=settings_of(rules.municipality_id))


def _or_none(case: CaseTimes, count: Count) -> tuple[Rung, ...] | None:
    try:
        return count(case)
    except OutsideCalendar:
        return None


def _own(municipality_id: int) -> Mapping[str, Amount]:
    rows = TermSetting.objects.filter(municipality_id=municipality_id)
    return {row.code: Amount(row.amount, Unit(row.unit)) for row in rows}


def _of_topics(municipality_id: int) -> Mapping[tuple[str, int], Amount]:
    rows = TopicTerm.objects.filter(municipality_id=municipality_id)
    return {(row.code, row.topic_id): Amount(row.amount, Unit(row.unit)) for row in rows}


def _view(row: Clock) -> ClockView:
    return ClockView(
        round=row.round,
        code=row.code,
        title=row.title,
        norm=row.norm,
        confidence=row.confidence,
        starts_at=row.starts_at,
        legal_on=row.legal_on,
        control_on=row.control_on,
        due_at=row.due_at,
        arithmetic=row.arithmetic,
        is_main=row.is_main,
        key=row.key,
        stopped_at=row.stopped_at,
        stopped_by_event=row.stopped_by_event,
    )
