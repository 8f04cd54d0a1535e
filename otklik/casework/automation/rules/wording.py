"""Words by which people decide otherwise than by the topic: candidates for rules, found in decided texts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from otklik.casework.automation.rules.mining import (
    LEAST_SUPPORT,
    LEAST_SURETY,
    Habit,
    lower_bound,
)
from otklik.kernel import language

SHORTEST = 3
MOST_OF_A_TARGET = 2
ALIKE = 0.7
"""Words that stand in so many of the same messages say the same: the one seen more often is proposed."""
_TELLING = frozenset({"NOUN", "VERB", "INFN"})
"""No adjectives: half of the streets are called by them, and a rule for a street asks for the street."""
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Abbr"})


@dataclass(frozen=True, slots=True)
class Worded:
    """A decided message: its topic, what people chose (None: nothing), and the words it holds."""

    topic_id: int
    target_id: int | None
    words: frozenset[str]


def words_of(text: str) -> frozenset[str]:
    """The words of a text that a rule could ask for: known ones that are nobody's name and no place."""
    return frozenset(form for word in language.tokens(text) if (form := _telling(word)))


_known: dict[str, str] = {}


def _telling(word: str) -> str:
    if word not in _known:
        if len(_known) > 50_000:
            _known.clear()
        _known[word] = _read(word)
    return _known[word]


def _read(word: str) -> str:
    if len(word) < SHORTEST or not word.isalpha() or not language.is_known(word):
        return ""
    readings = language.grammemes(word)
    if not readings[0] & _TELLING or readings[0] & _NAMES:
        return ""
    form = language.forms(word)[0]
    return form if len(form) >= SHORTEST else ""


def by_words(
    told: Sequence[Worded],
    *,
    effect: str = "recipient",
    least_support: int = LEAST_SUPPORT,
    least_surety: float = LEAST_SURETY,
) -> list[Habit]:
    """Words of a topic whose messages go elsewhere than those of the topic, then words of any topic."""
    usual = _usual(told)
    holding: dict[tuple[int, str], list[int]] = defaultdict(list)
    for place, one in enumerate(told):
        for word in one.words:
            holding[one.topic_id, word].append(place)
            holding[0, word].append(place)
    found = []
    for (topic, word), places in holding.items():
        if len(places) < least_support:
            continue
        targets = Counter(told[place].target_id for place in places)
        target, kept = min(targets.items(), key=lambda pair: (-pair[1], pair[0] or 0))
        surety = lower_bound(kept, len(places))
        if target is None or kept < least_support or surety < least_surety:
            continue
        if _says_more(topic, target, [told[place] for place in places], usual):
            found.append(Habit(topic, "text", word, target, kept, len(places), surety, effect))
    return _unlike(found, holding)


def _usual(told: Iterable[Worded]) -> Mapping[int, int | None]:
    """What people choose most for a topic, whatever its words."""
    counted: dict[int, Counter[int | None]] = defaultdict(Counter)
    for one in told:
        counted[one.topic_id][one.target_id] += 1
    return {
        topic: min(targets.items(), key=lambda pair: (-pair[1], pair[0] or 0))[0]
        for topic, targets in counted.items()
    }


def _says_more(topic: int, target: int, rows: Sequence[Worded], usual: Mapping[int, int | None]) -> bool:
    """Whether the word leads away from where its topic goes; a word of any topic from most of two or more."""
    if topic:
        return usual[topic] != target
    away = [one for one in rows if one.target_id == target and usual[one.topic_id] != target]
    return 2 * len(away) > len(rows) and len({one.topic_id for one in away}) > 1


def _unlike(found: Sequence[Habit], holding: Mapping[tuple[int, str], Sequence[int]]) -> list[Habit]:
    """The most telling words of a target, no two of the same messages; any topic goes before one."""
    kept: list[tuple[Habit, frozenset[int]]] = []
    counted = Counter[tuple[int, int]]()
    for one in sorted(found, key=lambda habit: (habit.topic_id != 0, -habit.kept, habit.value)):
        mine = frozenset(holding[one.topic_id, one.value])
        is_said = any(
            other.target_id == one.target_id and len(mine & theirs) >= ALIKE * len(mine)
            for other, theirs in kept
        )
        if not is_said and counted[one.topic_id, one.target_id] < MOST_OF_A_TARGET:
            counted[one.topic_id, one.target_id] += 1
            kept.append((one, mine))
    return sorted((one for one, _ in kept), key=lambda habit: (-habit.surety, -habit.total, habit.key))
