"""What is kept of a trial of a model can be read back and adds up."""

import json

import numpy as np

from otklik.casework.triage.evaluation import from_json
from otklik.casework.triage.measures import measure

LABELS = ("a", "b", "c")
CHANCES = np.array([[0.9, 0.1, 0.0]] * 12 + [[0.2, 0.7, 0.1]] * 6 + [[0.1, 0.5, 0.4]] * 2)
TRUTH = ["a"] * 12 + ["b"] * 4 + ["a"] * 2 + ["c", "new"]


def test_an_evaluation_survives_json() -> None:
    found = measure(CHANCES, LABELS, TRUTH, seconds=1.5)
    assert from_json(json.loads(json.dumps(found.as_json()))) == found


def test_figures_of_older_versions_are_read() -> None:
    assert from_json({"top_1": 0.5, "top_3": 0.7, "texts": 10.0}).top_3 == 0.7


def test_labels_and_confusions_add_up() -> None:
    found = measure(CHANCES, LABELS, TRUTH)
    assert sum(one.count for one in found.per_label) == found.texts == 20
    assert sum(one.right for one in found.per_label) / 20 == found.top_1 == 0.8
    assert sum(one.count for one in found.confusions) == 4
    assert (found.confusions[0].true, found.confusions[0].guessed, found.confusions[0].count) == ("a", "b", 2)
    assert [one.label for one in found.per_label] == ["a", "b", "c", "new"]
    assert found.per_label[0].precision == 1.0
    assert round(found.per_label[0].recall, 3) == 0.857


def test_the_curve_tells_from_which_confidence_a_precision_holds() -> None:
    found = measure(CHANCES, LABELS, TRUTH)
    sure = {point.precision: (point.coverage, point.threshold) for point in found.curve}
    assert sure[0.98] == (0.6, 0.9)
    assert sure[0.8] == (1.0, 0.5)
    assert [one.coverage for one in found.curve] == sorted(
        (one.coverage for one in found.curve), reverse=True
    )


def test_reliability_bins_hold_every_text() -> None:
    found = measure(CHANCES, LABELS, TRUTH)
    assert sum(one.count for one in found.reliability) == 20
    assert [one.low for one in found.reliability] == [0.5, 0.7, 0.9]
