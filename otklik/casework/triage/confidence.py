"""From scores of labels to probabilities in which the confidence of the best one means precision."""

import numpy as np
from numpy.typing import NDArray

from otklik.casework.triage.weights import Calibration

Matrix = NDArray[np.float64]
_SURE = 1e-6


def softened(scores: Matrix, sharpness: float) -> Matrix:
    """Softmax of sharpened scores, row by row."""
    powers = np.exp(sharpness * (scores - scores.max(axis=1, keepdims=True)))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def signs(shares: Matrix, counts: NDArray[np.float64]) -> Matrix:
    """What tells that the best label is right: its odds, its lead over the second, how often it was met."""
    count = shares.shape[1]
    best = shares.argmax(axis=1)
    first = shares[np.arange(len(shares)), best]
    second = np.partition(shares, count - 2, axis=1)[:, count - 2] if count > 1 else np.zeros(len(shares))
    odds = np.log(np.clip(first, _SURE, 1 - _SURE) / np.clip(1 - first, _SURE, 1))
    lead = np.log(np.clip(first, _SURE, 1) / np.clip(second, _SURE, 1))
    return np.column_stack([odds, lead, np.log1p(counts[best])])


def calibrated(scores: Matrix, counts: NDArray[np.float64], calibration: Calibration) -> Matrix:
    """Probabilities of all labels: the best gets its precision, the others share the rest as they stood."""
    shares = softened(scores, calibration.sharpness)
    told = signs(shares, counts) @ np.array(calibration.slopes) + calibration.intercept
    precision = 1 / (1 + np.exp(-told))
    rows = np.arange(len(shares))
    best = shares.argmax(axis=1)
    first = shares[rows, best]
    rest = np.clip(1 - first, _SURE, 1)
    result = shares * ((1 - precision) / rest)[:, None]
    result[rows, best] = precision
    return np.asarray(result)
