"""Deciding by the table of art. 11: a person chooses the row, gives the ground, the notice is drafted."""

from dataclasses import dataclass

from django.db import transaction

from otklik.casework.appeals import selectors as appeals_read
from otklik.casework.appeals import services as appeals
from otklik.casework.appeals.rules import letters, special
from otklik.casework.appeals.rules.letters import Kind
from otklik.casework.appeals.rules.special import BY_CODE, Code, Row
from otklik.casework.appeals.services import BadAppeal, Deciding, Drafting
from otklik.flow.appeals import guiding, questions
from otklik.flow.appeals.acting import Actor, Held, begin_clock, hold
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors as cases_read


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A decision: on one question, or on the whole appeal where the row is not per question.

    `details` are what the notice tells besides: dates and numbers of answers, the day of the author's letter.
    """

    code: Code
    ground: str
    question_id: int | None = None
    public_answer_id: int | None = None
    details: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision, its notice (None where the author cannot be told) and whether the appeal is closed."""

    decision_id: int
    notice_id: int | None
    is_closed: bool


@transaction.atomic
def decide(case_id: int, order: Order, *, actor: Actor) -> Decided:
    """Take a decision of the table; refused where the person may not, or the facts forbid it."""
    row = BY_CODE[order.code]
    actor.needs(
        row.who, f"Такое решение принимает {row.who_title} ({row.norm}). Попросите того, кому это разрешено."
    )
    held = hold(case_id, actor)
    if not order.ground.strip():
        raise BadAppeal("Запишите, на чём основано решение: его увидят проверяющие и суд.")
    facts = guiding.facts(held.case)
    _refuse_by_facts(row, order, facts, held)
    chosen = _questions(held, row, order)
    notice_id = _draft(held, row, order, facts)
    decision_id = appeals.keep_decision(
        case_id,
        Deciding(
            code=row.code, ground=order.ground, question_id=order.question_id,
            public_answer_id=order.public_answer_id, notice_id=notice_id,
            applicant_id=held.case.applicant_id, topic_id=_topic(held, order),
            subject=_subject(held, order),
        ),
        who=held.who,
    )  # fmt: skip
    questions.end(case_id, chosen, row.outcome, actor=actor)
    comment = f"{row.title}: {order.ground.strip()}"
    is_closed = questions.settle(held, comment=comment, actor=actor)
    return Decided(decision_id, notice_id, is_closed)


@transaction.atomic
def resume(case_id: int, termination_id: int, *, reason: str, actor: Actor) -> None:
    """The head takes correspondence on a question up again: new arguments have come."""
    row = BY_CODE[Code.TERMINATE]
    actor.needs(Action.TERMINATE, f"Возобновить переписку может {row.who_title} ({row.norm}).")
    held = hold(case_id, actor, needs_open=False)
    appeals.resume(termination_id, reason=reason, who=held.who)


def _refuse_by_facts(row: Row, order: Order, facts: special.Facts, held: Held) -> None:
    told = len(facts.answered_before)
    if row.code is Code.TERMINATE and told < special.REPEATS:
        raise BadAppeal(
            f"Прекратить переписку нельзя: по существу отвечали {told} раз, а нужно не меньше "
            f"{special.REPEATS} "
            f"({row.norm}). Ответьте по существу."
        )
    if row.code is Code.TERMINATED and not facts.is_terminated:
        raise BadAppeal("Переписка по этому вопросу не прекращена: рассмотрите обращение по существу.")
    if row.code is Code.ANONYMOUS and not facts.is_anonymous:
        raise BadAppeal("Фамилия и адрес есть: обращение не анонимное. Проверьте реквизиты.")
    if row.code is Code.NO_COMPETENT and (not facts.has_complaint or facts.has_way):
        raise BadAppeal("Жалобу есть кому направить: выберите вышестоящую или другую организацию.")
    if row.code is Code.PUBLIC_ANSWER and _public(held, order) is None:
        raise BadAppeal("Выберите общий ответ, на который сослаться. Его заводят в настройках.")


def _questions(held: Held, row: Row, order: Order) -> list[int]:
    waiting = [one.id for one in cases_read.questions(held.case.id) if not one.outcome]
    if order.question_id is None:
        if row.is_per_question and len(waiting) > 1:
            raise BadAppeal(f"«{row.title}» решают по одному вопросу: выберите, по какому ({row.norm}).")
        return waiting
    if not row.is_per_question:
        raise BadAppeal(f"«{row.title}» касается всего обращения, а не одного вопроса.")
    if order.question_id not in waiting:
        raise BadAppeal("Этот вопрос уже закрыт. Обновите страницу.")
    return [order.question_id]


def _draft(held: Held, row: Row, order: Order, facts: special.Facts) -> int | None:
    if row.notice_days is None or facts.is_anonymous:
        return None
    due_on = held.last_day(held.registered_on, row.notice_days)
    public = _public(held, order)
    details = public.url if public else order.details.strip() or _details(row, facts, held)
    text = letters.decision(row.code, held.about, details=details)
    drafting = Drafting(
        kind=Kind.DECISION, code=row.code, text=text, norm=row.norm, due_on=due_on, is_due=row.notice_is_due,
        to_title="заявитель",
    )  # fmt: skip
    notice_id = appeals.draft_notice(held.case.id, drafting, who=held.who)
    if row.clock:
        begin_clock(held, row.clock, key=notice_id)
    return notice_id


def _details(row: Row, facts: special.Facts, held: Held) -> str:
    if row.code is Code.TERMINATE:
        return f"обращения {', '.join(facts.answered_before)}"
    if row.code is Code.TERMINATED:
        return facts.terminated_by
    if row.code is Code.NO_COMPETENT:
        return ", ".join(one.title for one in cases_read.accused(held.case.id))
    return ""


def _public(held: Held, order: Order) -> appeals_read.PublicAnswerView | None:
    if order.public_answer_id is None:
        return None
    return appeals_read.public_answer(order.public_answer_id, municipality_id=held.case.municipality_id)


def _topic(held: Held, order: Order) -> int | None:
    row = next((one for one in cases_read.questions(held.case.id) if one.id == order.question_id), None)
    found: int | None = row.topic_id if row else held.case.topic_id
    return found


def _subject(held: Held, order: Order) -> str:
    row = next((one for one in cases_read.questions(held.case.id) if one.id == order.question_id), None)
    return (row.text if row else "") or held.case.summary
