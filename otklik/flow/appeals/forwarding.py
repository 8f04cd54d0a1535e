"""Sending an appeal, or some of its questions, to the competent body, and telling the citizen of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from otklik.border.ports.messages import Outcome
from otklik.casework.appeals import services as appeals
from otklik.casework.appeals.rules import letters, special
from otklik.casework.appeals.rules.letters import Kind
from otklik.casework.appeals.services import BadAppeal, Drafting, Sending, Sent
from otklik.casework.appeals.services.sending import CONTROL_NORM, FORWARD_NORM, FORWARD_PART_NORM
from otklik.casework.deadlines.terms import Stop
from otklik.flow import terms
from otklik.flow.appeals import guiding, questions
from otklik.flow.appeals.acting import Actor, Held, begin_clock, hold, stop_clock
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases

NOTICE_CLOCK, RESULT_CLOCK = "notice_forwarding", "forward_result"
DAYS = 7
CONTROL_DAYS = 30
MAY_NOT = "Направлять обращения вам не разрешено."


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Where an appeal goes.

    No `question_ids` sends all that is not closed; `control_on` asks for the result.
    """

    organisation_id: int | None = None
    title: str = ""
    question_ids: Sequence[int] = ()
    letter_number: str = ""
    letter_on: date | None = None
    has_control: bool = False
    control_on: date | None = None


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What came of it: the notice to send, and whether the appeal is closed by it."""

    forwarding_id: int
    notice_id: int
    is_closed: bool
    is_late: bool


@transaction.atomic
def forward(case_id: int, order: Order, *, actor: Actor) -> Forwarded:
    """Send it: the ban of ст. 8, ч. 6 is asked first, the notice and the covering letter are drafted."""
    actor.needs(Action.ROUTE, MAY_NOT)
    held = hold(case_id, actor)
    title = _title(held, order)
    cases.refuse_addressee(held.case, title, organisation_id=order.organisation_id)
    _refuse_unreadable(held)
    letter_on = _letter(held, order)
    rows = cases_read.questions(case_id)
    waiting = [row for row in rows if not row.outcome]
    chosen = [row for row in waiting if row.id in order.question_ids] if order.question_ids else waiting
    if not chosen or len(chosen) < len(set(order.question_ids)):
        raise BadAppeal("Выберите вопросы, которые ещё не закрыты. Обновите страницу: что-то уже решено.")
    is_whole = len(chosen) == len(rows)
    due_on, control_on = held.last_day(held.registered_on, DAYS), _control(held, order, letter_on)
    asked = [row.text or held.case.summary for row in chosen]
    notice_id = _notice(
        held, title, asked, is_whole=is_whole, has_control=control_on is not None, due_on=due_on
    )
    covering_id = _covering(held, title, asked, order.letter_number, letter_on, control_on)
    forwarding_id = appeals.keep_forwarding(
        case_id,
        Sent(
            title=title, organisation_id=order.organisation_id, question_ids=[row.id for row in chosen],
            is_whole=is_whole, letter_number=order.letter_number.strip(), letter_on=letter_on, due_on=due_on,
            control_on=control_on, notice_id=notice_id, covering_id=covering_id,
        ),
        who=held.who,
    )  # fmt: skip
    begin_clock(held, NOTICE_CLOCK, key=notice_id)
    if control_on is not None:
        _await_result(held, forwarding_id, title, letter_on, control_on)
    questions.end(case_id, [row.id for row in chosen], Outcome.FORWARDED, actor=actor)
    comment = f"Направлено: {title}. № {order.letter_number.strip()} от {letters.day(letter_on)}"
    is_closed = questions.settle(held, comment=comment, actor=actor)
    return Forwarded(forwarding_id, notice_id, is_closed, letter_on > due_on)


@transaction.atomic
def take_result(case_id: int, forwarding_id: int, *, result: str, on: date, actor: Actor) -> None:
    """The body has told the result of a forwarded appeal."""
    actor.needs(Action.ROUTE, MAY_NOT)
    held = hold(case_id, actor, needs_open=False)
    appeals.take_result(forwarding_id, result=result, on=on, who=held.who)
    stop_clock(held, RESULT_CLOCK, Stop.RESULT_RECEIVED, key=forwarding_id)


def _await_result(held: Held, forwarding_id: int, title: str, letter_on: date, control_on: date) -> None:
    """The result that was asked for has a clock of its own, which outlives the closing."""
    who = held.who
    noon = datetime.combine(letter_on, time(12), tzinfo=held.zone)
    words = f"Результат рассмотрения: {title}"
    terms.begin(
        held.case.id, kind=RESULT_CLOCK, now=who.now, at=noon, key=str(forwarding_id), until=control_on,
        title=words, actor_id=who.actor_id,
    )  # fmt: skip


def _title(held: Held, order: Order) -> str:
    titles = {one.id: one.short_title for one in people.organisations(held.case.municipality_id)}
    title = titles.get(order.organisation_id or 0) or " ".join(order.title.split())
    if not title:
        raise BadAppeal("Укажите, в какой орган направлено.")
    return title


def _letter(held: Held, order: Order) -> date:
    if not order.letter_number.strip() or order.letter_on is None:
        raise BadAppeal("Укажите номер и дату сопроводительного письма: без них направление не доказать.")
    if not held.registered_on <= order.letter_on <= held.today:
        raise BadAppeal("Дата письма — между днём регистрации и сегодняшним днём.")
    return order.letter_on


def _refuse_unreadable(held: Held) -> None:
    row = special.forbids_forwarding(guiding.facts(held.case))
    if row is not None:
        raise BadAppeal(
            f"{row.title}: такое обращение в другие органы не направляют ({row.norm}). "
            "Если признак ошибочен, отметьте его на карточке неверным."
        )


def _control(held: Held, order: Order, letter_on: date) -> date | None:
    if not order.has_control:
        return None
    control_on = order.control_on or held.last_day(letter_on, CONTROL_DAYS)
    if control_on <= letter_on:
        raise BadAppeal("Срок, к которому ждём результат, должен быть позже письма.")
    return control_on


def _notice(
    held: Held, title: str, asked: Sequence[str], *, is_whole: bool, has_control: bool, due_on: date
) -> int:
    text = letters.forwarding(
        held.about, whither=title, questions=asked, is_whole=is_whole, has_control=has_control
    )
    norm = FORWARD_NORM if is_whole else FORWARD_PART_NORM
    anonymous = guiding.facts(held.case).is_anonymous
    drafting = Drafting(
        kind=Kind.FORWARDING, text=text, norm=norm, due_on=due_on, is_due=not anonymous, to_title="заявитель"
    )
    return appeals.draft_notice(held.case.id, drafting, who=held.who)


def _covering(
    held: Held, title: str, asked: Sequence[str], number: str, letter_on: date, control_on: date | None
) -> int:
    """The letter that went: it has its number and day already."""
    text = letters.covering(held.about, questions=asked, control_on=control_on)
    norm = CONTROL_NORM if control_on else FORWARD_NORM
    drafting = Drafting(kind=Kind.COVERING, text=text, norm=norm, to_title=title, is_due=False)
    covering_id = appeals.draft_notice(held.case.id, drafting, who=held.who)
    sending = Sending(on=letter_on, how="письмо", number=number)
    appeals.send_notice(covering_id, sending, today=held.today, who=held.who)
    return covering_id
