"""How good a model is on held-out texts."""

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

_LEAST = 10


@dataclass(frozen=True, slots=True)
class Measures:
    """`coverage_90` is the share of texts that can be left to the model at 90 % precision.

    `calibration_error` is the expected difference between confidence and precision over ten bins.
    """

    texts: int
    top_1: float
    top_3: float
    weighted_f1: float
    coverage_90: float
    calibration_error: float

    def rounded(self) -> dict[str, float]:
        return {name: round(value, 4) for name, value in asdict(self).items()}


def measure(probabilities: NDArray[np.float64], labels: tuple[str, ...], truth: list[str]) -> Measures:
    """Probabilities are texts × labels; a true label the model does not know counts as a miss."""
    known = {label: position for position, label in enumerate(labels)}
    true = np.array([known.get(label, -1) for label in truth])
    order = np.argsort(-probabilities, axis=1, kind="stable")
    hits = order[:, 0] == true
    confidence = probabilities[np.arange(len(true)), order[:, 0]]
    return Measures(
        texts=len(truth),
        top_1=float(hits.mean()),
        top_3=float((order[:, :3] == true[:, None]).any(axis=1).mean()),
        weighted_f1=_weighted_f1([labels[best] for best in order[:, 0]], truth),
        coverage_90=coverage(confidence, hits, precision=0.9),
        calibration_error=_calibration_error(confidence, hits),
    )


def coverage(confidence: NDArray[np.float64], hits: NDArray[np.bool_], *, precision: float) -> float:
    """The largest share of the surest texts among which the precision holds; under ten texts is none."""
    order = np.argsort(-confidence, kind="stable")
    running = np.cumsum(hits[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(running >= precision)
    best = int(enough[-1]) + 1 if len(enough) else 0
    return best / len(order) if best >= _LEAST else 0.0


def _weighted_f1(guessed: list[str], truth: list[str]) -> float:
    total = 0.0
    for label in set(truth):
        right = sum(g == t == label for g, t in zip(guessed, truth, strict=True))
        both = guessed.count(label) + truth.count(label)
        total += truth.count(label) * 2 * right / both
    return total / len(truth)


def _calibration_error(confidence: NDArray[np.float64], hits: NDArray[np.bool_]) -> float:
    bins = np.minimum((confidence * 10).astype(int), 9)
    return float(
        sum(
            abs(hits[bins == one].mean() - confidence[bins == one].mean()) * (bins == one).mean()
            for one in np.unique(bins)
        )
    )
