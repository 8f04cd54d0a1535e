"""Whose turn it is in a chain of approval, by table."""

import pytest

from otklik.casework.answers.rules import covered, left, whose_turn


@pytest.mark.parametrize(
    ("chain", "approved", "turn"),
    [
        ((1, 2, 3), (), 1),
        ((1, 2, 3), (1,), 2),
        ((1, 2, 3), (2, 1), 3),
        ((1, 2, 3), (2,), 1),
        ((1, 2, 3), (1, 2, 3), None),
        ((1, 2, 1), (1, 2), None),
        ((), (), None),
    ],
    ids=["первый", "второй", "третий", "не по порядку", "все", "дважды названный", "пустая"],
)
def test_the_first_who_has_not_approved_is_next(chain, approved, turn):
    assert whose_turn(chain, approved) == turn


@pytest.mark.parametrize(
    ("standing_for", "covers"),
    [((2,), (2,)), ((3,), ()), ((2, 3), (2, 3)), ((2, 4), (2,)), ((1,), ()), ((), ())],
    ids=["своя очередь", "рано", "за себя и за следующего", "через одного", "уже согласовал", "чужой"],
)
def test_a_yes_counts_for_those_next_in_turn(standing_for, covers):
    assert covered((1, 2, 3, 4), (1,), standing_for=standing_for) == covers


def test_a_person_named_twice_is_asked_once():
    assert left((2, 1, 2), ()) == (2, 1)
