"""Extending and pausing a term: a decision with its ground, its maker and the notice to the citizen."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from otklik.casework.deadlines import selectors
from otklik.casework.deadlines.decisions import (
    BadClock,
    Extending,
    Notice,
    Pausing,
    Standing,
    check_extension,
    check_notice,
    check_pause,
)
from otklik.casework.deadlines.models import Clock, Extension, Pause
from otklik.casework.deadlines.norms import BY_CODE
from otklik.casework.deadlines.services.beginning import begin
from otklik.casework.deadlines.services.laying import round_of
from otklik.casework.deadlines.services.running import stop
from otklik.casework.deadlines.terms import Stop
from otklik.casework.deadlines.times import CaseTimes
from otklik.ground.audit import services as audit
from otklik.ground.worktime import selectors as worktime

NOT_RUNNING = "Сроков в работе нет: ответ уже дан или карточка закрыта."


@transaction.atomic
def extend(case: CaseTimes, asked: Extending, *, now: datetime, actor_id: int | None = None) -> int:
    """Put the answer off; without a notice the decision waits for it, and the term stays as it is.

    Returns the id of the decision; the flow recounts after. Raises `BadClock`, `NeedsConfirming`.
    """
    calendar = worktime.calendar_for(case.municipality_id)
    standing, today = _standing(case, now=now), calendar.day_of(now)
    check_extension(asked, standing, today=today)
    told, notice = asked.deciding, asked.deciding.notice
    decided_on = told.decided_on or today
    row = Extension.objects.create(
        case_id=case.case_id,
        round=_round(case.case_id),
        ground=told.ground,
        reason=told.reason.strip()[:1000],
        decided_by=told.decided_by.strip()[:200],
        decided_on=decided_on,
        notice_on=notice.on if notice else None,
        notice_proof=notice.proof.strip()[:300] if notice else "",
        days=asked.days,
        legal_on=standing.legal_on,
        notice_by=standing.notice_by,
        made_by_id=actor_id,
        made_at=now,
    )
    term = standing.term
    details = {"days": asked.days, "ground": told.ground, "by": row.decided_by, "at": str(told.decided_on)}
    norm = term.extension_norm if term else ""
    _journal("extend_term", case, {**details, "notice": str(row.notice_on or "")}, norm, now, actor_id)
    if notice is None and term is not None:
        begin(
            case, kind=term.extension_notice, key=str(row.pk), until=standing.notice_by, now=now,
            actor_id=actor_id,
        )  # fmt: skip
    return row.pk


@transaction.atomic
def give_notice(
    case: CaseTimes, extension_id: int, notice: Notice, *, now: datetime, actor_id: int | None = None
) -> None:
    """The citizen was told of the extension: from now on it holds; the flow recounts. Raises `BadClock`."""
    row = _extension(case, extension_id)
    if row.notice_on is not None:
        return
    today = worktime.calendar_for(case.municipality_id).day_of(now)
    check_notice(notice, decided_on=row.decided_on, notice_by=row.notice_by, today=today)
    row.notice_on, row.notice_proof = notice.on, notice.proof.strip()[:300]
    row.save(update_fields=["notice_on", "notice_proof"])
    stop(case.case_id, event=Stop.NOTIFIED, key=str(row.pk), at=now, now=now, actor_id=actor_id)
    _journal("tell_extension", case, {"days": row.days, "notice": str(notice.on)}, _norm(case), now, actor_id)


@transaction.atomic
def revoke_extension(
    case: CaseTimes, extension_id: int, *, why: str, now: datetime, actor_id: int | None = None
) -> None:
    """Take a decision back that was entered by mistake; it stays in the history. Raises `BadClock`."""
    row = _extension(case, extension_id)
    if not why.strip():
        raise BadClock("Напишите, почему продление отменяется: запись останется в истории карточки.")
    row.revoked_at, row.revoked_why = now, why.strip()[:300]
    row.save(update_fields=["revoked_at", "revoked_why"])
    stop(case.case_id, event=Stop.NOTIFIED, key=str(row.pk), at=now, now=now, actor_id=actor_id)
    _journal("revoke_extension", case, {"days": row.days, "why": row.revoked_why}, _norm(case), now, actor_id)


@transaction.atomic
def pause(case: CaseTimes, asked: Pausing, *, now: datetime, actor_id: int | None = None) -> int:
    """Stop counting the terms of a message until a day; the flow recounts after. Raises `BadClock`."""
    calendar = worktime.calendar_for(case.municipality_id)
    standing, today = _standing(case, now=now), calendar.day_of(now)
    most = selectors.settings_of(case.municipality_id).most_pause_days
    check_pause(asked, standing, today=today, most_days=most)
    told, notice = asked.deciding, asked.deciding.notice
    if told.decided_on is None or notice is None or notice.on is None or asked.until_on is None:
        raise BadClock(NOT_RUNNING)
    row = Pause.objects.create(
        case_id=case.case_id,
        round=_round(case.case_id),
        ground=told.ground,
        reason=told.reason.strip()[:1000],
        decided_by=told.decided_by.strip()[:200],
        decided_on=told.decided_on,
        notice_on=notice.on,
        notice_proof=notice.proof.strip()[:300],
        starts_at=now,
        until_on=asked.until_on,
        made_by_id=actor_id,
        made_at=now,
    )
    norm = standing.term.pause_norm if standing.term else ""
    details = {"ground": told.ground, "by": row.decided_by, "until": str(asked.until_on)}
    _journal("pause_terms", case, details, norm, now, actor_id)
    return row.pk


@transaction.atomic
def resume(case: CaseTimes, *, now: datetime, actor_id: int | None = None) -> None:
    """The terms run again from now, earlier than was decided; the flow recounts after. Raises `BadClock`."""
    calendar = worktime.calendar_for(case.municipality_id)
    running = [one for one in selectors.decisions(case.case_id) if one.is_paused(now, calendar)]
    if not running:
        raise BadClock("Срок не приостановлен: возобновлять нечего.")
    Pause.objects.filter(id__in=[one.id for one in running]).update(ended_at=now)
    _journal("resume_terms", case, {}, _norm(case), now, actor_id)


def _standing(case: CaseTimes, *, now: datetime) -> Standing:
    calendar = worktime.calendar_for(case.municipality_id)
    found = selectors.standing(case.case_id, now=now, calendar=calendar)
    if found is None:
        raise BadClock(NOT_RUNNING)
    return found


def _extension(case: CaseTimes, extension_id: int) -> Extension:
    row = Extension.objects.select_for_update().filter(case_id=case.case_id, pk=extension_id).first()
    if row is None or row.revoked_at is not None:
        raise BadClock("Этого продления нет: его могли уже отменить. Обновите карточку.")
    return row


def _round(case_id: int) -> int:
    return round_of(Clock.objects.filter(case_id=case_id))


def _norm(case: CaseTimes) -> str:
    """The clause of the main term as it runs now."""
    main = selectors.main_clock(list(Clock.objects.filter(case_id=case.case_id)))
    return (BY_CODE[main.code].extension_norm or main.norm) if main else ""


def _journal(
    action: str,
    case: CaseTimes,
    details: Mapping[str, object],
    norm: str,
    now: datetime,
    actor_id: int | None,
) -> None:
    audit.record(
        action=action,
        subject="case",
        subject_id=case.case_id,
        municipality_id=case.municipality_id,
        actor_id=actor_id,
        now=now,
        norm=norm,
        details=details,
    )
