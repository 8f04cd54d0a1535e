"""Parts of an answer: asked of people, written, handed in, sent back for rework."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from otklik.casework.answers.models import Part as PartRow
from otklik.casework.answers.models import PartState
from otklik.ground.audit import services as audit

NORM = "59-ФЗ, ст. 10, ч. 1, п. 4 (ответ по существу каждого вопроса)"


class BadPart(ValueError):
    """The part cannot be kept so; the message is Russian and says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is asked of a person: to which question, in what words, by which day."""

    user_id: int
    question_id: int | None = None
    task: str = ""
    due_on: date | None = None


@transaction.atomic
def ask(case_id: int, told: Part, *, now: datetime, today: date, actor_id: int | None) -> int:
    """Ask a person for a part; asked again, the words and the day change. Raises `BadPart`."""
    if told.question_id is None and not told.task.strip():
        raise BadPart("Выберите вопрос или напишите, о чём нужна часть ответа.")
    if told.due_on is not None and told.due_on < today:
        raise BadPart("Срок части уже прошёл: выберите день не раньше сегодняшнего.")
    rows = PartRow.objects.select_for_update().filter(case_id=case_id, user_id=told.user_id)
    rows = rows.filter(question=None) if told.question_id is None else rows.filter(question=told.question_id)
    row = rows.first() or PartRow(
        case_id=case_id, user_id=told.user_id, question_id=told.question_id, asked_at=now
    )
    row.task, row.due_on, row.asked_by = told.task.strip()[:500], told.due_on, actor_id
    row.save()
    _journal(row, "ask_part", now=now, actor_id=actor_id)
    return row.id


@transaction.atomic
def keep(part_id: int, text: str, *, version: int | None = None) -> int:
    """Keep what is being written; the new version. Raises `BadPart` where it was handed in or changed."""
    row = _living(part_id, version)
    row.text, row.version = text.strip(), row.version + 1
    row.save(update_fields=["text", "version"])
    return row.version


@transaction.atomic
def hand_in(
    part_id: int, text: str, *, now: datetime, actor_id: int | None, version: int | None = None
) -> None:
    """The part is ready; an empty one is not. Raises `BadPart`."""
    if not text.strip():
        raise BadPart("Часть пуста: напишите ответ на свой вопрос.")
    row = _living(part_id, version)
    row.text, row.state, row.handed_at, row.version = text.strip(), PartState.HANDED, now, row.version + 1
    row.save(update_fields=["text", "state", "handed_at", "version"])
    _journal(row, "hand_in_part", now=now, actor_id=actor_id)


@transaction.atomic
def send_part_back(part_id: int, *, reason: str, now: datetime, actor_id: int | None) -> None:
    """Return a part for rework; the reason is required."""
    if not reason.strip():
        raise BadPart("Напишите, что исправить: без причины часть не вернуть.")
    row = PartRow.objects.select_for_update().get(id=part_id)
    if row.state != PartState.HANDED:
        raise BadPart("Эта часть ещё не сдана: возвращать нечего.")
    row.state, row.reason, row.handed_at = PartState.RETURNED, reason.strip()[:1000], None
    row.returned_count, row.version = row.returned_count + 1, row.version + 1
    row.save(update_fields=["state", "reason", "handed_at", "returned_count", "version"])
    _journal(row, "return_part", now=now, actor_id=actor_id)


@transaction.atomic
def drop(part_id: int, *, now: datetime, actor_id: int | None) -> None:
    """The part is not needed any more; one that holds words stays."""
    row = PartRow.objects.select_for_update().get(id=part_id)
    if row.text:
        raise BadPart("В этой части уже есть текст. Соберите его в ответ или верните на доработку.")
    _journal(row, "drop_part", now=now, actor_id=actor_id)
    row.delete()


def _living(part_id: int, version: int | None) -> PartRow:
    row = PartRow.objects.select_for_update().get(id=part_id)
    if row.state == PartState.HANDED:
        raise BadPart("Часть уже сдана. Чтобы изменить её, попросите вернуть на доработку.")
    if version is not None and row.version != version:
        raise BadPart("Эту часть уже изменили в другом окне. Сравните тексты и сохраните ещё раз.")
    return row


def _journal(row: PartRow, action: str, *, now: datetime, actor_id: int | None) -> None:
    audit.record(
        action=action,
        subject="case",
        subject_id=row.case_id,
        actor_id=actor_id,
        now=now,
        norm=NORM,
        details={"part": row.id, "users": [row.user_id]},
    )
