"""The words of anger, threats and rudeness: a table of patterns by group, read once."""

import csv
import re
from functools import cache
from importlib.resources import files


def words(group: str) -> frozenset[str]:
    """The rows of a group as plain words."""
    return frozenset(_table()[group])


def either(group: str) -> str:
    """One pattern that any row of the group fits."""
    return f"(?:{'|'.join(_table()[group])})"


def pattern(group: str) -> re.Pattern[str]:
    """`either` over whole words, in any case."""
    return re.compile(rf"\b{either(group)}\b", re.IGNORECASE)


@cache
def _table() -> dict[str, tuple[str, ...]]:
    text = files("otklik.casework.control").joinpath("lexicon.tsv").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for row in csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        found.setdefault(row["group"], []).append(row["pattern"])
    return {group: tuple(patterns) for group, patterns in found.items()}
