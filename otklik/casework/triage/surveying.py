"""Laying out what training texts are about: landmarks among them and the clock; for trainers alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from otklik.casework.triage import knowledge
from otklik.casework.triage.facets import Context
from otklik.casework.triage.features import Vocabulary
from otklik.casework.triage.ridge import MOST_TEXTS, Practice
from otklik.casework.triage.themes import Clock, Themes, learn_clock, near, with_always

_LANDMARKS = 300
_LEAST_FOR_CLOCK = 300
_LEAST_EIGENVALUE = 1e-3

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Survey:
    """The map, landmarks × places on it, what makes nearness to them a kernel, the clock if it is told."""

    drawing: knowledge.Drawing
    landmarks: NDArray[np.float16]
    root: NDArray[np.float32]
    clock: Clock | None

    def places(self, table: csr_matrix) -> NDArray[np.float32]:
        """Texts × (places, then nearness to landmarks)."""
        directions = self.drawing.directions(table)
        nearness = near(directions, self.landmarks.T.astype(np.float32))
        return np.hstack([directions, nearness @ self.root])

    def practice(self, places: NDArray[np.float32], contexts: Sequence[Context]) -> Practice | None:
        if self.clock is None:
            return None
        themes = with_always(places[:, : len(self.drawing.mean)])
        moments = self.clock.moments([one.order for one in contexts])
        return Practice(themes, moments)

    def themes(self, weights: Matrix, practice: Matrix | None) -> Themes:
        """What a model keeps, from weights of `places`."""
        count = len(self.drawing.mean)
        matrix = np.vstack([weights[:count], self.root.astype(np.float64) @ weights[count:]])
        told = np.zeros((0, 0, 0)) if practice is None else practice
        return Themes(
            self.drawing.map(),
            self.landmarks,
            matrix.astype(np.float16),
            self.clock,
            told.astype(np.float16),
        )


def survey(vocabulary: Vocabulary, table: csr_matrix, contexts: Sequence[Context]) -> Survey:
    drawing = knowledge.draw(vocabulary, table)
    chosen = np.sort(np.random.default_rng(0).permutation(table.shape[0])[:_LANDMARKS])
    landmarks = drawing.directions(table[chosen]).astype(np.float16)
    known = landmarks.astype(np.float32)
    values, vectors = np.linalg.eigh(near(known, known.T).astype(np.float64))
    root = vectors / np.sqrt(np.maximum(values, _LEAST_EIGENVALUE))
    return Survey(drawing, landmarks, root.astype(np.float32), _clock(contexts))


def _clock(contexts: Sequence[Context]) -> Clock | None:
    """Where texts are so many that they are solved over features, `facets` alone tell the time."""
    orders = [one.order for one in contexts]
    known = [order for order in orders if order is not None]
    if len(known) < _LEAST_FOR_CLOCK or len(orders) > MOST_TEXTS or len(set(known)) < _LEAST_FOR_CLOCK // 2:
        return None
    return learn_clock(orders)
