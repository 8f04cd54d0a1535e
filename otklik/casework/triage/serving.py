"""Answering with a trained model by numpy alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from otklik.casework.triage.confidence import calibrated
from otklik.casework.triage.shares import Shares
from otklik.casework.triage.weights import Weights, read
from otklik.casework.triage.words import Words
from otklik.casework.triage.words import read as read_words

BEST = 3
GROUNDS = 3
_LEAST_LETTERS = 3
_CHUNK = 64

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """A label with its confidence and the words of the text that spoke for it, the heaviest first."""

    label: str
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """The best labels of a text, and the group that gathers most confidence over all its labels."""

    best: tuple[Choice, ...]
    group: str = ""
    group_confidence: float = 0.0


class Classifier:
    """A model ready to answer; safe to share between threads."""

    def __init__(self, weights: Weights) -> None:
        self.labels = weights.labels
        self._weights = replace(weights, matrix=np.empty((0, 0), dtype=np.float32))
        self._shares = Shares(weights)
        self._lock = Lock()
        self._groups = sorted(set(weights.groups.values()))
        self._belongs = np.zeros((len(weights.labels), len(self._groups)))
        for row, label in enumerate(weights.labels):
            if label in weights.groups:
                self._belongs[row, self._groups.index(weights.groups[label])] = 1.0

    def classify(self, texts: Sequence[str]) -> list[Guess]:
        return self.classify_words([read_words(text) for text in texts])

    def classify_words(
        self, texts: Sequence[Words], *, usable: NDArray[np.bool_] | None = None
    ) -> list[Guess]:
        """`usable` says which labels may be proposed, in the order of `labels`; by default all."""
        found: list[Guess] = []
        for start in range(0, len(texts), _CHUNK):
            chunk = texts[start : start + _CHUNK]
            chances, blocks = self._weigh(chunk)
            found += self._guesses(chunk, chances if usable is None else chances * usable, blocks)
        return found

    def probabilities(self, texts: Sequence[str]) -> Matrix:
        """Texts × labels, calibrated."""
        return self._weigh([read_words(text) for text in texts])[0]

    def _weigh(self, texts: Sequence[Words]) -> tuple[Matrix, list[NDArray[np.float32]]]:
        """Probabilities, and for every text its shares: words and known pairs × (labels and their mean)."""
        labels = len(self.labels)
        scores = np.empty((len(texts), labels))
        with self._lock:
            rows = self._shares.look_up(texts)
            blocks = [self._shares.table.take(found, axis=0) for found in rows]
            lengths = [float(self._shares.squares.take(found).sum()) ** 0.5 or 1.0 for found in rows]
        for row, block in enumerate(blocks):
            scores[row] = np.add.reduce(block, axis=0)[:labels]
        scores /= np.array(lengths)[:, None]
        scores += self._weights.intercepts
        return calibrated(scores, self._weights.counts, self._weights.calibration), blocks

    def _guesses(
        self, texts: Sequence[Words], chances: Matrix, blocks: Sequence[NDArray[np.float32]]
    ) -> list[Guess]:
        count = min(BEST, chances.shape[1])
        top = np.argsort(-chances, axis=1, kind="stable")[:, :count]
        surest = np.take_along_axis(chances, top, axis=1).tolist()
        grouped = chances @ self._belongs
        guesses = []
        for row, words in enumerate(texts):
            best = top[row]
            grounds = _grounds(words, blocks[row], best)
            choices = tuple(
                map(Choice, [self.labels[label] for label in best.tolist()], surest[row], grounds)
            )
            if not self._groups:
                guesses.append(Guess(choices))
                continue
            group = int(grouped[row].argmax())
            guesses.append(Guess(choices, self._groups[group], float(grouped[row, group])))
        return guesses


def _grounds(words: Words, block: NDArray[np.float32], best: NDArray[np.intp]) -> list[tuple[str, ...]]:
    """For every label the words whose share in it is most above their mean share."""
    tokens = list(dict.fromkeys(words.tokens))
    told = block[: len(tokens), best].T - block[: len(tokens), -1]
    order = np.argsort(-told, axis=1, kind="stable")[:, : GROUNDS * 2].tolist()
    shares = told.tolist()
    return [
        tuple([tokens[at] for at in places if own[at] > 0 and len(tokens[at]) >= _LEAST_LETTERS][:GROUNDS])
        for places, own in zip(order, shares, strict=True)
    ]


def load(path: Path) -> Classifier:
    return Classifier(read(path))
