"""Personal reception: an appointment, the reception held, the oral answer or the appeal it becomes."""

from dataclasses import dataclass
from datetime import date, time
from typing import TypedDict

from django.db import transaction

from otklik.border.ports.messages import Author, CaseKind, Outcome, Stream
from otklik.casework.appeals import selectors as appeals_read
from otklik.casework.appeals import services as appeals
from otklik.casework.appeals.rules import receptions
from otklik.casework.appeals.rules.receptions import Card, Ending
from otklik.casework.appeals.rules.requisites import Form, Identification
from otklik.casework.appeals.services import BadAppeal, Booking, Checked, Who
from otklik.casework.deadlines import services as deadlines
from otklik.casework.deadlines.terms import Stop
from otklik.flow import entering
from otklik.flow.appeals.acting import Actor
from otklik.ground.people.roles import Action
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases import services as cases
from otklik.register.cases.rules import Status
from otklik.register.intake import services as intake

ACCOUNT = "reception"
MAY_NOT = "Вести личный приём вам не разрешено."
_OUTCOMES = {
    Ending.ORAL: Outcome.EXPLAINED,
    Ending.EXPLAINED: Outcome.EXPLAINED,
    Ending.REFUSED: Outcome.LEFT_UNANSWERED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who comes; it goes to the register's row of the applicant."""

    name: str
    phone: str = ""
    email: str = ""
    address: str = ""

    @property
    def author(self) -> Author:
        return Author(
            name=self.name.strip(), phone=self.phone, email=self.email, address=self.address.strip()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """To whom and when."""

    hours_id: int
    on: date
    at_time: time | None
    subject: str
    category: str = ""


@transaction.atomic
def book(visitor: Visitor, told: Appointment, *, town: MunicipalityView, today: date, actor: Actor) -> int:
    """Write a citizen down for a reception; the id of the appointment."""
    actor.needs(Action.ENTER_CASE, MAY_NOT)
    if not visitor.name.strip():
        raise BadAppeal("Впишите фамилию и имя того, кто придёт.")
    applicant_id = cases.keep_applicant(town.id, visitor.author)
    booking = Booking(
        hours_id=told.hours_id, applicant_id=applicant_id, on=told.on, at_time=told.at_time,
        subject=told.subject, category=told.category,
    )  # fmt: skip
    return appeals.book(booking, today=today, who=_who(town, actor))


@transaction.atomic
def call_off(
    reception_id: int, *, has_missed: bool, version: int, town: MunicipalityView, actor: Actor
) -> None:
    """The citizen did not come, or will not."""
    actor.needs(Action.ENTER_CASE, MAY_NOT)
    appeals.cancel(reception_id, has_missed=has_missed, version=version, who=_who(town, actor))


@transaction.atomic
def hold_reception(
    reception_id: int,
    card: Card,
    visitor: Visitor,
    *,
    has_paper: bool,
    version: int,
    town: MunicipalityView,
    actor: Actor,
) -> str:
    """Keep the card: the reception is registered as an oral appeal; the number of its case.

    An oral answer with the citizen's consent closes it at once (ст. 13, ч. 3), a written one has the general
    clock.
    """
    actor.needs(Action.ENTER_CASE, MAY_NOT)
    row = appeals_read.reception(reception_id, municipality_id=town.id)
    if row is None:
        raise BadAppeal("Этого приёма нет. Обновите страницу.")
    if faults := receptions.faults(card):
        raise BadAppeal(" ".join(faults))
    intake.open_account(
        municipality_id=town.id, kind=ACCOUNT, code=ACCOUNT, title="Личный приём", stream=Stream.APPEALS,
        now=actor.now,
    )  # fmt: skip
    entry = entering.Entry(
        account_code=ACCOUNT, kind=CaseKind.APPEAL, text=card.essence, received_at=actor.now,
        registration=f"приём {row.number}/{row.year}", author=visitor.author,
    )  # fmt: skip
    taken = entering.enter(entry, town=town, now=actor.now, actor_id=actor.user_id or 0)
    if taken.case_id is None or taken.verdict != "added":
        raise BadAppeal("Карточка этого приёма уже зарегистрирована. Обновите страницу.")
    who = _who(town, actor)
    checked = Checked(
        form=Form.ORAL, has_address=bool(card.address.strip()), identification=Identification.PASSPORT
    )
    appeals.keep_paper(taken.case_id, checked, who=who)
    appeals.end_reception(
        reception_id, card, case_id=taken.case_id, has_paper=has_paper, version=version, who=who
    )
    _end(taken.case_id, card, f"карточка личного приёма № {row.number}/{row.year}", actor)
    return taken.number


class _Signed(TypedDict):
    actor_id: int | None
    by_label: str


def _end(case_id: int, card: Card, proof: str, actor: Actor) -> None:
    """What was said at the reception is the answer; its proof is the card."""
    if card.ending is Ending.WRITTEN:
        return
    now, signed = actor.now, _Signed(actor_id=actor.user_id, by_label=actor.label)
    cases.add_post(
        case_id, kind="answer", text=card.decision, at=now, now=now, sent_at=now, external_id=proof, **signed
    )
    norm = receptions.BY_ENDING[card.ending].title
    outcome = _OUTCOMES[card.ending]
    target = Status.REFUSED if outcome is Outcome.LEFT_UNANSWERED else Status.ANSWERED
    cases.move(case_id, target, now=now, comment=norm, outcome=outcome, **signed)
    event = Stop.CLOSED if target is Status.REFUSED else Stop.ANSWERED
    deadlines.stop(case_id, event=event, at=now, now=now, actor_id=actor.user_id)
    cases.move(case_id, Status.CLOSED, now=now, comment=f"{norm}, {proof}", **signed)


def _who(town: MunicipalityView, actor: Actor) -> Who:
    return Who(municipality_id=town.id, now=actor.now, actor_id=actor.user_id, by_label=actor.label)
