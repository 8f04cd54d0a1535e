"""The landmarks of a town ready to be looked up by the words of a text, and how one is written."""

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from otklik.ground.places import forms
from otklik.ground.places.views import Landmark, words_of
from otklik.ground.places.words import LANDMARK_KINDS
from otklik.kernel import language

Tail = tuple[frozenset[str], ...]
_ADJECTIVES = ("ая", "яя", "ый", "ий", "ой", "ое")
_KINDS_WITH_TITLES = frozenset({"магазин", "остановка", "детский сад", "торговый центр", "аптека"})
"""Whose own name never agrees with the kind: магазин «Заречный»."""


@dataclass(frozen=True, slots=True)
class Called:
    """One way to name landmarks: `tail` are the words after the first; `is_name` when it is the own name
    alone, which may be a thing too, and `is_common` when the dictionary holds it."""

    tail: Tail
    is_name: bool
    is_common: bool
    landmarks: list[Landmark] = field(default_factory=list)


class Landmarks:
    """`kinds` and `called` are by the first word; the rest by the kind and a number or a first word."""

    def __init__(self, landmarks: Iterable[Landmark], *, reserved: Container[str]) -> None:
        """`reserved` are words that name streets and settlements: no landmark is named by them alone."""
        self.by_id = {one.id: one for one in landmarks}
        self.kinds: dict[str, list[tuple[Tail, str]]] = {}
        self.numbered: dict[tuple[str, str], list[Landmark]] = defaultdict(list)
        self.titled: dict[tuple[str, str], list[tuple[Tail, Landmark]]] = defaultdict(list)
        self.of_kind: dict[str, list[Landmark]] = defaultdict(list)
        self.called: dict[str, list[Called]] = {}
        self._calls: dict[tuple[Tail, str], Called] = {}
        for one in self.by_id.values():
            self._add(one, reserved)
        for kind in self.of_kind:
            self._add_kind(kind)
        for names in self.called.values():
            names.sort(key=lambda name: -len(name.tail))
        self.watched = frozenset(self.kinds) | frozenset(self.called)

    def _add(self, one: Landmark, reserved: Container[str]) -> None:
        self.of_kind[one.kind].append(one)
        if one.number:
            self.numbered[one.kind, one.number.lower()].append(one)
        words = words_of(one.title)
        if words:
            patterns = forms.of_settlement(words)
            for head in patterns[0]:
                self.titled[one.kind, head].append((patterns[1:], one))
            alone = len(words) == 1
            is_kind = any(words[0] in each for each in LANDMARK_KINDS.values())
            if not (is_kind or one.kind == "остановка" or (alone and words[0] in reserved)):
                self._call(patterns, one, is_name=True, is_common=alone and language.is_known(words[0]))
        for alias in filter(None, map(words_of, one.aliases)):
            is_common = len(alias) == 1 and len(alias[0]) > 4 and language.is_known(alias[0])
            self._call(forms.of_settlement(alias), one, is_name=is_common, is_common=is_common)

    def _call(self, patterns: Tail, one: Landmark, *, is_name: bool, is_common: bool) -> None:
        for head in patterns[0]:
            called = self._calls.get((patterns, head))
            if called is None:
                called = self._calls[patterns, head] = Called(patterns[1:], is_name, is_common)
                self.called.setdefault(head, []).append(called)
            if one not in called.landmarks:
                called.landmarks.append(one)

    def _add_kind(self, kind: str) -> None:
        words = words_of(kind)
        if words and (len(words) > 1 or kind not in LANDMARK_KINDS):
            whole = forms.of_settlement(words)
            for head in whole[0]:
                self.kinds.setdefault(head, []).append((whole[1:], kind))
        for short in LANDMARK_KINDS.get(kind, ()):
            head, *tail = short.split("/")
            self.kinds.setdefault(head, []).append((tuple(frozenset({each}) for each in tail), kind))


def line(one: Landmark) -> str:
    """«школа № 5», «детский сад № 7 «Ромашка»», «храм Никольский», «парк Победы»."""
    title = one.title
    if title and title[0].isupper() and not _agrees(one):
        title = f"«{title}»"
    return " ".join(filter(None, [one.kind, f"№ {one.number}" if one.number else "", title]))


def _agrees(one: Landmark) -> bool:
    """Whether the own name is an adjective or a genitive of the kind («храм Никольский», «парк Победы»)."""
    words = words_of(one.title)
    if len(words) != 1 or one.kind in _KINDS_WITH_TITLES:
        return False
    tags = language.grammemes(words[0])[0]
    return words[0].endswith(_ADJECTIVES) or (one.kind in {"парк", "сквер"} and "gent" in tags)
