"""What changes: the stages of a municipality, messages accepted, days promised."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.casework.stages.models import Acceptance, Postponement, PromiseSetting, StageSetting
from otklik.casework.stages.rules import NORM_OF_PROMISE, ROWS, Stage, StageManner, StageRule
from otklik.ground.audit import services as audit

LONGEST_PROMISE, LONGEST_STAGE = 365, 500


class BadStages(ValueError):
    """The stages cannot be kept so; the message is Russian and says why."""


@transaction.atomic
def set_manner(
    manner: StageManner, *, municipality_id: int, now: datetime, actor_id: int | None = None
) -> None:
    """How the municipality treats messages. Raises `BadStages`."""
    _check(manner.stages)
    if not 1 <= manner.promise_days <= LONGEST_PROMISE:
        raise BadStages(_("Обещать можно на срок от 1 до %s дней.") % LONGEST_PROMISE)
    for stage, rule in manner.stages.items():
        StageSetting.objects.update_or_create(
            municipality_id=municipality_id,
            stage=stage,
            defaults={"is_on": rule.is_on, "role": rule.role, "hours": rule.hours},
        )
    PromiseSetting.objects.update_or_create(
        municipality_id=municipality_id,
        defaults={
            "promise_days": manner.promise_days,
            "needs_ground": manner.needs_ground,
            "needs_confirmation": manner.needs_confirmation,
        },
    )
    audit.record(
        action="set_stages",
        subject="municipality",
        subject_id=municipality_id,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        norm=ROWS[Stage.MODERATION].norm,
        details={"is_on": [str(stage) for stage, rule in manner.stages.items() if rule.is_on]},
    )


@transaction.atomic
def accept(case_id: int, *, municipality_id: int, now: datetime, actor_id: int | None = None) -> bool:
    """The message passes moderation; false where it has passed before."""
    _row, is_new = Acceptance.objects.get_or_create(
        case_id=case_id, defaults={"at": now, "user_id": actor_id}
    )
    if is_new:
        audit.record(
            action="accept_message",
            subject="case",
            subject_id=case_id,
            municipality_id=municipality_id,
            actor_id=actor_id,
            now=now,
            norm=ROWS[Stage.MODERATION].norm,
        )
    return is_new


@transaction.atomic
def ask_postponement(
    case_id: int, promised_on: date, *, ground: str, now: datetime, actor_id: int | None = None
) -> None:
    """Keep the day that waits for approval, with its ground; asked for again, the new one holds."""
    told = ground.strip()[:500]
    row = Postponement.objects.select_for_update().filter(case_id=case_id, sent_at=None).first()
    if row is not None and row.promised_on == promised_on and (not told or row.ground == told):
        return
    Postponement.objects.update_or_create(
        case_id=case_id,
        sent_at=None,
        defaults={
            "promised_on": promised_on,
            "ground": told or (row.ground if row else ""),
            "asked_at": now,
            "asked_by_id": actor_id,
        },
    )
    audit.record(
        action="ask_postponement",
        subject="case",
        subject_id=case_id,
        actor_id=actor_id,
        now=now,
        norm=NORM_OF_PROMISE,
        details={"at": promised_on.isoformat()},
    )


@transaction.atomic
def postponed(case_id: int, promised_on: date, *, now: datetime) -> None:
    """The citizen was told of the day."""
    row = Postponement.objects.select_for_update().filter(case_id=case_id, sent_at=None).first()
    row = row or Postponement(case_id=case_id, asked_at=now)
    row.promised_on, row.sent_at = promised_on, now
    row.save()


def _check(stages: Mapping[Stage, StageRule]) -> None:
    for stage, row in ROWS.items():
        if not row.optional and not stages[stage].is_on:
            raise BadStages(_("Этап «%s» обязателен: без него на сообщение не ответить.") % row.title)
        if stages[stage].hours > LONGEST_STAGE:
            raise BadStages(_("Срок этапа — не больше %s рабочих часов.") % LONGEST_STAGE)
