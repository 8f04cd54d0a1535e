"""How angry a message is: what its words and its writing weigh, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from otklik.casework.control.rules import lexicon
from otklik.casework.triage import rudeness
from otklik.kernel import language


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of anger in `start`..`end` of the text; `why` is Russian and follows a comma."""

    start: int
    end: int
    weight: float
    why: str
    is_threat: bool = False


@dataclass(frozen=True, slots=True)
class Temper:
    """`heat` is from 0 to 1: one minus the product of what each sign leaves."""

    heat: float
    signs: tuple[Sign, ...]

    @property
    def strongest(self) -> Sign | None:
        return max(self.signs, key=lambda one: one.weight, default=None)

    @property
    def has_threat(self) -> bool:
        return any(one.is_threat for one in self.signs)


_NEAR = r"(?:(?![.!?\n]).){0,60}?"
_BODY, _WILL = lexicon.either("body"), lexicon.either("will")
_THREAT = re.compile(rf"\b{_WILL}\b{_NEAR}\b{_BODY}\b|\b{_BODY}\b{_NEAR}\b{_WILL}\b", re.IGNORECASE)
_LEXICON = (
    (0.5, "обвинение", lexicon.pattern("accusation")),
    (0.4, "возмущение", lexicon.pattern("outrage")),
    (0.25, "досада", lexicon.pattern("vexation")),
)
_THANKS, _IRONY = lexicon.pattern("thanks"), lexicon.pattern("irony")
_SHOUT = re.compile(r"!{2,}|\?!+|!\?+|\?{3,}")
_CAPS = re.compile(r"\b[А-ЯЁ]{4,}\b")
_NAMES = lexicon.words("capital_name")
_THREAT_WEIGHT, _RUDE_WEIGHT, _SHOUT_WEIGHT, _CAPS_WEIGHT, _MARKS_WEIGHT = 0.5, 0.55, 0.2, 0.3, 0.15
_ALL_CAPS_WEIGHT = 0.5


@lru_cache(maxsize=512)
def temper(text: str) -> Temper:
    """The heat of a message with its signs in the order of the text."""
    signs = sorted([*_threats(text), *_words(text), *_writing(text)], key=lambda one: one.start)
    cold = 1.0
    for sign in signs:
        cold *= 1 - sign.weight
    if _THANKS.search(text) and not _IRONY.search(text):
        cold = 1 - (1 - cold) / 2
    return Temper(round(1 - cold, 3), tuple(signs))


def _threats(text: str) -> Iterator[Sign]:
    for found in _THREAT.finditer(text):
        told = text[found.start() : found.end()]
        yield Sign(found.start(), found.end(), _THREAT_WEIGHT, f"грозит жалобой: «{told}»", is_threat=True)
        return


def _words(text: str) -> Iterator[Sign]:
    """Each group speaks three times at most, every time more quietly: a long list is no greater anger."""
    for weight, why, words in _LEXICON:
        seen: set[str] = set()
        for found in words.finditer(text):
            word = found[0].casefold()
            if word[:5] in seen:
                continue
            seen.add(word[:5])
            yield Sign(found.start(), found.end(), weight / len(seen), f"{why}: «{found[0]}»")
            if len(seen) == 3:
                break
    if rude := rudeness.obscene(text, language.tokens(text)):
        at = max(text.casefold().find(rude.casefold()), 0)
        yield Sign(at, at + len(rude), _RUDE_WEIGHT, "брань")


def _writing(text: str) -> Iterator[Sign]:
    shouted = [one for one in _CAPS.finditer(text) if one[0] not in _NAMES]
    letters = sum(len(one[0]) for one in shouted)
    if len(shouted) >= 2 or letters > 9:
        weight = _ALL_CAPS_WEIGHT if 2 * letters > len(text) else _CAPS_WEIGHT
        yield Sign(shouted[0].start(), shouted[0].end(), weight, "пишет заглавными")
    if found := _SHOUT.search(text):
        yield Sign(found.start(), found.end(), _SHOUT_WEIGHT, f"восклицает: «{found[0]}»")
    elif text.count("!") >= 3:
        at = text.find("!")
        yield Sign(at, at + 1, _MARKS_WEIGHT, "много восклицаний")
