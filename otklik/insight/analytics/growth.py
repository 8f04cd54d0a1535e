"""What came more often than is usual: topics of the last seven days against the mean of the weeks before."""
# ruff: noqa: S608  # the SQL is made of our own names; what a user gives goes in as parameters

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from otklik.insight.analytics.engine import Engine
from otklik.insight.analytics.scope import Scope

_LEAST_GROWTH, _LEAST_COUNT, _LEAST_RATIO = 2, 3, 1.25


@dataclass(frozen=True, slots=True)
class Part:
    """A district's part in the growth of a topic; an empty code is «not known where»."""

    district_code: str
    growth: float


@dataclass(frozen=True, slots=True)
class Grown:
    """A topic that came more often than is usual."""

    topic_code: str
    topic_title: str
    count: int
    usual: float
    parts: tuple[Part, ...]

    @property
    def growth(self) -> float:
        return self.count - self.usual


def topics(engine: Engine, scope: Scope, *, today: date, weeks: int) -> list[Grown]:
    """Topics of the week with what each district has added.

    Those that grew come first, the most surprising before; then the most frequent.
    """
    if not weeks:
        return []
    where, told = scope.where()
    since = today - timedelta(days=6)
    rows = engine.query(
        "SELECT topic_code, any_value(topic_title), district_code, count(*) FILTER (received_on >= ?),"
        f" count(*) FILTER (received_on < ?) FROM facts WHERE {where} AND topic_code <> ''"
        " AND received_on BETWEEN ? AND ? GROUP BY topic_code, district_code",
        [since, since, *told, since - timedelta(days=7 * weeks), today],
    )
    lines: dict[str, list[tuple[str, str, int, float]]] = {}
    for code, title, district, count, earlier in rows:
        lines.setdefault(code, []).append((title, district, count, earlier / weeks))
    found = [_one_grown(code, told) for code, told in lines.items()]
    return sorted((one for one in found if one.count), key=_by_surprise)


def is_growth(one: Grown) -> bool:
    """Whether it is worth a word: a rare topic that came twice is not yet a growth."""
    is_many = one.growth >= _LEAST_GROWTH and one.count >= _LEAST_COUNT
    return is_many and one.count >= _LEAST_RATIO * one.usual


def _one_grown(code: str, lines: Sequence[tuple[str, str, int, float]]) -> Grown:
    parts = sorted(
        (Part(district, count - usual) for _title, district, count, usual in lines), key=_by_growth
    )
    return Grown(
        code, lines[0][0], sum(line[2] for line in lines), sum(line[3] for line in lines), tuple(parts)
    )


def _by_surprise(one: Grown) -> tuple[bool, float, str]:
    grew = is_growth(one)
    return not grew, -one.growth / sqrt(one.usual + 1) if grew else -one.count, one.topic_code


def _by_growth(part: Part) -> tuple[float, str]:
    return -part.growth, part.district_code
