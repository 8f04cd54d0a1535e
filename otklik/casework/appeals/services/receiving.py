"""Keeping the schedule of personal reception, appointments and the cards of receptions."""

from dataclasses import dataclass
from datetime import date, time

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from otklik.casework.appeals.models import Reception, ReceptionHours
from otklik.casework.appeals.rules import receptions
from otklik.casework.appeals.rules.receptions import Card, Ending
from otklik.casework.appeals.services.journal import Who
from otklik.casework.appeals.services.refusing import BadAppeal
from otklik.ground.audit import services as audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When and where an official receives; `days` are words, `weekday` (0 is Monday) is for booking."""

    official: str
    position: str
    place: str
    days: str
    opens: time
    closes: time
    weekday: int | None = None
    minutes: int = 15
    phone: str = ""
    user_id: int | None = None
    order: int = 100
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """Who comes to whom and when; the applicant is a row of the register."""

    hours_id: int
    applicant_id: int | None
    on: date
    at_time: time | None
    subject: str
    category: str = ""


@transaction.atomic
def save_hours(hours: Hours, *, hours_id: int | None = None, who: Who) -> int:
    """Keep a line of the schedule."""
    if not hours.official.strip() or not hours.place.strip() or not hours.days.strip():
        raise BadAppeal(_("Укажите, кто принимает, где и в какие дни: это увидят жители."))
    if hours.closes <= hours.opens:
        raise BadAppeal(_("Приём должен заканчиваться позже, чем начинается."))
    values = {name: getattr(hours, name) for name in Hours.__dataclass_fields__}
    if hours_id is None:
        row = ReceptionHours.objects.create(municipality_id=who.municipality_id, **values)
    else:
        row = ReceptionHours.objects.get(id=hours_id, municipality_id=who.municipality_id)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    _journal("save_reception_hours", row.id, who, subject="reception_hours")
    return row.id


@transaction.atomic
def book(booking: Booking, *, today: date, who: Who) -> int:
    """Book a reception; one citizen at a time, numbers go on through the year. Its id."""
    hours = ReceptionHours.objects.filter(
        id=booking.hours_id, municipality_id=who.municipality_id, is_active=True
    ).first()
    if hours is None:
        raise BadAppeal(_("Этого приёма нет в расписании. Выберите другой."))
    if booking.on < today:
        raise BadAppeal(_("Этот день уже прошёл. Выберите другой."))
    if hours.weekday is not None and booking.on.weekday() != hours.weekday and not _is_common(booking.on):
        raise BadAppeal(_("В этот день %s не принимает: %s.") % (hours.official, hours.days))
    if booking.at_time is not None and not hours.opens <= booking.at_time < hours.closes:
        raise BadAppeal(
            _("Приём с %s до %s. Выберите время внутри.") % (f"{hours.opens:%H:%M}", f"{hours.closes:%H:%M}")
        )
    year = booking.on.year
    last = Reception.objects.filter(municipality_id=who.municipality_id, year=year).aggregate(n=Max("number"))
    try:
        with transaction.atomic():
            row = Reception.objects.create(
                municipality_id=who.municipality_id,
                year=year,
                number=(last["n"] or 0) + 1,
                hours=hours,
                applicant_id=booking.applicant_id,
                on=booking.on,
                at_time=booking.at_time,
                subject=booking.subject.strip()[:500],
                category=booking.category if booking.category in receptions.BY_CODE else "",
                booked_at=who.now,
                booked_by_id=who.actor_id,
            )
    except IntegrityError as error:
        raise BadAppeal(_("На это время только что записали другого. Выберите другое время.")) from error
    _journal("book_reception", row.id, who)
    return row.id


@transaction.atomic
def cancel(reception_id: int, *, has_missed: bool, version: int, who: Who) -> None:
    """The citizen did not come, or the appointment is called off."""
    row = _booked(reception_id, version, who)
    row.ending = Ending.MISSED if has_missed else Ending.CANCELLED
    row.ended_at, row.version = who.now, row.version + 1
    row.save(update_fields=["ending", "ended_at", "version"])
    _journal("end_reception", row.id, who, ending=row.ending)


@transaction.atomic
def end_reception(
    reception_id: int, card: Card, *, case_id: int, has_paper: bool, version: int, who: Who
) -> None:
    """Keep the card of a reception that has become an appeal."""
    if faults := receptions.faults(card):
        raise BadAppeal(" ".join(faults))
    row = _booked(reception_id, version, who)
    row.ending, row.has_consent, row.has_paper = card.ending, card.has_consent, has_paper
    row.decision, row.case_id = card.decision.strip()[:2000], case_id
    row.received_by, row.ended_at, row.version = who.by_label[:300], who.now, row.version + 1
    row.save()
    _journal("end_reception", row.id, who, ending=card.ending)


def _booked(reception_id: int, version: int, who: Who) -> Reception:
    row = Reception.objects.select_for_update().get(id=reception_id, municipality_id=who.municipality_id)
    if row.version != version or row.ending != Ending.BOOKED:
        raise BadAppeal(
            _("Карточку приёма уже изменил другой сотрудник. Ваш текст сохранён: обновите страницу.")
        )
    return row


def _is_common(day: date) -> bool:
    return receptions.is_common_day(day)


def _journal(action: str, row_id: int, who: Who, *, subject: str = "reception", ending: str = "") -> None:
    norm = receptions.BY_ENDING[Ending(ending)].norm if ending else receptions.NORM
    audit.record(
        action=action,
        subject=subject,
        subject_id=row_id,
        municipality_id=who.municipality_id,
        actor_id=who.actor_id,
        now=who.now,
        norm=norm,
        details={"verdict": ending} if ending else {},
    )
