"""The table of dangers to life and health, and of what cannot wait, by the words that tell of them."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from importlib.resources import files


class Level(IntEnum):
    """The levels of `register.cases.rules.Urgency`."""

    USUAL = 0
    URGENT = 1
    DANGER = 2


@dataclass(frozen=True, slots=True)
class Danger:
    """Words of every group of `groups` stand within `within` words of a word of the first group.

    A word after «не», «нет» or «без» counts only as the pair («без_крышка»); a word of `unless` as near
    makes it harmless. Words are normal forms. A row with `months` speaks in these months alone.
    """

    reason: str
    level: Level
    groups: tuple[frozenset[str], ...]
    unless: frozenset[str]
    within: int
    months: frozenset[int] = frozenset()


def read() -> tuple[Danger, ...]:
    """The rows of `dangers.tsv`; `@name` stands for a list of `danger_lists.tsv`."""
    lists = {row["name"]: frozenset(row["words"].split()) for row in _rows("danger_lists")}
    return tuple(
        Danger(
            row["reason"],
            Level[row["level"].upper()],
            tuple(_expanded(group, lists) for group in row["groups"].split("|")),
            _expanded(row["unless"], lists),
            int(row["within"]),
            _months(row["months"]),
        )
        for row in _rows("dangers")
    )


def _expanded(words: str, lists: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*(lists.get(word, {word}) for word in words.split()))


def _months(told: str) -> frozenset[int]:
    """«12-2» is the winter; nothing is the whole year, whatever the month."""
    if not told:
        return frozenset()
    first, last = map(int, told.split("-"))
    return frozenset(month % 12 + 1 for month in range(first - 1, last if last >= first else last + 12))


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files(__package__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


DANGERS = read()
