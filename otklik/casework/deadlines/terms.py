"""What a term is: how long, from when, in what units, by which clause, on which way of the case."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from otklik.ground.worktime.rules import Shift


class Regime(StrEnum):
    """Which set of terms a case lives by."""

    APPEAL = "appeal"  # обращение, 59-ФЗ
    INFORMATION = "information_request"  # запрос информации, 8-ФЗ
    POS = "pos"  # сообщение платформы обратной связи
    SOCIAL = "social"  # сообщение из социальной сети
    PLAIN = "plain"  # горячая линия, форма сайта, электронная почта


class Event(StrEnum):
    """What a term counts from."""

    RECEIVED = "received"
    REGISTERED = "registered"
    ROUTED = "routed"
    INTERIM_SENT = "interim_sent"
    REQUEST_SENT = "request_sent"


class Stop(StrEnum):
    """What a term is met by."""

    REGISTERED = "registered"
    TAKEN = "taken"
    FORWARDED = "forwarded"
    FIRST_ANSWER = "first_answer"
    ANSWERED = "answered"
    CLOSED = "closed"
    REQUEST_ANSWERED = "request_answered"


THE_END = frozenset({Stop.ANSWERED, Stop.FORWARDED, Stop.CLOSED})


class Unit(StrEnum):
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    MINUTES = "minutes"


class Confidence(StrEnum):
    """How well the rule is known: read in the text, read about it, known but not re-read, uncertain, ours."""

    READ = "R"
    READ_ABOUT = "R2"
    KNOWN = "M"
    UNCERTAIN = "M?"
    OURS = "D"


class Track(StrEnum):
    """The way a case goes; a term of no track holds on every way."""

    ANY = ""
    USUAL = "usual"
    FAST = "fast"
    URGENT = "urgent"
    CALM = "calm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A row of the table. `most` is the longest a municipality may set where the term is editable.

    `by_topic` names the topic's own amount (or an automatic rule's, `rule`) that goes before this one;
    without an `amount` the term exists only where there is one. `is_main` is the term that the face of the
    case shows, unless a later event has opened another main one; `runs_again` if it starts anew when the case
    is reopened; `extension_norm` is the clause that lets it be extended. `shift` is set where practice is
    settled and no setting is asked.
    """

    code: str
    title: str
    regimes: tuple[Regime, ...]
    starts_from: Event
    amount: int | None
    unit: Unit
    norm: str
    confidence: Confidence
    stops_by: frozenset[Stop] = THE_END
    track: Track = Track.ANY
    by_topic: str = ""
    is_main: bool = False
    blocks_closing: bool = False
    runs_again: bool = False
    extension_norm: str = ""
    editable: bool = False
    most: int | None = None
    shift: Shift | None = None
    since: date | None = None
    until: date | None = None
