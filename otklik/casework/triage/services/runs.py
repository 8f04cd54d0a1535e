"""A training as work: asked for, led by one process, told of, stopped, given up."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from otklik.casework.triage.evaluation import Stopped
from otklik.casework.triage.models import RunState, TrainingRun
from otklik.casework.triage.relearning import ATTEMPTS, SILENT
from otklik.casework.triage.services.settings import BadSetting
from otklik.ground.audit import services as audit

ACTIVE = (RunState.WAITING, RunState.RUNNING)


class AlreadyTraining(BadSetting):
    """A training of that kind is on in the town; the message is Russian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The right of one process to lead a run; another process that takes the run over ends it."""

    run_id: int
    municipality_id: int
    kind: str
    asked_by: int | None
    holder: str
    begun_at: datetime
    _since: float = field(default_factory=monotonic)

    def now(self) -> datetime:
        return self.begun_at + timedelta(seconds=monotonic() - self._since)


@transaction.atomic
def ask_training(
    municipality_id: int,
    *,
    kind: str,
    now: datetime,
    actor_id: int | None = None,
    is_automatic: bool = False,
) -> int:
    """A new run; raises `AlreadyTraining` while another of the kind waits or goes on."""
    _bury_silent(municipality_id, kind, now=now)
    try:
        with transaction.atomic():
            row = TrainingRun.objects.create(
                municipality_id=municipality_id,
                kind=kind,
                is_automatic=is_automatic,
                asked_by=actor_id,
                asked_at=now,
            )
    except IntegrityError as error:
        raise AlreadyTraining(
            _("Такое обучение уже идёт или ждёт очереди. Дождитесь конца или остановите его.")
        ) from error
    return row.id


def begin_training(run_id: int, *, now: datetime) -> Lead | None:
    """Lead the run from its beginning; None where it is over, is no more, or has killed its processes."""
    with transaction.atomic():
        row = TrainingRun.objects.select_for_update().filter(id=run_id).first()
        if row is None or row.state in (RunState.DONE, RunState.STOPPED) or _is_overtaken(row):
            return None
        if row.state == RunState.FAILED:
            row.attempts = 0
        if row.attempts >= ATTEMPTS:
            row.state, row.finished_at = RunState.FAILED, now
            row.error = _(
                "Обучение несколько раз обрывалось вместе с процессом. Вероятно, не хватает памяти: "
                "прежняя модель работает, освободите память и обучите снова."
            )
            row.save(update_fields=["state", "finished_at", "error"])
            return None
        row.state, row.holder, row.attempts = RunState.RUNNING, uuid4().hex, row.attempts + 1
        row.stage, row.share, row.error, row.finished_at = _("сбор сообщений"), 0.0, "", None
        row.told_at = row.started_at = now
        row.save()
    return Lead(
        run_id=row.id,
        municipality_id=row.municipality_id,
        kind=row.kind,
        asked_by=row.asked_by,
        holder=row.holder,
        begun_at=now,
    )


def tell_training(lead: Lead, stage: str, share: float) -> None:
    """Say where the run stands; raises `Stopped` when it was stopped or another process leads it now."""
    told = {"stage": stage[:120], "share": min(max(share, 0.0), 1.0), "told_at": lead.now()}
    if not _held(lead).update(**told):
        raise Stopped


def end_training(lead: Lead, version_id: int) -> None:
    """In the transaction that keeps the version: the run is done, or `Stopped` undoes it all."""
    ended = {"state": RunState.DONE, "share": 1.0, "version_id": version_id, "finished_at": lead.now()}
    if not _held(lead).update(**ended):
        raise Stopped


def fail_training(lead: Lead, error: str) -> None:
    _held(lead).update(state=RunState.FAILED, error=error[:500], finished_at=lead.now())


def put_training_back(lead: Lead) -> None:
    """The worker is told to end: the next one begins the run anew, and this try does not count."""
    _held(lead).update(state=RunState.WAITING, attempts=F("attempts") - 1, share=0.0, stage="")


@transaction.atomic
def stop_training(run_id: int, *, municipality_id: int, now: datetime, actor_id: int | None = None) -> bool:
    """Stop a run that waits or goes on; its process ends at its next step and keeps nothing."""
    rows = TrainingRun.objects.filter(id=run_id, municipality_id=municipality_id, state__in=ACTIVE)
    if not rows.update(state=RunState.STOPPED, finished_at=now):
        return False
    audit.record(
        action="stop_training",
        subject="training",
        subject_id=run_id,
        now=now,
        municipality_id=municipality_id,
        actor_id=actor_id,
    )
    return True


def _held(lead: Lead) -> "QuerySet[TrainingRun]":
    return TrainingRun.objects.filter(id=lead.run_id, holder=lead.holder, state=RunState.RUNNING)


def _is_overtaken(row: TrainingRun) -> bool:
    """A failed run may be begun again, unless another of its kind has taken its place."""
    same = TrainingRun.objects.filter(municipality_id=row.municipality_id, kind=row.kind, state__in=ACTIVE)
    return row.state == RunState.FAILED and same.exists()


def _bury_silent(municipality_id: int, kind: str, *, now: datetime) -> None:
    rows = TrainingRun.objects.filter(municipality_id=municipality_id, kind=kind, state=RunState.RUNNING)
    rows.filter(told_at__lt=now - SILENT).update(
        state=RunState.FAILED,
        finished_at=now,
        error=_("Обучение оборвалось: процесс, который его вёл, исчез."),
    )
