"""Answering with a trained model by numpy alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from otklik.casework.triage.confidence import calibrated, combined
from otklik.casework.triage.facets import NOWHERE, Context
from otklik.casework.triage.shares import Shares
from otklik.casework.triage.weights import Weights, read
from otklik.casework.triage.words import Words
from otklik.casework.triage.words import read as read_words

BEST = 3
GROUNDS = 3
_LEAST_LETTERS = 3
_CHUNK = 64
_LEAST_FACET = 0.3

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """A label, its confidence and what spoke for it: words of the text, the heaviest first, and facets."""

    label: str
    confidence: float
    words: tuple[str, ...]
    facets: tuple[str, ...] = ()


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
        self._weights = replace(weights, matrix=np.empty((0, 0), dtype=np.float16))
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
        self,
        texts: Sequence[Words],
        *,
        usable: NDArray[np.bool_] | None = None,
        contexts: Sequence[Context] | None = None,
    ) -> list[Guess]:
        """`usable` says which labels may be proposed, in the order of `labels`; by default all."""
        known = contexts or [NOWHERE] * len(texts)
        found: list[Guess] = []
        for start in range(0, len(texts), _CHUNK):
            chunk = texts[start : start + _CHUNK]
            weighed = self._weigh(chunk, known[start : start + _CHUNK])
            if usable is not None:
                weighed = replace(weighed, chances=weighed.chances * usable)
            found += self._guesses(chunk, weighed)
        return found

    def probabilities(self, texts: Sequence[str], contexts: Sequence[Context] | None = None) -> Matrix:
        """Texts × labels, calibrated."""
        return self._weigh([read_words(text) for text in texts], contexts or [NOWHERE] * len(texts)).chances

    def _weigh(self, texts: Sequence[Words], contexts: Sequence[Context]) -> "_Weighed":
        columns = 2 * len(self.labels)
        told = np.empty((len(texts), columns))
        with self._lock:
            rows = self._shares.look_up(texts)
            blocks = [self._shares.table.take(found, axis=0) for found in rows]
            lengths = [float(self._shares.squares.take(found).sum()) ** 0.5 or 1.0 for found in rows]
        for row, block in enumerate(blocks):
            told[row] = np.add.reduce(block, axis=0)[:columns]
        told /= np.array(lengths)[:, None]
        told += self._weights.intercepts
        scores = combined(told, self._weights.belief)
        spoke = {facet.name: facet.scores(contexts) for facet in self._weights.facets}
        for one in spoke.values():
            scores += one
        return _Weighed(calibrated(scores, self._weights.counts, self._weights.calibration), blocks, spoke)

    def _guesses(self, texts: Sequence[Words], weighed: "_Weighed") -> list[Guess]:
        chances = weighed.chances
        top = np.argsort(-chances, axis=1, kind="stable")[:, : min(BEST, chances.shape[1])]
        surest = np.take_along_axis(chances, top, axis=1).tolist()
        grouped = chances @ self._belongs
        guesses = []
        for row, words in enumerate(texts):
            best = top[row]
            names = [self.labels[label] for label in best.tolist()]
            grounds = _grounds(words, weighed.blocks[row], best)
            choices = tuple(map(Choice, names, surest[row], grounds, weighed.facets_of(row, best)))
            if not self._groups:
                guesses.append(Guess(choices))
                continue
            group = int(grouped[row].argmax())
            guesses.append(Guess(choices, self._groups[group], float(grouped[row, group])))
        return guesses


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Probabilities; of a text its words and known pairs × columns of the model; of a facet its scores."""

    chances: Matrix
    blocks: list[NDArray[np.float32]]
    spoke: dict[str, Matrix]

    def facets_of(self, row: int, best: NDArray[np.intp]) -> list[tuple[str, ...]]:
        if not self.spoke:
            return [()] * len(best)
        return [
            tuple(name for name, scores in self.spoke.items() if scores[row, label] > _LEAST_FACET)
            for label in best.tolist()
        ]


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
