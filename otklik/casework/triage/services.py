"""Changing triage: opinions and labels of cases, the threshold, and the models."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.casework.triage.models import Kind, Label, ModelVersion, Opinion, Setting
from otklik.casework.triage.outcome import Outcome
from otklik.casework.triage.rules import Proposal
from otklik.ground.audit import services as audit
from otklik.ground.bulk import services as bulk
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import Snapshot

LEAST_THRESHOLD, MOST_THRESHOLD = 0.3, 1.0


class BadSetting(ValueError):
    """The value cannot be set; the message is Russian."""


@dataclass(frozen=True, slots=True)
class Known:
    """A text whose topic and recipient are known: decided by a person or told by a source."""

    text: str
    topic_id: int
    recipient_id: int | None


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of a training: `metrics` on held-out samples, `was` those of the active model on the same."""

    version_id: int
    is_active: bool
    samples: int
    metrics: dict[str, float]
    was: dict[str, float] | None


def keep_opinions(rows: Sequence[tuple[int, Proposal]], *, now: datetime) -> None:
    """Keep what triage thought of new cases; their registration is journalled where they are registered."""
    bulk.add(
        Opinion,
        (
            "case_id",
            "topics",
            "recipient_ground",
            "urgency_ground",
            "signs",
            "parts",
            "model_version_id",
            "made_at",
        ),
        [
            (
                case_id,
                [[s.topic_id, round(s.confidence, 4), s.reason, s.by] for s in proposal.suggestions],
                proposal.recipient_ground[:500],
                proposal.urgency_reason[:300],
                [[s.kind, s.ground, s.fragment] for s in proposal.signs],
                [[p.text, p.topic_id, round(p.confidence, 4), p.reason] for p in proposal.parts],
                proposal.model_version_id,
                now,
            )
            for case_id, proposal in rows
        ],
    )


@transaction.atomic
def decided(
    case_id: int,
    *,
    topic_id: int,
    recipient_id: int | None,
    was_topic_id: int | None,
    user_id: int | None,
    now: datetime,
) -> None:
    """A person's decision becomes a label to learn from."""
    Label.objects.create(
        case_id=case_id,
        topic_id=topic_id,
        recipient_id=recipient_id,
        was_topic_id=was_topic_id,
        user_id=user_id,
        at=now,
    )
    audit.record(
        action="label",
        subject="case",
        subject_id=case_id,
        now=now,
        actor_id=user_id,
        details={"topic": topic_id, "recipient": recipient_id, "was_topic": was_topic_id},
    )


@transaction.atomic
def set_threshold(
    municipality_id: int, threshold: float, *, now: datetime, actor_id: int | None = None
) -> None:
    """From which confidence a topic stands without a person. Raises `BadSetting`."""
    if not LEAST_THRESHOLD <= threshold <= MOST_THRESHOLD:
        raise BadSetting(_("Порог уверенности бывает от 30 до 100 %."))
    setting, _is_new = Setting.objects.select_for_update().get_or_create(municipality_id=municipality_id)
    was, setting.threshold = setting.threshold, threshold
    setting.save(update_fields=["threshold"])
    audit.record(
        action="set_threshold",
        subject="triage",
        subject_id=municipality_id,
        now=now,
        municipality_id=municipality_id,
        actor_id=actor_id,
        details={"was": was, "threshold": threshold},
    )


def train(
    municipality_id: int,
    samples: Sequence[Known],
    *,
    now: datetime,
    kind: str = Kind.TOPIC,
    progress: Callable[[str, float], None] | None = None,
    actor_id: int | None = None,
) -> Trained:
    """Train on known texts and put the model to use unless it is worse than the one in use.

    Slow and outside any transaction. The held-out texts are the same for every training, so that no model
    is judged by what it has seen. Raises `training.TooLittle`.
    """
    from otklik.casework.triage import trials  # scikit-learn and scipy are heavy: only trainers load them

    snapshot = catalog.snapshot(municipality_id)
    active = ModelVersion.objects.filter(municipality_id=municipality_id, kind=kind, is_active=True).first()
    root = Path(settings.MODELS)
    trial = trials.run(
        [(known.text, label) for known in samples if (label := _label(known, kind, snapshot))],
        titles=_titles(kind, snapshot),
        groups=_groups(kind, snapshot),
        rival=root / active.path if active else None,
        progress=progress,
    )
    path = Path(str(municipality_id)) / f"{kind}-{now:%Y%m%dT%H%M%S%f}.npz"
    trial.write(root / path)
    return _keep(trial.outcome, municipality_id, kind=kind, path=str(path), now=now, actor_id=actor_id)


@transaction.atomic
def restore(version_id: int, *, municipality_id: int, now: datetime, actor_id: int | None = None) -> None:
    """Put an earlier model of the municipality back to use; raises `ModelVersion.DoesNotExist`."""
    version = ModelVersion.objects.select_for_update().get(id=version_id, municipality_id=municipality_id)
    _activate(version)
    _journal("restore_model", version, now=now, actor_id=actor_id)


@transaction.atomic
def _keep(
    outcome: Outcome,
    municipality_id: int,
    *,
    kind: str,
    path: str,
    now: datetime,
    actor_id: int | None,
) -> Trained:
    version = ModelVersion.objects.create(
        municipality_id=municipality_id,
        kind=kind,
        path=path,
        trained_at=now,
        samples=outcome.samples,
        metrics=outcome.metrics,
    )
    if outcome.is_not_worse:
        _activate(version)
    _journal("train_model", version, now=now, actor_id=actor_id)
    return Trained(version.id, version.is_active, version.samples, outcome.metrics, outcome.was)


def _activate(version: ModelVersion) -> None:
    Setting.objects.get_or_create(municipality_id=version.municipality_id)
    same = ModelVersion.objects.filter(municipality_id=version.municipality_id, kind=version.kind)
    same.filter(is_active=True).update(is_active=False)
    version.is_active = True
    version.save(update_fields=["is_active"])


def _journal(action: str, version: ModelVersion, *, now: datetime, actor_id: int | None) -> None:
    audit.record(
        action=action,
        subject="model",
        subject_id=version.id,
        now=now,
        municipality_id=version.municipality_id,
        actor_id=actor_id,
        details={"kind": version.kind, "samples": version.samples, "is_active": version.is_active},
    )


def _label(known: Known, kind: str, snapshot: Snapshot) -> str:
    if kind == Kind.RECIPIENT:
        return str(known.recipient_id) if known.recipient_id in snapshot.recipients else ""
    topic = snapshot.topics.get(known.topic_id)
    return topic.code if topic is not None else ""


def _titles(kind: str, snapshot: Snapshot) -> dict[str, str]:
    if kind == Kind.RECIPIENT:
        return {str(one.id): one.title for one in snapshot.recipients.values()}
    return {topic.code: topic.full_title for topic in snapshot.topics.values() if not topic.is_group}


def _groups(kind: str, snapshot: Snapshot) -> dict[str, str]:
    """The code of the group of every topic; recipients have none."""
    if kind == Kind.RECIPIENT:
        return {}
    return {
        topic.code: snapshot.topics[topic.parent_id].code
        for topic in snapshot.topics.values()
        if topic.parent_id is not None
    }
