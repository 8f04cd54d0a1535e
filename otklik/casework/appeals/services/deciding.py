"""Keeping decisions of art. 11, terminated correspondence and public answers."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.casework.appeals.models import Decision, PublicAnswer, Termination
from otklik.casework.appeals.rules.special import BY_CODE, Code
from otklik.casework.appeals.services.journal import Who, tell
from otklik.casework.appeals.services.refusing import BadAppeal
from otklik.ground.audit import services as audit
from otklik.kernel import personal

PUBLIC_NORM = "59-ФЗ, ст. 10, ч. 4; ст. 11, ч. 5.1"
__all__ = ["BadAppeal", "Deciding", "keep_decision", "resume", "retire_public_answer", "save_public_answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """A decision with its ground; `subject`, `applicant_id` and `topic_id` are of a termination."""

    code: Code
    ground: str
    question_id: int | None = None
    public_answer_id: int | None = None
    notice_id: int | None = None
    applicant_id: int | None = None
    topic_id: int | None = None
    subject: str = ""


@transaction.atomic
def keep_decision(case_id: int, told: Deciding, *, who: Who) -> int:
    """Keep a decision and, of a termination, on which question it is; its id."""
    row = BY_CODE[told.code]
    kept = Decision.objects.create(
        case_id=case_id,
        question_id=told.question_id,
        code=told.code,
        ground=told.ground.strip()[:1000],
        norm=row.norm,
        code_otk=row.code_otk,
        decided_at=who.now,
        decided_by_id=who.actor_id,
        by_label=who.by_label[:300],
        public_answer_id=told.public_answer_id,
        notice_id=told.notice_id,
    )
    if told.code is Code.TERMINATE:
        Termination.objects.create(
            decision=kept,
            applicant_id=told.applicant_id,
            topic_id=told.topic_id,
            subject=told.subject[:300],
            at=who.now,
        )
    details = {"code": told.code, "question": told.question_id}
    tell("decide_appeal", case_id, who, norm=row.norm, details=details)
    return kept.id


@transaction.atomic
def resume(termination_id: int, *, reason: str, who: Who) -> None:
    """New arguments have come: correspondence on the question goes on."""
    row = Termination.objects.select_for_update().select_related("decision").get(id=termination_id)
    if row.resumed_at is not None:
        raise BadAppeal(_("Переписка по этому вопросу уже возобновлена."))
    if not reason.strip():
        raise BadAppeal(_("Запишите, какие новые доводы или обстоятельства появились."))
    row.resumed_at, row.resumed_reason = who.now, reason.strip()[:500]
    row.save(update_fields=["resumed_at", "resumed_reason"])
    norm = BY_CODE[Code.TERMINATE].norm
    tell("resume_correspondence", row.decision.case_id, who, norm=norm)


@transaction.atomic
def save_public_answer(
    *, title: str, text: str, url: str, published_on: date, topic_id: int | None, today: date, who: Who
) -> int:
    """Keep an answer to many; refused while it names anybody or does not stand on a page."""
    if not title.strip() or not text.strip():
        raise BadAppeal(_("Напишите, о чём ответ, и сам текст: на него будут ссылаться."))
    if not url.startswith(("https://", "http://")):
        raise BadAppeal(_("Укажите адрес страницы на официальном сайте, где ответ размещён."))
    if published_on > today:
        raise BadAppeal(_("День размещения ещё не наступил. Проверьте дату."))
    found = personal.spans(f"{title}\n{text}")
    if found:
        told = ", ".join(dict.fromkeys(personal.LABELS[one.kind] for one in found))
        raise BadAppeal(
            _("В общем ответе есть персональные данные: %s. Уберите их — ответ увидят все (ст. 10, ч. 4).")
            % told
        )
    row = PublicAnswer.objects.create(
        municipality_id=who.municipality_id,
        title=title.strip()[:300],
        text=text.strip(),
        url=url.strip()[:500],
        published_on=published_on,
        topic_id=topic_id,
        by_id=who.actor_id,
        at=who.now,
    )
    _journal(row, "save_public_answer", who)
    return row.id


@transaction.atomic
def retire_public_answer(answer_id: int, *, who: Who) -> None:
    """No more references to an answer that is out of date; those made stay."""
    row = PublicAnswer.objects.get(id=answer_id, municipality_id=who.municipality_id)
    row.is_active = not row.is_active
    row.save(update_fields=["is_active"])
    _journal(row, "retire_public_answer", who)


def _journal(row: PublicAnswer, action: str, who: Who) -> None:
    audit.record(
        action=action,
        subject="public_answer",
        subject_id=row.id,
        municipality_id=who.municipality_id,
        actor_id=who.actor_id,
        now=who.now,
        norm=PUBLIC_NORM,
        details={"topic": row.topic_id, "is_active": row.is_active},
    )
