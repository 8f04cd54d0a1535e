"""How a trained model does on samples it has not seen; imported by trainers alone."""

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from otklik.casework.triage.confidence import calibrated
from otklik.casework.triage.evaluation import Evaluation, Progress
from otklik.casework.triage.measures import measure
from otklik.casework.triage.tables import tabulate
from otklik.casework.triage.training import Sample, score
from otklik.casework.triage.weights import Weights
from otklik.casework.triage.words import read

_BATCH = 2_000


def chances(
    weights: Weights, samples: Sequence[Sample], *, progress: Progress | None = None
) -> NDArray[np.float64]:
    """Texts × labels, calibrated; for many texts at once. Raises whatever `progress` raises to stop."""
    found = []
    for start in range(0, len(samples), _BATCH):
        if progress is not None:
            progress("проверка", start / len(samples))
        batch = samples[start : start + _BATCH]
        table = tabulate([read(sample.text) for sample in batch], weights.vocabulary)
        scores = score(weights, table, [sample.context for sample in batch])
        found.append(calibrated(scores, weights.counts, weights.calibration))
    return np.concatenate(found)


def evaluate(weights: Weights, samples: Sequence[Sample], *, progress: Progress | None = None) -> Evaluation:
    """Raises whatever `progress` raises to stop."""
    started = time.monotonic()
    told = chances(weights, samples, progress=progress)
    spent = time.monotonic() - started
    return measure(told, weights.labels, [sample.label for sample in samples], seconds=spent)
