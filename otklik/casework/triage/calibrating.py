"""Learning how scores of left-out texts become confidence that means precision; for trainers alone."""

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from otklik.casework.triage.confidence import signs, softened
from otklik.casework.triage.weights import Calibration

Matrix = NDArray[np.float64]
CAUTIOUS = Calibration(1.0, (0.8, 0.0, 0.0, 0.0), -0.5)
_SHARPEST, _DULLEST, _STEPS = 4.0, 0.25, 33
_LEAST_ROWS = 60


def learn_calibration(scores: Matrix, counts: Matrix, truth: NDArray[np.int64]) -> Calibration:
    """Sharpness by the surprise of the truth, then the logistic of precision of the best label."""
    if len(truth) < _LEAST_ROWS:
        return CAUTIOUS
    tried = np.geomspace(_DULLEST, _SHARPEST, _STEPS)
    sharpness = float(min(tried, key=lambda one: _surprise(scores, truth, float(one))))
    told = signs(softened(scores, sharpness), counts)
    hits = scores.argmax(axis=1) == truth
    if hits.all() or not hits.any():
        return CAUTIOUS
    middle, spread = told.mean(axis=0), np.maximum(told.std(axis=0), 1e-9)
    logistic = LogisticRegression(C=1.0, max_iter=1000).fit((told - middle) / spread, hits)
    slopes = logistic.coef_[0] / spread
    intercept = float(logistic.intercept_[0] - slopes @ middle)
    return Calibration(sharpness, tuple(slopes.tolist()), intercept)


def _surprise(scores: Matrix, truth: NDArray[np.int64], sharpness: float) -> float:
    shares = softened(scores, sharpness)
    return float(-np.log(np.clip(shares[np.arange(len(shares)), truth], 1e-9, 1)).mean())
