"""How urgent a message is: its topic's own level, raised by words of danger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from otklik.casework.triage.dangers import DANGERS, Danger, Level
from otklik.casework.triage.words import Words

_DENIALS = frozenset({"не", "нет", "без"})
_FRAGMENT = 12


@dataclass(frozen=True, slots=True)
class Urgency:
    """`reason` is Russian and quotes the words; it is empty for a usual message."""

    level: int
    reason: str


USUAL = Urgency(Level.USUAL, "")


def _by_trigger() -> Mapping[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for position, danger in enumerate(DANGERS):
        for word in danger.groups[0]:
            found[word] = (*found.get(word, ()), position)
    return found


_TRIGGERS = _by_trigger()
_TELLING = frozenset().union(*(group for danger in DANGERS for group in (*danger.groups, danger.unless)))


def weigh(words: Words, *, topic_level: int = Level.USUAL, topic_title: str = "", month: int = 0) -> Urgency:
    """The highest danger told by the words, or the topic's own level if that is higher."""
    told = of_words(words, month=month)
    if told.level >= topic_level:
        return told
    return Urgency(topic_level, f"по тематике «{topic_title}»")


def of_words(words: Words, *, month: int = 0) -> Urgency:
    """The highest danger of the table; of equal ones the first. `month` is 1 to 12, 0 where unknown."""
    places = _places(words)
    rows = sorted({row for word in _TRIGGERS.keys() & places.keys() for row in _TRIGGERS[word]})
    best = USUAL
    for row in rows:
        danger = DANGERS[row]
        if danger.level > best.level and (not danger.months or month in danger.months):
            span = _span(danger, places)
            if span is not None:
                best = Urgency(danger.level, f"{danger.reason}: «{_fragment(words.tokens, span)}»")
    return best


def _places(words: Words) -> dict[str, list[int]]:
    """Where the words of the table stand; a denied word stands only as the pair with its denial."""
    places: dict[str, list[int]] = {}
    denial = ""
    for position, (token, forms) in enumerate(zip(words.tokens, words.forms, strict=True)):
        for form in forms:
            told = f"{denial}_{form}" if denial else form
            if told in _TELLING:
                places.setdefault(told, []).append(position)
        denial = token if token in _DENIALS else ""
    return places


def _span(danger: Danger, places: Mapping[str, Sequence[int]]) -> tuple[int, int] | None:
    """The first and the last word of the first place where all groups meet and nothing excuses them."""
    groups = [sorted({p for word in group & places.keys() for p in places[word]}) for group in danger.groups]
    if not all(groups):
        return None
    excuses = [p for word in danger.unless & places.keys() for p in places[word]]
    for start in groups[0]:
        met = [start]
        for group in groups[1:]:
            near = [p for p in group if abs(p - start) <= danger.within]
            if not near:
                break
            met.append(min(near, key=lambda p: abs(p - start)))
        else:
            if not any(abs(p - start) <= danger.within for p in excuses):
                return min(met), max(met)
    return None


def _fragment(tokens: Sequence[str], span: tuple[int, int]) -> str:
    first, last = span
    first = max(first - 1, 0) if tokens[max(first - 1, 0)] in _DENIALS else first
    shown = tokens[first : last + 1]
    if len(shown) > _FRAGMENT:
        return " ".join((*shown[: _FRAGMENT // 2], "…", *shown[-_FRAGMENT // 2 :]))
    return " ".join(shown)
