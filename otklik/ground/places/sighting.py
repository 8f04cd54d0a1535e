"""Finding the landmarks that a Russian text names: «за 5 школой», «у садика «Ромашка»», «около ДК»."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from otklik.ground.places import forms
from otklik.ground.places.index import Index
from otklik.ground.places.landmark_names import Tail
from otklik.ground.places.sentences import Sentence
from otklik.ground.places.views import Landmark
from otklik.ground.places.words import BESIDE, INTO, SUFFIXES
from otklik.kernel import language

_GAP = re.compile(r"[ \t\xa0.,«»\"“”№/-]{0,4}")
_QUOTE = re.compile(r"[«\"“„]\s*$")
_ORDINALS = {form: str(number) for number in range(1, 11) for form in forms.ordinal(number)}
_WHERE = BESIDE | INTO | {"на", "в", "ко", "к"}


@dataclass(frozen=True, slots=True)
class Sight:
    """Landmarks that the words from `begin` to `end` (not included) may mean.

    `is_kind` when the kind alone is told, which is enough only where there is one and the words are «у», «за»
    and the like (`is_beside`), or the village is named.
    """

    landmarks: Sequence[Landmark]
    begin: int
    end: int
    belief: float
    is_kind: bool = False
    is_beside: bool = False


def seen(sentence: Sentence, place: int, index: Index) -> Sight | None:
    """What is named by the word at the place together with those around it."""
    word = sentence.words[place]
    for tail, kind in index.landmarks.kinds.get(word, ()):
        end = _matched(sentence, place, tail)
        found = _of_kind(sentence, place, end, index, kind) if end else None
        if found:
            return found
    for called in index.landmarks.called.get(word, ()):
        end = _matched(sentence, place, called.tail)
        belief = _of_name(sentence, place, is_name=called.is_name, is_common=called.is_common) if end else 0
        if belief:
            return Sight(called.landmarks, place, end, belief)
    return None


def _of_kind(sentence: Sentence, begin: int, end: int, index: Index, kind: str) -> Sight | None:
    after = _numbered_after(sentence, end)
    if after:
        number, stop = after
        fitting = index.landmarks.numbered.get((kind, number))
        if fitting:
            return Sight(fitting, begin, _with_title(sentence, stop, index, kind), 0.9)
        if number.isdigit():
            return None  # a school of a number that the town has not
    named = _titled(sentence, end, index, kind)
    if named:
        return Sight(named[0], begin, named[1], 0.9)
    before = _before(sentence, begin, end, index, kind)
    if before:
        return before
    if kind in {"детский сад", "остановка"} or not index.landmarks.of_kind[kind]:
        return None
    is_beside = begin > 0 and sentence.words[begin - 1] in BESIDE and sentence.gap(begin - 1, begin) == " "
    return Sight(index.landmarks.of_kind[kind], begin, end, 0.65, is_kind=True, is_beside=is_beside)


def _numbered_after(sentence: Sentence, end: int) -> tuple[str, int] | None:
    """«школа № 5», «школы номер 5», but not «в школе 5 классов»."""
    words, place = sentence.words, end
    if place < len(words) and words[place] in {"номер", "n"}:
        place += 1
    if place >= len(words) or not words[place].isdigit() or not _near(sentence, place - 1):
        return None
    number, stop = words[place].lstrip("0"), place + 1
    is_marked = "№" in sentence.between(place - 1, place) or place > end
    is_count = (
        not is_marked
        and stop < len(words)
        and sentence.gap(place, stop) == " "
        and any({"gent", "plur"} <= tags for tags in language.grammemes(words[stop])[:2])
    )
    return None if is_count else (number, stop)


def _titled(sentence: Sentence, place: int, index: Index, kind: str) -> tuple[Sequence[Landmark], int] | None:
    words = sentence.words
    if place >= len(words) or (kind, words[place]) not in index.landmarks.titled:
        return None
    best = 0
    fitting: list[Landmark] = []
    for tail, landmark in index.landmarks.titled[kind, words[place]]:
        end = _matched(sentence, place, tail) if _near(sentence, place - 1) else 0
        if end and end >= best:
            fitting = [*fitting, landmark] if end == best else [landmark]
            best = end
    return (fitting, best) if best else None


def _with_title(sentence: Sentence, stop: int, index: Index, kind: str) -> int:
    named = _titled(sentence, stop, index, kind)
    return named[1] if named else stop


def _before(sentence: Sentence, begin: int, end: int, index: Index, kind: str) -> Sight | None:
    """«за 5-й школой», «пятая школа», «Никольского храма»."""
    words, place = sentence.words, begin - 1
    if place > 0 and words[place] in SUFFIXES and words[place - 1].isdigit():
        place -= 1
    if place < 0 or not _near(sentence, begin - 1):
        return None
    number = _ORDINALS.get(words[place]) or (words[place] if words[place].isdigit() else "")
    fitting = index.landmarks.numbered.get((kind, number)) if number else None
    if fitting:
        told = place + 1 < begin or not words[place].isdigit() or (place and words[place - 1] in _WHERE)
        is_one = any("sing" in tags for tags in language.grammemes(words[begin])[:2])
        return Sight(fitting, place, end, 0.88) if told and is_one else None
    named = [one for tail, one in index.landmarks.titled.get((kind, words[place]), ()) if not tail]
    return Sight(named, place, end, 0.9) if named else None


def _of_name(sentence: Sentence, begin: int, *, is_name: bool, is_common: bool) -> float:
    """The belief in a landmark named without its kind: «за «Олимпом»», «в ДК»."""
    place = begin - 1
    beside = place >= 0 and sentence.words[place] in _WHERE and _near(sentence, place)
    if not is_name:
        return 0.85 if beside else 0.8
    quoted = bool(_QUOTE.search(sentence.low[: sentence.start(begin)]))
    if beside and (quoted or sentence.is_capital(begin)):
        return 0.75
    return 0.6 if quoted and not is_common else 0.0


def _matched(sentence: Sentence, place: int, tail: Tail) -> int:
    """The word after the name when it stands here, 0 when it does not."""
    end = place + 1
    for allowed in tail:
        if end >= len(sentence.words) or sentence.words[end] not in allowed or not _near(sentence, end - 1):
            return 0
        end += 1
    return end


def _near(sentence: Sentence, place: int) -> bool:
    """Whether the next word stands by."""
    return bool(_GAP.fullmatch(sentence.between(place, place + 1)))
