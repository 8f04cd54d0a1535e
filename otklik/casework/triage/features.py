"""What a linear model sees of a text: its lemmas, neighbouring pairs of them, and pieces of its words.

Every distinct word adds a vector of its own and the text is divided by one length, so that a word's share
in the score of every label is computed once, kept, and shown as a ground.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from otklik.casework.triage.words import Words

PIECES = (3, 4, 5)
_MOST_PLACES = 2_000
ATTENTION = tuple((1 + at / 20) ** -0.7 for at in range(_MOST_PLACES))
"""How much a word weighs by its place: people tell first what matters."""

PIECE_SHARE = 0.7
PAIR_SHARE = 0.7
_MARK = "#"


@dataclass(frozen=True, slots=True)
class Features:
    """The weighted features of one unit (a word or a pair), and the square of their length."""

    ids: Sequence[int]
    values: Sequence[float]
    square: float


NOTHING = Features((), (), 0.0)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The known features with their rarity; `unseen` is the rarity of a word that was never met."""

    names: tuple[str, ...]
    rarity: NDArray[np.float64]
    unseen: float
    ids: dict[str, int] = field(init=False)
    piece_ids: dict[str, int] = field(init=False)
    weights: list[float] = field(init=False)

    def __post_init__(self) -> None:
        marked = ((name, at) for at, name in enumerate(self.names) if name.startswith(_MARK))
        object.__setattr__(self, "piece_ids", {name[1:]: at for name, at in marked})
        object.__setattr__(self, "weights", self.rarity.tolist())
        object.__setattr__(self, "ids", {name: position for position, name in enumerate(self.names)})

    def word(self, token: str, lemma: str) -> Features:
        """A word as its lemma and its pieces; the pieces together weigh as `PIECE_SHARE` of the lemma."""
        known = self.ids.get(lemma)
        own = self.weights[known] if known is not None else self.unseen
        found = self.piece_ids
        ids = [found[piece] for piece in pieces(token) if piece in found]
        values = [self.weights[one] for one in ids]
        square = 0.0
        if ids:
            length = sqrt(sum(value * value for value in values))
            share = PIECE_SHARE * own / length
            values = [value * share for value in values]
            square = (PIECE_SHARE * own) ** 2
        if known is not None:
            ids.append(known)
            values.append(own)
            square += own * own
        return Features(ids, values, square)

    def pair(self, name: str) -> Features:
        known = self.ids.get(name)
        if known is None:
            return NOTHING
        value = PAIR_SHARE * self.weights[known]
        return Features([known], [value], value * value)


def pieces(token: str) -> list[str]:
    """The distinct runs of three to five letters of a word with its edges marked by spaces."""
    edged = f" {token} "
    ends = len(edged) + 1
    found = [edged[at : at + size] for size in PIECES for at in range(ends - size)]
    return list(dict.fromkeys(found))


def first_places(words: Words) -> dict[str, tuple[int, str]]:
    """Every distinct token with the place where it is first met, and its lemma."""
    found: dict[str, tuple[int, str]] = {}
    for at, token in enumerate(words.tokens):
        if token not in found:
            found[token] = (at, words.lemmas[at])
    return found


def pairs(words: Words) -> dict[str, int]:
    """Neighbouring lemmas and the place where each pair is first met."""
    found: dict[str, int] = {}
    for at, (a, b) in enumerate(pairwise(words.lemmas)):
        found.setdefault(f"{a} {b}", at)
    return found


def learn_vocabulary(texts: Sequence[Words], *, most: int, known: Sequence[Words] = ()) -> Vocabulary:
    """All lemmas of the texts, then the pairs and pieces met in at least two, the commonest first.

    `known` are texts that are not counted, but whose lemmas are to be kept.
    """
    lemmas: Counter[str] = Counter()
    rest: Counter[str] = Counter()
    cut: dict[str, list[str]] = {}
    for words in texts:
        lemmas.update(set(words.lemmas))
        rest.update(pairs(words).keys())
        found: set[str] = set()
        for token in set(words.tokens):
            if token not in cut:
                cut[token] = [_MARK + piece for piece in pieces(token)]
            found.update(cut[token])
        rest.update(found)
    for words in known:
        lemmas.update(set(words.lemmas) - lemmas.keys())
    kept = _commonest(lemmas.items(), most // 2)
    kept += _commonest((pair for pair in rest.items() if pair[1] > 1), most - len(kept))
    total = len(texts)
    rarity = np.array([log((1 + total) / (1 + count)) + 1 for _, count in kept])
    return Vocabulary(tuple(name for name, _ in kept), rarity, log(1 + total) + 1)


def _commonest(counts: Iterable[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))[:most]
