"""The topic of a text by its words, where no model has been trained yet."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

NEAR = 4
"""How many words apart the words of a phrase may stand, in any order."""

SURER = 1.2
"""How much a phrase outweighs a word: «крыша школы» says more than «крыша» and than «школа»."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A topic, how strongly the text speaks for it, and the keywords that said so, the heaviest first."""

    code: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword, its weight and the topics that use it, by their place in the index."""

    text: str
    weight: float
    topics: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A keyword of several words; `rest` are those after the two it is found by."""

    keyword: Keyword
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeywordIndex:
    """Keywords of topics turned round: built once, asked for every text.

    `readings` says which words of the keywords a normal form counts as, by itself and by its synonym.
    `phrases` stand under their rarest word, then under another, so that common words start few searches.
    """

    codes: tuple[str, ...]
    readings: Mapping[str, tuple[str, ...]]
    singles: Mapping[str, Keyword]
    phrases: Mapping[str, Mapping[str, tuple[Phrase, ...]]]


def build(topics: Iterable[tuple[str, Sequence[str]]], synonyms: Mapping[str, str]) -> KeywordIndex:
    """An index of topics given as (code, keywords); a keyword is a normal form or several joined by `_`.

    A keyword weighs the more the fewer topics share it. A phrase weighs little more than one word, for its
    words that are keywords themselves are counted anyway.
    """
    codes: list[str] = []
    users: dict[str, list[int]] = defaultdict(list)
    for place, (code, keywords) in enumerate(topics):
        codes.append(code)
        for text in dict.fromkeys(keywords):
            users[text].append(place)
    frequency = Counter(word for text in users for word in text.split("_"))

    singles: dict[str, Keyword] = {}
    phrases: dict[str, dict[str, tuple[Phrase, ...]]] = defaultdict(dict)
    for text, places in users.items():
        first, *rest = sorted(text.split("_"), key=frequency.__getitem__)
        weight = log(1 + len(codes) / len(places)) * (SURER if rest else 1)
        keyword = Keyword(text, weight, tuple(places))
        if rest:
            phrase = Phrase(keyword, tuple(rest[1:]))
            phrases[first][rest[0]] = (*phrases[first].get(rest[0], ()), phrase)
        else:
            singles[first] = keyword

    readings = {word: (word,) for word in frequency}
    for form, word in synonyms.items():
        if word in frequency:
            readings[form] = (*readings.get(form, ()), word)
    return KeywordIndex(tuple(codes), readings, singles, dict(phrases))


def score(words: Sequence[Sequence[str]], index: KeywordIndex, *, limit: int = 3) -> list[Guess]:
    """The likeliest topics of a text given as the normal forms of each word in order, the best first.

    Scores compare within one text only; a text without a keyword gets no topic.
    """
    scores: dict[int, float] = defaultdict(float)
    found: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for keyword, times in _keywords(words, index):
        weight = keyword.weight if times == 1 else keyword.weight * (1 + log(times))
        for topic in keyword.topics:
            scores[topic] += weight
            found[topic].append((-weight, keyword.text))
    # Words come in no fixed order, so that sums may differ in the last bit: rounding keeps ties ties.
    best = sorted(scores, key=lambda topic: (-round(scores[topic], 9), topic))[:limit]
    return [
        Guess(index.codes[topic], scores[topic], tuple(text for _, text in sorted(found[topic])))
        for topic in best
    ]


def _keywords(words: Sequence[Sequence[str]], index: KeywordIndex) -> list[tuple[Keyword, int]]:
    """The keywords a text holds, each with the number of times."""
    readings = index.readings
    places: dict[str, list[int]] = {}
    for place, forms in enumerate(words):
        for form in forms:
            if form in readings:
                for word in readings[form]:
                    places.setdefault(word, []).append(place)
    held: list[tuple[Keyword, int]] = []
    for word, here in places.items():
        if word in index.singles:
            held.append((index.singles[word], len(here)))
        following = index.phrases.get(word, {})
        for second in following.keys() & places.keys():
            for phrase in following[second]:
                others = [places.get(other, []) for other in (second, *phrase.rest)]
                times = _times_near(here, others)
                if times:
                    held.append((phrase.keyword, times))
    return held


def _times_near(here: Sequence[int], others: Sequence[Sequence[int]]) -> int:
    """At how many of the places the other words all stand near."""
    return sum(
        all(any(0 < abs(place - near) <= NEAR for near in places) for places in others) for place in here
    )
