"""Teaching the classifiers of topics and of recipients from the town's own register."""

from collections.abc import Callable
from datetime import datetime

from otklik.casework.triage import services as triage
from otklik.ground.outbox import services as outbox
from otklik.register.cases import selectors as cases

TRAIN = "train"
Progress = Callable[[str, float], None]


def train(
    municipality_id: int,
    *,
    kind: str = "topic",
    now: datetime,
    actor_id: int | None = None,
    progress: Progress | None = None,
) -> triage.Trained:
    """Train on the cases whose topic and recipient were decided by a person or told by a source.

    A model worse than the one in use is kept and not promoted. Raises `triage.training.TooLittle`.
    """
    samples = [
        triage.Known(text, topic_id, recipient_id)
        for text, topic_id, recipient_id in cases.labelled(municipality_id)
    ]
    return triage.train(municipality_id, samples, kind=kind, now=now, actor_id=actor_id, progress=progress)


def ask(municipality_id: int, *, kind: str = "topic", now: datetime) -> None:
    """Ask the worker to train."""
    key = f"{municipality_id}:{kind}:{now:%Y%m%d%H%M%S}"
    outbox.put(TRAIN, key, {"municipality": municipality_id, "kind": kind}, now=now)
