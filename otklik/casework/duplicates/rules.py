"""When two messages speak of one thing: what is compared, how it adds up to a probability, how it is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from otklik.kernel import language


class Kind(StrEnum):
    """How two cases are alike."""

    SAME_TEXT = "same_text"
    NEAR_TEXT = "near_text"
    SAME_PROBLEM = "same_problem"
    REPEAT = "repeat"


KIND_TITLES = {
    Kind.SAME_TEXT: "тот же текст",
    Kind.NEAR_TEXT: "почти тот же текст",
    Kind.SAME_PROBLEM: "та же проблема",
    Kind.REPEAT: "повторное обращение",
}


class Verdict(StrEnum):
    """What is known of a likeness: offered by the system, or judged."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Where(StrEnum):
    """How two places stand to each other."""

    SAME_HOUSE = "same_house"
    NEAR = "near"
    SAME_STREET = "same_street"
    UNKNOWN = "unknown"
    APART = "apart"


WHERES = tuple(Where)
PLACE_WEIGHTS = {
    Where.SAME_HOUSE: 3.0,
    Where.NEAR: 2.2,
    Where.SAME_STREET: 1.2,
    Where.UNKNOWN: 0.0,
    Where.APART: -9.0,
}
_VAGUE = np.array([one in (Where.UNKNOWN, Where.SAME_STREET) for one in WHERES])
BASE = -4.2
TEXT_WEIGHT = 9.0
TEMPLATE = 0.2
"""What a likeness of texts is worth at most between two places: neighbours copy from one another."""
SAME_SPOT = 30.0
"""Metres within which two points are one place."""
SHORT_TEXT = 8
"""From so many words on a likeness of texts weighs in full."""
SAME_TOPIC, SAME_GROUP, OTHER_TOPIC = 1.6, 0.3, -1.5
OTHER_NUMBERS = -7.0
DAYS_TO_FORGET = 15.0
NEAR_TEXT = 0.5
MOST_LINKS = 5
SECONDS_A_DAY = 86_400.0

PROPOSE, JOIN = 0.5, 0.9
"""The usual thresholds: from the first a likeness is shown, from the second it is taken for granted."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Messages against earlier cases, a pair a place of every column; unknown ids are zero.

    `distance` is metres between exact points, NaN where either has none; `days` is never negative.
    """

    text: NDArray[np.float64]
    is_same: NDArray[np.bool_]
    words: NDArray[np.int64]
    other_numbers: NDArray[np.bool_]
    topic: NDArray[np.int64]
    other_topic: NDArray[np.int64]
    group: NDArray[np.int64]
    other_group: NDArray[np.int64]
    street: NDArray[np.int64]
    other_street: NDArray[np.int64]
    house: NDArray[np.int64]
    other_house: NDArray[np.int64]
    distance: NDArray[np.float64]
    days: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scores:
    """The probability that each pair speaks of one thing, with what it was made of.

    `is_template` marks nearly one text about two neighbouring places.
    """

    chance: NDArray[np.float64]
    where: NDArray[np.int64]
    text: NDArray[np.float64]
    is_template: NDArray[np.bool_]


def weigh(pairs: Pairs, *, metres: float) -> Scores:
    """All pairs at once; `metres` is how near two points of one problem are."""
    where = places(pairs, metres=metres)
    text = np.where(pairs.is_same, 1.0, pairs.text)
    other_house = (pairs.house > 0) & (pairs.other_house > 0)
    template = (where == WHERES.index(Where.NEAR)) & (other_house | (pairs.distance > SAME_SPOT))
    odds = BASE + TEXT_WEIGHT * np.where(template, np.minimum(text, TEMPLATE), text) * np.minimum(
        1.0, pairs.words / SHORT_TEXT
    )
    odds += np.array([PLACE_WEIGHTS[one] for one in WHERES])[where]
    odds += topics(pairs)
    odds += np.where(_VAGUE[where] & pairs.other_numbers, OTHER_NUMBERS, 0.0)
    odds -= pairs.days / DAYS_TO_FORGET
    return Scores(1.0 / (1.0 + np.exp(-odds)), where, text, template)


def places(pairs: Pairs, *, metres: float) -> NDArray[np.int64]:
    """Places in `WHERES`. Two houses known to differ and not near are apart, two streets too."""
    same_house = (pairs.house > 0) & (pairs.house == pairs.other_house)
    near = ~np.isnan(pairs.distance) & (pairs.distance <= metres)
    far = ~np.isnan(pairs.distance) & ~near
    both_streets = (pairs.street > 0) & (pairs.other_street > 0)
    same_street = both_streets & (pairs.street == pairs.other_street)
    both_houses = (pairs.house > 0) & (pairs.other_house > 0)
    apart = far | (both_streets & ~same_street) | both_houses
    found = np.full(len(pairs.days), WHERES.index(Where.UNKNOWN), dtype=np.int64)
    for kind, holds in (
        (Where.SAME_STREET, same_street),
        (Where.APART, apart),
        (Where.NEAR, near),
        (Where.SAME_HOUSE, same_house),
    ):
        found[holds] = WHERES.index(kind)
    return found


def topics(pairs: Pairs) -> NDArray[np.float64]:
    """What the topics add: the same, of one group, different, or nothing where either is not known."""
    known = (pairs.topic > 0) & (pairs.other_topic > 0)
    same = known & (pairs.topic == pairs.other_topic)
    group = (pairs.group > 0) & (pairs.group == pairs.other_group)
    told = np.where(group, SAME_GROUP, np.where(known, OTHER_TOPIC, 0.0))
    return np.where(same, SAME_TOPIC, told)


def kind_of(*, is_same: bool, text: float, is_template: bool = False) -> Kind:
    """Copies of a text about neighbouring places are not copies but one problem."""
    if is_template:
        return Kind.SAME_PROBLEM
    if is_same:
        return Kind.SAME_TEXT
    return Kind.NEAR_TEXT if text >= NEAR_TEXT else Kind.SAME_PROBLEM


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """What a likeness was made of, to be said; `metres` is None where a point is missing."""

    kind: Kind
    where: Where
    is_same_topic: bool
    days: float
    text: float
    metres: float | None = None
    is_same_author: bool = False


def ground(told: Reasons) -> str:
    """«тот же дом, та же тема, 2 дня назад, тексты сходятся на 84 %»."""
    parts = []
    if told.kind is Kind.SAME_TEXT:
        parts.append("слово в слово")
    elif told.text >= NEAR_TEXT:
        parts.append(f"тексты сходятся на {round(told.text * 100)} %")
    said = {
        Where.SAME_HOUSE: "тот же дом",
        Where.SAME_STREET: "та же улица",
        Where.NEAR: f"в {round((told.metres or 0.0) / 10) * 10} м"
        if (told.metres or 0) >= 5
        else "то же место",
    }
    if told.where in said:
        parts.append(said[told.where])
    if told.is_same_author:
        parts.append("тот же автор")
    if told.is_same_topic:
        parts.append("та же тема")
    parts.append(ago(told.days))
    return ", ".join(parts)


def ago(days: float) -> str:
    """«в тот же день», «2 дня назад»."""
    whole = int(days)
    if whole < 1:
        return "в тот же день"
    return f"{language.counted(whole, 'день', 'дня', 'дней')} назад"


def shared_words(ours: Sequence[str], theirs: Sequence[str], *, most: int = 5) -> list[str]:
    """The telling lemmas two texts have in common, the longest first."""
    common = set(ours) & set(theirs)
    return sorted((word for word in common if len(word) > 3), key=lambda word: (-len(word), word))[:most]
