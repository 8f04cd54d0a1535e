"""Least squares with a closed form, which also tells what every text would score had it not been seen.

Few texts are solved over texts (exactly, with all features), many over their commonest features.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix

Matrix = NDArray[np.float64]
PENALTY = 0.8
MOST_TEXTS = 5_000
MOST_COLUMNS = 5_000
MOST_ROWS = 30_000
_TOO_COMMON = 0.2
_EVENNESS = 1 / 3
"""How far rare labels are brought up to frequent ones: their texts weigh as this power of the ratio."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Rows to learn from: their words, what they are about, labels by number.

    `places` are directions on the map of meanings, then nearness to landmarks. `folds` says for every row in
    which part it is left out; −1 is never. `strengths` weigh rows. `practice` is what the time may change.
    """

    table: csr_matrix
    places: NDArray[np.floating]
    labels: NDArray[np.int64]
    strengths: Matrix
    folds: NDArray[np.int64]
    count: int
    practice: "Practice | None" = None

    def targets(self) -> Matrix:
        table = np.zeros((len(self.labels), self.count))
        table[np.arange(len(self.labels)), self.labels] = 1.0
        return table

    def left_out(self) -> NDArray[np.int64]:
        """The rows that some fold leaves out, in their order."""
        return np.flatnonzero(self.folds >= 0)


@dataclass(frozen=True, slots=True)
class Practice:
    """Every row as the product of its theme and its moments: who answers for what changes with the years."""

    themes: NDArray[np.floating]
    moments: NDArray[np.floating]

    def likeness(self) -> Matrix:
        return np.asarray((self.themes @ self.themes.T) * (self.moments @ self.moments.T), dtype=np.float64)

    def weights(self, parts: Matrix) -> Matrix:
        """Moments × themes × labels."""
        return np.stack([(self.themes * one[:, None]).T @ parts for one in self.moments.T])


@dataclass(frozen=True, slots=True)
class Learnt:
    """A linear scorer, and the scores of left-out rows by the same scorer without their fold."""

    words: Matrix
    places: Matrix
    intercepts: Matrix
    left: Matrix
    practice: Matrix | None = None


def solve(lesson: Lesson) -> Learnt:
    targets = lesson.targets()
    prior = np.average(targets, axis=0, weights=lesson.strengths)
    targets -= prior
    over = _over_texts if len(targets) <= MOST_TEXTS else _over_features
    return over(lesson, targets, prior)


def _over_texts(lesson: Lesson, targets: Matrix, prior: Matrix) -> Learnt:
    likeness = np.asarray((lesson.table @ lesson.table.T).todense(), dtype=np.float64)
    places = lesson.places.astype(np.float64)
    likeness += places @ places.T
    if lesson.practice is not None:
        likeness += lesson.practice.likeness()
    likeness[np.diag_indices_from(likeness)] += PENALTY / evened(lesson)
    inverse = cho_solve(cho_factor(likeness, lower=True, overwrite_a=True), np.eye(len(targets)))
    parts = inverse @ targets
    left = np.zeros_like(targets)
    for fold in range(int(lesson.folds.max(initial=-1)) + 1):
        rows = np.flatnonzero(lesson.folds == fold)
        # The rows of a fold as predicted by all the others: no second fit is needed.
        left[rows] = targets[rows] - np.linalg.solve(inverse[np.ix_(rows, rows)], parts[rows])
    return Learnt(
        np.asarray(lesson.table.T @ parts),
        places.T @ parts,
        prior,
        left[lesson.left_out()] + prior,
        None if lesson.practice is None else lesson.practice.weights(parts),
    )


def evened(lesson: Lesson) -> Matrix:
    """Strengths that hold rare labels up where texts are few; their mean stays."""
    counts = np.bincount(lesson.labels, weights=lesson.strengths, minlength=lesson.count)
    told = lesson.strengths * np.maximum(counts, 1e-9)[lesson.labels] ** -_EVENNESS
    return np.asarray(told * (lesson.strengths.sum() / told.sum()))


def _over_features(lesson: Lesson, targets: Matrix, prior: Matrix) -> Learnt:
    columns = _commonest(lesson)
    chosen, strengths = _thinned(lesson)
    found = _normal(lesson, targets, chosen, columns=columns, strengths=strengths)
    kept = chosen[lesson.folds[chosen] < 0]
    without = _normal(lesson, targets, kept, columns=columns, strengths=strengths)
    left = lesson.left_out()
    scores = lesson.table[left][:, columns] @ without[: len(columns)]
    scores += lesson.places[left] @ without[len(columns) :]
    words = np.zeros((lesson.table.shape[1], lesson.count))
    words[columns] = found[: len(columns)]
    return Learnt(words, found[len(columns) :], prior, np.asarray(scores) + prior)


def _commonest(lesson: Lesson) -> NDArray[np.int64]:
    """Features met often enough to be weighed alone and seldom enough to tell something."""
    met = lesson.table.getnnz(axis=0)
    met[met > _TOO_COMMON * len(lesson.labels)] = 0
    return np.sort(np.argsort(-met, kind="stable")[: MOST_COLUMNS - lesson.places.shape[1]])


def _thinned(lesson: Lesson) -> tuple[NDArray[np.int64], Matrix]:
    """At most `MOST_ROWS` rows, evenly of the frequent labels, and strengths that make up for the rest."""
    counts = np.bincount(lesson.labels, minlength=lesson.count)
    most = int(counts.max())
    while most > 1 and np.minimum(counts, most).sum() > MOST_ROWS:
        most = most * 9 // 10
    order = np.argsort(lesson.labels, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    step = np.maximum(counts / most, 1.0)[lesson.labels]
    chosen = np.flatnonzero(np.floor(rank / step) != np.floor((rank - 1) / step))
    return chosen, lesson.strengths * step


def _normal(
    lesson: Lesson,
    targets: Matrix,
    rows: NDArray[np.int64],
    *,
    columns: NDArray[np.int64],
    strengths: Matrix,
) -> Matrix:
    """The solution of the normal equations: columns of the table, then places."""
    table, places = lesson.table[rows][:, columns], lesson.places[rows]
    weighed = table.multiply(strengths[rows][:, None]).tocsr()
    count = len(columns)
    square = np.empty((count + places.shape[1],) * 2)
    square[:count, :count] = (weighed.T @ table).todense()
    square[count:, :count] = (weighed.T @ places).T
    square[:count, count:] = square[count:, :count].T
    square[count:, count:] = (places * strengths[rows][:, None]).T @ places
    square[np.diag_indices_from(square)] += PENALTY
    wanted = np.vstack([weighed.T @ targets[rows], (places * strengths[rows][:, None]).T @ targets[rows]])
    return np.asarray(cho_solve(cho_factor(square, lower=True, overwrite_a=True), wanted))
