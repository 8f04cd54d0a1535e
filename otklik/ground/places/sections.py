"""Parts of roads: «по Ленина от Садовой до Речной», «угол Мира и Садовой», «Р-241, 12 км»."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from otklik.ground.places.resolving import Spot
from otklik.ground.places.sentences import Sentence
from otklik.ground.places.words import CROSSING, STREET_KINDS

_BEFORE = 40
_FROM = re.compile(r"(?:^|[^а-я])(?P<word>от|с|со|между)\s*$")
_TO = re.compile(r"^[\s,]*(?:и\s+)?до\s*$")
_AND = re.compile(r"^\s*(?:и|-|–|—|/|с|x|х)\s*$")
_CORNER = re.compile(rf"(?:^|[^а-я])(?:{'|'.join(sorted(CROSSING))}|пересечени[еяи])\s*$")
_KIND = re.compile(rf"\s*(?:{'|'.join(sorted(map(re.escape, STREET_KINDS), key=len, reverse=True))})\.?\s*$")

_KM = r"(?:км|километр[еау]?|-?\s?(?:й|м|ом|ый)\s+(?:км|километр[еау]?))(?![а-я])"
_ROAD = re.compile(
    rf"(?:(?P<before>\d{{1,4}})\s?{_KM}\s+)?(?P<word>(?:автодорог|автотрасс|трасс|дорог|шосс)[а-я]*\s+)?"
    r"[«\"]?(?<![а-яa-z])(?P<letter>[мmpраa])(?P<dash>\s?[-–]\s?|\s?)(?P<number>\d{1,3})(?!\d)[»\"]?"
    rf"(?:[,\s]+(?:на\s+)?(?P<after>\d{{1,4}})\s?{_KM})?"
)
_FOLDED = str.maketrans("amp", "амр")


@dataclass(frozen=True, slots=True)
class Section:
    """The part of the street of `main` that the others bound; `words` tell it in Russian."""

    main: Spot
    ends: tuple[Spot, ...]
    is_crossing: bool


@dataclass(frozen=True, slots=True)
class Road:
    """A road out of town with its kilometre («трасса Р-241, 12-й км»), at `start`–`end`."""

    title: str
    start: int
    end: int


def section(sentence: Sentence, spots: Sequence[Spot]) -> Section | None:
    """The first part of a road that the streets named bound."""
    for place in range(len(spots) - 1):
        first, second = spots[place], spots[place + 1]
        if first.street.id == second.street.id:
            continue
        before = _stripped(sentence.low[max(0, first.mention.words[0] - _BEFORE) : first.mention.words[0]])
        between = _stripped(sentence.low[first.mention.end : second.mention.words[0]])
        if _CORNER.search(before) and _AND.match(between):
            return Section(first, (second,), is_crossing=True)
        opening = _FROM.search(before)
        closes = opening and (_AND if opening["word"] == "между" else _TO).match(between)
        if not closes:
            continue
        carrier = spots[place - 1] if place else None
        if carrier and first.mention.start - carrier.mention.end < _BEFORE:
            return Section(carrier, (first, second), is_crossing=False)
        return Section(first, (second,), is_crossing=False)
    return None


def road(sentence: Sentence) -> Road | None:
    """A road by its number, told with a kilometre or with a word for a road."""
    low = sentence.low
    if "км" not in low and "километр" not in low and "трасс" not in low:
        return None
    for match in _ROAD.finditer(low):
        told = match["before"] or match["after"]
        is_marked = bool(match["dash"].strip())
        if not (is_marked or (told and match["word"])) or not (told or match["word"]):
            continue
        letter = match["letter"].translate(_FOLDED).upper()
        title = f"трасса {letter}-{match['number']}" + (f", {told}-й км" if told else "")
        return Road(title, match.start(), match.end())
    return None


def _stripped(words: str) -> str:
    """Without the word of the street's kind at the end."""
    return _KIND.sub(" ", words, count=1)
