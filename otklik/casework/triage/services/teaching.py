"""Teaching a model from what is known of cases."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from otklik.casework.triage.evaluation import Evaluation, Progress
from otklik.casework.triage.facets import NOWHERE, Context, of_case
from otklik.casework.triage.models import Kind, ModelVersion
from otklik.casework.triage.outcome import Outcome
from otklik.casework.triage.services.runs import Lead
from otklik.casework.triage.services.versions import Draft, Trained, forget_old_files, keep_version
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import Snapshot, TopicView

_MOST_MISTAKES = 50


@dataclass(frozen=True, slots=True)
class Known:
    """A text whose topic and recipient are known: decided by a person or told by a source.

    A person's correction of what the training is about weighs more.
    """

    text: str
    topic_id: int
    recipient_id: int | None
    case_id: int = 0
    weight: float = 1.0
    district_id: int | None = None
    settlement_id: int | None = None
    on: date | None = None


def train(
    municipality_id: int,
    samples: Sequence[Known],
    *,
    now: datetime,
    kind: str = Kind.TOPIC,
    progress: Progress | None = None,
    actor_id: int | None = None,
    lead: Lead | None = None,
) -> Trained:
    """Train on known texts and put the model to use unless it is worse than the one in use.

    Slow and outside any transaction; of a run that was stopped nothing stays. The held-out texts are the
    same for every training, so that no model is judged by what it has seen. Raises `training.TooLittle`,
    and `evaluation.Stopped`.
    """
    from otklik.casework.triage import trials  # scikit-learn and scipy are heavy: only trainers load them

    snapshot = catalog.snapshot(municipality_id)
    active = ModelVersion.objects.filter(municipality_id=municipality_id, kind=kind, is_active=True).first()
    root = Path(settings.MODELS)
    usable = [(known, label) for known in samples if (label := _label(known, kind, snapshot))]
    weights = [known.weight for known, _ in usable]
    trial = trials.run(
        [(known.text, label) for known, label in usable],
        titles=_titles(kind, snapshot),
        groups=_groups(kind, snapshot),
        weights=weights,
        contexts=[_context(known, kind, snapshot) for known, _ in usable],
        rival=root / active.path if active else None,
        renamed=_renamed(kind, snapshot),
        progress=progress,
    )
    path = Path(str(municipality_id)) / f"{kind}-{now:%Y%m%dT%H%M%S%f}.npz"
    draft = Draft(
        municipality_id=municipality_id,
        kind=kind,
        path=str(path),
        outcome=trial.outcome,
        rival_id=active.id if active else None,
        corrections=sum(weight > 1 for weight in weights),
        mistakes=_mistakes(trial.outcome, [known.case_id for known, _ in usable]),
    )
    trial.write(root / path)
    try:
        trained = keep_version(draft, now=now, actor_id=actor_id, lead=lead)
    except BaseException:
        (root / path).unlink(missing_ok=True)
        raise
    forget_old_files(municipality_id, kind)
    return trained


def _context(known: Known, kind: str, snapshot: Snapshot) -> Context:
    """A recipient depends on the topic, the place and the time; a topic on the words alone."""
    if kind != Kind.RECIPIENT:
        return NOWHERE
    code = _code_today(snapshot.topics.get(known.topic_id), snapshot)
    return of_case(code, district_id=known.district_id, settlement_id=known.settlement_id, on=known.on)


def _mistakes(outcome: Outcome, case_ids: Sequence[int]) -> dict[str, list[int]]:
    """Cases under «true|guessed», for the confusions that the evaluation tells of."""
    told: Evaluation | None = outcome.evaluation
    listed = {(one.true, one.guessed) for one in told.confusions} if told else set()
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, true, guessed in outcome.missed:
        cases = found[f"{true}|{guessed}"]
        if (true, guessed) in listed and len(cases) < _MOST_MISTAKES and case_ids[place]:
            cases.append(case_ids[place])
    return {pair: cases for pair, cases in found.items() if cases}


def _label(known: Known, kind: str, snapshot: Snapshot) -> str:
    if kind == Kind.RECIPIENT:
        recipient = snapshot.recipients.get(known.recipient_id or 0)
        return str(recipient.id) if recipient is not None and recipient.is_active else ""
    return _code_today(snapshot.topics.get(known.topic_id), snapshot)


def _code_today(topic: TopicView | None, snapshot: Snapshot) -> str:
    """The code of the topic that cases of this one go under now; empty where it is closed."""
    while topic is not None and topic.merged_into_id is not None:
        topic = snapshot.topics.get(topic.merged_into_id)
    return topic.code if topic is not None and topic.is_active and not topic.is_group else ""


def _renamed(kind: str, snapshot: Snapshot) -> dict[str, str]:
    """What labels of an earlier model are called today; empty for closed ones."""
    if kind == Kind.RECIPIENT:
        return {str(one.id): str(one.id) if one.is_active else "" for one in snapshot.recipients.values()}
    return {topic.code: _code_today(topic, snapshot) for topic in snapshot.topics.values()}


def _titles(kind: str, snapshot: Snapshot) -> dict[str, str]:
    if kind == Kind.RECIPIENT:
        return {str(one.id): one.title for one in snapshot.recipients.values() if one.is_active}
    return {topic.code: topic.full_title for topic in snapshot.assignable_topics()}


def _groups(kind: str, snapshot: Snapshot) -> dict[str, str]:
    """The code of the group of every topic; recipients have none."""
    if kind == Kind.RECIPIENT:
        return {}
    return {
        topic.code: snapshot.topics[topic.parent_id].code
        for topic in snapshot.topics.values()
        if topic.parent_id is not None
    }
