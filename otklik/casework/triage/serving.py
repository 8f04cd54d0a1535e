"""Answering with a trained model by numpy alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from otklik.casework.triage.confidence import calibrated
from otklik.casework.triage.features import Features
from otklik.casework.triage.weights import Weights, read
from otklik.casework.triage.words import Words
from otklik.casework.triage.words import read as read_words

BEST = 3
GROUNDS = 3
_LEAST_LETTERS = 3
_KEPT_BYTES = 12_000_000
_CHUNK = 64
_NOWHERE = 0


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
    """A model ready to answer; it keeps the shares of the words it has met, in bounded memory."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        labels = len(weights.labels)
        self._most = max(_KEPT_BYTES // (4 * (labels + 1)), 4096)
        self._shares = np.zeros((1024, labels + 1), dtype=np.float32)  # the last column: mean over labels
        self._squares = np.zeros(1024)
        self._places: dict[str, int] = {}
        self._used = 1
        self._lock = Lock()
        names = sorted(set(weights.groups.values()))
        self._groups = names
        self._belongs = np.zeros((labels, len(names)))
        for row, label in enumerate(weights.labels):
            if label in weights.groups:
                self._belongs[row, names.index(weights.groups[label])] = 1.0

    def classify(self, texts: Sequence[str]) -> list[Guess]:
        return self.classify_words([read_words(text) for text in texts])

    def classify_words(self, texts: Sequence[Words]) -> list[Guess]:
        found: list[Guess] = []
        with self._lock:
            for start in range(0, len(texts), _CHUNK):
                found += self._answer(texts[start : start + _CHUNK])
        return found

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Texts × labels, calibrated."""
        with self._lock:
            parts = [
                self._weigh(self._look_up([read_words(text) for text in texts[start : start + _CHUNK]]))
                for start in range(0, len(texts), _CHUNK)
            ]
        return np.concatenate(parts) if parts else np.empty((0, len(self.weights.labels)))

    def _answer(self, texts: Sequence[Words]) -> list[Guess]:
        places = self._look_up(texts)
        chances = self._weigh(places)
        count = min(BEST, chances.shape[1])
        top = np.argsort(-chances, axis=1, kind="stable")[:, :count]
        grouped = chances @ self._belongs if self._groups else None
        guesses = []
        for row, words in enumerate(texts):
            best = top[row]
            grounds = self._grounds(words, places[row], best)
            choices = tuple(
                Choice(self.weights.labels[label], float(chances[row, label]), grounds[rank])
                for rank, label in enumerate(best.tolist())
            )
            if grouped is None:
                guesses.append(Guess(choices))
            else:
                group = int(grouped[row].argmax())
                guesses.append(Guess(choices, self._groups[group], float(grouped[row, group])))
        return guesses

    def _weigh(self, places: Sequence[list[int]]) -> NDArray[np.float64]:
        labels = len(self.weights.labels)
        scores = np.empty((len(places), labels))
        for row, found in enumerate(places):
            length = self._squares[found].sum() ** 0.5
            scores[row] = self._shares[found].sum(axis=0)[:labels] / (length or 1.0)
        scores += self.weights.intercepts
        return calibrated(scores, self.weights.counts, self.weights.calibration)

    def _grounds(self, words: Words, places: list[int], best: NDArray[np.intp]) -> list[tuple[str, ...]]:
        tokens = list(dict.fromkeys(words.tokens))
        shares = self._shares[places[: len(tokens)]]
        told = shares[:, best] - shares[:, -1:]
        order = np.argsort(-told, axis=0, kind="stable")[: GROUNDS * 2]
        return [
            tuple(
                tokens[place]
                for place in order[:, rank].tolist()
                if told[place, rank] > 0 and len(tokens[place]) >= _LEAST_LETTERS
            )[:GROUNDS]
            for rank in range(len(best))
        ]

    def _look_up(self, texts: Sequence[Words]) -> list[list[int]]:
        """The rows of `_shares` for the distinct words of each text, then for its known pairs."""
        if self._used > self._most:
            self._places.clear()
            self._used = 1
        known = self._places
        ids = self.weights.vocabulary.ids
        result = []
        for words in texts:
            found = []
            for token, lemma in dict(zip(words.tokens, words.lemmas, strict=True)).items():
                place = known.get(token)
                found.append(self._keep(token, lemma) if place is None else place)
            for first, second in dict.fromkeys(pairwise(words.lemmas)):
                name = f"{first} {second}"
                place = known.get(name)
                if place is not None:
                    found.append(place)
                elif name in ids:
                    found.append(self._keep_features(name, self.weights.vocabulary.pair(name)))
            result.append(found or [_NOWHERE])
        return result

    def _keep(self, token: str, lemma: str) -> int:
        return self._keep_features(token, self.weights.vocabulary.word(token, lemma))

    def _keep_features(self, name: str, features: Features) -> int:
        if not features.ids:
            self._places[name] = _NOWHERE
            return _NOWHERE
        place = self._used
        if place == len(self._shares):
            self._shares = np.concatenate([self._shares, np.zeros_like(self._shares)])
            self._squares = np.concatenate([self._squares, np.zeros_like(self._squares)])
        shares = np.asarray(features.values) @ self.weights.matrix[list(features.ids)]
        self._shares[place, :-1] = shares
        self._shares[place, -1] = shares.mean()
        self._squares[place] = features.square
        self._places[name] = place
        self._used += 1
        return place


def load(path: Path) -> Classifier:
    return Classifier(read(path))
