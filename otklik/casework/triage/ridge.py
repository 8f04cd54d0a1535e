"""Least squares with a closed form, which also tells what every text would score had it not been seen.

Few texts are solved over texts (exactly, with all features), many over their commonest features.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix, hstack

Matrix = NDArray[np.float64]
PENALTY = 0.6
MOST_TEXTS = 5_000
MOST_COLUMNS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Rows to learn from: their features, their places on the map of meanings, labels by number.

    `folds` says for every row in which part it is left out; −1 is never. `strengths` weigh rows.
    """

    table: csr_matrix
    places: Matrix
    labels: NDArray[np.int64]
    strengths: Matrix
    folds: NDArray[np.int64]
    count: int

    def targets(self) -> Matrix:
        table = np.zeros((len(self.labels), self.count))
        table[np.arange(len(self.labels)), self.labels] = 1.0
        return table

    def left_out(self) -> NDArray[np.int64]:
        """The rows that some fold leaves out, in their order."""
        return np.flatnonzero(self.folds >= 0)


@dataclass(frozen=True, slots=True)
class Learnt:
    """A linear scorer, and the scores of left-out rows by the same scorer without their fold."""

    words: Matrix
    places: Matrix
    intercepts: Matrix
    left: Matrix


def solve(lesson: Lesson) -> Learnt:
    targets = lesson.targets()
    prior = np.average(targets, axis=0, weights=lesson.strengths)
    targets -= prior
    over = _over_texts if len(targets) <= MOST_TEXTS else _over_features
    return over(lesson, targets, prior)


def _over_texts(lesson: Lesson, targets: Matrix, prior: Matrix) -> Learnt:
    likeness = np.asarray((lesson.table @ lesson.table.T).todense(), dtype=np.float64)
    likeness += lesson.places @ lesson.places.T
    likeness[np.diag_indices_from(likeness)] += PENALTY / lesson.strengths
    inverse = cho_solve(cho_factor(likeness, lower=True, overwrite_a=True), np.eye(len(targets)))
    parts = inverse @ targets
    left = np.zeros_like(targets)
    for fold in range(int(lesson.folds.max(initial=-1)) + 1):
        rows = np.flatnonzero(lesson.folds == fold)
        # The rows of a fold as predicted by all the others: no second fit is needed.
        left[rows] = targets[rows] - np.linalg.solve(inverse[np.ix_(rows, rows)], parts[rows])
    return Learnt(
        np.asarray(lesson.table.T @ parts),
        lesson.places.T @ parts,
        prior,
        left[lesson.left_out()] + prior,
    )


def _over_features(lesson: Lesson, targets: Matrix, prior: Matrix) -> Learnt:
    commonest = np.argsort(-lesson.table.getnnz(axis=0), kind="stable")
    columns = np.sort(commonest[: MOST_COLUMNS - lesson.places.shape[1]])
    table = hstack([lesson.table[:, columns], csr_matrix(lesson.places)], format="csr")
    weighed = table.multiply(lesson.strengths[:, None]).tocsr()
    found = _normal(weighed, table, targets)
    left = np.flatnonzero(lesson.folds >= 0)
    kept = np.flatnonzero(lesson.folds < 0)
    without = _normal(weighed[kept], table[kept], targets[kept])
    words = np.zeros((lesson.table.shape[1], lesson.count))
    words[columns] = found[: len(columns)]
    return Learnt(words, found[len(columns) :], prior, np.asarray(table[left] @ without) + prior)


def _normal(weighed: csr_matrix, table: csr_matrix, targets: Matrix) -> Matrix:
    """The solution of the normal equations."""
    square = np.asarray((weighed.T @ table).todense(), dtype=np.float64)
    square[np.diag_indices_from(square)] += PENALTY
    return np.asarray(cho_solve(cho_factor(square, lower=True, overwrite_a=True), weighed.T @ targets))
