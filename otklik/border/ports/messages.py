"""What crosses the border: messages in, answers out, and the receipts for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class CaseKind(StrEnum):
    """The two legal kinds of intake, never mixed (founding decrees, «Обращения» and «Сообщения»)."""

    APPEAL = "appeal"  # обращение по 59-ФЗ
    MESSAGE = "message"  # сообщение вне 59-ФЗ


class Stream(StrEnum):
    """The four groups of channels that every report counts by; each case has exactly one."""

    APPEALS = "59fz"
    POS = "pos"
    DIGITAL = "digital"
    HOTLINE = "hotline"


class Outcome(StrEnum):
    """How it ended, on the merits (the wording of ССТУ, with «меры приняты» apart)."""

    MEASURES_TAKEN = "measures_taken"  # поддержано, меры приняты
    SUPPORTED = "supported"  # поддержано
    EXPLAINED = "explained"  # разъяснено
    NOT_SUPPORTED = "not_supported"  # не поддержано
    FORWARDED = "forwarded"  # направлено по компетенции
    ANSWERED = "answered"  # дан ответ автору
    LEFT_UNANSWERED = "left_unanswered"  # оставлено без ответа автору


class StepKind(StrEnum):
    """What a foreign register tells of the way of a case."""

    ROUTED = "routed"
    TAKEN = "taken"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    INTERIM = "interim"
    ANSWERED = "answered"
    FORWARDED = "forwarded"
    REFUSED = "refused"
    CLOSED = "closed"
    REOPENED = "reopened"
    RATED = "rated"
    SURVEYED = "surveyed"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote. All of it is personal data: it lives in `Applicant` and `Post` and nowhere else."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    external_id: str = ""
    profile_url: str = ""
    is_organisation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where it is, as told by the sender; `lat` and `lon` in degrees, WGS 84."""

    text: str = ""
    settlement: str = ""
    street: str = ""
    house: str = ""
    landmark: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One message as it came. `external_id` is unique within the channel account; `received_at` is aware."""

    channel: str
    external_id: str
    text: str
    received_at: datetime
    kind: CaseKind = CaseKind.MESSAGE
    stream: Stream = Stream.DIGITAL
    thread_id: str = ""
    author: Author = field(default_factory=Author)
    place: Place = field(default_factory=Place)
    topic: str = ""
    recipient: str = ""
    url: str = ""
    may_publish: bool = False
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened to the case before we saw it. `by` is the unit or organisation that did it."""

    kind: StepKind
    at: datetime
    by: str = ""
    text: str = ""
    url: str = ""
    promised_on: date | None = None
    rating: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row of a foreign register: the message and all that the row tells of its way.

    `steps` are in order of time; `facts` are the cells with no field of their own, by their Russian heading.
    `system` names the information system the row came from (indicator group 17–20).
    """

    row: int
    inbound: Inbound
    steps: tuple[Step, ...] = ()
    outcome: Outcome | None = None
    closing_reason: str = ""
    rating: int | None = None
    system: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that could not be taken, with the reason in Russian and the cells as they were read."""

    row: int
    reason: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """An answer to send. `key` names the sending: a second run with the same key must not send twice."""

    key: str
    channel: str
    text: str
    thread_id: str = ""
    reply_to: str = ""
    address: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The channel's proof that the answer went out."""

    external_id: str
    sent_at: datetime
    url: str = ""
