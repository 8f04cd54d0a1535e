"""How much danger is seen and how often the alarm is false, on sentences written for it."""

from functools import cache

import pytest

from otklik.casework.triage.dangers import Level
from otklik.casework.triage.urgency import of_words
from otklik.casework.triage.words import read
from tests.casework.triage.measuring import rows, tell


@cache
def told_and_found() -> list[tuple[Level, int, str]]:
    return [
        (
            Level[row["level"].upper()],
            of_words(read(row["text"]), month=int(row["month"])).level,
            row["text"],
        )
        for row in rows("urgency.tsv")
    ]


@pytest.mark.parametrize("level", [Level.DANGER, Level.URGENT])
def test_precision_and_recall(level: Level) -> None:
    every = told_and_found()
    hits = [text for told, found, text in every if told >= level and found >= level]
    missed = [text for told, found, text in every if told >= level > found]
    false = [text for told, found, text in every if found >= level > told]
    title = f"{level.name} in {len(every)} sentences"
    precision, recall = tell(title, hits=len(hits), false=len(false), missed=len(missed))
    assert precision >= 0.97, false
    assert recall >= 0.95, missed


def test_there_is_enough_to_measure_by() -> None:
    told = [row[0] for row in told_and_found()]
    assert len(told) >= 300
    assert told.count(Level.USUAL) >= 150


@pytest.mark.parametrize(
    ("month", "level"), [(1, Level.DANGER), (2, Level.DANGER), (10, Level.URGENT), (0, Level.URGENT)]
)
def test_no_heating_is_a_danger_in_winter(month: int, level: Level) -> None:
    assert of_words(read("Нет отопления второй день"), month=month).level == level
