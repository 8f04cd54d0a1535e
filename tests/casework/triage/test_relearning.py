"""When to learn anew, and what a correction weighs."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from otklik.casework.triage.relearning import CORRECTION_WEIGHT, is_due
from otklik.casework.triage.serving import Classifier
from otklik.casework.triage.training import Sample, Task, train
from otklik.casework.triage.trials import run
from otklik.casework.triage.weights import write
from tests.casework.triage.texts import corpus

NOW = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("retrain", "fresh", "days", "due"),
    [
        ("never", 1000, None, False),
        ("nightly", 49, None, False),
        ("nightly", 50, None, True),
        ("nightly", 50, 0.5, False),
        ("nightly", 50, 1, True),
        ("weekly", 50, 6, False),
        ("weekly", 50, 7, True),
        ("weekly", 49, 70, False),
        ("weekly", 50, None, True),
    ],
)
def test_when_to_learn_anew(retrain: str, fresh: int, days: float | None, due: bool) -> None:
    last_at = NOW - timedelta(days=days) if days is not None else None
    assert is_due(retrain, fresh=fresh, after=50, last_at=last_at, now=NOW) is due


def test_one_correction_outweighs_two_of_the_source() -> None:
    text = "сосулька висит над подъездом"
    samples = [Sample(said, label) for said, label in corpus()]
    twice = [Sample(text, "waste"), Sample(text, "waste")]

    def best(weight: float) -> str:
        task = Task(samples=[*samples, *twice, Sample(text, "light", weight)])
        return Classifier(train(task)).classify([text])[0].best[0].label

    assert best(1.0) == "waste"
    assert best(CORRECTION_WEIGHT) == "light"


def test_a_merged_topic_is_no_mistake_of_the_earlier_model(tmp_path) -> None:  # type: ignore[no-untyped-def]
    samples = [Sample(text, label) for text, label in corpus(per_label=60)]
    write(train(Task(samples=samples)), tmp_path / "was.npz")
    now_called = [(text, "light" if label == "waste" else label) for text, label in corpus(per_label=60)]
    judged = {
        name: run(now_called, titles={}, groups={}, rival=tmp_path / "was.npz", renamed=renamed)
        for name, renamed in (("merged", {"waste": "light"}), ("as it was", {}))
    }
    merged, plain = (judged[name].outcome.was for name in ("merged", "as it was"))
    assert merged is not None and plain is not None
    assert merged["top_1"] == 1.0
    assert plain["top_1"] < 0.9


def test_a_trial_names_its_mistakes() -> None:
    told = corpus(per_label=60)
    wrong = [(text, "heat" if n % 9 == 0 else label) for n, (text, label) in enumerate(told)]
    outcome = run(wrong, titles={}, groups={}).outcome
    assert outcome.evaluation is not None
    assert len(outcome.missed) == sum(one.count for one in outcome.evaluation.confusions) > 0
    assert all(wrong[place][1] == true != guessed for place, true, guessed in outcome.missed)
    assert np.isclose(1 - len(outcome.missed) / outcome.evaluation.texts, outcome.evaluation.top_1)
