"""Training a model: its words, its scorers and how far each is believed; imported by trainers alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from otklik.casework.triage import blending, facets, knowledge, prototypes, ridge, surveying
from otklik.casework.triage.calibrating import CAUTIOUS, learn_calibration
from otklik.casework.triage.confidence import calibrated, combined, odds_of
from otklik.casework.triage.evaluation import Evaluation, Progress, TooLittle
from otklik.casework.triage.facets import NOWHERE, Context, Facet
from otklik.casework.triage.features import Vocabulary, learn_vocabulary
from otklik.casework.triage.measures import measure
from otklik.casework.triage.ridge import Lesson
from otklik.casework.triage.tables import near_groups, stack, tabulate
from otklik.casework.triage.weights import Calibration, Weights
from otklik.casework.triage.words import Words, read

MOST_FEATURES = 40_000
LEAST_TEXTS = 30
LEAST_FOR_BLENDING = 100
FOLDS = 8
LARGE_FOLDS = 10
_USUAL_FACTORS = (1.0, 9.0, 1.0)
_USUAL_FACET_FACTOR = 0.5

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """A text with its label; a person's decision may weigh more than what a source said."""

    text: str
    label: str
    weight: float = 1.0
    context: Context = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What to learn. `titles` says labels in words, which helps the rare; `groups` is their hierarchy."""

    samples: Sequence[Sample]
    titles: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    most_features: int = MOST_FEATURES


@dataclass(frozen=True, slots=True)
class _Material:
    """Samples as numbers: the first rows of the lesson are samples, the last are titles of labels."""

    labels: tuple[str, ...]
    contexts: list[Context]
    vocabulary: Vocabulary
    survey: surveying.Survey
    lesson: Lesson

    @property
    def counts(self) -> Matrix:
        count = len(self.contexts)
        return np.bincount(self.lesson.labels[:count], minlength=len(self.labels)).astype(float)


@dataclass(frozen=True, slots=True)
class _Scorers:
    """Linear scorers by words and by places (the first guesses shares, its `intercepts` and `practice` too),
    facets, and what all of them, with the commonness of labels before the facets, say of left-out texts.
    """

    words: list[Matrix]
    places: list[Matrix]
    intercepts: Matrix
    practice: Matrix | None
    facets: list[Facet]
    left: list[Matrix]


def train(task: Task, *, progress: Progress | None = None) -> Weights:
    """Weights that `serving.Classifier` answers with; the same samples give the same weights.

    Raises `TooLittle`, and whatever `progress` raises to stop.
    """
    return train_judged(task, progress=progress)[0]


def train_judged(task: Task, *, progress: Progress | None = None) -> tuple[Weights, Evaluation | None]:
    """A model of all samples, judged by its answers to texts while they were left out; None where few."""
    report = progress or (lambda _stage, _share: None)
    if len(task.samples) < LEAST_TEXTS or len({sample.label for sample in task.samples}) < 2:
        raise TooLittle(f"Для обучения нужно не меньше {LEAST_TEXTS} сообщений хотя бы двух тематик")
    report("слова", 0.0)
    material = _gather(task, report)
    report("веса", 0.4)
    scorers = _learn(material)
    report("уверенность", 0.8)
    factors, calibration, judged = _believe(material, scorers)
    weights = _assemble(task, material, scorers, factors, calibration)
    report("готово", 1.0)
    return weights, judged


def _gather(task: Task, report: Progress) -> _Material:
    texts = [read(sample.text) for sample in task.samples]
    report("признаки", 0.15)
    labels, positions = np.unique([sample.label for sample in task.samples], return_inverse=True)
    titled = [row for row, label in enumerate(labels.tolist()) if task.titles.get(label)]
    titles = [read(task.titles[str(labels[row])]) for row in titled]
    vocabulary = learn_vocabulary(
        texts, most=task.most_features, known=[*titles, *knowledge.everything_said()]
    )
    table = tabulate(texts, vocabulary)
    report("признаки", 0.3)
    contexts = [sample.context for sample in task.samples]
    survey = surveying.survey(vocabulary, table, contexts)
    everything = stack(table, tabulate(titles, vocabulary, evenly=True)) if titles else table
    places = survey.places(everything)
    lesson = Lesson(
        table=everything,
        places=places,
        labels=np.concatenate([positions, np.array(titled, dtype=np.int64)]),
        strengths=np.array([*(sample.weight for sample in task.samples), *(1.0 for _ in titled)]),
        folds=np.concatenate([_folds(texts), np.full(len(titled), -1)]),
        count=len(labels),
        practice=survey.practice(places, [*contexts, *(NOWHERE for _ in titled)]),
    )
    return _Material(tuple(labels.tolist()), contexts, vocabulary, survey, lesson)


def _folds(texts: Sequence[Words]) -> NDArray[np.int64]:
    """Which part leaves each text out, near copies together; of many texts only one part is left out."""
    if len(texts) < LEAST_FOR_BLENDING:
        return np.full(len(texts), -1)
    groups = np.array(near_groups(texts))
    is_small = len(texts) <= ridge.MOST_TEXTS
    parts = np.random.default_rng(0).integers(0, FOLDS if is_small else LARGE_FOLDS, groups.max() + 1)
    folds = parts[groups]
    return folds if is_small else np.where(folds == 0, 0, -1)


def _learn(material: _Material) -> _Scorers:
    lesson = material.lesson
    learnt = ridge.solve(lesson)
    total = prototypes.sums(lesson, np.arange(len(lesson.labels)))
    left = [odds_of(learnt.left), *prototypes.left_out(lesson, total)]
    near = prototypes.centroids(total)
    found, scores = _learn_facets(material)
    nowhere = np.zeros((lesson.places.shape[1], lesson.count))
    return _Scorers(
        [learnt.words, near.words.T, prototypes.bayes(total).T],
        [learnt.places, near.places.T, nowhere],
        learnt.intercepts,
        learnt.practice,
        found,
        [*left, *_commonness(material), *scores],
    )


def _commonness(material: _Material) -> list[Matrix]:
    """How often each label is met in the other folds, as a logarithm: a scorer that reads nothing."""
    rows = material.lesson.left_out()
    return [np.tile(_odds(material.counts), (len(rows), 1))]


def _odds(counts: Matrix) -> Matrix:
    return np.log(counts + 0.5) - float(np.log(counts + 0.5).mean())


def _learn_facets(material: _Material) -> tuple[list[Facet], list[Matrix]]:
    lesson, count = material.lesson, len(material.contexts)
    labels, strengths, folds = lesson.labels[:count], lesson.strengths[:count], lesson.folds[:count]
    found, scores = list[Facet](), list[Matrix]()
    asked = lesson.left_out()
    for facet in facets.outline(material.contexts, with_period=lesson.practice is None):
        rows = facet.rows(material.contexts)
        found.append(facets.learn(facet, rows, labels, strengths=strengths, count=lesson.count))
        left = np.zeros((len(asked), lesson.count))
        for fold in range(int(folds.max()) + 1):
            out, kept = np.flatnonzero(folds == fold), folds != fold
            told = facets.learn(
                facet, rows[kept], labels[kept], strengths=strengths[kept], count=lesson.count
            )
            left[np.searchsorted(asked, out)] = told.scores([material.contexts[row] for row in out])
        scores.append(left)
    return found, scores


def _believe(material: _Material, scorers: _Scorers) -> tuple[Matrix, Calibration, Evaluation | None]:
    """How much every scorer is believed, how scores become confidence, and what came of it."""
    rows = material.lesson.left_out()
    if not len(rows):
        usual = [*_USUAL_FACTORS, 0.0, *(_USUAL_FACET_FACTOR for _ in scorers.facets)]
        return np.array(usual), CAUTIOUS, None
    truth = material.lesson.labels[rows]
    factors = blending.shares(scorers.left, truth)
    scores = np.tensordot(factors, np.stack(scorers.left), 1)
    calibration = learn_calibration(scores, material.counts, truth)
    told = calibrated(scores, material.counts, calibration)
    return factors, calibration, measure(told, material.labels, [material.labels[one] for one in truth])


def _assemble(
    task: Task, material: _Material, scorers: _Scorers, factors: Matrix, calibration: Calibration
) -> Weights:
    """Linear scorers side by side. Halves of numbers are kept in files, so halves are used at once."""
    linear = len(scorers.words)
    others = factors[1:linear]
    words = sum(f * one for f, one in zip(others, scorers.words[1:], strict=True))
    places = sum(f * one for f, one in zip(others, scorers.places[1:], strict=True))
    intercepts = factors[linear] * _odds(material.counts)
    told = factors[linear + 1 :]
    return Weights(
        labels=material.labels,
        groups={label: task.groups[label] for label in material.labels if label in task.groups},
        counts=material.counts,
        vocabulary=material.vocabulary,
        matrix=np.hstack([words, scorers.words[0]]).astype(np.float16),
        themes=material.survey.themes(np.hstack([places, scorers.places[0]]), scorers.practice),
        intercepts=np.concatenate([intercepts, scorers.intercepts]).astype(np.float32),
        belief=float(factors[0]),
        calibration=calibration,
        facets=tuple(
            replace(facet, table=(facet.table * f).astype(np.float16).astype(np.float32))
            for facet, f in zip(scorers.facets, told, strict=True)
        ),
    )


def score(weights: Weights, table: csr_matrix, contexts: Sequence[Context]) -> Matrix:
    """Texts × labels, not yet calibrated."""
    themes, count = weights.themes, len(weights.labels)
    map_ = csr_matrix(
        (themes.map.values.astype(np.float32), themes.map.columns, themes.map.starts),
        shape=(table.shape[1], len(themes.map.mean)),
    )
    directions, _ = themes.map.direct(np.asarray((table @ map_).todense()))
    told = np.asarray(table @ weights.matrix.astype(np.float32)) + weights.intercepts
    told += themes.tell(directions)
    practice = themes.tell_times(directions, [one.order for one in contexts])
    if practice is not None:
        told[:, count:] += practice.now
    scores = combined(told.astype(np.float64), weights.belief)
    for facet in weights.facets:
        scores += facet.scores(contexts)
    return scores
