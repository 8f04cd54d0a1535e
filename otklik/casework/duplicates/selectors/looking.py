"""Looking for what a message is like: one question to the indexes for a message or for hundreds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import numpy as np
from django.db import connection

from otklik.casework.duplicates import comparing, keys, rules
from otklik.casework.duplicates.comparing import Compared, Kept, Told
from otklik.casework.duplicates.models import Fingerprint
from otklik.casework.duplicates.selectors.settings import Manner
from otklik.ground.bulk import selectors as bulk_read

COLUMNS = ("band1", "band2", "band3", "band4", "same", "street", "cell", "author1", "author2")
MOST_ROWS = 60
"""For a message, of each column, the newest: a flood of equal texts is not read whole."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A case that is like a message, with the probability that they are about one thing and why."""

    case_id: int
    score: float
    kind: rules.Kind
    ground: str
    is_same_author: bool
    topic_id: int
    received: int
    is_open: bool


Row = tuple[Any, ...]
_NAMES = (
    "f.case_id", *(f"f.{name}" for name in COLUMNS), "f.signature", "f.words", "f.numbers",
    "COALESCE(c.topic_id, f.topic_id, 0)", "COALESCE(c.street_id, 0)", "COALESCE(c.house_id, 0)",
    "c.lat", "c.lon", "f.received", "c.is_open",
)  # fmt: skip
_TABLE = Fingerprint._meta.db_table
_CASES = Fingerprint._meta.get_field("case").related_model._meta.db_table
_PART = (
    f"SELECT case_id FROM (SELECT case_id FROM {_TABLE} WHERE {{name}} {{within}} "  # noqa: S608
    "ORDER BY case_id DESC LIMIT {most}) AS by_{name}"
)
_ROWS = (
    f"SELECT {', '.join(_NAMES)} FROM {_TABLE} f JOIN {_CASES} c ON c.id = f.case_id "  # noqa: S608
    "WHERE f.case_id IN ({})"
)
_CASE, _SIGNATURE, _WORDS, _NUMBERS, _TOPIC, _STREET, _HOUSE, _LAT, _LON, _RECEIVED, _OPEN = (
    0,
    *range(10, 20),
)
_SAME, _CELL, _AUTHOR = 5, 7, 8
_LATEST = 1 << 62


def alike(
    told: Sequence[Told],
    *,
    municipality_id: int,
    groups: Mapping[int, int],
    manner: Manner,
    now: datetime,
    least: float | None = None,
) -> list[list[Alike]]:
    """For every message the earlier cases it is like, the likest first.

    `groups` gives the group of a topic; `least` is another threshold than the town's.
    """
    found: list[list[Alike]] = [[] for _ in told]
    candidates = _candidates(told, municipality_id=municipality_id, manner=manner, now=now)
    if not candidates.places:
        return found
    kept = [_kept(row) for row in candidates.rows]
    mine = comparing.of_told(told, town=municipality_id).taken(np.array(candidates.places))
    theirs = comparing.of_kept(kept, groups).taken(np.array(candidates.others))
    compared = comparing.compare(mine, theirs, metres=manner.metres)
    allowed = compared.is_author | (~compared.is_old & (compared.days <= manner.horizon_days))
    threshold = manner.propose if least is None else least
    for at in np.flatnonzero(allowed & (compared.scores.chance >= threshold)).tolist():
        found[candidates.places[at]].append(_said(compared, at, kept[candidates.others[at]]))
    return [sorted(each, key=lambda one: -one.score)[: rules.MOST_LINKS] for each in found]


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Rows that share a key with a message, and the pairs: places of messages and of rows."""

    rows: list[Row]
    places: list[int]
    others: list[int]


def _candidates(told: Sequence[Told], *, municipality_id: int, manner: Manner, now: datetime) -> _Candidates:
    wishes = [_Wish() for _ in COLUMNS]
    for place, one in enumerate(told):
        if one.is_old:
            for wish in wishes[-2:]:
                wish.add(one.authors, place)
            continue
        reach = keys.reach_around(one.at, days=manner.horizon_days, now=now)
        asked = keys.wanted(
            one.print, one.spot, one.authors, reach=reach, town=municipality_id, metres=manner.metres
        )
        columns = (*asked.bands, asked.same, asked.street, asked.cell, asked.authors, asked.authors)
        for wish, numbers in zip(wishes, columns, strict=True):
            wish.add(numbers, place)
    ids = [one.case_id or _LATEST for one in told]
    found = _Candidates(_rows(wishes, most=MOST_ROWS * len(told)), [], [])
    for other, row in enumerate(found.rows):
        places: set[int] = set()
        for wish, value in zip(wishes, row[1 : 1 + len(COLUMNS)], strict=True):
            if value in wish.first:
                places.add(wish.first[value])
                if value in wish.more:
                    places.update(wish.more[value])
        earlier = [place for place in places if row[_CASE] < ids[place]]
        found.places.extend(earlier)
        found.others.extend([other] * len(earlier))
    return found


def _kept(row: Row) -> Kept:
    has_point = row[_CELL] is not None and row[_LAT] is not None and row[_LON] is not None
    return Kept(
        case_id=row[_CASE], same=row[_SAME] or 0, words=row[_WORDS], numbers=row[_NUMBERS],
        topic_id=row[_TOPIC], street_id=row[_STREET], house_id=row[_HOUSE], received=row[_RECEIVED],
        is_open=bool(row[_OPEN]),
        authors=(row[_AUTHOR] or 0, row[_AUTHOR + 1] or 0),
        point=(row[_LAT], row[_LON]) if has_point else None,
        signature=bytes(row[_SIGNATURE]),
    )  # fmt: skip


def _said(compared: Compared, at: int, other: Kept) -> Alike:
    """A pair in words."""
    pairs, scores = compared.pairs, compared.scores
    text, metres = float(scores.text[at]), float(pairs.distance[at])
    kind = rules.kind_of(is_same=bool(pairs.is_same[at]), text=text, is_template=bool(scores.is_template[at]))
    reasons = rules.Reasons(
        kind=kind,
        where=rules.WHERES[int(scores.where[at])],
        is_same_topic=bool(pairs.topic[at] and pairs.topic[at] == pairs.other_topic[at]),
        days=float(compared.days[at]),
        text=text,
        metres=None if np.isnan(metres) else metres,
        is_same_author=bool(compared.is_author[at]),
    )
    return Alike(
        case_id=other.case_id,
        score=float(scores.chance[at]),
        kind=kind,
        ground=rules.ground(reasons),
        is_same_author=reasons.is_same_author,
        topic_id=other.topic_id,
        received=other.received,
        is_open=other.is_open,
    )


class _Wish:
    """The numbers wanted in a column with who wants them; a list for each would cost more than the search."""

    __slots__ = ("first", "more")

    def __init__(self) -> None:
        self.first: dict[int, int] = {}
        self.more: dict[int, list[int]] = {}

    def add(self, numbers: Iterable[int], place: int) -> None:
        for number in numbers:
            if self.first.setdefault(number, place) != place:
                self.more.setdefault(number, []).append(place)


def _rows(wishes: Sequence[_Wish], *, most: int) -> list[Row]:
    asked = [(name, list(wish.first)) for name, wish in zip(COLUMNS, wishes, strict=True) if wish.first]
    if not asked:
        return []
    sql = _statement(tuple(name for name, _ in asked), most, connection.vendor)
    if connection.vendor == "postgresql":
        return bulk_read.rows(sql, [numbers for _, numbers in asked])
    return bulk_read.rows(sql, [str(numbers) for _, numbers in asked])


@lru_cache(maxsize=256)
def _statement(names: tuple[str, ...], most: int, vendor: str) -> str:
    """For SQLite the values are one text: it reads that sooner than a list, and keeps the statement."""
    within = "= ANY(%s)" if vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"
    return _ROWS.format(" UNION ".join(_PART.format(name=name, within=within, most=most) for name in names))
