"""Two scorers made of the sums of labels' texts alone: likeness to the mean text, and complement Bayes.

They hold rare labels up where least squares starves them, and cost nothing to learn without a fold.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from otklik.casework.triage.ridge import Lesson

Matrix = NDArray[np.float64]
_SMOOTHING = 0.1
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Sums:
    """Of the texts of every label: labels × features and labels × places on the map of meanings."""

    words: Matrix
    places: Matrix

    def without(self, other: "Sums") -> "Sums":
        return Sums(np.maximum(self.words - other.words, 0.0), self.places - other.places)


def sums(lesson: Lesson, rows: NDArray[np.int64]) -> Sums:
    chosen = csr_matrix(
        (lesson.strengths[rows], (lesson.labels[rows], rows)), shape=(lesson.count, lesson.table.shape[0])
    )
    words = np.asarray((chosen @ lesson.table).todense(), dtype=np.float64)
    return Sums(words, np.asarray(chosen @ lesson.places))


def centroids(total: Sums) -> Sums:
    """The direction of every label."""
    lengths = np.sqrt((total.words**2).sum(axis=1) + (total.places**2).sum(axis=1))[:, None]
    return Sums(total.words / np.maximum(lengths, _LEAST), total.places / np.maximum(lengths, _LEAST))


def bayes(total: Sums) -> Matrix:
    """How much rarer a feature is outside the label than inside (Rennie et al., 2003), less the mean."""
    outside = total.words.sum(axis=0) - total.words + _SMOOTHING
    told = -np.log(outside / outside.sum(axis=1, keepdims=True))
    return np.asarray(told - told.mean(axis=0))


def left_out(lesson: Lesson, total: Sums) -> tuple[Matrix, Matrix]:
    """Scores of the left-out rows by the centroids and by the Bayes of all other folds."""
    asked = lesson.left_out()
    by_centroids, by_bayes = np.zeros((len(asked), lesson.count)), np.zeros((len(asked), lesson.count))
    for fold in range(int(lesson.folds.max(initial=-1)) + 1):
        rows = np.flatnonzero(lesson.folds == fold)
        without = total.without(sums(lesson, rows))
        found, places = centroids(without), np.searchsorted(asked, rows)
        by_centroids[places] = lesson.table[rows] @ found.words.T + lesson.places[rows] @ found.places.T
        by_bayes[places] = lesson.table[rows] @ bayes(without).T
    return by_centroids, by_bayes
