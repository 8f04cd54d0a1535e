"""Asking triage: the town's triager kept in the process, and its opinion of a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings

from otklik.casework.triage.models import Kind, Label, ModelVersion, Opinion, Setting
from otklik.casework.triage.parts import Part
from otklik.casework.triage.routing import of_topic
from otklik.casework.triage.rules import DEFAULT_THRESHOLD, Suggestion
from otklik.casework.triage.serving import Classifier, load
from otklik.casework.triage.signs import Sign
from otklik.casework.triage.starting import STARTER
from otklik.casework.triage.triager import Served, Triager
from otklik.casework.triage.weights import NotAModel
from otklik.ground.bulk import selectors as bulk
from otklik.register.catalog import selectors as catalog


@dataclass(frozen=True, slots=True)
class OpinionView:
    """What triage thought of a case when it came, for the card; `said` is what people say of its signs."""

    suggestions: tuple[Suggestion, ...]
    recipient_ground: str
    urgency_ground: str
    model_version_id: int | None
    made_at: datetime
    signs: tuple[Sign, ...] = ()
    parts: tuple[Part, ...] = ()
    said: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _State:
    """What of the database the triager depends on, beside the catalog."""

    threshold: float
    recipient_threshold: float
    topic_version: int | None
    recipient_version: int | None


_UNSET = _State(DEFAULT_THRESHOLD, DEFAULT_THRESHOLD, None, None)
_kept: dict[int, tuple[_State, Triager]] = {}
_lock = Lock()

# Read at every message, so it is one plain query: the ORM costs ten times as much.
_VERSION = (
    f"(SELECT v.id FROM {ModelVersion._meta.db_table} v "  # noqa: S608
    "WHERE v.municipality_id = s.municipality_id AND v.is_active AND v.kind = %s)"
)
_STATE = (
    f"SELECT s.threshold, s.recipient_threshold, {_VERSION}, {_VERSION} "  # noqa: S608
    f"FROM {Setting._meta.db_table} s WHERE s.municipality_id = %s"
)


def triager(municipality_id: int) -> Triager:
    """The town's triage as of now: two tiny queries ask whether the kept one is still good."""
    snapshot = catalog.snapshot(municipality_id)
    state = _state(municipality_id)
    kept = _kept.get(municipality_id)
    if kept is not None and kept[0] == state and kept[1].catalog is snapshot:
        return kept[1]
    with _lock:
        old = kept[1] if kept is not None else None
        topics = _served(state.topic_version, old.topics if old else None)
        fresh = Triager(
            catalog=snapshot,
            threshold=state.threshold,
            recipient_threshold=state.recipient_threshold,
            topics=topics,
            recipients=_served(state.recipient_version, old.recipients if old else None),
            starter=_starter() if topics is None else None,
        )
        _kept[municipality_id] = (state, fresh)
    return fresh


def recipient_for(
    municipality_id: int, topic_id: int, district_id: int | None, *, on: date | None = None
) -> int | None:
    """Who answers for a topic in a district, by the table of responsibility, the topic or its kind."""
    found = triager(municipality_id)
    topic = found.catalog.topics.get(topic_id)
    if topic is None:
        return None
    return of_topic(
        topic, district_id=district_id, on=on, catalog=found.catalog, routes=found.routes
    ).recipient_id


def opinion(case_id: int) -> OpinionView | None:
    row = Opinion.objects.filter(case_id=case_id).first()
    if row is None:
        return None
    return OpinionView(
        tuple(
            Suggestion(topic_id, confidence, reason, by) for topic_id, confidence, reason, by in row.topics
        ),
        row.recipient_ground,
        row.urgency_ground,
        row.model_version_id,
        row.made_at,
        tuple(Sign(*told[:3]) for told in row.signs),
        tuple(Part(*told) for told in row.parts),
        {told[0]: told[3] for told in row.signs if len(told) > 3},
    )


def signs_of(case_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The kinds of signs seen in cases; those without any are left out."""
    rows = Opinion.objects.filter(case_id__in=case_ids).exclude(signs=[]).values_list("case_id", "signs")
    return {case_id: tuple(kind for kind, *_ in signs) for case_id, signs in rows}


def threshold(municipality_id: int, kind: str = Kind.TOPIC) -> float:
    state = _state(municipality_id)
    return state.recipient_threshold if kind == Kind.RECIPIENT else state.threshold


def answers_by(municipality_id: int, kind: str = Kind.TOPIC) -> str:
    """What answers in the town now: its own model (`own`), what there is instead of one whose file cannot be
    read (`lost`), the starter model beside keywords (`starter`), or keywords and tables alone (`rules`).
    """
    found = triager(municipality_id)
    state = _state(municipality_id)
    is_recipient = kind == Kind.RECIPIENT
    version = state.recipient_version if is_recipient else state.topic_version
    if (found.recipients if is_recipient else found.topics) is not None:
        return "own"
    if version is not None:
        return "lost"
    return "starter" if found.starter is not None and not is_recipient else "rules"


def labels_of(case_ids: Sequence[int]) -> dict[int, int]:
    """The topic people decided last, by case."""
    rows = Label.objects.filter(case_id__in=case_ids).order_by("at", "id")
    return dict(rows.values_list("case_id", "topic_id"))


def _state(municipality_id: int) -> _State:
    row = bulk.first(_STATE, [Kind.TOPIC.value, Kind.RECIPIENT.value, municipality_id])
    return _State(*row) if row else _UNSET


def _served(version_id: int | None, old: Served | None) -> Served | None:
    """The model of a version; none where its file is lost or of another edition, until it is learnt anew."""
    if version_id is None:
        return None
    if old is not None and old.version_id == version_id:
        return old
    path = ModelVersion.objects.values_list("path", flat=True).get(id=version_id)
    try:
        return Served(version_id, load(Path(settings.MODELS) / path))
    except (FileNotFoundError, NotAModel):
        return None


def _starter() -> Classifier | None:
    """The model of towns that have taught none; none where it has not been prepared."""
    path = Path(settings.MODELS) / STARTER
    return _loaded_starter(path, path.stat().st_mtime_ns) if path.exists() else None


@lru_cache(maxsize=1)
def _loaded_starter(path: Path, _edition: int) -> Classifier | None:
    try:
        return load(path)
    except NotAModel:
        return None
