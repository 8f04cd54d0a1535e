"""What a mass problem is: its states, what is done with all of its cases, and when cases make one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import floor
from statistics import median

from otklik.kernel.geometry import distance_m


class State(StrEnum):
    SUGGESTED = "suggested"
    OPEN = "open"
    CLOSED = "closed"
    REJECTED = "rejected"
    MERGED = "merged"


STATE_TITLES = {
    State.SUGGESTED: "предложена системой",
    State.OPEN: "в работе",
    State.CLOSED: "закрыта",
    State.REJECTED: "отклонена",
    State.MERGED: "объединена с другой",
}


LIVING = (State.SUGGESTED, State.OPEN)


class ActCode(StrEnum):
    """What one action does with every case."""

    ROUTE = "route"
    TAKE = "take"
    INTERIM = "interim"
    ANSWER = "answer"
    CLOSE = "close"


ACT_TITLES = {
    ActCode.ROUTE: "Направить всё",
    ActCode.TAKE: "Взять всё в работу",
    ActCode.INTERIM: "Промежуточный ответ всем",
    ActCode.ANSWER: "Ответить всем",
    ActCode.CLOSE: "Снять всё с контроля",
}


class ContactKind(StrEnum):
    """How a follower is told."""

    EMAIL = "email"
    PHONE = "phone"


class RunState(StrEnum):
    RUNNING = "running"
    DONE = "done"


class ItemState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Told:
    """A case as clusters are sought among; the point is None where it is not exact enough."""

    case_id: int
    topic_id: int
    district_id: int | None
    street_id: int | None
    house_id: int | None
    point: tuple[float, float] | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Cluster:
    """Cases that seem to be about one thing, the earliest first; `usual` is how many come otherwise."""

    cases: tuple[Told, ...]
    is_area: bool
    usual: float = 0.0

    @property
    def topic_id(self) -> int:
        return self.cases[0].topic_id


@dataclass(frozen=True, slots=True)
class Gauge:
    """From how many cases, within how many days and metres, a mass problem is seen."""

    size: int = 5
    days: int = 14
    metres: float = 150.0


AREA_SIZE = 2
"""A district needs so many times the cases of one place."""
AREA_GROWTH = 3.0
PERIODS = 8


def clusters(told: Sequence[Told], gauge: Gauge, *, now: datetime) -> list[Cluster]:
    """Districts first, then single places; `told` reaches back `PERIODS` windows for the usual.

    One place alone is no matter of its district: a district has at least two, or many beside them.
    """
    since = now - timedelta(days=gauge.days)
    recent = [one for one in told if since <= one.at <= now]
    spots = [
        Cluster(tuple(found), is_area=False)
        for group in _by_topic(recent)
        for found in _together(group, gauge)
        if len(found) >= gauge.size
    ]
    areas = [one for one in _areas(recent, told, gauge, now=now) if not _is_one_spot(one, spots, gauge)]
    taken = {one.case_id for area in areas for one in area.cases}
    return [*areas, *(one for one in spots if one.cases[0].case_id not in taken)]


def _is_one_spot(area: Cluster, spots: Sequence[Cluster], gauge: Gauge) -> bool:
    ids = {one.case_id for one in area.cases}
    inside = [spot for spot in spots if spot.cases[0].case_id in ids]
    return len(inside) == 1 and len(ids) - len(inside[0].cases) < gauge.size


def _by_topic(told: Iterable[Told]) -> Iterable[list[Told]]:
    groups: dict[int, list[Told]] = defaultdict(list)
    for one in sorted(told, key=lambda one: one.at):
        groups[one.topic_id].append(one)
    return groups.values()


def _together(group: Sequence[Told], gauge: Gauge) -> list[list[Told]]:
    """Chains of cases each of which is near another: one house, or points within so many metres."""
    parents = list(range(len(group)))

    def root(place: int) -> int:
        while parents[place] != place:
            parents[place] = parents[parents[place]]
            place = parents[place]
        return place

    kept: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    for late, one in enumerate(group):
        mine, wanted = _squares(one, gauge.metres)
        for early in {early for key in wanted for early in kept[key]}:
            if root(early) != root(late) and _near(group[early], one, gauge.metres):
                parents[root(late)] = root(early)
        for key in mine:
            kept[key].append(late)
    found: dict[int, list[Told]] = defaultdict(list)
    for place, one in enumerate(group):
        found[root(place)].append(one)
    return list(found.values())


def _squares(one: Told, metres: float) -> tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]]:
    """Under what a case is kept to be found by its neighbours, and where its own neighbours are."""
    mine = [("house", one.house_id, 0)] if one.house_id is not None else []
    if one.point is None:
        street = [("street", one.street_id, 0)] if one.street_id is not None else []
        return mine + street, mine + street
    side = metres / 111_000.0
    row, column = floor(one.point[0] / side), floor(one.point[1] / (2 * side))
    around = [("square", row + up, column + aside) for up in (-1, 0, 1) for aside in (-1, 0, 1)]
    return [*mine, ("square", row, column)], [*mine, *around]


def _near(first: Told, second: Told, metres: float) -> bool:
    if first.house_id is not None and first.house_id == second.house_id:
        return True
    if first.point is None or second.point is None:
        return first.street_id is not None and first.street_id == second.street_id
    return distance_m(first.point, second.point) <= metres


def _areas(recent: Sequence[Told], told: Sequence[Told], gauge: Gauge, *, now: datetime) -> list[Cluster]:
    """Districts where a topic has come far above its usual number."""
    groups: dict[tuple[int, int], list[Told]] = defaultdict(list)
    for one in sorted(recent, key=lambda one: one.at):
        if one.district_id is not None:
            groups[one.topic_id, one.district_id].append(one)
    found = []
    for (topic_id, district_id), cases in groups.items():
        usual = _usual(told, topic_id, district_id, gauge, now=now)
        if len(cases) >= max(gauge.size * AREA_SIZE, AREA_GROWTH * usual):
            found.append(Cluster(tuple(cases), is_area=True, usual=usual))
    return found


def _usual(told: Sequence[Told], topic_id: int, district_id: int, gauge: Gauge, *, now: datetime) -> float:
    """The median of the windows before this one."""
    counts = [0] * PERIODS
    for one in told:
        if one.topic_id == topic_id and one.district_id == district_id:
            back = int((now - one.at) / timedelta(days=gauge.days))
            if 1 <= back <= PERIODS:
                counts[back - 1] += 1
    return float(median(counts))
