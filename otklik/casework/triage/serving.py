"""Answering with a trained model by numpy alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from otklik.casework.triage.confidence import calibrated, combined
from otklik.casework.triage.facets import NOWHERE, PERIOD, Context
from otklik.casework.triage.shares import Met, Shares
from otklik.casework.triage.weights import Weights, read
from otklik.casework.triage.words import Words
from otklik.casework.triage.words import read as read_words

BEST = 3
GROUNDS = 3
_LEAST_LETTERS = 3
_CHUNK = 64
_LEAST_FACET = 0.3

Matrix = NDArray[np.float64]
Rows = NDArray[np.float32]


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
        self._shares = Shares(weights)
        self._weights = replace(weights, matrix=np.empty((0, 0), dtype=np.float16))
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
            found += self._guesses(weighed)
        return found

    def probabilities(self, texts: Sequence[str], contexts: Sequence[Context] | None = None) -> Matrix:
        """Texts × labels, calibrated."""
        return self._weigh([read_words(text) for text in texts], contexts or [NOWHERE] * len(texts)).chances

    def _weigh(self, texts: Sequence[Words], contexts: Sequence[Context]) -> "_Weighed":
        shares, weights = self._shares, self._weights
        with self._lock:
            met = shares.look_up(texts)
            blocks = [shares.table.take(one.rows, axis=0) for one in met]
            lengths = [shares.length(one) for one in met]
        told = np.stack([one.strengths @ block for one, block in zip(met, blocks, strict=True)])
        told /= np.array(lengths, dtype=np.float32)[:, None]
        directions, far = weights.themes.map.direct(told[:, shares.places :])
        scores = told[:, : shares.mean] + weights.intercepts + weights.themes.tell(directions)
        found, spoke = self._told(scores, directions, contexts)
        return _Weighed(calibrated(found, weights.counts, weights.calibration), blocks, met, far, spoke)

    def _told(
        self, scores: Rows, directions: Rows, contexts: Sequence[Context]
    ) -> tuple[Matrix, dict[str, Matrix]]:
        """Scores of labels, and what every facet and the time spoke for."""
        weights, count = self._weights, len(self.labels)
        spoke = {facet.name: facet.scores(contexts) for facet in weights.facets}
        more = sum(spoke.values(), np.zeros(()))
        times = weights.themes.tell_times(directions, [one.order for one in contexts])
        if times is None:
            return combined(scores.astype(np.float64), weights.belief) + more, spoke
        usual, now = scores.astype(np.float64), scores.astype(np.float64)
        usual[:, count:] += times.usual
        now[:, count:] += times.now
        found = combined(now, weights.belief)
        return found + more, {**spoke, PERIOD: found - combined(usual, weights.belief)}

    def _guesses(self, weighed: "_Weighed") -> list[Guess]:
        chances = weighed.chances
        top = np.argsort(-chances, axis=1, kind="stable")[:, : min(BEST, chances.shape[1])]
        surest = np.take_along_axis(chances, top, axis=1).tolist()
        grouped = chances @ self._belongs
        guesses = []
        for row in range(len(chances)):
            best = top[row]
            names = [self.labels[label] for label in best.tolist()]
            grounds = self._grounds(weighed, row, best)
            choices = tuple(map(Choice, names, surest[row], grounds, weighed.facets_of(row, best)))
            if not self._groups:
                guesses.append(Guess(choices))
                continue
            group = int(grouped[row].argmax())
            guesses.append(Guess(choices, self._groups[group], float(grouped[row, group])))
        return guesses

    def _grounds(self, weighed: "_Weighed", row: int, best: NDArray[np.intp]) -> list[tuple[str, ...]]:
        """For every label the words whose share in it is most above their mean share; a word speaks by itself
        and by what it is about.
        """
        met, shares = weighed.met[row], self._shares
        tokens = met.words
        block = weighed.blocks[row][: len(tokens)]
        told = block[:, best] - block[:, shares.mean, None]
        told += block[:, shares.places :] @ (self._weights.themes.of_places(best) / weighed.far[row])
        told *= met.strengths[: len(tokens), None]
        order = np.argsort(-told, axis=0, kind="stable")[: GROUNDS * 2].T.tolist()
        own = told.T.tolist()
        return [
            tuple(
                [tokens[at] for at in places if one[at] > 0 and len(tokens[at]) >= _LEAST_LETTERS][:GROUNDS]
            )
            for places, one in zip(order, own, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Probabilities; of a text its words and known pairs × columns of the model, and how far from the usual
    it lies on the map; of a facet its scores.
    """

    chances: Matrix
    blocks: list[Rows]
    met: list[Met]
    far: Rows
    spoke: dict[str, Matrix]

    def facets_of(self, row: int, best: NDArray[np.intp]) -> list[tuple[str, ...]]:
        if not self.spoke:
            return [()] * len(best)
        return [
            tuple(name for name, scores in self.spoke.items() if scores[row, label] > _LEAST_FACET)
            for label in best.tolist()
        ]


def load(path: Path) -> Classifier:
    return Classifier(read(path))
