"""Keeping the questions of an appeal and its type."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from otklik.border.ports.messages import CaseKind, Outcome
from otklik.ground.audit import services as audit
from otklik.register.cases.models import Case, Question
from otklik.register.cases.rules import AppealType
from otklik.register.cases.services.accusing import refuse_recipient
from otklik.register.cases.services.moving import lock, save
from otklik.register.catalog import selectors as catalog

NORM = "Приказ о форматах ССТУ.РФ: вопрос обращения — единица учёта; 59-ФЗ, ст. 4, 8"


class BadQuestion(ValueError):
    """The question cannot be kept; the message is Russian and says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A question with its own topic, recipient, outcome and part of the answer."""

    text: str
    topic_id: int | None = None
    recipient_id: int | None = None
    outcome: str = ""
    answer_part: str = ""


@transaction.atomic
def save_question(
    case_id: int,
    asking: Asking,
    *,
    question_id: int | None = None,
    now: datetime,
    actor_id: int | None = None,
) -> int:
    """Add a question to an appeal or change it; the first one's topic and recipient are those of the case."""
    case = lock(case_id)
    row = _row(case, question_id)
    if not asking.text.strip() and row.order > 1:
        raise BadQuestion(_("Напишите, о чём вопрос."))
    _check(case, asking)
    row.text, row.outcome = asking.text.strip()[:1000], asking.outcome
    row.answer_part = asking.answer_part.strip()
    if row.order > 1:
        refuse_recipient(case, asking.recipient_id)
        row.topic_id, row.recipient_id = asking.topic_id, asking.recipient_id
    row.save()
    save(case, [], now=now)
    _journal(case, "save_question", row.order, now=now, actor_id=actor_id)
    return row.id


@transaction.atomic
def remove_question(case_id: int, question_id: int, *, now: datetime, actor_id: int | None = None) -> Asking:
    """Take a question away and return what it held; the first one stays, because the case mirrors it."""
    case = lock(case_id)
    row = _row(case, question_id)
    if row.order == 1:
        raise BadQuestion(_("Первый вопрос — это само обращение: измените его, а не удаляйте."))
    held = Asking(
        text=row.text,
        topic_id=row.topic_id,
        recipient_id=row.recipient_id,
        outcome=row.outcome,
        answer_part=row.answer_part,
    )
    order = row.order
    row.delete()
    save(case, [], now=now)
    _journal(case, "remove_question", order, now=now, actor_id=actor_id)
    return held


@transaction.atomic
def set_appeal_type(case_id: int, appeal_type: str, *, now: datetime, actor_id: int | None = None) -> Case:
    """A proposal, an application or a complaint (59-ФЗ, ст. 4); "" takes it back."""
    case = lock(case_id)
    if case.kind != CaseKind.APPEAL or (appeal_type and appeal_type not in set(AppealType)):
        raise BadQuestion(_("Вид обращения бывает у обращений по 59-ФЗ: предложение, заявление или жалоба."))
    case.appeal_type = appeal_type
    save(case, ["appeal_type"], now=now)
    audit.record(
        action="set_appeal_type",
        subject="case",
        subject_id=case.id,
        municipality_id=case.municipality_id,
        actor_id=actor_id,
        now=now,
        norm="59-ФЗ, ст. 4",
        details={"type": appeal_type},
    )
    return case


def _row(case: Case, question_id: int | None) -> Question:
    if case.kind != CaseKind.APPEAL:
        raise BadQuestion(_("В сообщении один вопрос. Несколько вопросов бывает у обращения по 59-ФЗ."))
    if question_id is None:
        last = case.questions.aggregate(last=Max("order"))["last"] or 0
        return Question(case=case, order=last + 1)
    row = case.questions.filter(id=question_id).first()
    if row is None:
        raise BadQuestion(_("Этого вопроса уже нет: обновите карточку."))
    return row


def _check(case: Case, asking: Asking) -> None:
    snapshot = catalog.snapshot(case.municipality_id)
    topic = snapshot.topics.get(asking.topic_id or 0)
    if asking.topic_id and (topic is None or topic.is_group or not topic.is_active):
        raise BadQuestion(_("Этой темы нет в справочнике или она закрыта. Выберите другую."))
    recipient = snapshot.recipients.get(asking.recipient_id or 0)
    if asking.recipient_id and (recipient is None or not recipient.is_active):
        raise BadQuestion(_("Этого получателя нет в справочнике или он закрыт. Выберите другого."))
    if asking.outcome and asking.outcome not in set(Outcome):
        raise BadQuestion(_("Выберите результат из списка."))


def _journal(case: Case, action: str, order: int, *, now: datetime, actor_id: int | None) -> None:
    audit.record(
        action=action,
        subject="case",
        subject_id=case.id,
        municipality_id=case.municipality_id,
        actor_id=actor_id,
        now=now,
        norm=NORM,
        details={"question": order},
    )
