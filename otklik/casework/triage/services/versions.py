"""Versions of models: kept, put to use, put back, and their old files forgotten."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.casework.triage.models import ModelVersion, Setting
from otklik.casework.triage.outcome import Outcome
from otklik.casework.triage.relearning import KEPT_FILES
from otklik.casework.triage.services.runs import Lead, end_training
from otklik.casework.triage.services.settings import BadSetting
from otklik.ground.audit import services as audit

Details = dict[str, object]


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of a training: `metrics` on held-out samples, `was` those of the active model on the same."""

    version_id: int
    is_active: bool
    samples: int
    metrics: dict[str, float]
    was: dict[str, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A trained model whose file is written already."""

    municipality_id: int
    kind: str
    path: str
    outcome: Outcome
    rival_id: int | None
    corrections: int
    mistakes: dict[str, list[int]]


@transaction.atomic
def keep_version(
    draft: Draft, *, now: datetime, actor_id: int | None = None, lead: Lead | None = None
) -> Trained:
    """Keep the version, and put it to use if it is not worse and the town lets it. Raises `Stopped`."""
    outcome = draft.outcome
    setting, _is_new = Setting.objects.get_or_create(municipality_id=draft.municipality_id)
    version = ModelVersion.objects.create(
        municipality_id=draft.municipality_id,
        kind=draft.kind,
        path=draft.path,
        trained_at=now,
        samples=outcome.samples,
        corrections=draft.corrections,
        metrics=outcome.metrics,
        evaluation=outcome.evaluation.as_json() if outcome.evaluation else {},
        mistakes=draft.mistakes,
        rival_id=draft.rival_id,
        rival_metrics=outcome.was,
        is_not_worse=outcome.is_not_worse,
    )
    if outcome.is_not_worse and setting.is_auto_promoted:
        _activate(version, now=now)
    if lead is not None:
        end_training(lead, version.id)
    _journal("train_model", version, now=now, actor_id=actor_id)
    return Trained(version.id, version.is_active, version.samples, outcome.metrics, outcome.was)


@transaction.atomic
def restore(version_id: int, *, municipality_id: int, now: datetime, actor_id: int | None = None) -> None:
    """Put another version of the municipality to use, an earlier one or one that was not let in by itself.

    Raises `ModelVersion.DoesNotExist`, and `BadSetting` where its file is not kept.
    """
    version = ModelVersion.objects.select_for_update().get(id=version_id, municipality_id=municipality_id)
    if not version.path or not (Path(settings.MODELS) / version.path).is_file():
        raise BadSetting(_("Файл этой версии не хранится: обучите модель заново."))
    action = "promote_model" if version.activated_at is None else "restore_model"
    _activate(version, now=now)
    _journal(action, version, now=now, actor_id=actor_id)


def forget_old_files(municipality_id: int, kind: str) -> None:
    """Keep files of the newest versions, of that in use and of the one in use before; the rows stay."""
    rows = ModelVersion.objects.filter(municipality_id=municipality_id, kind=kind).exclude(path="")
    used = rows.exclude(activated_at=None).order_by("-is_active", "-activated_at")
    kept = {*rows.values_list("id", flat=True)[:KEPT_FILES], *used.values_list("id", flat=True)[:3]}
    for row in rows.exclude(id__in=kept).defer("evaluation", "mistakes"):
        (Path(settings.MODELS) / row.path).unlink(missing_ok=True)
        row.path = ""
        row.save(update_fields=["path"])


def _activate(version: ModelVersion, *, now: datetime) -> None:
    Setting.objects.get_or_create(municipality_id=version.municipality_id)
    same = ModelVersion.objects.filter(municipality_id=version.municipality_id, kind=version.kind)
    same.filter(is_active=True).update(is_active=False)
    version.is_active, version.activated_at = True, now
    version.save(update_fields=["is_active", "activated_at"])


def _journal(action: str, version: ModelVersion, *, now: datetime, actor_id: int | None) -> None:
    """With the figures of the version, and of the one it was judged against on the same texts."""
    details: Details = {"kind": version.kind, "samples": version.samples, "is_active": version.is_active}
    if version.metrics:
        details |= {"top_1": version.metrics.get("top_1"), "texts": version.metrics.get("texts")}
    if version.rival_metrics:
        details |= {"was_top_1": version.rival_metrics.get("top_1"), "rival": version.rival_id}
    audit.record(
        action=action,
        subject="model",
        subject_id=version.id,
        now=now,
        municipality_id=version.municipality_id,
        actor_id=actor_id,
        details=details,
    )
