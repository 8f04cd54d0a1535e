"""Writing, submitting, approving and returning drafts; keeping templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from otklik.casework.answers.checks import BY_CODE, Weight
from otklik.casework.answers.models import Approval, CheckWeight, Draft, DraftState, Override, Template
from otklik.ground.audit import services as audit


class BadDraft(ValueError):
    """The draft cannot go on; the message is Russian and says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What the author has written."""

    text: str
    is_interim: bool = False
    promised_on: date | None = None
    outcome: str = ""


@transaction.atomic
def write(
    case_id: int,
    writing: Writing,
    *,
    now: datetime,
    author_id: int | None = None,
    version: int | None = None,
) -> Draft:
    """Keep the living draft of a case; a stale `version` means that somebody else has written meanwhile."""
    row = Draft.objects.select_for_update().filter(case_id=case_id).exclude(state=DraftState.SENT).first()
    if row is None:
        row = Draft(case_id=case_id, created_at=now, updated_at=now, version=0)
    elif version is not None and row.version != version:
        raise BadDraft("Черновик уже изменил другой сотрудник. Сравните тексты и сохраните ещё раз.")
    promised_on = writing.promised_on if writing.is_interim else None
    outcome = "" if writing.is_interim else writing.outcome
    told = (writing.text, writing.is_interim, promised_on, outcome)
    was = (row.text, row.is_interim, row.promised_on, row.outcome)
    if row.state in (DraftState.SUBMITTED, DraftState.APPROVED) and told != was:
        row.state, row.turn_id = DraftState.WRITING, None
    row.text, row.is_interim, row.promised_on, row.outcome = told
    row.author_id, row.updated_at, row.version = author_id, now, row.version + 1
    row.save()
    return row


@transaction.atomic
def submit(draft_id: int, *, now: datetime, actor_id: int | None = None, turn_id: int | None = None) -> Draft:
    """Send the draft for approval, to `turn_id` first where a chain approves: a new round begins."""
    row = Draft.objects.select_for_update().get(id=draft_id)
    if row.state not in (DraftState.WRITING, DraftState.RETURNED):
        raise BadDraft("Черновик уже на согласовании.")
    row.state, row.updated_at = DraftState.SUBMITTED, now
    row.round, row.turn_id = row.round + 1, turn_id
    row.save(update_fields=["state", "updated_at", "round", "turn_id"])
    _journal(row, "submit_draft", now=now, actor_id=actor_id)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Yes:
    """For whom of a chain a yes is said, and who is next; without a chain it sends at once."""

    covers: tuple[int, ...] = ()
    next_id: int | None = None
    comment: str = ""


PLAIN = Yes()


@transaction.atomic
def approve(draft_id: int, *, now: datetime, actor_id: int | None = None, yes: Yes = PLAIN) -> Draft:
    """Say yes to the draft; it may be sent now unless somebody of its chain is next."""
    row = Draft.objects.select_for_update().get(id=draft_id)
    if row.state in (DraftState.SENT, DraftState.APPROVED):
        raise BadDraft("Ответ уже согласован.")
    row.turn_id, row.updated_at = yes.next_id, now
    if yes.next_id is None:
        row.state = DraftState.APPROVED
    row.save(update_fields=["state", "updated_at", "turn_id"])
    instead = [one for one in yes.covers if one != actor_id]
    covers = [None if one == actor_id else one for one in yes.covers] or [None]
    for one in covers:
        Approval.objects.create(
            draft=row, user_id=actor_id, instead_of=one, round=row.round, is_approved=True,
            comment=yes.comment[:1000], at=now,
        )  # fmt: skip
    _journal(row, "approve_draft", now=now, actor_id=actor_id, instead=instead)
    return row


@transaction.atomic
def send_back(draft_id: int, *, comment: str, now: datetime, actor_id: int | None = None) -> Draft:
    """Return the draft for rework; the reason is required."""
    if not comment.strip():
        raise BadDraft("Напишите, что исправить: без причины черновик не вернуть.")
    row = Draft.objects.select_for_update().get(id=draft_id)
    if row.state == DraftState.SENT:
        raise BadDraft("Ответ уже отправлен.")
    row.state, row.updated_at, row.turn_id = DraftState.RETURNED, now, None
    row.save(update_fields=["state", "updated_at", "turn_id"])
    Approval.objects.create(
        draft=row, user_id=actor_id, round=row.round, is_approved=False, comment=comment[:1000], at=now
    )
    _journal(row, "return_draft", now=now, actor_id=actor_id)
    return row


@transaction.atomic
def sent(draft_id: int, *, now: datetime) -> bool:
    """The answer has gone out; false when it was marked before (a delivery run twice)."""
    rows = Draft.objects.filter(id=draft_id).exclude(state=DraftState.SENT)
    return bool(rows.update(state=DraftState.SENT, sent_at=now, updated_at=now))


@transaction.atomic
def save_template(
    *,
    municipality_id: int,
    title: str,
    text: str,
    topic_id: int | None = None,
    block_id: int | None = None,
    is_interim: bool = False,
    outcome: str = "",
    channel: str = "",
    is_active: bool = True,
    template_id: int | None = None,
    now: datetime,
    actor_id: int | None = None,
) -> Template:
    """Add a template or change it."""
    if not title.strip() or not text.strip():
        raise BadDraft("У шаблона должны быть название и текст.")
    same = Template.objects.filter(municipality_id=municipality_id, title=title.strip())
    if same.exclude(id=template_id or 0).exists():
        raise BadDraft(f"Шаблон «{title.strip()}» уже есть: откройте его или назовите иначе.")
    row = (
        Template.objects.get(id=template_id, municipality_id=municipality_id)
        if template_id
        else Template(municipality_id=municipality_id)
    )
    row.title, row.text, row.topic_id, row.block_id = title.strip()[:160], text, topic_id, block_id
    row.is_interim, row.is_active = is_interim, is_active
    row.outcome, row.channel = ("" if is_interim else outcome), channel
    row.save()
    audit.record(
        action="save_template",
        subject="template",
        subject_id=row.id,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
    )
    return row


@transaction.atomic
def leave(draft_id: int, reasons: Mapping[str, str], *, now: datetime, actor_id: int | None) -> None:
    """Remarks to a draft are left as they are, each with its reason; said again, nothing changes."""
    row = Draft.objects.get(id=draft_id)
    known = dict(Override.objects.filter(draft=row).values_list("code", "reason"))
    for code, told in reasons.items():
        reason = told.strip()[:500]
        if not reason or code not in BY_CODE or known.get(code) == reason:
            continue
        Override.objects.update_or_create(
            draft=row, code=code, defaults={"reason": reason, "user_id": actor_id, "at": now}
        )
        audit.record(
            action="leave_remark",
            subject="case",
            subject_id=row.case_id,
            actor_id=actor_id,
            now=now,
            details={"draft": row.id, "code": code},
        )


@transaction.atomic
def set_weight(
    *, municipality_id: int, code: str, weight: Weight, now: datetime, actor_id: int | None = None
) -> None:
    """How much a check matters in the town; the usual weight is not kept. Raises `BadDraft`."""
    rule = BY_CODE.get(code)
    if rule is None or rule.usual is None:
        raise BadDraft("Эту проверку не изменить: без неё ответ не отправить.")
    rows = CheckWeight.objects.filter(municipality_id=municipality_id, code=code)
    was = rows.values_list("weight", flat=True).first() or rule.usual
    if was == weight:
        return
    if weight is rule.usual:
        rows.delete()
    else:
        CheckWeight.objects.update_or_create(
            municipality_id=municipality_id, code=code, defaults={"weight": weight}
        )
    audit.record(
        action="set_check",
        subject="check",
        subject_id=code,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        details={"was": str(was), "value": weight.value},
    )


def used(template_id: int) -> None:
    """Count a use of the template."""
    Template.objects.filter(id=template_id).update(used_count=F("used_count") + 1)


def _journal(
    row: Draft, action: str, *, now: datetime, actor_id: int | None, instead: Sequence[int] = ()
) -> None:
    audit.record(
        action=action,
        subject="case",
        subject_id=row.case_id,
        actor_id=actor_id,
        now=now,
        details={"draft": row.id} | ({"instead": list(instead)} if instead else {}),
        norm="Этапы обработки ПОС, п. 10 (согласование и утверждение)",
    )
