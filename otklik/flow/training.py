"""Teaching the classifier from the town's own register."""

from datetime import datetime

from otklik.casework.triage import services as triage
from otklik.ground.outbox import services as outbox
from otklik.register.cases import selectors as cases

TRAIN = "train"


def train(municipality_id: int, *, now: datetime) -> list[triage.Trained]:
    """Train on the cases whose topic and recipient were decided or told; a worse model is not promoted."""
    return triage.train(municipality_id, cases.labelled(municipality_id), now=now)


def ask(municipality_id: int, *, now: datetime) -> None:
    """Ask the worker to train."""
    outbox.put(TRAIN, f"{municipality_id}:{now:%Y%m%d%H%M%S}", {"municipality": municipality_id}, now=now)
