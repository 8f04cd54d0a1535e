"""What the terms of a case depend on: its own times and what the municipality has decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from otklik.border.ports.messages import CaseKind, Stream
from otklik.casework.deadlines.terms import Stop, Unit
from otklik.ground.worktime.rules import Shift

MOST_PROMISES = 2
MOST_PAUSE_DAYS = 60


class CountFrom(StrEnum):
    """Which day is the first of a term (59-ФЗ is silent: offices differ)."""

    NEXT_DAY = "next_day"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True)
class Amount:
    """A municipality's own length of an editable term."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A term begun on demand; without `at` it counts from its own event, `until` is a day that was named.

    `key` tells several of one kind apart, `title` stands for the term's own.
    """

    kind: str
    key: str = ""
    at: datetime | None = None
    until: date | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Paused:
    """A stretch that does not count: from the day of `starts_at` to the day of `ends_at`."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a municipality has decided where the law leaves it open.

    `own` is by the code of the term, `of_topics` by the code and the topic's id and goes before it.
    """

    count_from: CountFrom = CountFrom.NEXT_DAY
    shift: Shift = Shift.PREVIOUS_WORKDAY
    own: Mapping[str, Amount] = field(default_factory=lambda: MappingProxyType({}))
    most_promises: int = MOST_PROMISES
    most_pause_days: int = MOST_PAUSE_DAYS
    of_topics: Mapping[tuple[str, int], Amount] = field(default_factory=lambda: MappingProxyType({}))


DEFAULTS = Settings()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTimes:
    """What the terms of a case depend on. Ids are 0 where there is no case yet.

    `kind` is a `CaseKind` or a `Regime` that is a kind of its own; the days of the topic are working days.
    Until the case is routed, terms that count from routing count from registration, which is earlier and so
    stricter. `past` is what has already happened to an imported case. A reopened case counts anew the terms
    that run again. `opened`, `pauses` and `extended_days` are kept by this room and laid on by its services.
    """

    case_id: int = 0
    municipality_id: int = 0
    kind: str = CaseKind.MESSAGE
    stream: str = Stream.DIGITAL
    channel: str = ""
    received_at: datetime
    registered_at: datetime | None = None
    routed_at: datetime | None = None
    reopened_at: datetime | None = None
    interim_sent_at: datetime | None = None
    is_fast_track: bool = False
    fast_track_days: int | None = None
    internal_days: int | None = None
    rule_term: Amount | None = None
    urgency: int = 0
    topic_id: int | None = None
    extended_days: int = 0
    opened: tuple[Opening, ...] = ()
    pauses: tuple[Paused, ...] = ()
    past: tuple[tuple[Stop, datetime], ...] = ()
