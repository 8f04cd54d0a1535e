"""Who acts on an appeal and on which day: what every leg asks first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from otklik.border.ports.messages import CaseKind
from otklik.casework.appeals.rules import letters
from otklik.casework.appeals.services import BadAppeal, Who
from otklik.casework.deadlines import selectors as deadlines
from otklik.casework.deadlines.terms import Stop
from otklik.casework.deadlines.times import CountFrom
from otklik.flow import terms
from otklik.ground.people.roles import Action
from otklik.ground.places import selectors as places
from otklik.ground.worktime import selectors as worktime
from otklik.ground.worktime.rules import OutsideCalendar, Shift
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.cases.rules import AppealType
from otklik.register.cases.selectors import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person at work: what they may do with this case, and the version of it they saw."""

    user_id: int | None
    label: str
    now: datetime
    may: Callable[[Action], bool]
    version: int | None = None

    def needs(self, action: Action, words: str) -> None:
        """Refuse where the action is not permitted."""
        if not self.may(action):
            raise BadAppeal(words)


@dataclass(frozen=True, slots=True)
class Held:
    """An appeal held for an act, with its town's day."""

    case: Case
    who: Who
    zone: ZoneInfo
    town: str

    @property
    def today(self) -> date:
        return self.who.now.astimezone(self.zone).date()

    @property
    def registered_on(self) -> date:
        return self.case.registered_at.astimezone(self.zone).date()

    @property
    def about(self) -> letters.About:
        """What letters about it name."""
        person = self.case.applicant
        told = letters.greeting(person.name, is_organisation=person.is_organisation) if person else ""
        return letters.About(
            number=self.case.number,
            registered_on=self.registered_on,
            town=self.town,
            greeting=told or "Здравствуйте!",
        )

    def last_day(self, start: date, days: int) -> date:
        """The control day of a term of calendar days, counted as the town counts."""
        return last_day(self.case.municipality_id, start, days)


def hold(case_id: int, actor: Actor, *, needs_open: bool = True) -> Held:
    """The appeal with its next version; raises `Stale` where another was quicker, `BadAppeal`."""
    case = cases_read.by_id(case_id)
    if case.kind != CaseKind.APPEAL:
        raise BadAppeal("Это сообщение, а не обращение по 59-ФЗ: к нему такие решения не применяют.")
    cases.touch(case_id, version=actor.version, now=actor.now)
    case = cases_read.by_id(case_id)
    if needs_open and not case.is_open:
        raise BadAppeal("Обращение уже закрыто. Чтобы решать о нём снова, возобновите его.")
    town = places.municipality(case.municipality_id)
    who = Who(
        municipality_id=case.municipality_id, now=actor.now, actor_id=actor.user_id, by_label=actor.label
    )
    return Held(case, who, ZoneInfo(town.timezone), town.title)


def last_day(municipality_id: int, start: date, days: int) -> date:
    """The last day of a term of law, moved off a day off as the town has set. [M?]"""
    told = deadlines.settings_of(municipality_id)
    legal = start + timedelta(days=days - (told.count_from is CountFrom.SAME_DAY))
    try:
        calendar = worktime.calendar_for(municipality_id)
        control = calendar.shift(legal, told.shift)
        return control if control >= start else calendar.shift(legal, Shift.NEXT_WORKDAY)
    except OutsideCalendar:
        return legal


def begin_clock(held: Held, kind: str, *, key: int, at: datetime | None = None, title: str = "") -> None:
    """Put a term of its own on the ladder of the case; a request for information has not all of them."""
    if held.case.appeal_type != AppealType.INFORMATION:
        who = held.who
        terms.begin(
            held.case.id, kind=kind, now=who.now, at=at, key=str(key), title=title, actor_id=who.actor_id
        )


def stop_clock(held: Held, kind: str, event: Stop, *, key: int) -> None:
    """The term has been met."""
    who = held.who
    terms.met(held.case.id, kind=kind, event=event, now=who.now, key=str(key), actor_id=who.actor_id)
