"""How much each scorer is believed: a conditional logit over scores of unseen texts."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Matrix = NDArray[np.float64]
_PENALTY = 1e-3
_MOST_NUMBERS = 60_000_000
_NEARLY_LOGARITHMIC, _FORGIVING = 1e-3, 0.7
"""Exponents of the generalised cross entropy (Zhang, Sabuncu, 2018).

Labels given by hand are often wrong; the second forgives texts whose label nothing explains.
"""


def shares(scores: Sequence[Matrix], truth: NDArray[np.int64]) -> Matrix:
    """For every scorer its factor; their weighed sum is the logarithm of a label's odds.

    `scores` are rows × labels each. Texts beyond what memory allows are left out evenly.
    """
    rows, count = scores[0].shape
    step = -(-rows * count * len(scores) // _MOST_NUMBERS)
    table = np.stack([one[::step] for one in scores]).astype(np.float32)
    spread = np.maximum(table.std(axis=(1, 2)), 1e-9).astype(np.float64)
    table /= spread[:, None, None].astype(np.float32)
    factors = np.full(len(scores), 0.5)
    for exponent in (_NEARLY_LOGARITHMIC, _FORGIVING):
        factors = _fitted(table, truth[::step], factors, exponent)
    return np.asarray(factors / spread)


def _fitted(table: NDArray[np.float32], truth: NDArray[np.int64], start: Matrix, exponent: float) -> Matrix:
    places = np.arange(len(truth))

    def loss(factors: Matrix) -> tuple[float, Matrix]:
        told = np.tensordot(factors.astype(np.float32), table, 1)
        told -= told.max(axis=1, keepdims=True)
        np.exp(told, out=told)
        told /= told.sum(axis=1, keepdims=True)
        right = np.clip(told[places, truth], 1e-9, 1.0) ** exponent
        missed = float(np.mean((1 - right.astype(np.float64)) / exponent))
        told *= right[:, None]
        told[places, truth] -= right
        slope = np.tensordot(table, told, ((1, 2), (0, 1))).astype(np.float64) / len(truth)
        return missed + _PENALTY * float(factors @ factors), slope + 2 * _PENALTY * factors

    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(start))
    return np.asarray(found.x, dtype=np.float64)
