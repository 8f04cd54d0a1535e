"""The questions of an appeal: added, split, coded, closed one by one; the appeal ends with the last."""

import re
from collections.abc import Sequence

from django.db import transaction

from otklik.border.ports.messages import Outcome
from otklik.casework.appeals import services as appeals
from otklik.casework.appeals.rules.outcomes import CLOSED_BY_HAND
from otklik.casework.appeals.services import BadAppeal
from otklik.casework.deadlines import services as deadlines
from otklik.casework.deadlines.terms import Stop
from otklik.flow.appeals.acting import Actor, Held, hold
from otklik.flow.appeals.papers import MAY_NOT
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.cases.rules import Status
from otklik.register.cases.selectors import Case
from otklik.register.cases.services import Asking
from otklik.register.catalog import selectors as catalog

CODE = re.compile(r"^\d{4}(\.\d{4}){3,4}$")
MAY_NOT_CLOSE = "Закрывать вопросы обращения вам не разрешено."


@transaction.atomic
def add(
    case_id: int, text: str, *, topic_id: int | None, recipient_id: int | None, code: str, actor: Actor
) -> int:
    """One more question, with its own topic or code and recipient; its id."""
    actor.needs(Action.EDIT_CASE, MAY_NOT)
    held = hold(case_id, actor)
    told = _code(code)
    asking = Asking(text=text, topic_id=topic_id or _topic_of(held.case, told), recipient_id=recipient_id)
    question_id = cases.save_question(case_id, asking, now=actor.now, actor_id=actor.user_id)
    if told:
        appeals.keep_code(case_id, question_id, told, who=held.who)
    return question_id


@transaction.atomic
def split(case_id: int, question_id: int, parts: Sequence[str], *, actor: Actor) -> list[int]:
    """Make one question several: the first part stays in its place. The ids of the new ones."""
    actor.needs(Action.EDIT_CASE, MAY_NOT)
    hold(case_id, actor)
    told = [" ".join(one.split()) for one in parts if one.strip()]
    if len(told) < 2:
        raise BadAppeal("Разделите вопрос хотя бы на два: каждый с новой строки.")
    row = _open(case_id, question_id)
    kept = Asking(
        text=told[0], topic_id=row.topic_id, recipient_id=row.recipient_id, answer_part=row.answer_part
    )
    cases.save_question(case_id, kept, question_id=question_id, now=actor.now, actor_id=actor.user_id)
    return [
        cases.save_question(case_id, Asking(text=one), now=actor.now, actor_id=actor.user_id)
        for one in told[1:]
    ]


@transaction.atomic
def set_code(case_id: int, question_id: int, code: str, *, actor: Actor) -> None:
    """Give a question its code of the classifier, with the topic that bears it where there was none."""
    actor.needs(Action.EDIT_CASE, MAY_NOT)
    held = hold(case_id, actor, needs_open=False)
    row, told = _question(case_id, question_id), _code(code)
    appeals.keep_code(case_id, question_id, told, who=held.who)
    topic_id = _topic_of(held.case, told)
    if row.order > 1 and row.topic_id is None and topic_id is not None:
        asking = Asking(
            text=row.text, topic_id=topic_id, recipient_id=row.recipient_id, outcome=row.outcome,
            answer_part=row.answer_part,
        )  # fmt: skip
        cases.save_question(case_id, asking, question_id=question_id, now=actor.now, actor_id=actor.user_id)


@transaction.atomic
def close(case_id: int, question_id: int, *, outcome: str, answer_part: str, actor: Actor) -> None:
    """Give a question its ending with the answer to it; the appeal waits for the others."""
    if not (actor.may(Action.APPROVE) or actor.may(Action.DRAFT)):
        raise BadAppeal(MAY_NOT_CLOSE)
    hold(case_id, actor)
    row = _open(case_id, question_id)
    if outcome not in set(CLOSED_BY_HAND):
        raise BadAppeal(
            "Выберите результат: разъяснено, поддержано, меры приняты, не поддержано. "
            "Направить по компетенции или оставить без ответа — отдельные действия."
        )
    if not answer_part.strip():
        raise BadAppeal("Напишите, что ответить на этот вопрос: ответ даётся на каждый (ст. 10, ч. 1, п. 4).")
    _end(case_id, row, outcome, answer_part, actor)


@transaction.atomic
def reopen(case_id: int, question_id: int, *, actor: Actor) -> None:
    """Take an ending given by hand back."""
    actor.needs(Action.EDIT_CASE, MAY_NOT)
    hold(case_id, actor)
    row = _question(case_id, question_id)
    if row.outcome not in set(CLOSED_BY_HAND):
        raise BadAppeal("Вопрос закрыт направлением или решением: их не отменить, можно добавить вопрос.")
    _end(case_id, row, "", row.answer_part, actor)


def end(case_id: int, question_ids: Sequence[int], outcome: Outcome, *, actor: Actor) -> None:
    """End questions by a forwarding or a decision; those ended before stay. Part of those acts."""
    for row in cases_read.questions(case_id):
        if row.id in question_ids and not row.outcome:
            _end(case_id, row, outcome, row.answer_part, actor)


def settle(held: Held, *, comment: str, actor: Actor) -> bool:
    """Close the appeal once no question needs an answer of ours; whether it was closed.

    All forwarded is «Направлено по компетенции»; an answer on the merits still has to be sent.
    """
    outcomes = {row.outcome for row in cases_read.questions(held.case.id)}
    if "" in outcomes or outcomes & set(CLOSED_BY_HAND):
        return False
    target = Status.FORWARDED if outcomes == {Outcome.FORWARDED} else Status.REFUSED
    chosen = Outcome.FORWARDED if target is Status.FORWARDED else _weightiest(outcomes)
    cases.move(
        held.case.id, target, now=actor.now, actor_id=actor.user_id, by_label=actor.label, comment=comment,
        outcome=chosen,
    )  # fmt: skip
    event = Stop.FORWARDED if target is Status.FORWARDED else Stop.CLOSED
    deadlines.stop(held.case.id, event=event, at=actor.now, now=actor.now, actor_id=actor.user_id)
    return True


def _weightiest(outcomes: set[str]) -> str:
    order = (Outcome.ANSWERED, Outcome.LEFT_UNANSWERED, Outcome.FORWARDED)
    return next(one for one in order if one in outcomes)


def _end(case_id: int, row: cases_read.Question, outcome: str, answer_part: str, actor: Actor) -> None:
    asking = Asking(
        text=row.text, topic_id=row.topic_id, recipient_id=row.recipient_id, outcome=outcome,
        answer_part=answer_part,
    )  # fmt: skip
    cases.save_question(case_id, asking, question_id=row.id, now=actor.now, actor_id=actor.user_id)


def _open(case_id: int, question_id: int) -> cases_read.Question:
    row = _question(case_id, question_id)
    if row.outcome:
        raise BadAppeal("Этот вопрос уже закрыт. Обновите страницу.")
    return row


def _question(case_id: int, question_id: int) -> cases_read.Question:
    row = next((one for one in cases_read.questions(case_id) if one.id == question_id), None)
    if row is None:
        raise BadAppeal("Этого вопроса уже нет. Обновите страницу.")
    return row


def _code(code: str) -> str:
    told = code.strip().split(" ")[0]
    if told and not CODE.match(told):
        raise BadAppeal("Код вопроса — четыре или пять групп по четыре цифры: 0003.0009.0097.0689.")
    return told


def _topic_of(case: Case, code: str) -> int | None:
    return catalog.snapshot(case.municipality_id).topic_ids_by_code.get(code) if code else None
