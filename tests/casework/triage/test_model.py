"""A model is trained by scikit-learn, kept as numbers, and served by numpy alone."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pytest import approx

from otklik.casework.triage.confidence import softened
from otklik.casework.triage.evaluation import TooLittle
from otklik.casework.triage.facets import NOWHERE, PERIOD, Context
from otklik.casework.triage.judging import chances, evaluate
from otklik.casework.triage.measures import coverage, measure
from otklik.casework.triage.serving import Classifier, Guess, load
from otklik.casework.triage.tables import near_groups
from otklik.casework.triage.training import Sample, Task, train
from otklik.casework.triage.weights import NotAModel, Weights, read, write
from otklik.casework.triage.words import read as read_words
from tests.casework.triage.texts import corpus

TITLES = {
    "roads": "Ямы на дорогах",
    "heat": "Нет отопления",
    "waste": "Вывоз мусора",
    "light": "Уличный свет",
}
GROUPS = {"roads": "street", "light": "street", "heat": "home"}


@pytest.fixture(scope="module")
def weights() -> Weights:
    samples = [Sample(text, label) for text, label in corpus()]
    return train(Task(samples=samples, titles=TITLES, groups=GROUPS))


def test_it_learns(weights: Weights) -> None:
    held_out = [Sample(text, label) for text, label in corpus(per_label=10, seed=2)]
    assert evaluate(weights, held_out).top_1 > 0.9


def test_served_answers_are_those_of_training(weights: Weights) -> None:
    texts = [text for text, _ in corpus(per_label=25, seed=3)] + ["", "совсем неведомое слово", "яма " * 500]
    wanted = chances(weights, [Sample(text, "") for text in texts])
    np.testing.assert_allclose(Classifier(weights).probabilities(texts), wanted, atol=1e-5)


def test_served_answers_know_the_time_as_training_does(tmp_path: Path) -> None:
    """Roads went to one office in the first half of the register and to another in the second."""
    said = [
        (
            text,
            f"{label} {'old' if place < 200 else 'new'}" if label == "roads" else label,
            Context(order=place),
        )
        for place, (text, label) in enumerate(corpus(per_label=100))
    ]
    weights = train(Task(samples=[Sample(text, label, 1.0, when) for text, label, when in said]))
    write(weights, tmp_path / "m.npz")
    served = load(tmp_path / "m.npz")
    text = "Яма на дороге, разбит асфальт"
    asked = [Context(order=20.0), Context(order=380.0), Context(order=9_000.0), NOWHERE]
    wanted = chances(weights, [Sample(text, "", 1.0, when) for when in asked])
    np.testing.assert_allclose(served.probabilities([text] * 4, asked), wanted, atol=1e-5)
    old, new, later, unknown = served.classify_words([read_words(text)] * 4, contexts=asked)
    assert (old.best[0].label, new.best[0].label, later.best[0].label) == (
        "roads old",
        "roads new",
        "roads new",
    )
    assert new.best[0].facets == (PERIOD,)
    assert unknown.best[0].facets == ()


def told(guesses: list[Guess]) -> list[object]:
    """Without the last digits, for products of matrices depend in them on how many rows go together."""
    return [
        (one.label, one.words, approx(one.confidence, abs=1e-6)) for guess in guesses for one in guess.best
    ]


def test_one_by_one_is_the_same_as_a_batch(weights: Weights) -> None:
    texts = [text for text, _ in corpus(per_label=20, seed=4)]
    classifier = Classifier(weights)
    alone = [classifier.classify([text])[0] for text in texts]
    assert told(alone) == told(Classifier(weights).classify(texts))


def test_a_full_memory_of_words_changes_no_answer(weights: Weights) -> None:
    texts = [text for text, _ in corpus(per_label=20, seed=4)]
    small = Classifier(weights)
    small._shares.most = 40
    alone = [small.classify([text])[0] for text in texts]
    assert told(alone) == told(Classifier(weights).classify(texts))


def test_a_guess_tells_three_labels_with_the_words_that_decided(weights: Weights) -> None:
    [guess] = Classifier(weights).classify(["Прошу убрать мусор, контейнер у дома переполнен"])
    assert guess.best[0].label == "waste"
    assert set(guess.best[0].words[:2]) == {"мусор", "контейнер"}
    assert len(guess.best) == 3
    assert [c.confidence for c in guess.best] == sorted((c.confidence for c in guess.best), reverse=True)


def test_a_group_gathers_its_labels(weights: Weights) -> None:
    [guess] = Classifier(weights).classify(["яма на дороге и фонарь не горит"])
    assert guess.group == "street"
    assert guess.group_confidence > guess.best[0].confidence


def test_files_give_the_same_model_back(weights: Weights, tmp_path: Path) -> None:
    write(weights, tmp_path / "a" / "model.npz")
    text = ["яма на дороге"]
    assert load(tmp_path / "a" / "model.npz").classify(text) == Classifier(weights).classify(text)
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["model.npz"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"text"])
def test_a_foreign_file_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    with pytest.raises(NotAModel):
        read(path)


def test_a_pickle_inside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    np.savez(path, header=np.array([{"a": 1}], dtype=object))
    with pytest.raises(NotAModel):
        read(path)


def test_serving_loads_neither_scikit_learn_nor_scipy() -> None:
    code = (
        "import sys, otklik.casework.triage.serving, otklik.casework.triage.triager;"
        "print([m for m in ('sklearn', 'scipy', 'django') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_same_samples_give_the_same_weights(weights: Weights) -> None:
    again = train(Task(samples=[Sample(t, lb) for t, lb in corpus()], titles=TITLES, groups=GROUPS))
    np.testing.assert_array_equal(again.matrix, weights.matrix)
    assert again.calibration == weights.calibration


@pytest.mark.parametrize("samples", [corpus()[:10], [(text, "one") for text, _ in corpus()]])
def test_too_little_is_refused(samples: list[tuple[str, str]]) -> None:
    with pytest.raises(TooLittle):
        train(Task(samples=[Sample(text, label) for text, label in samples]))


def test_two_labels_and_a_rare_one_are_learnt() -> None:
    two = [Sample(text, label) for text, label in corpus() if label in ("roads", "heat")]
    assert evaluate(train(Task(samples=two)), two).top_1 > 0.95
    rare = [*two, Sample("лифт застрял между этажами", "lift")]
    model = Classifier(train(Task(samples=rare)))
    assert model.classify(["застрял лифт"])[0].best[0].label == "lift"


def test_copies_stand_on_one_side() -> None:
    first, second, other = (
        read_words("Прошу отремонтировать дорогу на проспекте Строителей, невозможно проехать! Спасибо"),
        read_words("прошу отремонтировать дорогу на проспекте строителей - невозможно проехать, спасибо!!"),
        read_words("На проспекте Строителей темно"),
    )
    groups = near_groups([first, second, other])
    assert groups[0] == groups[1] != groups[2]


def test_probabilities_add_up() -> None:
    scores = np.array([[0.0, 0.0, 0.0], [5.0, -1.0, -1.0]])
    np.testing.assert_allclose(softened(scores, 3.0).sum(axis=1), 1)


def test_coverage_is_the_share_that_can_be_left_to_the_model() -> None:
    confidence = np.linspace(1, 0, 20)
    hits = np.array([True] * 9 + [False] + [True] * 9 + [False])
    assert coverage(confidence, hits, precision=0.9) == 1.0
    assert coverage(confidence, ~hits, precision=0.9) == 0.0
    assert coverage(confidence[:9], hits[:9], precision=0.9) == 0.0  # nine texts prove nothing


def test_an_unknown_label_is_a_miss() -> None:
    measured = measure(np.array([[0.9, 0.1], [0.8, 0.2]]), ("a", "b"), ["a", "new"])
    assert (measured.top_1, measured.top_3) == (0.5, 0.5)
