"""Draws that a million records can afford: `random` does the same things several times slower."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from random import Random
from statistics import NormalDist
from typing import Generic, TypeVar

T = TypeVar("T")
_STEPS = 1024


class Urn(Generic[T]):
    """Things with weights, drawn one at a time."""

    __slots__ = ("_things", "_upto", "weight")

    def __init__(self, things: Iterable[T], weights: Iterable[float]) -> None:
        self._things = tuple(things)
        self._upto = list(accumulate(weights))
        self.weight = float(self._upto[-1])

    def draw(self, rng: Random) -> T:
        return self._things[bisect_right(self._upto, rng.random() * self.weight)]


def pick(rng: Random, things: Sequence[T]) -> T:
    return things[int(rng.random() * len(things))]


def below(rng: Random, limit: int) -> int:
    return int(rng.random() * limit)


def stretch(rng: Random, spread: float) -> float:
    """A log-normal factor with the median of one."""
    return _stretches(spread)[int(rng.random() * _STEPS)]


@lru_cache(maxsize=32)
def _stretches(spread: float) -> tuple[float, ...]:
    return tuple(2.718281828459045**x for x in _quantiles(spread))


def _quantiles(spread: float) -> Iterable[float]:
    normal = NormalDist(0.0, spread)
    return (normal.inv_cdf((step + 0.5) / _STEPS) for step in range(_STEPS))
