"""From scores of labels to probabilities in which the confidence of the best one means precision."""

import numpy as np
from numpy.typing import NDArray

from otklik.casework.triage.weights import Calibration

Matrix = NDArray[np.float64]
_SURE = 1e-6
_LESS = 0.999
_LEAST_CHANCE = 0.004


def odds_of(chances: Matrix) -> Matrix:
    """Logarithms of shares guessed by least squares, which may guess less than nothing."""
    return np.asarray(np.log(np.maximum(chances, _LEAST_CHANCE)))


def combined(told: Matrix, belief: float) -> Matrix:
    """Scores of labels from what both linear models tell: scores, then guessed shares."""
    count = told.shape[1] // 2
    return np.asarray(told[:, :count] + belief * odds_of(told[:, count:]))


def softened(scores: Matrix, sharpness: float) -> Matrix:
    """Softmax of sharpened scores, row by row."""
    powers = np.exp(sharpness * (scores - scores.max(axis=1, keepdims=True)))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def signs(shares: Matrix, counts: NDArray[np.float64]) -> Matrix:
    """What tells that the best label is right: its odds, its lead over the second, how often it was met,
    and how little is left to the others altogether (their entropy).
    """
    count = shares.shape[1]
    best = shares.argmax(axis=1)
    first = shares[np.arange(len(shares)), best]
    second = np.partition(shares, count - 2, axis=1)[:, count - 2] if count > 1 else np.zeros(len(shares))
    odds = np.log(np.clip(first, _SURE, 1 - _SURE) / np.maximum(1 - first, _SURE))
    lead = np.log(np.maximum(first, _SURE) / np.maximum(second, _SURE))
    spread = -(shares * np.log(np.maximum(shares, _SURE))).sum(axis=1)
    return np.array([odds, lead, np.log1p(counts[best]), spread]).T


def calibrated(scores: Matrix, counts: NDArray[np.float64], calibration: Calibration) -> Matrix:
    """Probabilities of all labels: the best gets its precision, the others share the rest as they stood.

    None of the others gets more than the best, so that their order stays.
    """
    shares = softened(scores, calibration.sharpness)
    told = signs(shares, counts) @ np.array(calibration.slopes) + calibration.intercept
    precision = 1 / (1 + np.exp(-told))
    rows = np.arange(len(shares))
    best = shares.argmax(axis=1)
    first = shares[rows, best]
    rest = np.maximum(1 - first, _SURE)
    result = np.minimum(shares * ((1 - precision) / rest)[:, None], _LESS * precision[:, None])
    result[rows, best] = precision
    return np.asarray(result)
