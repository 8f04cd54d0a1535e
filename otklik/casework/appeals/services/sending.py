"""Keeping what went to other bodies: forwardings and requests, with their results."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.casework.appeals.models import BodyRequest, ForwardedQuestion, Forwarding
from otklik.casework.appeals.services.journal import Who, tell
from otklik.casework.appeals.services.refusing import BadAppeal

FORWARD_NORM = "59-ФЗ, ст. 8, ч. 3"
FORWARD_PART_NORM = "59-ФЗ, ст. 8, ч. 4"
CONTROL_NORM = "59-ФЗ, ст. 8, ч. 5"
REQUEST_NORM = "59-ФЗ, ст. 10, ч. 1, п. 2; ч. 2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A forwarding that has its letter; no `question_ids` where all of the appeal went."""

    title: str
    organisation_id: int | None
    question_ids: Sequence[int]
    is_whole: bool
    letter_number: str
    letter_on: date
    due_on: date
    control_on: date | None
    notice_id: int
    covering_id: int


@transaction.atomic
def keep_forwarding(case_id: int, sent: Sent, *, who: Who) -> int:
    """Keep a forwarding with its questions; its id."""
    row = Forwarding.objects.create(
        case_id=case_id,
        organisation_id=sent.organisation_id,
        title=sent.title[:300],
        is_whole=sent.is_whole,
        letter_number=sent.letter_number[:100],
        letter_on=sent.letter_on,
        due_on=sent.due_on,
        has_control=sent.control_on is not None,
        control_on=sent.control_on,
        at=who.now,
        by_id=who.actor_id,
        notice_id=sent.notice_id,
        covering_id=sent.covering_id,
    )
    ForwardedQuestion.objects.bulk_create(
        [ForwardedQuestion(forwarding=row, question_id=one) for one in sent.question_ids]
    )
    norm = FORWARD_NORM if sent.is_whole else FORWARD_PART_NORM
    details = {"organisation": sent.organisation_id, "count": len(sent.question_ids), "value": sent.is_whole}
    tell("forward_appeal", case_id, who, norm=norm, details=details)
    return row.id


@transaction.atomic
def take_result(forwarding_id: int, *, result: str, on: date, who: Who) -> None:
    """The body has told what came of a forwarded appeal: it is off control."""
    row = Forwarding.objects.select_for_update().get(id=forwarding_id)
    if row.result_on is not None:
        raise BadAppeal(_("Результат уже внесён. Обновите страницу."))
    if not result.strip():
        raise BadAppeal(_("Запишите, что сообщил орган: без этого с контроля не снять."))
    row.result, row.result_on = result.strip()[:1000], on
    row.save(update_fields=["result", "result_on"])
    tell("take_result", row.case_id, who, norm=CONTROL_NORM, details={"at": on.isoformat()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A request for documents to another body."""

    title: str
    organisation_id: int | None
    asked: str
    letter_number: str
    sent_at: datetime
    sent_on: date
    due_on: date
    letter_id: int


@transaction.atomic
def ask_body(case_id: int, asking: Asking, *, who: Who) -> int:
    """Keep a request; its id."""
    row = BodyRequest.objects.create(
        case_id=case_id,
        title=asking.title[:300],
        organisation_id=asking.organisation_id,
        asked=asking.asked[:2000],
        letter_number=asking.letter_number[:100],
        sent_at=asking.sent_at,
        sent_on=asking.sent_on,
        due_on=asking.due_on,
        by_id=who.actor_id,
        letter_id=asking.letter_id,
    )
    tell("ask_body", case_id, who, norm=REQUEST_NORM, details={"due_at": asking.due_on.isoformat()})
    return row.id


@transaction.atomic
def remind(request_id: int, *, on: date, who: Who) -> BodyRequest:
    """A body that has not answered in time is reminded; once a day."""
    row = _open_request(request_id)
    if on <= row.due_on:
        raise BadAppeal(_("Срок ответа ещё не прошёл: напоминать рано."))
    if row.reminded_on == on:
        raise BadAppeal(_("Сегодня уже напоминали."))
    row.reminded_on, row.reminders = on, row.reminders + 1
    row.save(update_fields=["reminded_on", "reminders"])
    tell("remind_body", row.case_id, who, norm=REQUEST_NORM, details={"count": row.reminders})
    return row


@transaction.atomic
def answer_request(request_id: int, *, answer: str, on: date, who: Who) -> int:
    """The body has answered; returns how many requests of the case still wait."""
    row = _open_request(request_id)
    if not answer.strip():
        raise BadAppeal(_("Запишите, что ответил орган, с номером и датой письма."))
    if on < row.sent_on:
        raise BadAppeal(_("Ответ не может прийти раньше запроса. Проверьте дату."))
    row.answer, row.answered_on = answer.strip()[:2000], on
    row.save(update_fields=["answer", "answered_on"])
    tell("body_answered", row.case_id, who, norm=REQUEST_NORM, details={"at": on.isoformat()})
    return BodyRequest.objects.filter(case_id=row.case_id, answered_on=None).count()


def _open_request(request_id: int) -> BodyRequest:
    row = BodyRequest.objects.select_for_update().get(id=request_id)
    if row.answered_on is not None:
        raise BadAppeal(_("На этот запрос уже ответили. Обновите страницу."))
    return row
