"""The table of dangers to life and health, and of what cannot wait, by the words that tell of them."""

from dataclasses import dataclass
from enum import IntEnum

from otklik.casework.triage.phrases import Phrase, lists_of, phrase_of, rows


class Level(IntEnum):
    """The levels of `register.cases.rules.Urgency`."""

    USUAL = 0
    URGENT = 1
    DANGER = 2


@dataclass(frozen=True, slots=True)
class Danger:
    """A row with `months` speaks in these months alone, one without them always."""

    reason: str
    level: Level
    phrase: Phrase
    months: frozenset[int] = frozenset()


def read() -> tuple[Danger, ...]:
    """The rows of `dangers.tsv`; `@name` stands for a list of `danger_lists.tsv`."""
    lists = lists_of("danger_lists")
    return tuple(
        Danger(row["reason"], Level[row["level"].upper()], phrase_of(row, lists), _months(row["months"]))
        for row in rows("dangers")
    )


def _months(told: str) -> frozenset[int]:
    """«12-2» is the winter; nothing is the whole year, whatever the month."""
    if not told:
        return frozenset()
    first, last = map(int, told.split("-"))
    return frozenset(month % 12 + 1 for month in range(first - 1, last if last >= first else last + 12))


DANGERS = read()
