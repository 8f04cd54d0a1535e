"""Phrases of a table: words that stand near each other and mean something together, found in one pass."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from otklik.casework.triage.words import Words

_DENIALS = frozenset({"не", "нет", "без"})
_FRAGMENT = 12


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of every group of `groups` stand within `within` words of a word of the first group.

    A word after «не», «нет» or «без» counts only as the pair («без_крышка»); a word of `unless` as near
    makes it nothing. Words are normal forms, those with «=» before them stand as they are written.
    """

    groups: tuple[frozenset[str], ...]
    unless: frozenset[str]
    within: int


class Book:
    """Phrases with an index by the words of their first groups, so that a text asks only for its own."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.phrases = tuple(phrases)
        self._rows: dict[str, tuple[int, ...]] = {}
        for row, phrase in enumerate(self.phrases):
            for word in phrase.groups[0]:
                self._rows[word] = (*self._rows.get(word, ()), row)
        self._telling = frozenset().union(*(g for p in self.phrases for g in (*p.groups, p.unless)))
        self._exact = {word[1:]: word for word in self._telling if word.startswith("=")}

    def find(self, words: Words) -> Iterator[tuple[int, tuple[int, int]]]:
        """Which phrases are told, in the order of the table, with their first and last word."""
        places = self._places(words)
        for row in sorted({row for word in self._rows.keys() & places.keys() for row in self._rows[word]}):
            span = _span(self.phrases[row], places)
            if span is not None:
                yield row, span

    def _places(self, words: Words) -> dict[str, list[int]]:
        """Where the words of the table stand; a denied word stands only as the pair with its denial."""
        places: dict[str, list[int]] = {}
        denial, telling, exact = "", self._telling, self._exact
        for position, (token, forms) in enumerate(zip(words.tokens, words.forms, strict=True)):
            for form in forms:
                told = f"{denial}_{form}" if denial else form
                if told in telling:
                    places.setdefault(told, []).append(position)
            if token in exact and not denial:
                places.setdefault(exact[token], []).append(position)
            denial = token if token in _DENIALS else ""
        return places


def _span(phrase: Phrase, places: Mapping[str, Sequence[int]]) -> tuple[int, int] | None:
    """The first and the last word of the first place where all groups meet and nothing excuses them."""
    groups = [sorted({p for word in group & places.keys() for p in places[word]}) for group in phrase.groups]
    if not all(groups):
        return None
    excuses = [p for word in phrase.unless & places.keys() for p in places[word]]
    for start in groups[0]:
        met = [start]
        for group in groups[1:]:
            near = [p for p in group if abs(p - start) <= phrase.within]
            if not near:
                break
            met.append(min(near, key=lambda p: abs(p - start)))
        else:
            if not any(abs(p - start) <= phrase.within for p in excuses):
                return min(met), max(met)
    return None


def fragment(tokens: Sequence[str], span: tuple[int, int]) -> str:
    """The words of the span as written, with the denial before them; the middle of a long one is cut."""
    first, last = span
    first = max(first - 1, 0) if tokens[max(first - 1, 0)] in _DENIALS else first
    shown = tokens[first : last + 1]
    if len(shown) > _FRAGMENT:
        return " ".join((*shown[: _FRAGMENT // 2], "…", *shown[-_FRAGMENT // 2 :]))
    return " ".join(shown)


def expanded(words: str, lists: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The words of a cell; `@name` stands for a list."""
    return frozenset().union(*(lists.get(word, {word}) for word in words.split()))


def phrase_of(row: Mapping[str, str], lists: Mapping[str, frozenset[str]]) -> Phrase:
    """A phrase from the columns `groups` (apart by «|»), `unless` and `within`."""
    groups = tuple(expanded(group, lists) for group in row["groups"].split("|"))
    return Phrase(groups, expanded(row["unless"], lists), int(row["within"]))


def lists_of(name: str) -> dict[str, frozenset[str]]:
    """Named lists of words (`name`, `words`)."""
    return {row["name"]: frozenset(row["words"].split()) for row in rows(name)}


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of this room."""
    text = files(__package__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
