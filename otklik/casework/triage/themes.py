"""What a text is about, as a direction on the map of meanings, and what that says of labels and of times.

The direction has one length whatever the length of the text, so this part of a model is not a sum over words;
it is kept apart from the words' own weights and answers by numpy alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Rows = NDArray[np.float32]

NEARNESS = 2.0
ALWAYS = 0.3**0.5
"""How much a text of any theme tells of the practice of a time."""

_MOMENTS = 16
_MOMENT_WIDTH = 0.1
_LEAST = 1e-9


@dataclass(frozen=True)
class MeaningMap:
    """Features × places, row by row (`starts`, `columns`, `values`); `mean` is where the usual text lies."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    values: NDArray[np.float16]
    mean: Rows

    def place(self, ids: Sequence[int], values: Sequence[float]) -> Rows:
        """Where weighted features lie, before the mean is taken off."""
        chosen = np.array(ids)
        starts = self.starts[chosen]
        counts = self.starts[chosen + 1] - starts
        ends = counts.cumsum()
        at = np.arange(ends[-1]) + np.repeat(starts - ends + counts, counts)
        told = self.values[at] * np.repeat(np.array(values, dtype=np.float32), counts)
        return np.bincount(self.columns[at], told, len(self.mean)).astype(np.float32)

    def direct(self, places: Rows) -> tuple[Rows, Rows]:
        """Directions of texts, and the lengths they were divided by."""
        shifted = places - self.mean
        lengths = np.maximum(np.sqrt((shifted**2).sum(axis=1)), _LEAST).astype(np.float32)
        return shifted / lengths[:, None], lengths


@dataclass(frozen=True)
class Clock:
    """Orders of messages as smooth moments of the time that was learnt; what is later is as the last."""

    marks: tuple[float, ...]
    usual: Rows

    def moments(self, orders: Sequence[float | None]) -> Rows:
        """Messages × moments, each row of length one; of an unknown order the usual row."""
        known = [order is not None for order in orders]
        told = np.array([0.0 if order is None else order for order in orders])
        at = np.interp(told, self.marks, np.linspace(0.0, 1.0, len(self.marks)))
        found = np.exp(-(((at[:, None] - np.linspace(0.0, 1.0, _MOMENTS)) / _MOMENT_WIDTH) ** 2))
        found /= np.sqrt((found**2).sum(axis=1, keepdims=True))
        return np.where(np.array(known)[:, None], found, self.usual).astype(np.float32)


def learn_clock(orders: Sequence[float | None]) -> Clock:
    told = np.array([order for order in orders if order is not None])
    marks = np.unique(np.quantile(told, np.linspace(0.0, 1.0, 101)))
    bare = Clock(tuple(marks.tolist()), np.zeros(_MOMENTS, dtype=np.float32))
    return Clock(bare.marks, bare.moments(told.tolist()).mean(axis=0))


@dataclass(frozen=True, slots=True)
class Times:
    """Texts × labels: what is added at their time, and what would be had nobody told the time."""

    now: Rows
    usual: Rows


@dataclass(frozen=True)
class Themes:
    """Weights of directions: (places, then landmarks) × columns of the model.

    A landmark is the direction of a known text; nearness to it is told by `near`. `practice` is moments ×
    (places and one more) × labels: what the theme says of the share of a label at a time.
    """

    map: MeaningMap
    landmarks: NDArray[np.float16]
    matrix: NDArray[np.float16]
    clock: Clock | None = None
    practice: NDArray[np.float16] = field(default_factory=lambda: np.zeros((0, 0, 0), dtype=np.float16))

    @cached_property
    def _weights(self) -> tuple[Rows, Rows, Rows]:
        moments, places, labels = self.practice.shape
        flat = self.practice.transpose(1, 0, 2).reshape(places, moments * labels)
        return (
            self.landmarks.T.astype(np.float32),
            self.matrix.astype(np.float32),
            np.ascontiguousarray(flat, dtype=np.float32),
        )

    def tell(self, directions: Rows) -> Rows:
        """Texts × columns of the model."""
        landmarks, matrix, _ = self._weights
        places = len(self.map.mean)
        return np.asarray(directions @ matrix[:places] + near(directions, landmarks) @ matrix[places:])

    def tell_times(self, directions: Rows, orders: Sequence[float | None]) -> Times | None:
        """What the time adds to guessed shares; None where times were not learnt."""
        if self.clock is None:
            return None
        asked = (with_always(directions) @ self._weights[2]).reshape(len(directions), _MOMENTS, -1)
        usual = np.tensordot(asked, self.clock.usual, ((1,), (0,)))
        if not any(order is not None for order in orders):
            return Times(usual, usual)
        return Times(np.einsum("nml,nm->nl", asked, self.clock.moments(orders)), usual)

    def of_places(self, labels: NDArray[np.intp]) -> Rows:
        """Places × the labels asked for: what a step along a place adds, less its mean over labels."""
        return np.asarray(self._centred[:, labels])

    @cached_property
    def _centred(self) -> Rows:
        count = self.matrix.shape[1] // 2
        scores = self._weights[1][: len(self.map.mean), :count]
        return np.asarray(scores - scores.mean(axis=1, keepdims=True))


def near(directions: Rows, landmarks: Rows) -> Rows:
    """Texts × landmarks; `landmarks` stand in columns."""
    return np.asarray(np.exp(NEARNESS * (directions @ landmarks - 1.0)))


def with_always(directions: Rows) -> Rows:
    return np.hstack([directions, np.full((len(directions), 1), ALWAYS, dtype=directions.dtype)])
