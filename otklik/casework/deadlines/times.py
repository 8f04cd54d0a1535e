"""What the terms of a case depend on: its own times and what the municipality has decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from otklik.border.ports.messages import CaseKind, Stream
from otklik.casework.deadlines.terms import Stop, Unit
from otklik.ground.worktime.rules import Shift


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
class Settings:
    """What a municipality has decided where the law leaves it open; `own` is by the code of the term."""

    count_from: CountFrom = CountFrom.NEXT_DAY
    shift: Shift = Shift.PREVIOUS_WORKDAY
    own: Mapping[str, Amount] = field(default_factory=lambda: MappingProxyType({}))


DEFAULTS = Settings()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTimes:
    """What the terms of a case depend on. Ids are 0 where there is no case yet.

    `kind` is a `CaseKind` or "information_request"; the days of the topic are working days. Until the case is
    routed, terms that count from routing count from registration, which is earlier and so stricter. `past` is
    what has already happened to an imported case. A reopened case counts anew the terms that run again.
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
    request_sent_at: datetime | None = None
    is_fast_track: bool = False
    fast_track_days: int | None = None
    internal_days: int | None = None
    rule_term: Amount | None = None
    urgency: int = 0
    extended_days: int = 0
    past: tuple[tuple[Stop, datetime], ...] = ()
