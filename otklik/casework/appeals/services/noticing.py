"""Drafting notices and letters, and telling when and how they went."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.casework.appeals.models import Notice
from otklik.casework.appeals.rules.letters import Kind
from otklik.casework.appeals.services.journal import Who, tell
from otklik.casework.appeals.services.refusing import BadAppeal

MOST_TEXT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafting:
    """A text to be sent. `is_due` where the law demands it, `due_on` its last day."""

    kind: Kind
    text: str
    norm: str
    code: str = ""
    to_title: str = ""
    due_on: date | None = None
    is_due: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """When, how and under what number a notice went."""

    on: date
    how: str
    number: str = ""


@transaction.atomic
def draft_notice(case_id: int, drafting: Drafting, *, who: Who) -> int:
    """Keep a text by a template; its id."""
    row = Notice.objects.create(
        case_id=case_id,
        kind=drafting.kind,
        code=drafting.code,
        to_title=drafting.to_title[:300],
        text=drafting.text,
        norm=drafting.norm,
        due_on=drafting.due_on,
        is_due=drafting.is_due,
        drafted_at=who.now,
        drafted_by_id=who.actor_id,
    )
    tell("draft_notice", case_id, who, norm=drafting.norm, details={"kind": drafting.kind, "letter": row.id})
    return row.id


@transaction.atomic
def edit_notice(notice_id: int, text: str, *, who: Who) -> None:
    """Another text of a notice that has not gone yet."""
    row = _waiting(notice_id)
    if not text.strip():
        raise BadAppeal(_("Текст уведомления пуст: напишите, о чём сообщаете."))
    row.text = text.strip()[:MOST_TEXT]
    row.save(update_fields=["text"])
    tell("edit_notice", row.case_id, who, norm=row.norm, details={"letter": row.id})


@transaction.atomic
def send_notice(notice_id: int, sending: Sending, *, today: date, who: Who) -> Notice:
    """Say that a notice went: without the day and the way there is no proof of it."""
    row = _waiting(notice_id)
    if not sending.how.strip():
        raise BadAppeal(_("Укажите, как отправлено: почта, Госуслуги, электронная почта, лично."))
    if sending.on > today:
        raise BadAppeal(_("День отправки ещё не наступил. Проверьте дату."))
    row.sent_on, row.sent_how = sending.on, sending.how.strip()[:100]
    row.out_number = sending.number.strip()[:100]
    row.save(update_fields=["sent_on", "sent_how", "out_number"])
    details = {"letter": row.id, "kind": row.kind, "at": sending.on.isoformat()}
    tell("send_notice", row.case_id, who, norm=row.norm, details=details)
    return row


def _waiting(notice_id: int) -> Notice:
    row = Notice.objects.select_for_update().filter(id=notice_id).first()
    if row is None or row.sent_on is not None:
        raise BadAppeal(_("Это уведомление уже отправлено. Обновите страницу."))
    return row
