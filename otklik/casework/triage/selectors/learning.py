"""How the learning goes: runs, versions with their evaluations, fresh labels, and what the town has set."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from otklik.casework.triage.evaluation import Evaluation, from_json
from otklik.casework.triage.models import (
    Kind,
    Label,
    ModelVersion,
    Opinion,
    Retrain,
    RunState,
    Setting,
    TrainingRun,
)
from otklik.casework.triage.relearning import DEFAULT_RETRAIN_AFTER

_SEPARATOR = "|"


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """A trained model and how it did on held-out samples.

    `was` are figures of the model then in use on the same samples, None where there was none.
    `has_file`: it can be put to use.
    """

    id: int
    kind: str
    trained_at: datetime
    samples: int
    corrections: int
    metrics: dict[str, float]
    evaluation: Evaluation
    was: dict[str, float] | None
    rival_id: int | None
    is_not_worse: bool
    activated_at: datetime | None
    is_active: bool
    has_file: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """A training: where it stands; `error` is Russian."""

    id: int
    municipality_id: int
    kind: str
    state: str
    state_title: str
    stage: str
    share: float
    error: str
    is_automatic: bool
    asked_by: int | None
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    version_id: int | None

    @property
    def is_over(self) -> bool:
        return self.state not in (RunState.WAITING, RunState.RUNNING)


@dataclass(frozen=True, slots=True)
class LearningView:
    """What a town sets for learning."""

    is_auto_promoted: bool = True
    retrain: str = Retrain.WEEKLY.value
    after: int = DEFAULT_RETRAIN_AFTER


@dataclass(frozen=True, slots=True)
class Fresh:
    """Decisions of people kept since some moment, and how many of them correct the system."""

    labels: int
    corrections: int


def versions(municipality_id: int, kind: str = Kind.TOPIC) -> list[VersionView]:
    """Models of a kind, the newest first."""
    rows = ModelVersion.objects.filter(municipality_id=municipality_id, kind=kind).defer("mistakes")
    return [
        VersionView(
            id=row.id,
            kind=row.kind,
            trained_at=row.trained_at,
            samples=row.samples,
            corrections=row.corrections,
            metrics=dict(row.metrics),
            evaluation=from_json(row.evaluation or row.metrics),
            was=dict(row.rival_metrics) if row.rival_metrics else None,
            rival_id=row.rival_id,
            is_not_worse=row.is_not_worse,
            activated_at=row.activated_at,
            is_active=row.is_active,
            has_file=bool(row.path),
        )
        for row in rows
    ]


def mistakes(version_id: int, *, municipality_id: int) -> dict[tuple[str, str], list[int]]:
    """Ids of held-out cases by (true label, guessed label); empty where nothing is known."""
    rows = ModelVersion.objects.filter(id=version_id, municipality_id=municipality_id)
    kept = rows.values_list("mistakes", flat=True).first() or {}
    pairs = ((pair.split(_SEPARATOR, 1), cases) for pair, cases in kept.items())
    return {(true, guessed): list(cases) for (true, guessed), cases in pairs}


def runs(municipality_id: int, kind: str = Kind.TOPIC, *, most: int = 5) -> list[RunView]:
    """Trainings of a kind, the newest first."""
    rows = TrainingRun.objects.filter(municipality_id=municipality_id, kind=kind)[:most]
    return [_run_view(row) for row in rows]


def run(run_id: int, *, municipality_id: int) -> RunView | None:
    row = TrainingRun.objects.filter(id=run_id, municipality_id=municipality_id).first()
    return _run_view(row) if row is not None else None


def learning(municipality_id: int) -> LearningView:
    row = Setting.objects.filter(municipality_id=municipality_id).first()
    if row is None:
        return LearningView()
    return LearningView(row.is_auto_promoted, row.retrain, row.retrain_after)


def fresh_labels(municipality_id: int, kind: str, *, since: datetime | None) -> Fresh:
    """What people decided since; of all time where there is no moment."""
    rows = Label.objects.filter(case__municipality_id=municipality_id)
    if since is not None:
        rows = rows.filter(at__gt=since)
    told = rows.aggregate(n=Count("id"), corrections=Count("id", filter=Q(**{_corrects(kind): True})))
    return Fresh(told["n"], told["corrections"])


def fresh_texts(municipality_id: int, kind: str, *, since: datetime | None) -> int:
    """Cases with a known topic that came or were decided since: by people, and by sources of messages."""
    told = Opinion.objects.filter(case__municipality_id=municipality_id, case__topic_by="source")
    if since is not None:
        told = told.filter(made_at__gt=since)
    return fresh_labels(municipality_id, kind, since=since).labels + told.count()


def corrected(municipality_id: int, kind: str) -> dict[int, int]:
    """What a person put instead of the system's word, by case: the topic or the recipient, decided last."""
    rows = Label.objects.filter(case__municipality_id=municipality_id, **{_corrects(kind): True})
    field = "recipient_id" if kind == Kind.RECIPIENT else "topic_id"
    told = rows.order_by("at", "id").values_list("case_id", field)
    return {case_id: label for case_id, label in told if label is not None}


def _corrects(kind: str) -> str:
    return "corrects_recipient" if kind == Kind.RECIPIENT else "corrects_topic"


def _run_view(row: TrainingRun) -> RunView:
    return RunView(
        id=row.id,
        municipality_id=row.municipality_id,
        kind=row.kind,
        state=row.state,
        state_title=RunState(row.state).label,
        stage=row.stage,
        share=row.share,
        error=row.error,
        is_automatic=row.is_automatic,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        version_id=row.version_id,
    )
