"""What analytics knows of a case: one flat row without personal data, and the periods it is counted over."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFact:
    """One case as the lake keeps it. Instants are aware, in UTC; days are in the zone of the municipality.

    `done_on` is the day of the final answer, or of closing where there was no answer. `lat_cell` is an H3
    cell of resolution 8. `proof` is `none`, `photo` or `track`. A `deleted` fact removes its case.
    """

    case_id: int
    number: str
    municipality: str
    kind: str = "message"
    stream: str = "digital"
    channel: str = ""
    system: str = ""
    status: str = "new"
    outcome: str = ""
    topic_code: str = ""
    topic_group: str = ""
    topic_title: str = ""
    block_code: str = ""
    recipient_id: int | None = None
    recipient_title: str = ""
    recipient_in_centre: bool = False
    district_code: str = ""
    settlement: str = ""
    lat_cell: str = ""
    is_significant_topic: bool = False
    received_on: date
    registered_at: datetime
    registered_on: date
    routed_at: datetime | None = None
    taken_at: datetime | None = None
    first_answer_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    done_on: date | None = None
    due_at: datetime | None = None
    promised_on: date | None = None
    is_fast_track: bool = False
    fast_track_due_at: datetime | None = None
    auto_delivered: bool = False
    road_map_done: bool = False
    proof: str = "none"
    rating: int | None = None
    is_repeat: bool = False
    reopened_count: int = 0
    hops: int = 0
    returned_count: int = 0
    urgency: int = 0
    version: int = 0
    updated_at: datetime
    deleted: bool = False

    @property
    def month(self) -> str:
        """The partition of the lake the case lives in: `2026-10`."""
        return f"{self.registered_on:%Y-%m}"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @classmethod
    def month_of(cls, day: date) -> Self:
        return cls.month(day.year, day.month)

    @classmethod
    def year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def code(self) -> str:
        """`2026-10` of the month the period begins in."""
        return f"{self.first:%Y-%m}"

    def previous_month(self) -> "Period":
        return Period.month_of(self.first - timedelta(days=1))

    def since_new_year(self) -> "Period":
        """From 1 January of the year the period ends in to its last day."""
        return Period(date(self.last.year, 1, 1), self.last)

    def until(self, day: date) -> "Period":
        """The part of the period not later than the day; the period itself where the day is later."""
        return Period(self.first, min(self.last, day))
