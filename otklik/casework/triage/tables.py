"""Texts as rows of a sparse table; imported where a model is trained and nowhere else."""

from array import array
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from otklik.casework.triage.features import ATTENTION, Features, Vocabulary, first_places, pairs
from otklik.casework.triage.words import Words, copy_key


def tabulate(texts: Sequence[Words], vocabulary: Vocabulary, *, evenly: bool = False) -> csr_matrix:
    """Texts × features, each text divided by the length of its words laid apart.

    `evenly` is for lists of words, where none is told first.
    """
    starts, columns, values = array("q", [0]), array("i"), array("f")
    known: dict[str, Features] = {}
    for words in texts:
        units = []
        for token, (at, lemma) in first_places(words).items():
            unit = known.get(token)
            if unit is None:
                unit = known[token] = vocabulary.word(token, lemma)
            units.append((unit, 1.0 if evenly else ATTENTION[at]))
        for name, at in pairs(words).items():
            units.append((vocabulary.pair(name), 1.0 if evenly else ATTENTION[at]))
        length = sum(unit.square * strength**2 for unit, strength in units) ** 0.5 or 1.0
        for unit, strength in units:
            columns.extend(unit.ids)
            values.extend([value * strength / length for value in unit.values])
        starts.append(len(columns))
    table = csr_matrix(
        (
            np.frombuffer(values, dtype=np.float32) if values else np.empty(0, np.float32),
            np.frombuffer(columns, dtype=np.int32) if columns else np.empty(0, np.int32),
            np.frombuffer(starts, dtype=np.int64),
        ),
        shape=(len(texts), len(vocabulary.names)),
    )
    table.sum_duplicates()
    return table


def near_groups(texts: Sequence[Words]) -> list[int]:
    """Numbers that nearly equal texts share, so that copies never stand on both sides of a split."""
    known: dict[str, int] = {}
    return [known.setdefault(copy_key(words), len(known)) for words in texts]


def stack(upper: csr_matrix, lower: csr_matrix) -> csr_matrix:
    return csr_matrix(
        (
            np.concatenate([upper.data, lower.data]),
            np.concatenate([upper.indices, lower.indices]),
            np.concatenate([upper.indptr, lower.indptr[1:] + upper.indptr[-1]]),
        ),
        shape=(upper.shape[0] + lower.shape[0], upper.shape[1]),
    )
