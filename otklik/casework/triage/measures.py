"""How good a model is on held-out texts."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from otklik.casework.triage.evaluation import (
    PRECISIONS,
    Confusion,
    CurvePoint,
    Evaluation,
    LabelMeasures,
    ReliabilityBin,
)

_LEAST = 10
_BINS = 10
_MOST_CONFUSIONS = 50
_MOST_LABELS = 500

Numbers = NDArray[np.float64]
Hits = NDArray[np.bool_]


def measure(
    probabilities: Numbers, labels: Sequence[str], truth: Sequence[str], *, seconds: float = 0.0
) -> Evaluation:
    """Probabilities are texts × labels; a true label the model does not know counts as a miss."""
    known = {label: position for position, label in enumerate(labels)}
    true = np.array([known.get(label, -1) for label in truth])
    order = np.argsort(-probabilities, axis=1, kind="stable")[:, :3]
    hits = order[:, 0] == true
    confidence = probabilities[np.arange(len(true)), order[:, 0]]
    per_label = _per_label([labels[best] for best in order[:, 0]], truth)
    bins = _reliability(confidence, hits)
    return Evaluation(
        texts=len(truth),
        labels=len(labels),
        top_1=float(hits.mean()),
        top_3=float((order == true[:, None]).any(axis=1).mean()),
        weighted_f1=_weighted_f1(per_label),
        coverage_90=coverage(confidence, hits, precision=0.9),
        calibration_error=sum(abs(b.accuracy - b.confidence) * b.count for b in bins) / len(truth),
        curve=tuple(_point(confidence, hits, precision=precision) for precision in PRECISIONS),
        reliability=bins,
        confusions=_confusions([labels[best] for best in order[:, 0]], truth),
        per_label=per_label[:_MOST_LABELS],
        seconds=round(seconds, 2),
    )


def coverage(confidence: Numbers, hits: Hits, *, precision: float) -> float:
    """The largest share of the surest texts among which the precision holds; under ten texts is none."""
    return _point(confidence, hits, precision=precision).coverage


def _point(confidence: Numbers, hits: Hits, *, precision: float) -> CurvePoint:
    order = np.argsort(-confidence, kind="stable")
    if not len(order):
        return CurvePoint(precision, 0.0, 1.0)
    running = np.cumsum(hits[order]) / np.arange(1, len(order) + 1)
    # Texts of one confidence are left to the model together or not at all.
    ends = np.append(np.diff(confidence[order]) != 0, True)
    enough = np.flatnonzero((running >= precision) & ends)
    best = int(enough[-1]) + 1 if len(enough) else 0
    if best < _LEAST:
        return CurvePoint(precision, 0.0, 1.0)
    return CurvePoint(precision, best / len(order), float(confidence[order[best - 1]]))


def _reliability(confidence: Numbers, hits: Hits) -> tuple[ReliabilityBin, ...]:
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    return tuple(
        ReliabilityBin(
            one / _BINS,
            (one + 1) / _BINS,
            float(confidence[bins == one].mean()),
            float(hits[bins == one].mean()),
            int((bins == one).sum()),
        )
        for one in np.unique(bins).tolist()
    )


def _per_label(guessed: Sequence[str], truth: Sequence[str]) -> tuple[LabelMeasures, ...]:
    counts, said = Counter(truth), Counter(guessed)
    right = Counter(g for g, t in zip(guessed, truth, strict=True) if g == t)
    return tuple(
        LabelMeasures(label, counts[label], said[label], right[label])
        for label in sorted(counts | said, key=lambda label: (-counts[label], label))
    )


def _weighted_f1(per_label: Sequence[LabelMeasures]) -> float:
    total = sum(one.count for one in per_label)
    return sum(one.count * 2 * one.right / (one.count + one.guessed) for one in per_label) / total


def _confusions(guessed: Sequence[str], truth: Sequence[str]) -> tuple[Confusion, ...]:
    found = Counter((t, g) for g, t in zip(guessed, truth, strict=True) if g != t)
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Confusion(true, said, count) for (true, said), count in ordered[:_MOST_CONFUSIONS])
