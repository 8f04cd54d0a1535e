"""What speaks for a label beside the words: the place, the topic, the practice of the time."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from otklik.casework.triage.ordering import day_order

PERIOD = "period"
"""The facet of when a message came: who answers for what changes with the years."""

_WORDS = {
    "topic": "эта тематика",
    "district": "этот район",
    "settlement": "этот населённый пункт",
    PERIOD: "так поступают в это время",
}
_FAITH = 3.0
_LEAST_OF_A_LABEL = 0.3
_PERIOD_TEXTS = 60
_MOST_PERIODS = 60
_LEAST_VALUE = 3

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a message beside its text: values by facet, and its place in the order of time."""

    values: Mapping[str, str] = field(default_factory=dict)
    order: float | None = None


NOWHERE = Context()


def of_case(
    topic_code: str, *, district_id: int | None, settlement_id: int | None, on: date | None
) -> Context:
    """What beside the words speaks for the recipient of a case."""
    told = {"topic": topic_code, "district": str(district_id or ""), "settlement": str(settlement_id or "")}
    values = {name: value for name, value in told.items() if value}
    return Context(values, day_order(on) if on is not None else None)


def told_in_words(names: Sequence[str]) -> list[str]:
    """Facets that spoke for a label, as a person reads them."""
    return [_WORDS[name] for name in names if name in _WORDS]


@dataclass(frozen=True, slots=True)
class Facet:
    """`table` is values × labels: the logarithm of how much likelier a label is with the value.

    A period is known by its start; what came after the last start belongs to the last period.
    """

    name: str
    values: tuple[str, ...]
    starts: tuple[float, ...]
    table: NDArray[np.float32]

    def row(self, context: Context) -> int | None:
        """The row of the value in the table; None where it tells nothing."""
        if self.name == PERIOD:
            return None if context.order is None else max(bisect_right(self.starts, context.order) - 1, 0)
        value = context.values.get(self.name)
        return None if value is None or value not in self.values else self.values.index(value)

    def rows(self, contexts: Sequence[Context]) -> NDArray[np.int64]:
        known = {value: row for row, value in enumerate(self.values)}
        if self.name == PERIOD:
            found = [self.row(one) for one in contexts]
        else:
            found = [known.get(one.values.get(self.name, "")) for one in contexts]
        return np.array([-1 if row is None else row for row in found], dtype=np.int64)

    def scores(self, contexts: Sequence[Context]) -> Matrix:
        """Contexts × labels; zeros where the value is not known."""
        rows = self.rows(contexts)
        return np.where((rows >= 0)[:, None], self.table[rows], 0.0)


def outline(contexts: Sequence[Context], *, with_period: bool = True) -> list[Facet]:
    """The facets worth learning from the contexts, with empty tables."""
    nothing = np.zeros((0, 0), dtype=np.float32)
    found = []
    said = Counter(pair for one in contexts for pair in one.values.items() if pair[1])
    for name in sorted({name for name, _ in said}):
        common = sorted(value for (of, value), times in said.items() if of == name and times >= _LEAST_VALUE)
        if len(common) > 1:
            found.append(Facet(name, tuple(common), (), nothing))
    if not with_period:
        return found
    orders = sorted(one.order for one in contexts if one.order is not None)
    periods = min(len(orders) // _PERIOD_TEXTS, _MOST_PERIODS)
    starts = sorted({orders[len(orders) * one // periods] for one in range(periods)})
    if len(starts) > 1:
        found.append(Facet(PERIOD, tuple(map(str, starts)), tuple(starts), nothing))
    return found


def learn(
    facet: Facet, rows: NDArray[np.int64], labels: NDArray[np.int64], *, strengths: Matrix, count: int
) -> Facet:
    """Fill the table from samples; a value met seldom stays near the usual shares of labels."""
    met = np.zeros((len(facet.values), count))
    usual = np.bincount(labels, weights=strengths, minlength=count) + _LEAST_OF_A_LABEL
    usual /= usual.sum()
    known = rows >= 0
    np.add.at(met, (rows[known], labels[known]), strengths[known])
    shares = (met + _FAITH * usual) / (met.sum(axis=1, keepdims=True) + _FAITH)
    return replace(facet, table=np.log(shares / usual).astype(np.float32))
