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
    SERVICE = "service_complaint"  # жалоба на предоставление услуги, 210-ФЗ
    SERVICE_REFUSAL = "service_refusal_complaint"  # на отказ в приёме документов или исправлении ошибок
    DEPUTY = "deputy_request"  # запрос или обращение депутата, 3-ФЗ
    MIGRATION = "migration_appeal"  # факты нарушения миграционного законодательства, 59-ФЗ


class Event(StrEnum):
    """What a term counts from."""

    RECEIVED = "received"
    REGISTERED = "registered"
    ROUTED = "routed"
    INTERIM_SENT = "interim_sent"
    OPENED = "opened"


class Stop(StrEnum):
    """What a term is met by."""

    REGISTERED = "registered"
    ROUTED = "routed"
    TAKEN = "taken"
    DRAFTED = "drafted"
    FORWARDED = "forwarded"
    FIRST_ANSWER = "first_answer"
    ANSWERED = "answered"
    CLOSED = "closed"
    REQUEST_ANSWERED = "request_answered"
    NOTIFIED = "notified"
    RESULT_RECEIVED = "result_received"
    PROMISED = "promised"
    CONFIRMED = "confirmed"


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
    is reopened. A term `on_demand` runs only where it was begun (a request, a notice, a promise), as often as
    it was; one `before_main` is counted back from the control day of the main term. `extension_norm` is the
    clause that lets it be extended by `extension_most` days in all, the citizen being told before it ends and
    by the term of the notice `extension_notice`; `pause_norm` is the one that lets it be paused. `shift` is
    set where practice is settled and no setting is asked.
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
    on_demand: bool = False
    before_main: bool = False
    extension_norm: str = ""
    extension_most: int = 0
    extension_notice: str = ""
    pause_norm: str = ""
    editable: bool = False
    most: int | None = None
    shift: Shift | None = None
    since: date | None = None
    until: date | None = None
