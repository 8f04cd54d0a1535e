"""The bars of address reading: precision and recall at street level over the sentences written by hand."""

import pytest

from tests.ground.places.demo_sentences import HALVES, Score, demo_matcher, judged, score, sentences


@pytest.fixture(scope="module", params=HALVES)
def half(request: pytest.FixtureRequest) -> Score:
    return score(judged(request.param, demo_matcher()))


def test_precision_and_recall_of_streets(half: Score) -> None:
    assert half.precision >= 0.95
    assert half.recall >= 0.90


def test_houses_landmarks_and_other_places(half: Score) -> None:
    assert half.houses >= 0.95
    assert half.landmarks >= 0.90
    assert half.also >= 0.75
    assert half.also_precision >= 0.90


def test_nothing_is_found_where_nothing_is_told(half: Score) -> None:
    assert half.nothing >= 0.95
    assert half.ambiguous >= 0.50


def test_confidence_is_what_it_says(half: Score) -> None:
    assert half.calibration <= 0.07


def test_there_are_enough_sentences_and_hard_ones() -> None:
    known = [one for half in HALVES for one in sentences(half)]
    assert len({one.text for one in known}) == len(known) >= 500
    assert sum(one.is_ambiguous or not (one.place or one.landmark) for one in known) >= 160


def test_no_address_tells_a_flat() -> None:
    for half in HALVES:
        for one in judged(half, demo_matcher()):
            assert " кв" not in one.found.address
