"""What a rating must hold and what follows from it: a table; shares with their intervals."""

from datetime import UTC, datetime, timedelta

import pytest

from otklik.casework.satisfaction.rules import shares
from otklik.casework.satisfaction.rules.rating import (
    BadRating,
    Given,
    Manner,
    Reopening,
    Scale,
    Verdict,
    checked,
    closes_at,
    promise,
    weigh,
)
from otklik.casework.satisfaction.rules.shares import Tally

USUAL = Manner()
HEAD = Manner(reopening=Reopening.BY_HEAD)
NEVER = Manner(reopening=Reopening.NEVER)
AT_TWO = Manner(reopen_at=2, needs_words=False)


@pytest.mark.parametrize(
    ("given", "manner", "late", "reopened", "verdict"),
    [
        pytest.param(Given(mark=5, words="спасибо"), USUAL, False, 0, Verdict.KEPT, id="хорошая"),
        pytest.param(Given(mark=4, words="почти"), USUAL, False, 0, Verdict.KEPT, id="четыре"),
        pytest.param(Given(mark=3, words="плохо"), USUAL, False, 0, Verdict.REOPENED, id="три со словами"),
        pytest.param(Given(mark=3), USUAL, False, 0, Verdict.KEPT, id="три без слов"),
        pytest.param(
            Given(mark=1, reasons=("Слишком долго",)),
            USUAL,
            False,
            0,
            Verdict.REOPENED,
            id="причина из списка",
        ),
        pytest.param(Given(is_solved=False, words="нет"), USUAL, False, 0, Verdict.REOPENED, id="не решено"),
        pytest.param(
            Given(mark=5, is_solved=False, words="нет"),
            USUAL,
            False,
            0,
            Verdict.REOPENED,
            id="пять, но не решено",
        ),
        pytest.param(Given(is_solved=True, words="да"), USUAL, False, 0, Verdict.KEPT, id="решено"),
        pytest.param(Given(mark=1, words="плохо"), USUAL, True, 0, Verdict.LATE, id="после срока"),
        pytest.param(Given(mark=5), USUAL, True, 0, Verdict.LATE, id="хорошая после срока"),
        pytest.param(Given(mark=1, words="плохо"), USUAL, False, 1, Verdict.REOPENED, id="второй возврат"),
        pytest.param(
            Given(mark=1, words="плохо"), USUAL, False, 2, Verdict.WAITS, id="третий — руководителю"
        ),
        pytest.param(Given(mark=1, words="плохо"), HEAD, False, 0, Verdict.WAITS, id="решает руководитель"),
        pytest.param(Given(mark=1, words="плохо"), NEVER, False, 0, Verdict.KEPT, id="не возвращает"),
        pytest.param(Given(mark=2), AT_TWO, False, 0, Verdict.REOPENED, id="порог два без слов"),
        pytest.param(Given(mark=3, words="так себе"), AT_TWO, False, 0, Verdict.KEPT, id="выше порога"),
    ],
)
def test_what_a_rating_does(
    given: Given, manner: Manner, late: bool, reopened: int, verdict: Verdict
) -> None:
    assert weigh(given, manner, is_late=late, reopened=reopened) is verdict


@pytest.mark.parametrize(
    ("given", "scale", "left"),
    [
        (Given(mark=4, is_solved=True), Scale.BOTH, (4, True)),
        (Given(mark=4, is_solved=True), Scale.MARK, (4, None)),
        (Given(mark=4, is_solved=False), Scale.SOLVED, (None, False)),
    ],
    ids=["оба", "только оценка", "только решено"],
)
def test_only_what_is_asked_is_taken(
    given: Given, scale: Scale, left: tuple[int | None, bool | None]
) -> None:
    told = checked(given, Manner(scale=scale))
    assert (told.mark, told.is_solved) == left


@pytest.mark.parametrize(
    ("given", "scale"),
    [
        (Given(), Scale.BOTH), (Given(mark=0), Scale.BOTH), (Given(mark=6), Scale.MARK),
        (Given(is_solved=True), Scale.MARK), (Given(mark=5), Scale.SOLVED),
    ],
    ids=["пусто", "ноль", "шесть", "решено вместо оценки", "оценка вместо решено"],
)  # fmt: skip
def test_a_rating_that_tells_nothing_is_refused(given: Given, scale: Scale) -> None:
    with pytest.raises(BadRating):
        checked(given, Manner(scale=scale))


def test_reasons_beyond_the_list_are_dropped() -> None:
    told = checked(Given(mark=1, reasons=("Чужое", "Слишком долго")), USUAL)
    assert told.reasons == ("Слишком долго",)
    assert told.said == "Слишком долго"
    assert Given(mark=2, is_solved=False).label == "Оценка 2, не решено"


def test_window_and_what_is_promised() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    assert closes_at(at, Manner(window_days=10)) == at + timedelta(days=10)
    assert "3 и ниже" in promise(USUAL)
    assert "руководитель решит" in promise(HEAD)
    assert "вернётся" not in promise(NEVER)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (1, 1, 0.2065, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
    ids=["ни одного", "все", "половина", "один", "Ньюкомб, 1998"],
)  # fmt: skip
def test_interval_of_wilson(hits: int, of: int, low: float, high: float) -> None:
    found = shares.wilson(hits, of)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-3), pytest.approx(high, abs=1e-3))


def test_few_ratings_are_said_to_be_few() -> None:
    few = shares.line(Tally(rated=9, satisfied=9, marked=9, total=45, squares=225), few_below=10)
    enough = shares.line(Tally(rated=10, satisfied=9, marked=10, total=46, squares=216), few_below=10)
    assert (few.satisfied.is_few, enough.satisfied.is_few) == (True, False)
    assert enough.mean.value == pytest.approx(4.6)
    assert enough.mean.low is not None
    assert 1 <= enough.mean.low < 4.6
    nothing = shares.line(Tally(), few_below=10)
    assert (nothing.mean.value, nothing.satisfied.value, nothing.response.value) == (None, None, None)
    one = shares.mean(5, 25, of=1)
    assert (one.value, one.low) == (5, None)
