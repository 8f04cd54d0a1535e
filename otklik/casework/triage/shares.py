"""The share of every met word and known pair in the scores of all labels, kept in bounded memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from otklik.casework.triage.features import ATTENTION, Features, Vocabulary, first_places
from otklik.casework.triage.weights import Weights
from otklik.casework.triage.words import Words

NOWHERE = 0
_KEPT_BYTES = 80_000_000
_LEAST_KEPT = 4096
_SPARE = 2048

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Met:
    """Rows of the table for a text's distinct words, then its known pairs; and how much each weighs."""

    rows: list[int]
    strengths: NDArray[np.float32]
    words: list[str]


class Shares:
    """Rows of a table by word: what it adds to each column of the model, their mean over labels in `mean`,
    and from `places` on where it lies on the map of meanings.
    """

    def __init__(self, weights: Weights) -> None:
        count = len(weights.labels)
        mean = weights.matrix[:, :count].mean(axis=1, dtype=np.float32)[:, None]
        self._matrix = np.hstack([weights.matrix, mean.astype(np.float16)])
        self._map = weights.themes.map
        self.mean, self.places = 2 * count, 2 * count + 1
        self._columns = self.places + len(self._map.mean)
        self.most = max(_KEPT_BYTES // (4 * self._columns), _LEAST_KEPT)
        self._vocabulary: Vocabulary = weights.vocabulary
        self._pair_ids = {
            (first, second): name
            for name in weights.vocabulary.names
            if " " in name and not name.startswith("#")
            for first, second in [name.split(" ")]
        }
        self.forget()

    def forget(self) -> None:
        """Start anew; the system gives memory for the rows of the table as they are written."""
        self.table = np.zeros((self.most + _SPARE, self._columns), dtype=np.float32)
        self.squares = np.zeros(len(self.table), dtype=np.float32)
        self._used = 1
        self._words: dict[str, int] = {}
        self._pairs: dict[Pair, int] = {}

    def look_up(self, texts: Sequence[Words]) -> list[Met]:
        """What of every text the model knows; the rows are never an empty list."""
        if self._used > self.most:
            self.forget()
        fresh: list[Features] = []
        found = [self._met(words, fresh) for words in texts]
        if fresh:
            self._keep(fresh)
        return found

    def length(self, met: Met) -> float:
        """Of a text as its words laid apart."""
        return float(met.strengths**2 @ self.squares.take(met.rows)) ** 0.5 or 1.0

    def _met(self, words: Words, fresh: list[Features]) -> Met:
        rows, strengths = [], []
        known = self._words
        tokens = first_places(words)
        for token, (at, lemma) in tokens.items():
            row = known.get(token)
            if row is None:
                row = known[token] = self._place(self._vocabulary.word(token, lemma), fresh)
            rows.append(row)
            strengths.append(ATTENTION[at])
        pair_ids = self._pair_ids
        told: dict[Pair, int] = {}
        for at, pair in enumerate(pairwise(words.lemmas)):
            if pair in pair_ids:
                told.setdefault(pair, at)
        for pair, at in told.items():
            row = self._pairs.get(pair)
            if row is None:
                row = self._pairs[pair] = self._place(self._vocabulary.pair(pair_ids[pair]), fresh)
            rows.append(row)
            strengths.append(ATTENTION[at])
        if not rows:
            rows, strengths = [NOWHERE], [0.0]
        return Met(rows, np.array(strengths, dtype=np.float32), list(tokens))

    def _place(self, features: Features, fresh: list[Features]) -> int:
        """The row the features will stand in once `_keep` has run."""
        if not features.ids:
            return NOWHERE
        fresh.append(features)
        return self._used + len(fresh) - 1

    def _keep(self, fresh: list[Features]) -> None:
        end = self._used + len(fresh)
        self._make_room(end)
        for row, one in enumerate(fresh, start=self._used):
            values = np.array(one.values, dtype=np.float32)
            told = self._matrix.take(one.ids, axis=0).astype(np.float32)
            np.dot(values, told, out=self.table[row, : self.places])
            self.table[row, self.places :] = self._map.place(one.ids, one.values)
            self.squares[row] = one.square
        self._used = end

    def _make_room(self, end: int) -> None:
        size = len(self.table)
        if end > size:
            more = end + _SPARE - size
            self.table = np.concatenate([self.table, np.zeros((more, self.table.shape[1]), dtype=np.float32)])
            self.squares = np.concatenate([self.squares, np.zeros(more, dtype=np.float32)])
