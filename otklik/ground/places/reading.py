"""Finding the streets, houses, settlements and districts that a Russian text names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from otklik.ground.places import evidence, numbers, sighting
from otklik.ground.places.index import Index, Name, Shape
from otklik.ground.places.sentences import Sentence
from otklik.ground.places.sighting import Sight
from otklik.ground.places.words import KINDS_AFTER, ON, RANKS, SHORTENED, STREET_KINDS, SUFFIXES

_MOST_SLIPS = 40  # misspellings looked up in one text: a text of 100 kB is no way to stop the house
_NEAR = 64
_HOUSE_WORDS = frozenset({"д", "дом", "дома", "доме", "дому"})
_GAP = re.compile(r"[ \t\xa0.,«\"-]{0,3}")
_JOIN = re.compile(r"\s*(?:и|до|/|и до)\s*")
_STREETS = frozenset({Shape.ADJECTIVE, Shape.GENITIVE, Shape.LONG, Shape.DATE, Shape.NUMBER})


@dataclass(frozen=True, slots=True)
class House:
    """The spellings to try, the likeliest first; `is_told` when the word «дом» stood by, `is_loose` when the
    first spelling is a guess («5 а»)."""

    spellings: tuple[str, ...]
    is_told: bool
    is_loose: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in the text at `start`–`end`; `belief` is how sure it is that a place is meant.

    `words` are where the name itself stands, `likeness` is below 1 for a misspelling of it.
    """

    name: Name
    start: int
    end: int
    belief: float
    kinds: frozenset[str] = frozenset()
    house: House | None = None
    words: tuple[int, int] = (0, 0)
    likeness: float = 1.0


@dataclass(slots=True)
class Reading:
    sentence: Sentence
    streets: list[Mention] = field(default_factory=list)
    settlements: list[Mention] = field(default_factory=list)
    districts: list[Mention] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)


def read(text: str, index: Index, *, is_address: bool = False) -> Reading:
    """All that the text names; in an address (not a message) a bare name is enough."""
    sentence = Sentence(text, is_address=is_address)
    found, slips, after = Reading(sentence), _MOST_SLIPS, 0
    watched, previous = index.watched, ""
    for place, word in enumerate(sentence.words):
        before, previous = previous, word
        if place < after:
            continue
        if word not in watched:
            if slips and (word < ":" or before in ON):
                slips -= 1
                end = _misspelt_bare(sentence, place - (word < ":"), index, found)
                after = end or after
            continue
        end = _of_landmark(sentence, place, index, found) if word in index.landmarks.watched else 0
        if not end and word in index.heads:
            end = _named(sentence, place, index.heads[word], found)
        if not end and slips and word in STREET_KINDS:
            slips -= 1
            end = _misspelt(sentence, place, index, found)
        after = end or after
    return found


def _of_landmark(sentence: Sentence, place: int, index: Index, found: Reading) -> int:
    """Keep the landmark named here, and forget what its words were taken for; the word after it, or 0."""
    sight = sighting.seen(sentence, place, index)
    if sight is None:
        return 0
    start = sentence.start(sight.begin)
    for kept in (found.streets, found.settlements, found.districts):
        while kept and kept[-1].end > start:
            kept.pop()
    while found.sights and found.sights[-1].end > sight.begin:
        found.sights.pop()
    found.sights.append(sight)
    return 0 if sight.is_kind else sight.end


def houses_told(text: str) -> Iterator[House]:
    """Houses named with the word «дом» anywhere in the text, given in lower case."""
    for match in numbers.ANYWHERE.finditer(text):
        spellings = numbers.spellings(match)
        if spellings:
            yield House(spellings, True, match["loose"] is not None, match.start(), match.end())


def _named(sentence: Sentence, place: int, names: list[Name], found: Reading) -> int:
    """Keep the mentions that begin here; where the longest ended, 0 if there are none."""
    furthest = 0
    for name in names:
        end = _matched(sentence, place, name)
        if not end or end < furthest:
            continue
        if name.shape in _STREETS:
            mention = _street(sentence, place, end, name, last=found.streets[-1] if found.streets else None)
            if mention:
                found.streets.append(mention)
                furthest = end
        else:
            belief = evidence.of_area(sentence, place, end, name)
            if belief:
                kept = found.districts if name.shape is Shape.DISTRICT else found.settlements
                kept.append(Mention(name, sentence.start(place), sentence.end(end - 1), belief))
                furthest = end
    return furthest


def _matched(sentence: Sentence, place: int, name: Name, *, slips: int = 0) -> int:
    """The word after the name when it stands here, 0 when it does not."""
    words, count = sentence.words, len(sentence.words)
    end = place + 1
    for allowed in name.tail:
        if end < count and words[end] in SUFFIXES and words[end - 1].isdigit():
            end += 1
        if end >= count or not _GAP.fullmatch(sentence.between(end - 1, end)):
            return 0
        word = words[end]
        if word not in allowed and not (slips and _is_slip(word, allowed)):
            return 0
        end += 1
    return end


def _is_slip(word: str, allowed: frozenset[str]) -> bool:
    return len(word) >= 5 and any(OSA.distance(word, one, score_cutoff=1) <= 1 for one in allowed)


def _misspelt(sentence: Sentence, place: int, index: Index, found: Reading) -> int:
    """After a street word, or before it, a name with a slip; 0 if there is none."""
    words = sentence.words
    first = place + 1
    if first < len(words) and _GAP.fullmatch(sentence.between(place, first)):
        for name, likeness, end in _slipped(sentence, first, index):
            mention = _street(sentence, first, end, name, likeness=likeness)
            if mention:
                found.streets.append(mention)
                return end
    if place and words[place] in KINDS_AFTER and sentence.between(place - 1, place) == " ":
        close = index.closest(words[place - 1])
        for name in index.heads[close[0]] if close else ():
            if close and name.shape is Shape.ADJECTIVE:
                mention = _street(sentence, place - 1, place, name, likeness=close[1])
                if mention:
                    found.streets.append(mention)
                    return place + 1
    return 0


def _misspelt_bare(sentence: Sentence, place: int, index: Index, found: Reading) -> int:
    """A name with a slip and no street word: before a house («механизатров 17») or after «на», «по»."""
    if place > 0 and sentence.words[place] in _HOUSE_WORDS:
        place -= 1
    if place < 0 or sentence.words[place] in index.watched:
        return 0
    close = index.closest(sentence.words[place])
    for name in index.heads[close[0]] if close else ():
        if not close or name.shape not in _STREETS or name.is_alias:
            continue
        end = _matched(sentence, place, name)
        mention = _street(sentence, place, end, name, likeness=close[1]) if end else None
        if mention and (mention.house or (name.shape is Shape.ADJECTIVE and close[1] > 0.85)):
            found.streets.append(mention)
            return end
    return 0


def _slipped(sentence: Sentence, first: int, index: Index) -> Iterator[tuple[Name, float, int]]:
    words = sentence.words
    for name in index.heads.get(words[first], ()):
        end = _matched(sentence, first, name, slips=1)
        if end and name.shape is Shape.LONG:
            yield name, 0.9, end
    if words[first] in index.heads:
        return
    hyphened = first + 1 < len(words) and sentence.between(first, first + 1) == "-"
    word, after = (words[first] + words[first + 1], first + 2) if hyphened else (words[first], first + 1)
    close = (word, 0.95) if word in index.heads else index.closest(word)
    for name in index.heads[close[0]] if close else ():
        if close and name.shape in _STREETS:
            end = _matched(sentence, after - 1, name, slips=1)
            if end:
                yield name, close[1], end


def _street(
    sentence: Sentence,
    place: int,
    end: int,
    name: Name,
    *,
    likeness: float = 1.0,
    last: Mention | None = None,
) -> Mention | None:
    begin, kinds = _kind_before(sentence, place)
    if place > 1 and sentence.words[place - 1] in SUFFIXES and sentence.words[place - 2].isdigit():
        return None  # «2-я Садовая» is not «Садовая»
    if name.shape is Shape.ADJECTIVE and not kinds and _is_shortened(sentence, place):
        return None  # «Б. Садовая» is not «Садовая»
    if name.shape is Shape.NUMBER and end < len(sentence.words) and sentence.words[end] in SUFFIXES:
        end += 1
    if end < len(sentence.words) and sentence.words[end] in KINDS_AFTER and sentence.gap(end - 1, end) == " ":
        after = KINDS_AFTER[sentence.words[end]]
        if any(street.kind in after for street in name.streets):
            kinds, end = after, end + 1
    start, stop = sentence.start(begin), sentence.end(end - 1)
    house, words = _house(sentence, start, stop), (start, stop)
    belief = evidence.of_street(
        sentence,
        begin,
        end,
        name,
        has_kind=bool(kinds),
        house_told=house.is_told if house else None,
        is_joined=bool(last and _JOIN.fullmatch(sentence.low[last.end : start])),
    )
    if not belief:
        return None
    if house:
        start, stop = min(start, house.start), max(stop, house.end)
    return Mention(name, start, stop, belief * likeness, kinds, house, words, likeness)


def _kind_before(sentence: Sentence, place: int) -> tuple[int, frozenset[str]]:
    """Where the mention begins with its street word, and the kinds that word may mean."""
    words, begin = sentence.words, place
    while begin and (words[begin - 1] in RANKS or _is_initial(sentence, begin - 1)):
        begin -= 1
    if begin and words[begin - 1] in STREET_KINDS and _GAP.fullmatch(sentence.between(begin - 1, begin)):
        return begin - 1, STREET_KINDS[words[begin - 1]]
    return place, frozenset()


def _is_shortened(sentence: Sentence, place: int) -> bool:
    return (
        place > 0 and sentence.words[place - 1] in SHORTENED and sentence.between(place - 1, place)[:1] == "."
    )


def _is_initial(sentence: Sentence, place: int) -> bool:
    return len(sentence.words[place]) == 1 and sentence.between(place, place + 1).startswith(".")


def _house(sentence: Sentence, start: int, stop: int) -> House | None:
    low = sentence.low
    match = numbers.AFTER.match(low, stop)
    if match:
        return _found_house(match, is_told=True)
    near = low[max(0, start - _NEAR) : start]
    before = numbers.BEFORE.search(near) if any(map(str.isdigit, near)) else None
    if before:
        offset = start - len(near)
        spellings = numbers.spellings(before)
        loose = before["loose"] is not None
        return (
            House(spellings, True, loose, offset + before.start(), offset + before.end())
            if spellings
            else None
        )
    match = numbers.BARE.match(low, stop)
    if match and not (len(match["n"]) == 4 and 1900 <= int(match["n"]) <= 2100):
        return _found_house(match, is_told=False)
    match = numbers.IN_WORDS.match(low, stop)
    spelt = numbers.said(match) if match else ()
    if match and spelt:
        return House(spelt, bool(match["word"]), False, match.start(), match.end())
    return None


def _found_house(match: re.Match[str], *, is_told: bool) -> House | None:
    spellings = numbers.spellings(match)
    return (
        House(spellings, is_told, match["loose"] is not None, match.start(), match.end())
        if spellings
        else None
    )
