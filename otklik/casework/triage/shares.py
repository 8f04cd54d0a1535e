"""The share of every met word and known pair in the scores of all labels, kept in bounded memory."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from otklik.casework.triage.features import Features
from otklik.casework.triage.weights import Weights
from otklik.casework.triage.words import Words

NOWHERE = 0
_KEPT_BYTES = 40_000_000
_LEAST_KEPT = 4096
_SPARE = 2048

Pair = tuple[str, str]


class Shares:
    """Rows of a table by word: what it adds to each column of the model, and the mean score in the last."""

    def __init__(self, weights: Weights) -> None:
        count = len(weights.labels)
        mean = weights.matrix[:, :count].mean(axis=1, dtype=np.float32)[:, None]
        self.weights = replace(weights, matrix=np.hstack([weights.matrix, mean.astype(np.float16)]))
        self.most = max(_KEPT_BYTES // (4 * self.weights.matrix.shape[1]), _LEAST_KEPT)
        self._pair_ids = {
            (first, second): name
            for name in weights.vocabulary.names
            if " " in name and not name.startswith("#")
            for first, second in [name.split(" ")]
        }
        self.forget()

    def forget(self) -> None:
        """Start anew; the system gives memory for the rows of the table as they are written."""
        self.table = np.zeros((self.most + _SPARE, self.weights.matrix.shape[1]), dtype=np.float32)
        self.squares = np.zeros(len(self.table))
        self._used = 1
        self._words: dict[str, int] = {}
        self._pairs: dict[Pair, int] = {}

    def look_up(self, texts: Sequence[Words]) -> list[list[int]]:
        """For each text the rows of its distinct words, then of its known pairs; never an empty list."""
        if self._used > self.most:
            self.forget()
        fresh: list[Features] = []
        found = [self._rows_of(words, fresh) for words in texts]
        if fresh:
            self._keep(fresh)
        return found

    def _rows_of(self, words: Words, fresh: list[Features]) -> list[int]:
        rows = []
        known = self._words
        for token, lemma in dict(zip(words.tokens, words.lemmas, strict=True)).items():
            row = known.get(token)
            if row is None:
                row = known[token] = self._place(self.weights.vocabulary.word(token, lemma), fresh)
            rows.append(row)
        pair_ids = self._pair_ids
        for pair in dict.fromkeys(pairwise(words.lemmas)):
            name = pair_ids.get(pair)
            if name is not None:
                row = self._pairs.get(pair)
                if row is None:
                    row = self._pairs[pair] = self._place(self.weights.vocabulary.pair(name), fresh)
                rows.append(row)
        return rows or [NOWHERE]

    def _place(self, features: Features, fresh: list[Features]) -> int:
        """The row the features will stand in once `_keep` has run."""
        if not features.ids:
            return NOWHERE
        fresh.append(features)
        return self._used + len(fresh) - 1

    def _keep(self, fresh: list[Features]) -> None:
        end = self._used + len(fresh)
        self._make_room(end)
        matrix = self.weights.matrix
        for row, one in enumerate(fresh, start=self._used):
            values = np.array(one.values, dtype=np.float32)
            np.dot(values, matrix.take(one.ids, axis=0).astype(np.float32), out=self.table[row])
            self.squares[row] = one.square
        self._used = end

    def _make_room(self, end: int) -> None:
        size = len(self.table)
        if end > size:
            more = end + _SPARE - size
            self.table = np.concatenate([self.table, np.zeros((more, self.table.shape[1]), dtype=np.float32)])
            self.squares = np.concatenate([self.squares, np.zeros(more)])
