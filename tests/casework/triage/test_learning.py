"""The scorers are what they claim: least squares by both ways, folds left out exactly, facets by counting."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.linear_model import Ridge

from otklik.casework.triage import blending, facets, prototypes, ridge
from otklik.casework.triage.evaluation import Stopped
from otklik.casework.triage.facets import PERIOD, Context
from otklik.casework.triage.judging import chances, evaluate
from otklik.casework.triage.ridge import Lesson, Practice, solve
from otklik.casework.triage.serving import Classifier, load
from otklik.casework.triage.training import Sample, Task, train
from otklik.casework.triage.weights import read_parts, write, write_parts
from otklik.casework.triage.words import read as read_words
from tests.casework.triage.texts import corpus


def a_lesson(texts: int = 120, *, seed: int = 0) -> Lesson:
    chance = np.random.default_rng(seed)
    table = chance.random((texts, 40)) * (chance.random((texts, 40)) < 0.3)
    labels = (table[:, :4] + 0.1 * chance.random((texts, 4))).argmax(axis=1)
    return Lesson(
        table=csr_matrix(table),
        places=chance.normal(size=(texts, 3)) * 0.1,
        labels=labels,
        strengths=np.where(np.arange(texts) % 5 == 0, 3.0, 1.0),
        folds=np.where(np.arange(texts) < 100, np.arange(texts) % 4, -1),
        count=4,
    )


def by_scikit_learn(lesson: Lesson, rows: np.ndarray, asked: np.ndarray) -> np.ndarray:
    features = np.hstack([lesson.table.toarray(), lesson.places])
    strengths = lesson.strengths
    if len(lesson.labels) <= ridge.MOST_TEXTS:
        strengths = ridge.evened(lesson)
    if lesson.practice is not None:
        themes, moments = lesson.practice.themes, lesson.practice.moments
        features = np.hstack([features, (themes[:, :, None] * moments[:, None, :]).reshape(len(themes), -1)])
    targets = lesson.targets()
    prior = np.average(targets, axis=0, weights=lesson.strengths)
    machine = Ridge(alpha=ridge.PENALTY, fit_intercept=False)
    machine.fit(features[rows], targets[rows] - prior, sample_weight=strengths[rows])
    return machine.predict(features[asked]) + prior


@pytest.mark.parametrize("most", [5_000, 10], ids=["over texts", "over features"])
def test_least_squares_are_those_of_scikit_learn(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = a_lesson()
    monkeypatch.setattr(ridge, "MOST_TEXTS", most)
    learnt = solve(lesson)
    every = np.arange(120)
    ours = lesson.table @ learnt.words + lesson.places @ learnt.places + learnt.intercepts
    np.testing.assert_allclose(ours, by_scikit_learn(lesson, every, every), atol=1e-8)


def with_practice(lesson: Lesson) -> Lesson:
    chance = np.random.default_rng(1)
    return replace(lesson, practice=Practice(chance.normal(size=(120, 3)), chance.random((120, 2))))


def test_what_time_adds_is_least_squares_too() -> None:
    lesson = with_practice(a_lesson())
    learnt = solve(lesson)
    every = np.arange(120)
    ours = lesson.table @ learnt.words + lesson.places @ learnt.places + learnt.intercepts
    ours += np.einsum("nt,nm,mtl->nl", lesson.practice.themes, lesson.practice.moments, learnt.practice)
    np.testing.assert_allclose(ours, by_scikit_learn(lesson, every, every), atol=1e-8)


@pytest.mark.parametrize("lesson", [a_lesson(), with_practice(a_lesson())], ids=["words", "words and time"])
def test_a_left_out_text_is_scored_as_if_its_fold_had_never_been(lesson: Lesson) -> None:
    left = solve(lesson).left
    rows = lesson.left_out()
    for fold in range(4):
        out, kept = np.flatnonzero(lesson.folds == fold), np.flatnonzero(lesson.folds != fold)
        np.testing.assert_allclose(left[np.isin(rows, out)], by_scikit_learn(lesson, kept, out), atol=1e-8)


def test_centroids_of_left_out_texts_forget_them() -> None:
    lesson = a_lesson()
    near, _ = prototypes.left_out(lesson, prototypes.sums(lesson, np.arange(120)))
    kept = np.flatnonzero(lesson.folds != 0)
    fresh = prototypes.centroids(prototypes.sums(lesson, kept))
    out = np.flatnonzero(lesson.folds == 0)
    wanted = lesson.table[out] @ fresh.words.T + lesson.places[out] @ fresh.places.T
    np.testing.assert_allclose(near[lesson.folds[lesson.left_out()] == 0], wanted, atol=1e-8)


def test_the_scorer_that_knows_is_believed() -> None:
    chance = np.random.default_rng(1)
    truth = chance.integers(0, 5, 400)
    knows = np.eye(5)[truth] + chance.normal(size=(400, 5)) * 0.3
    noise = chance.normal(size=(400, 5))
    believed = blending.shares([noise, knows], truth)
    assert believed[1] > 10 * believed[0]
    assert (believed >= 0).all()


def test_a_district_tells_the_recipient() -> None:
    chance = Random(3)
    words = ["яма на дороге", "глубокая яма", "ямы и лужи на дороге", "разбита дорога"]
    samples = [
        Sample(
            f"{chance.choice(words)} {chance.randrange(1000)}",
            place,
            context=Context({"district": place, "topic": "roads"}),
        )
        for place in ("north", "south", "west")
        for _ in range(60)
    ]
    weights = train(Task(samples=samples))
    [north], [nowhere] = (
        Classifier(weights).classify_words([read_words("яма на дороге")], contexts=[one])
        for one in (Context({"district": "north"}), Context())
    )
    assert north.best[0].label == "north"
    assert north.best[0].confidence > 0.8 > nowhere.best[0].confidence
    assert north.best[0].facets == ("district",)
    assert nowhere.best[0].facets == ()


def test_the_practice_of_the_time_is_followed() -> None:
    chance = Random(4)
    said = ["не горит фонарь", "темно на улице", "нет освещения", "лампа мигает"]
    samples = [
        Sample(
            f"{chance.choice(said)} {day}", "old" if day < 200 else "new", context=Context(order=float(day))
        )
        for day in range(400)
    ]
    weights = train(Task(samples=samples))
    answers = [
        Classifier(weights).classify_words([read_words("темно, фонарь")], contexts=[Context(order=day)])[0]
        for day in (10.0, 390.0, 9999.0)
    ]
    assert [one.best[0].label for one in answers] == ["old", "new", "new"]


def test_facets_count_and_unknown_values_are_silent() -> None:
    contexts = [Context({"district": name}) for name in ["a"] * 8 + ["b"] * 8 + ["rare"]]
    [facet] = facets.outline(contexts)
    assert facet.values == ("a", "b")
    labels = np.array([0] * 8 + [1] * 8 + [1])
    learnt = facets.learn(facet, facet.rows(contexts), labels, strengths=np.ones(17), count=2)
    told = learnt.scores([Context({"district": "a"}), Context({"district": "rare"}), Context()])
    assert told[0, 0] > 0 > told[0, 1]
    assert (told[1:] == 0).all()


def test_periods_are_bounded_by_the_number_of_texts() -> None:
    [facet] = facets.outline([Context(order=float(day)) for day in range(600)])
    assert (facet.name, len(facet.starts)) == (PERIOD, 10)
    assert facets.outline([Context(order=1.0)] * 600) == []


def test_a_correction_weighs_more_than_what_a_source_said() -> None:
    known = [(text, label) for text, label in corpus() if label in ("roads", "heat")]
    disputed = [("провал у колонки", "roads"), ("провал у колонки", "heat")]

    def best(*weights: float) -> str:
        told = [Sample(*pair, weight) for pair, weight in zip(disputed, weights, strict=True)]
        model = train(Task(samples=[*(Sample(*pair) for pair in known), *told]))
        return Classifier(model).classify(["провал у колонки"])[0].best[0].label

    assert (best(5.0, 1.0), best(1.0, 5.0)) == ("roads", "heat")


def test_many_texts_are_learnt_over_features(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ridge, "MOST_TEXTS", 50)
    weights = train(Task(samples=[Sample(text, label) for text, label in corpus(per_label=80)]))
    found = evaluate(weights, [Sample(text, label) for text, label in corpus(per_label=20, seed=9)])
    assert found.top_1 > 0.9


def test_a_file_may_hold_several_models(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "model.npz"
    weights = train(Task(samples=[Sample(text, label) for text, label in corpus()]))
    other = replace(weights, labels=("a", "b", "c", "d"))
    write_parts({"topic": weights, "recipient": other}, path)
    assert list(read_parts(path)) == ["topic", "recipient"]
    assert read_parts(path)["recipient"].labels == ("a", "b", "c", "d")
    assert load(path).labels == weights.labels
    write(weights, path)
    assert list(read_parts(path)) == [""]


def test_progress_tells_stages_and_stops() -> None:
    samples = [Sample(text, label) for text, label in corpus()]
    told: list[tuple[str, float]] = []
    weights = train(Task(samples=samples), progress=lambda stage, share: told.append((stage, share)))
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert told[-1] == ("готово", 1.0)

    def stop(stage: str, share: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        train(Task(samples=samples), progress=stop)
    with pytest.raises(Stopped):
        chances(weights, samples, progress=stop)


@pytest.mark.parametrize("text", ["", "🙂🙂🙂", "!!!", "слово " * 50_000, "x" * 100_000, "\x00"])
def test_any_text_is_answered(text: str) -> None:
    model = Classifier(train(Task(samples=[Sample(text, label) for text, label in corpus()])))
    [guess] = model.classify([text])
    assert len(guess.best) == 3
    assert all(0 <= one.confidence <= 1 for one in guess.best)
