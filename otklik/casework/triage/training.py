"""Training a linear model with scikit-learn; imported where a model is trained and nowhere else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from otklik.casework.triage.confidence import calibrated, signs, softened
from otklik.casework.triage.evaluation import Evaluation, Progress
from otklik.casework.triage.features import Vocabulary, learn_vocabulary, pairs
from otklik.casework.triage.measures import measure
from otklik.casework.triage.weights import Calibration, Weights
from otklik.casework.triage.words import Words, copy_key, read

MOST_FEATURES = 40_000
CENTROID_SHARE = 2.0
BAYES_SHARE = 0.2
FOLDS = 5
LEAST_TEXTS = 30
LEAST_FOR_CALIBRATION = 100
_CAUTIOUS = Calibration(4.0, (0.8, 0.0, 0.0), -0.5)

Matrix = NDArray[np.float64]


class TooLittle(ValueError):
    """There are too few samples, or all of one label."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text of a known label; one of a greater weight is minded more."""

    text: str
    label: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What to learn. `titles` says labels in words, which helps the rare; `groups` is their hierarchy."""

    samples: Sequence[Sample]
    titles: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    most_features: int = MOST_FEATURES


@dataclass(frozen=True, slots=True)
class Line:
    """A linear scorer over features: `matrix` is features × labels."""

    labels: tuple[str, ...]
    counts: Matrix
    matrix: Matrix
    intercepts: Matrix


def train(task: Task, *, progress: Progress | None = None) -> Weights:
    """Weights that `serving.Classifier` answers with; the same samples give the same weights."""
    report = progress or (lambda _stage, _share: None)
    labels = [sample.label for sample in task.samples]
    if len(labels) < LEAST_TEXTS or len(set(labels)) < 2:
        raise TooLittle(f"Для обучения нужно не меньше {LEAST_TEXTS} сообщений хотя бы двух тематик")
    report("слова", 0.0)
    texts = [read(sample.text) for sample in task.samples]
    vocabulary = learn_vocabulary(texts, most=task.most_features)
    table = tabulate(texts, vocabulary)
    report("веса", 0.2)
    weights = np.array([sample.weight for sample in task.samples])
    line = fit(table, labels, titles=_titles(task, vocabulary), weights=weights)
    report("уверенность", 0.4)
    calibration = _calibration(table, labels, task=task, groups=near_groups(texts), vocabulary=vocabulary)
    report("готово", 1.0)
    return Weights(
        labels=line.labels,
        groups={label: task.groups[label] for label in line.labels if label in task.groups},
        counts=line.counts,
        vocabulary=vocabulary,
        matrix=line.matrix.astype(np.float32),
        intercepts=line.intercepts.astype(np.float32),
        calibration=calibration,
    )


def evaluate(weights: Weights, samples: Sequence[Sample]) -> Evaluation:
    """How the model does on samples it has not seen."""
    return measure(chances(weights, [s.text for s in samples]), weights.labels, [s.label for s in samples])


def chances(weights: Weights, texts: Sequence[str]) -> Matrix:
    """Texts × labels, calibrated; for many texts at once."""
    table = tabulate([read(text) for text in texts], weights.vocabulary)
    scores = table @ weights.matrix.astype(np.float64) + weights.intercepts
    return calibrated(scores, weights.counts, weights.calibration)


def tabulate(texts: Sequence[Words], vocabulary: Vocabulary) -> csr_matrix:
    """Texts × features, each text divided by the length of its words laid apart."""
    starts, columns, values = [0], list[int](), list[NDArray[np.float64]]()
    for words in texts:
        units = [
            vocabulary.word(t, lm) for t, lm in dict(zip(words.tokens, words.lemmas, strict=True)).items()
        ]
        units += [vocabulary.pair(name) for name in pairs(words)]
        length = sum(unit.square for unit in units) ** 0.5
        columns.extend(chain.from_iterable(unit.ids for unit in units))
        values.append(np.fromiter(chain.from_iterable(u.values for u in units), float) / (length or 1.0))
        starts.append(len(columns))
    table = csr_matrix(
        (np.concatenate(values), np.array(columns, dtype=np.int32), np.array(starts)),
        shape=(len(texts), len(vocabulary.names)),
    )
    table.sum_duplicates()
    return table


def fit(
    table: csr_matrix,
    labels: Sequence[str],
    *,
    titles: tuple[csr_matrix, list[str]],
    weights: Matrix | None = None,
) -> Line:
    """A support vector machine with the centroids of labels and complement Bayes added to it.

    Each of the three is linear, so together they are one matrix. The machine alone starves rare labels.
    """
    told = np.ones(len(labels)) if weights is None else weights
    known = set(labels)
    rows = [row for row, label in enumerate(titles[1]) if label in known]
    everything = _stack(table, titles[0][rows])
    names = np.array([*labels, *(titles[1][row] for row in rows)])
    told = np.concatenate([told, np.ones(len(rows))])
    order, positions = np.unique(names, return_inverse=True)
    machine = LinearSVC(C=1.0, random_state=0).fit(everything, names, sample_weight=told)
    bayes = ComplementNB(alpha=0.1).fit(everything, names, sample_weight=told).feature_log_prob_
    if len(order) == 2:
        support = np.vstack([-machine.coef_[0], machine.coef_[0]])
        offsets = np.array([-machine.intercept_[0], machine.intercept_[0]])
    else:
        support, offsets = machine.coef_, machine.intercept_
    matrix = support + CENTROID_SHARE * _centroids(everything, positions, told)
    matrix += BAYES_SHARE * (bayes - bayes.mean(axis=0))
    counts = np.bincount(positions[: len(labels)], minlength=len(order)).astype(float)
    return Line(tuple(order.tolist()), counts, np.ascontiguousarray(matrix.T), offsets)


def near_groups(texts: Sequence[Words]) -> NDArray[np.int64]:
    """Numbers that nearly equal texts share, so that copies never stand on both sides of a split."""
    known: dict[str, int] = {}
    return np.array([known.setdefault(copy_key(words), len(known)) for words in texts])


def _titles(task: Task, vocabulary: Vocabulary) -> tuple[csr_matrix, list[str]]:
    labels = list(task.titles)
    return tabulate([read(task.titles[label]) for label in labels] or [read("")], vocabulary), labels


def _centroids(table: csr_matrix, positions: NDArray[np.int64], weights: Matrix) -> Matrix:
    """The direction of every label: the normalised sum of its texts."""
    chosen = csr_matrix((weights, (positions, np.arange(len(positions)))))
    sums = np.asarray((chosen @ table).todense())
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9))


def _stack(upper: csr_matrix, lower: csr_matrix) -> csr_matrix:
    return csr_matrix(
        (
            np.concatenate([upper.data, lower.data]),
            np.concatenate([upper.indices, lower.indices]),
            np.concatenate([upper.indptr, lower.indptr[1:] + upper.indptr[-1]]),
        ),
        shape=(upper.shape[0] + lower.shape[0], upper.shape[1]),
    )


def _calibration(
    table: csr_matrix, labels: Sequence[str], *, task: Task, groups: NDArray[np.int64], vocabulary: Vocabulary
) -> Calibration:
    """Sharpness and the logistic of precision, learnt on scores of texts left out of the fit."""
    if len(labels) < LEAST_FOR_CALIBRATION or len(set(groups.tolist())) < FOLDS:
        return _CAUTIOUS
    names = np.array(labels)
    weights = np.array([sample.weight for sample in task.samples])
    titles = _titles(task, vocabulary)
    parts: list[tuple[Matrix, Matrix, NDArray[np.int64]]] = []
    for kept, left in GroupKFold(FOLDS, shuffle=True, random_state=0).split(table, groups=groups):
        if len(set(names[kept])) < 2:
            return _CAUTIOUS
        line = fit(table[kept], names[kept].tolist(), titles=titles, weights=weights[kept])
        place = {label: position for position, label in enumerate(line.labels)}
        truth = np.array([place.get(label, -1) for label in names[left]])
        parts.append((table[left] @ line.matrix + line.intercepts, line.counts, truth))
    return learn_calibration(parts)


def learn_calibration(parts: Sequence[tuple[Matrix, Matrix, NDArray[np.int64]]]) -> Calibration:
    """From folds of (scores, counts of labels, true positions with -1 for labels the fold never saw)."""
    sharpness = min(np.geomspace(1, 32, 26), key=lambda s: sum(_surprise(one, float(s)) for one in parts))
    told, hits = [], []
    for scores, counts, truth in parts:
        told.append(signs(softened(scores, float(sharpness)), counts))
        hits.append(scores.argmax(axis=1) == truth)
    right = np.concatenate(hits)
    if right.all() or not right.any():
        return _CAUTIOUS
    logistic = LogisticRegression(C=1.0, max_iter=1000).fit(np.concatenate(told), right)
    return Calibration(float(sharpness), tuple(logistic.coef_[0].tolist()), float(logistic.intercept_[0]))


def _surprise(part: tuple[Matrix, Matrix, NDArray[np.int64]], sharpness: float) -> float:
    scores, _, truth = part
    known = truth >= 0
    shares = softened(scores[known], sharpness)
    return float(-np.log(np.clip(shares[np.arange(len(shares)), truth[known]], 1e-9, 1)).sum())
