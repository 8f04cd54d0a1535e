"""Reading the schedule of personal reception and the cards of receptions."""

from dataclasses import dataclass
from datetime import date, datetime, time

from otklik.casework.appeals.models import Reception, ReceptionHours
from otklik.casework.appeals.rules import receptions as rules


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursView:
    """A line of the schedule."""

    id: int
    user_id: int | None
    official: str
    position: str
    place: str
    days: str
    weekday: int | None
    opens: time
    closes: time
    minutes: int
    phone: str
    order: int
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionView:
    """An appointment or a card; names and addresses are of the applicant's row."""

    id: int
    year: int
    number: int
    hours_id: int
    official: str
    place: str
    applicant_id: int | None
    name: str
    phone: str
    address: str
    on: date
    at_time: time | None
    subject: str
    category: str
    ending: str
    has_consent: bool
    has_paper: bool
    decision: str
    case_id: int | None
    case_number: str
    received_by: str
    ended_at: datetime | None
    version: int


_HOURS = tuple(HoursView.__dataclass_fields__)


def hours(municipality_id: int, *, is_active: bool = True) -> list[HoursView]:
    """The schedule, as people read it."""
    rows = ReceptionHours.objects.filter(municipality_id=municipality_id)
    rows = rows.filter(is_active=True) if is_active else rows
    return [HoursView(**row) for row in rows.values(*_HOURS)]


def receptions(municipality_id: int, *, since: date, until: date) -> list[ReceptionView]:
    """Receptions of some days: each day those who come out of turn first, then by the time."""
    rows = Reception.objects.filter(municipality_id=municipality_id, on__range=(since, until))
    found = [_view(row) for row in rows.select_related("hours", "applicant", "case")]
    return sorted(found, key=_turn)


def _turn(one: ReceptionView) -> tuple[date, int, bool, time, int]:
    out_of_turn, number = rules.order(one.category, one.number)
    return one.on, one.hours_id, out_of_turn, one.at_time or time.max, number


def reception(reception_id: int, *, municipality_id: int) -> ReceptionView | None:
    rows = Reception.objects.filter(id=reception_id, municipality_id=municipality_id)
    row = rows.select_related("hours", "applicant", "case").first()
    return _view(row) if row else None


def _view(row: Reception) -> ReceptionView:
    person = row.applicant
    return ReceptionView(
        id=row.id,
        year=row.year,
        number=row.number,
        hours_id=row.hours_id,
        official=row.hours.official,
        place=row.hours.place,
        applicant_id=row.applicant_id,
        name=person.name if person else "",
        phone=person.phone if person else "",
        address=person.address if person else "",
        on=row.on,
        at_time=row.at_time,
        subject=row.subject,
        category=row.category,
        ending=row.ending,
        has_consent=row.has_consent,
        has_paper=row.has_paper,
        decision=row.decision,
        case_id=row.case_id,
        case_number=row.case.number if row.case else "",
        received_by=row.received_by,
        ended_at=row.ended_at,
        version=row.version,
    )
