"""What a number of ratings says of all: shares and means with what they may be in truth."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

Z = 1.96
"""Nineteen times of twenty the truth lies within the interval."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share (0–1) or a mean with its interval; `value` is None where nothing was counted."""

    value: float | None
    low: float | None
    high: float | None
    count: int
    is_few: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Ratings added up; of `invited` answers `responded` were rated. `squares` are of the marks."""

    rated: int = 0
    satisfied: int = 0
    marked: int = 0
    total: int = 0
    squares: int = 0
    invited: int = 0
    responded: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            rated=self.rated + other.rated,
            satisfied=self.satisfied + other.satisfied,
            marked=self.marked + other.marked,
            total=self.total + other.total,
            squares=self.squares + other.squares,
            invited=self.invited + other.invited,
            responded=self.responded + other.responded,
        )


@dataclass(frozen=True, slots=True)
class Line:
    """What a tally says: the mean mark, the share satisfied, the share of the invited who rated."""

    mean: Estimate
    satisfied: Estimate
    response: Estimate


def wilson(hits: int, of: int, *, few_below: int = 1) -> Estimate:
    """A share with Wilson's interval, which holds for few observations and at the ends too."""
    if of <= 0:
        return Estimate(None, None, None, 0, is_few=True)
    share = hits / of
    spread = Z * Z / of
    centre = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    low = 0.0 if hits == 0 else max(0.0, centre - half)
    high = 1.0 if hits == of else min(1.0, centre + half)
    return Estimate(share, low, high, of, is_few=of < few_below)


def mean(total: int, squares: int, *, of: int, few_below: int = 1) -> Estimate:
    """A mean of marks from their sum and the sum of their squares; one mark has no interval."""
    if of <= 0:
        return Estimate(None, None, None, 0, is_few=True)
    value = total / of
    if of == 1:
        return Estimate(value, None, None, 1, is_few=few_below > 1)
    variance = max(0.0, (squares - total * value) / (of - 1))
    half = Z * sqrt(variance / of)
    return Estimate(value, max(1.0, value - half), min(5.0, value + half), of, is_few=of < few_below)


def line(tally: Tally, *, few_below: int) -> Line:
    return Line(
        mean(tally.total, tally.squares, of=tally.marked, few_below=few_below),
        wilson(tally.satisfied, tally.rated, few_below=few_below),
        wilson(tally.responded, tally.invited, few_below=few_below),
    )


def whole(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())
