"""The questionnaire on the centre: its questions, and sheets that lead back to nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from otklik.casework.satisfaction.models import Invitation, Item, Reply, Sheet
from otklik.casework.satisfaction.rules.questionnaire import DEFAULT_ITEMS, Form
from otklik.ground.audit import services as audit
from otklik.kernel import personal

MOST_ITEMS, MOST_WORDS = 12, 1000


class BadSheet(ValueError):
    """The questionnaire cannot be kept; the message is Russian and says what to do."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the questionnaire and how it is answered."""

    text: str
    form: Form


@transaction.atomic
def save_items(
    questions: Sequence[Question], *, municipality_id: int, now: datetime, actor_id: int | None = None
) -> None:
    """The questions in order; one that is no more asked keeps its replies. Raises `BadSheet`."""
    texts = [one.text.strip()[:300] for one in questions]
    if len(texts) != len(set(texts)):
        raise BadSheet("Два вопроса совпадают: оставьте один.")
    if len(texts) > MOST_ITEMS:
        raise BadSheet(f"Больше {MOST_ITEMS} вопросов не ответят: оставьте главные.")
    Item.objects.filter(municipality_id=municipality_id).exclude(text__in=texts).update(is_active=False)
    for order, (text, one) in enumerate(zip(texts, questions, strict=True), start=1):
        known = Item.objects.filter(municipality_id=municipality_id, text=text).first()
        if known is not None and known.form != one.form and Reply.objects.filter(item=known).exists():
            raise BadSheet(f"На вопрос «{text}» уже отвечали иначе: задайте его другими словами.")
        Item.objects.update_or_create(
            municipality_id=municipality_id,
            text=text,
            defaults={"form": one.form, "order": order, "is_active": True},
        )
    _journal("set_questionnaire", municipality_id=municipality_id, now=now, actor_id=actor_id)


def install(municipality_id: int) -> None:
    """The usual questions, where the town has never had any."""
    if not Item.objects.filter(municipality_id=municipality_id).exists():
        Item.objects.bulk_create(
            [
                Item(municipality_id=municipality_id, text=text, form=form, order=order)
                for order, (text, form) in enumerate(DEFAULT_ITEMS, start=1)
            ],
            ignore_conflicts=True,
        )


@transaction.atomic
def take_sheet(code: str, replies: Mapping[int, str], *, today: date, now: datetime) -> None:
    """Keep what was told, once for an invitation; nothing leads back to it. Raises `BadSheet`."""
    invitation = Invitation.objects.select_for_update().filter(code=code).exclude(code="").first()
    if invitation is None:
        raise BadSheet("Такой анкеты нет. Откройте её по ссылке из приглашения.")
    if invitation.told_on is not None:
        raise BadSheet("Анкета по этому приглашению уже заполнена. Спасибо.")
    asked = Item.objects.filter(municipality_id=invitation.municipality_id, is_active=True)
    told = [(item, replies.get(item.id, "").strip()) for item in asked]
    told = [(item, value) for item, value in told if value]
    if not told:
        raise BadSheet("Ответьте хотя бы на один вопрос.")
    sheet = Sheet.objects.create(municipality_id=invitation.municipality_id, on=today)
    Reply.objects.bulk_create([_reply(sheet, item, value) for item, value in told])
    invitation.told_on = today
    invitation.save(update_fields=["told_on"])
    _journal("take_sheet", municipality_id=invitation.municipality_id, now=now, actor_id=None)


def _reply(sheet: Sheet, item: Item, value: str) -> Reply:
    if item.form == Form.WORDS:
        return Reply(sheet=sheet, item=item, words=personal.mask(value)[:MOST_WORDS])
    allowed = ("0", "1") if item.form == Form.YES_NO else ("1", "2", "3", "4", "5")
    if value not in allowed:
        raise BadSheet("Выберите один из предложенных ответов.")
    return Reply(sheet=sheet, item=item, mark=int(value))


def _journal(action: str, *, municipality_id: int, now: datetime, actor_id: int | None) -> None:
    audit.record(
        action=action,
        subject="questionnaire",
        subject_id=municipality_id,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
    )
