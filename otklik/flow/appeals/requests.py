"""Asking other bodies for documents: the request, its clock, the answer, the reminder."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db import transaction

from otklik.casework.appeals import services as appeals
from otklik.casework.appeals.rules import letters
from otklik.casework.appeals.rules.letters import Kind
from otklik.casework.appeals.services import Asking, BadAppeal, Drafting, Sending
from otklik.casework.appeals.services.sending import REQUEST_NORM
from otklik.casework.deadlines.terms import Stop
from otklik.flow.appeals.acting import Actor, Held, begin_clock, hold, stop_clock
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action

CLOCK = "request"
DAYS = 15
MAY_NOT = "Запрашивать документы по обращению вам не разрешено."


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked of whom, under what number and when it went."""

    asked: str
    organisation_id: int | None = None
    title: str = ""
    letter_number: str = ""
    sent_on: date | None = None


@transaction.atomic
def ask(case_id: int, order: Order, *, actor: Actor) -> int:
    """Send a request: the body has 15 days, the clock of the request runs, the answer may be extended."""
    _may(actor)
    held = hold(case_id, actor)
    title = _title(held, order)
    if not order.asked.strip():
        raise BadAppeal("Напишите, какие документы и материалы нужны.")
    if not order.letter_number.strip() or order.sent_on is None:
        raise BadAppeal("Укажите номер и дату письма с запросом.")
    if not held.registered_on <= order.sent_on <= held.today:
        raise BadAppeal("Дата запроса — между днём регистрации и сегодняшним днём.")
    due_on = held.last_day(order.sent_on, DAYS)
    text = letters.request(held.about, asked=order.asked.strip(), due_on=due_on)
    drafting = Drafting(kind=Kind.REQUEST, text=text, norm=REQUEST_NORM, to_title=title, is_due=False)
    letter_id = appeals.draft_notice(case_id, drafting, who=held.who)
    sending = Sending(on=order.sent_on, how="письмо", number=order.letter_number)
    appeals.send_notice(letter_id, sending, today=held.today, who=held.who)
    request_id = appeals.ask_body(
        case_id,
        Asking(
            title=title, organisation_id=order.organisation_id, asked=order.asked.strip(),
            letter_number=order.letter_number.strip(), sent_at=_moment(held, order.sent_on),
            sent_on=order.sent_on, due_on=due_on, letter_id=letter_id,
        ),
        who=held.who,
    )  # fmt: skip
    words = f"Ответ на запрос: {title}"
    begin_clock(held, CLOCK, key=request_id, at=_moment(held, order.sent_on), title=words)
    return request_id


@transaction.atomic
def answered(case_id: int, request_id: int, *, answer: str, on: date, actor: Actor) -> None:
    """The body has answered; the clock of its request stops."""
    _may(actor)
    held = hold(case_id, actor, needs_open=False)
    if on > held.today:
        raise BadAppeal("День ответа ещё не наступил. Проверьте дату.")
    appeals.answer_request(request_id, answer=answer, on=on, who=held.who)
    stop_clock(held, CLOCK, Stop.REQUEST_ANSWERED, key=request_id)


@transaction.atomic
def remind(case_id: int, request_id: int, *, actor: Actor) -> int:
    """Draft a reminder to a body that is late; the id of the letter."""
    _may(actor)
    held = hold(case_id, actor)
    row = appeals.remind(request_id, on=held.today, who=held.who)
    text = letters.reminder(held.about, asked=row.asked, sent_on=row.sent_on, due_on=row.due_on)
    drafting = Drafting(kind=Kind.REMINDER, text=text, norm=REQUEST_NORM, to_title=row.title, is_due=False)
    return appeals.draft_notice(case_id, drafting, who=held.who)


def _may(actor: Actor) -> None:
    if not (actor.may(Action.ROUTE) or actor.may(Action.TAKE)):
        raise BadAppeal(MAY_NOT)


def _title(held: Held, order: Order) -> str:
    titles = {one.id: one.short_title for one in people.organisations(held.case.municipality_id)}
    title = titles.get(order.organisation_id or 0) or " ".join(order.title.split())
    if not title:
        raise BadAppeal("Укажите, у кого запрашиваете документы.")
    return title


def _moment(held: Held, on: date) -> datetime:
    """The request went within its day: never before the registration, never later than now."""
    noon = datetime.combine(on, time(12), tzinfo=held.zone).astimezone(UTC)
    return min(max(noon, held.case.registered_at), held.who.now)
