"""What the head of a town asks every morning: five figures, what grew and where, what is late and at whom."""
# ruff: noqa: S608  # the SQL is made of our own names; what a user gives goes in as parameters

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from otklik.insight.analytics import growth
from otklik.insight.analytics.engine import Engine
from otklik.insight.analytics.growth import Grown
from otklik.insight.analytics.scope import Scope

WEEKS = 8
"""What is usual is the mean of so many weeks before this one (fewer where the data are younger)."""

RATED_DAYS = 30
_OPEN = "('new', 'routed', 'in_work', 'approval', 'postponed', 'reopened')"
_ENDED = f"CASE WHEN status IN {_OPEN} THEN NULL ELSE coalesce(answered_at, closed_at, updated_at) END"


@dataclass(frozen=True, slots=True)
class Weekly:
    """A figure of the last seven days, by weeks with this one last; `usual` is the mean of those before it.

    None is a week in which there is nothing to measure.
    """

    weeks: tuple[float | None, ...]

    @property
    def value(self) -> float | None:
        return self.weeks[-1] if self.weeks else None

    @property
    def before(self) -> float | None:
        """The week before this one."""
        return self.weeks[-2] if len(self.weeks) > 1 else None

    @property
    def usual(self) -> float | None:
        known = [week for week in self.weeks[:-1] if week is not None]
        return sum(known) / len(known) if known else None


@dataclass(frozen=True, slots=True)
class Rated:
    """Mean and number of the ratings of the last days; `before` is the mean of as many days before them.

    `weeks` are the means of the last weeks, this one last; a week without ratings is None.
    """

    mean: float | None
    count: int
    before: float | None
    weeks: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Late:
    """Overdue cases of a recipient; `in_work` is all that it has, `oldest_due_at` the term longest passed."""

    recipient_id: int | None
    recipient_title: str
    count: int
    in_work: int
    oldest_due_at: datetime


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise whose day has passed while the case is still open."""

    number: str
    topic_title: str
    recipient_title: str
    promised_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The head's screen in figures."""

    received: Weekly
    in_work: Weekly
    overdue: Weekly
    answer_days: Weekly
    answered: int
    rated: Rated
    topics: tuple[Grown, ...]
    late: tuple[Late, ...]
    broken: tuple[Broken, ...]
    broken_count: int


def overview(engine: Engine, scope: Scope, *, now: datetime, zone: ZoneInfo, most: int = 6) -> Overview:
    """All of it at the moment, the last seven days ending today in the zone of the town."""
    today = now.astimezone(zone).date()
    weeks = _weeks_known(engine, scope, today)
    in_work, overdue = _states(engine, scope, now=now, weeks=weeks)
    days, answered = _answers(engine, scope, today, weeks)
    broken = _broken(engine, scope, today)
    return Overview(
        received=_received(engine, scope, today, weeks),
        in_work=in_work,
        overdue=overdue,
        answer_days=days,
        answered=answered,
        rated=_rated(engine, scope, today, weeks),
        topics=tuple(growth.topics(engine, scope, today=today, weeks=weeks)[:most]),
        late=tuple(_late(engine, scope, now, most)),
        broken=tuple(broken[:most]),
        broken_count=len(broken),
    )


def behind(
    engine: Engine, scope: Scope, figure: str, *, today: date, after: int = 0, limit: int = 50
) -> list[int]:
    """The ids of the cases of a figure that the queue cannot show by its filters, a page at a time."""
    conditions = {
        "answered": ("answered_at IS NOT NULL AND done_on BETWEEN ? AND ?", [_week_first(today), today]),
        "rated": ("rating IS NOT NULL AND done_on BETWEEN ? AND ?", [_rated_first(today), today]),
    }
    asks, values = conditions[figure]
    where, told = scope.where()
    rows = engine.query(
        f"SELECT case_id FROM facts WHERE {where} AND {asks} AND case_id > ? ORDER BY case_id LIMIT ?",
        [*told, *values, after, limit],
    )
    return [case_id for (case_id,) in rows]


def _week_first(today: date) -> date:
    return today - timedelta(days=6)


def _rated_first(today: date) -> date:
    return today - timedelta(days=RATED_DAYS - 1)


def _weeks_known(engine: Engine, scope: Scope, today: date) -> int:
    """How many whole weeks before this one the data cover, up to `WEEKS`."""
    where, told = scope.where()
    ((first,),) = engine.query(f"SELECT min(received_on) FROM facts WHERE {where}", told)
    return 0 if first is None else max(0, min(WEEKS, ((today - first).days + 1) // 7 - 1))


def _received(engine: Engine, scope: Scope, today: date, weeks: int) -> Weekly:
    where, told = scope.where()
    rows = engine.query(
        f"SELECT date_diff('day', received_on, ?) // 7 AS week, count(*) FROM facts WHERE {where}"
        " AND received_on BETWEEN ? AND ? GROUP BY week",
        [today, *told, today - timedelta(days=7 * weeks + 6), today],
    )
    counted: dict[int, int] = dict(rows)
    return Weekly(tuple(float(counted.get(week, 0)) for week in range(weeks, -1, -1)))


def _answers(engine: Engine, scope: Scope, today: date, weeks: int) -> tuple[Weekly, int]:
    """Mean days from registration to the final answer, by the week of the answer; answers of this week."""
    where, told = scope.where()
    rows = engine.query(
        "SELECT date_diff('day', done_on, ?) // 7 AS week, count(*),"
        " avg(epoch(answered_at - registered_at)) / 86400"
        f" FROM facts WHERE {where} AND answered_at IS NOT NULL AND done_on BETWEEN ? AND ? GROUP BY week",
        [today, *told, today - timedelta(days=7 * weeks + 6), today],
    )
    means = {week: mean for week, _count, mean in rows}
    counted = {week: count for week, count, _mean in rows}
    return Weekly(tuple(means.get(week) for week in range(weeks, -1, -1))), counted.get(0, 0)


def _states(engine: Engine, scope: Scope, *, now: datetime, weeks: int) -> tuple[Weekly, Weekly]:
    """How many were in work, and how many of them overdue, at this hour of each week."""
    where, told = scope.where()
    moments = [_plain(now - timedelta(weeks=week)) for week in range(weeks, -1, -1)]
    rows = engine.query(
        f"SELECT moment, count(*) FILTER (registered_at <= moment AND (ended IS NULL OR ended > moment)),"
        " count(*) FILTER (registered_at <= moment AND due_at < moment AND (ended IS NULL OR ended > moment))"
        f" FROM (SELECT registered_at, due_at, {_ENDED} AS ended FROM facts WHERE {where}),"
        " (SELECT unnest(?::TIMESTAMP[]) AS moment) GROUP BY moment ORDER BY moment",
        [*told, moments],
    )
    found = rows or [(moment, 0, 0) for moment in moments]
    return (
        Weekly(tuple(float(in_work) for _moment, in_work, _overdue in found)),
        Weekly(tuple(float(overdue) for _moment, _in_work, overdue in found)),
    )


def _rated(engine: Engine, scope: Scope, today: date, weeks: int) -> Rated:
    where, told = scope.where()
    first = _rated_first(today)
    ((mean, count, before),) = engine.query(
        "SELECT avg(rating) FILTER (done_on >= ?), count(*) FILTER (done_on >= ?),"
        f" avg(rating) FILTER (done_on < ?) FROM facts WHERE {where}"
        " AND rating IS NOT NULL AND done_on BETWEEN ? AND ?",
        [first, first, first, *told, first - timedelta(days=RATED_DAYS), today],
    )
    rows = engine.query(
        f"SELECT date_diff('day', done_on, ?) // 7 AS week, avg(rating) FROM facts WHERE {where}"
        " AND rating IS NOT NULL AND done_on BETWEEN ? AND ? GROUP BY week",
        [today, *told, today - timedelta(days=7 * weeks + 6), today],
    )
    means: dict[int, float] = dict(rows)
    return Rated(mean, count, before, tuple(means.get(week) for week in range(weeks, -1, -1)))


def _late(engine: Engine, scope: Scope, now: datetime, most: int) -> list[Late]:
    where, told = scope.where()
    at = _plain(now)
    rows = engine.query(
        "SELECT recipient_id, any_value(recipient_title), count(*) FILTER (due_at < ?) AS late, count(*),"
        f" min(due_at) FROM facts WHERE {where} AND status IN {_OPEN}"
        " GROUP BY recipient_id HAVING late > 0 ORDER BY late DESC, min(due_at) LIMIT ?",
        [at, *told, most],
    )
    return [
        Late(recipient_id, title or "", late, in_work, oldest.replace(tzinfo=UTC))
        for recipient_id, title, late, in_work, oldest in rows
    ]


def _broken(engine: Engine, scope: Scope, today: date) -> list[Broken]:
    where, told = scope.where()
    rows = engine.query(
        f"SELECT number, topic_title, recipient_title, promised_on FROM facts WHERE {where}"
        f" AND status IN {_OPEN} AND promised_on < ? ORDER BY promised_on, case_id",
        [*told, today],
    )
    return [Broken(*row) for row in rows]


def _plain(moment: datetime) -> datetime:
    """The instant as the lake keeps it: UTC without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)
