"""What a case is registered from: the message, what was made of it, and what a foreign register tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from otklik.border.ports.messages import Inbound
from otklik.register.cases.rules import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What was understood before the case is written; ids of rows below, moments aware in UTC.

    `is_held` keeps a case that could go on by itself until a person has accepted it.
    """

    topic_id: int | None = None
    block_id: int | None = None
    recipient_id: int | None = None
    topic_confidence: float | None = None
    topic_by: str = ""
    recipient_by: str = ""
    needs_decision: bool = True
    is_held: bool = False
    urgency: int = 0
    urgency_reason: str = ""
    district_id: int | None = None
    settlement_id: int | None = None
    street_id: int | None = None
    house_id: int | None = None
    address: str = ""
    address_by: str = ""
    address_confidence: float | None = None
    lat: float | None = None
    lon: float | None = None
    due_at: datetime | None = None
    due_norm: str = ""
    is_fast_track: bool = False
    fast_track_due_at: datetime | None = None
    assignee_id: int | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A move told by a foreign register."""

    source: Status
    target: Status
    at: datetime
    by: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer told by a foreign register."""

    is_interim: bool
    text: str
    at: datetime
    by: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The way of a case as its source tells it, and where it has led."""

    status: Status
    status_since: datetime
    changes: tuple[Change, ...] = ()
    replies: tuple[Reply, ...] = ()
    routed_at: datetime | None = None
    taken_at: datetime | None = None
    interim_at: datetime | None = None
    first_answer_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    promised_on: date | None = None
    outcome: str = ""
    closing_reason: str = ""
    rating: int | None = None
    reopened_count: int = 0
    returned_count: int = 0
    hops: int = 0
    proof: str = ""
    road_map_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One case to register. `terms` are the search terms of the text (`kernel.language.index_terms`)."""

    inbound: Inbound
    account_id: int | None
    registered_at: datetime
    face: Face
    terms: str
    system: str = ""
    history: History | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Registered:
    case_id: int
    number: str
    public_code: str
