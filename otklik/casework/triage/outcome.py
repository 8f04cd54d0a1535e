"""How a training ended, and when its model may be used."""

from collections.abc import Mapping
from dataclasses import dataclass

from otklik.casework.triage.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class Outcome:
    """`metrics` and `was` are measures of the new and of the active model on the same held-out texts.

    `evaluation` tells all of the new model on them; None where nothing was held out. `missed` are its wrong
    answers among them: the place in what was given, the true label and the one guessed.
    """

    samples: int
    metrics: dict[str, float]
    was: dict[str, float] | None
    is_not_worse: bool
    evaluation: Evaluation | None = None
    missed: tuple[tuple[int, str, str], ...] = ()


def is_not_worse(new: Mapping[str, float], was: Mapping[str, float] | None) -> bool:
    """Not fewer right answers on the same texts; the first model is never worse."""
    return was is None or new.get("top_1", 0.0) >= was["top_1"]
