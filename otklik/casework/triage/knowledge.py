"""What is known of municipal matters before any training: a map of meanings from the shipped catalog.

A text is placed by its likeness to each topic and to each circle of words, so that «фонарь» and «темно» are
near before a town's own messages have shown it. Imported by trainers alone; models keep what `themes` needs.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from otklik.casework.triage.features import Vocabulary
from otklik.casework.triage.tables import tabulate
from otklik.casework.triage.themes import MeaningMap
from otklik.casework.triage.words import Words, read
from otklik.register.catalog import defaults

TOPICS_SHARE = 0.5
MEANINGS_SHARE = 0.3
"""How much likenesses to topics, and to circles of words, weigh against the words themselves."""

_ENOUGH_TEXTS = 5_000
_TITLE, _GROUP, _KEYWORDS = 1.0, 0.5, 3.0

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Drawing:
    """`matrix` is features × places of the map; `mean` is the place of the usual text."""

    matrix: csr_matrix
    mean: NDArray[np.float32]

    def directions(self, table: csr_matrix) -> NDArray[np.float32]:
        places = np.asarray((table @ self.matrix).todense(), dtype=np.float32)
        return self.map().direct(places)[0]

    def map(self) -> MeaningMap:
        return MeaningMap(
            self.matrix.indptr.astype(np.int64),
            self.matrix.indices,
            self.matrix.data.astype(np.float16),
            self.mean,
        )


@cache
def topics_said() -> tuple[tuple[Words, ...], ...]:
    """For every topic of the shipped catalog its title, its group and each of its keywords."""
    return tuple(
        tuple(map(read, (topic.title, topic.group, *(one.replace("_", " ") for one in topic.keywords))))
        for topic in defaults.topics()
    )


@cache
def meanings() -> tuple[Words, ...]:
    """Circles of words that citizens use for one matter, a line of `meanings.tsv` each."""
    text = files("otklik.casework.triage").joinpath("meanings.tsv").read_text(encoding="utf-8")
    return tuple(read(line) for line in text.splitlines() if line)


def everything_said() -> list[Words]:
    return [*chain.from_iterable(topics_said()), *meanings()]


def draw(vocabulary: Vocabulary, table: csr_matrix) -> Drawing:
    """A map on which the texts of the table are as long as the shares say, in halves as files keep it."""
    circles = tabulate(meanings(), vocabulary, evenly=True)
    matrix = hstack(
        [_scaled(_topics(vocabulary), table, TOPICS_SHARE), _scaled(circles, table, MEANINGS_SHARE)],
        format="csr",
    )
    matrix.data = matrix.data.astype(np.float16).astype(np.float32)
    return Drawing(matrix, _placed(table, matrix).mean(axis=0, dtype=np.float64).astype(np.float32))


def _scaled(rows: csr_matrix, table: csr_matrix, share: float) -> csr_matrix:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1))).ravel()
    matrix = rows.multiply(1 / np.maximum(lengths, 1e-9)[:, None]).T.tocsr()
    placed = _placed(table, matrix)
    length = float(np.sqrt(((placed - placed.mean(axis=0)) ** 2).sum() / max(placed.shape[0], 1)))
    return (matrix * (share**0.5 / (length or 1.0))).tocsr()


def _placed(table: csr_matrix, matrix: csr_matrix) -> Matrix:
    """Where enough of the texts lie."""
    some = table[:: max(table.shape[0] // _ENOUGH_TEXTS, 1)]
    return np.asarray((some @ matrix).todense(), dtype=np.float64)


def _topics(vocabulary: Vocabulary) -> csr_matrix:
    """Topics × features: what many topics share tells little of each, so it weighs less."""
    said = topics_said()
    table = tabulate([*chain.from_iterable(said)], vocabulary, evenly=True)
    weighed, of = list[float](), list[int]()
    for topic, one in enumerate(said):
        count = len(one) - 2
        weighed += [_TITLE, _GROUP, *([_KEYWORDS / max(count, 1) ** 0.5] * count)]
        of += [topic] * len(one)
    topics = csr_matrix((weighed, (of, range(len(of))))) @ table
    used = np.maximum(topics.getnnz(axis=0), 1)
    return topics.multiply(np.log(1 + len(said) / used)[None, :]).tocsr()
