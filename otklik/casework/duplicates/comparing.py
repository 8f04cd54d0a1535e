"""Messages side by side as columns of numbers, so that thousands of pairs are compared at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from otklik.casework.duplicates import keys, prints, rules
from otklik.casework.duplicates.keys import Spot
from otklik.casework.duplicates.prints import Print

METRES_A_DEGREE = 111_195.0
MOST_AUTHOR_KEYS = 4
AUTHOR_DAYS = 10.0
"""What one person writes is not forgotten: later days do not weigh more than these."""
_BLANK = bytes(prints.HASHES)
_NAN = float("nan")
_CASE, _SAME, _WORDS, _NUMBERS, _TOPIC, _GROUP, _STREET, _HOUSE, _AT, _OPEN, _OLD = range(11)

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message to look for: its print, place and author; `case_id` is zero before it is registered.

    An old one (of an imported register) is compared with what its own author wrote, and with nothing else.
    """

    print: Print
    spot: Spot
    authors: tuple[int, ...]
    at: datetime
    case_id: int = 0
    is_old: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A case as it is kept, unknown ids zero; `received` is in seconds, the point is None where not exact."""

    case_id: int
    same: int
    words: int
    numbers: int
    topic_id: int
    street_id: int
    house_id: int
    received: int
    is_open: bool
    authors: tuple[int, int]
    point: tuple[float, float] | None
    signature: bytes


@dataclass(frozen=True, slots=True)
class Side:
    """The columns: whole numbers in the order of `_CASE` …, points, author keys, signatures."""

    whole: Ints
    points: NDArray[np.float64]
    authors: Ints
    signatures: NDArray[np.uint8]

    def taken(self, places: Ints) -> "Side":
        """These rows, in this order, some more than once."""
        return Side(self.whole[places], self.points[places], self.authors[places], self.signatures[places])

    def __getitem__(self, column: int) -> Ints:
        found: Ints = self.whole[:, column]
        return found


def of_told(told: Sequence[Told], *, town: int) -> Side:
    whole = [
        (
            one.case_id, keys.same_key(one.print, town=town) if one.print.same else 0, one.print.words,
            one.print.numbers, one.spot.topic_id, one.spot.group_id, one.spot.street_id, one.spot.house_id,
            int(one.at.timestamp()), 1, one.is_old,
        )
        for one in told
    ]  # fmt: skip
    authors = [(*one.authors, 0, 0, 0, 0)[:MOST_AUTHOR_KEYS] for one in told]
    points = [(_NAN if one.spot.lat is None else one.spot.lat, _NAN if one.spot.lon is None else one.spot.lon)
              for one in told]  # fmt: skip
    return _side(whole, points, authors, [one.print.signature for one in told])


def of_kept(kept: Sequence[Kept], groups: Mapping[int, int]) -> Side:
    whole = [
        (
            one.case_id, keys.undated(one.same), one.words, one.numbers, one.topic_id,
            groups.get(one.topic_id, 0), one.street_id, one.house_id, one.received, one.is_open, 0,
        )
        for one in kept
    ]  # fmt: skip
    points = [one.point or (_NAN, _NAN) for one in kept]
    return _side(whole, points, [one.authors for one in kept], [one.signature for one in kept])


def _side(
    whole: Sequence[tuple[int, ...]],
    points: Sequence[tuple[float, float]],
    authors: Sequence[tuple[int, ...]],
    signatures: Sequence[bytes],
) -> Side:
    told = np.frombuffer(b"".join([one or _BLANK for one in signatures]), dtype=np.uint8)
    return Side(
        np.array(whole, dtype=np.int64),
        np.array(points, dtype=np.float64),
        np.array(authors, dtype=np.int64),
        told.reshape(-1, prints.HASHES),
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """The pairs with their scores; `days` are as they are, `is_author` where one person wrote both."""

    pairs: rules.Pairs
    scores: rules.Scores
    days: NDArray[np.float64]
    is_author: Flags
    is_old: Flags


def compare(ours: Side, theirs: Side, *, metres: float) -> Compared:
    """Row by row; `metres` is how near two points of one problem are."""
    days = np.abs(ours[_AT] - theirs[_AT]) / rules.SECONDS_A_DAY
    is_author = _authors(ours, theirs)
    has_text = (ours[_SAME] > 0) & (theirs[_SAME] > 0)
    pairs = rules.Pairs(
        text=np.where(has_text, prints.resemblance(ours.signatures, theirs.signatures), 0.0),
        is_same=has_text & (ours[_SAME] == theirs[_SAME]),
        words=np.minimum(ours[_WORDS], theirs[_WORDS]),
        other_numbers=(ours[_NUMBERS] > 0) & (theirs[_NUMBERS] > 0) & (ours[_NUMBERS] != theirs[_NUMBERS]),
        topic=ours[_TOPIC],
        other_topic=theirs[_TOPIC],
        group=ours[_GROUP],
        other_group=theirs[_GROUP],
        street=ours[_STREET],
        other_street=theirs[_STREET],
        house=ours[_HOUSE],
        other_house=theirs[_HOUSE],
        distance=_metres(ours.points, theirs.points),
        days=np.where(is_author, np.minimum(days, AUTHOR_DAYS), days),
    )
    return Compared(pairs, rules.weigh(pairs, metres=metres), days, is_author, ours[_OLD] > 0)


def _authors(ours: Side, theirs: Side) -> Flags:
    same = (ours.authors[:, :, None] == theirs.authors[:, None, :]) & (ours.authors[:, :, None] > 0)
    found: Flags = same.any(axis=(1, 2))
    return found


def _metres(here: NDArray[np.float64], there: NDArray[np.float64]) -> NDArray[np.float64]:
    """On a plane, good to some metres within a town; NaN where a point is missing."""
    up = (here[:, 0] - there[:, 0]) * METRES_A_DEGREE
    aside = (here[:, 1] - there[:, 1]) * METRES_A_DEGREE * np.cos(np.radians(here[:, 0]))
    found: NDArray[np.float64] = np.hypot(up, aside)
    return found
