"""Looking for what a message is like: one question to the indexes for a message or for hundreds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import numpy as np
from django.db import connection

from otklik.casework.duplicates import keys, prints, rules
from otklik.casework.duplicates.keys import Spot
from otklik.casework.duplicates.models import Fingerprint
from otklik.casework.duplicates.prints import Print
from otklik.casework.duplicates.selectors.settings import Manner
from otklik.ground.bulk import selectors as bulk_read

COLUMNS = ("band1", "band2", "band3", "band4", "same", "street", "cell", "author1", "author2")
MOST_ROWS = 60
"""For a message, of each column, the newest: a flood of equal texts is not read whole."""


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
_SAME, _CELL, _AUTHORS = 5, 7, slice(8, 10)


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
    pairs = _candidates(told, municipality_id=municipality_id, manner=manner, now=now)
    if not pairs:
        return found
    for place, one in _scored(told, pairs, groups=groups, manner=manner, town=municipality_id, least=least):
        found[place].append(one)
    return [sorted(each, key=lambda one: -one.score)[: rules.MOST_LINKS] for each in found]


def _candidates(
    told: Sequence[Told], *, municipality_id: int, manner: Manner, now: datetime
) -> list[tuple[int, Row]]:
    """Pairs of a message's place and a row that shares a key with it, each once."""
    wishes = [_Wish() for _ in COLUMNS]
    for place, one in enumerate(told):
        if one.is_old:
            for wish in wishes[-2:]:
                wish.add(one.authors, place)
            continue
        dates = keys.stretches_around(one.at, days=manner.horizon_days, now=now)
        asked = keys.wanted(
            one.print, one.spot, one.authors, dates=dates, town=municipality_id, metres=manner.metres
        )
        columns = (*asked.bands, asked.same, asked.street, asked.cell, asked.authors, asked.authors)
        for wish, numbers in zip(wishes, columns, strict=True):
            wish.add(numbers, place)
    found = []
    for row in _rows(wishes, most=MOST_ROWS * len(told)):
        places: set[int] = set()
        for wish, value in zip(wishes, row[1 : 1 + len(COLUMNS)], strict=True):
            if value in wish.first:
                places.add(wish.first[value])
                places.update(wish.more.get(value, ()))
        found += [
            (place, row) for place in places if not told[place].case_id or row[_CASE] < told[place].case_id
        ]
    return found


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


def _scored(
    told: Sequence[Told],
    pairs: Sequence[tuple[int, Row]],
    *,
    groups: Mapping[int, int],
    manner: Manner,
    town: int,
    least: float | None,
) -> Iterable[tuple[int, Alike]]:
    ours = [told[place] for place, _ in pairs]
    rows = [row for _, row in pairs]
    is_author = np.array(
        [
            bool(one.authors) and bool(set(row[_AUTHORS]) & set(one.authors))
            for one, row in pairs_of(ours, rows)
        ]
    )
    seconds = np.array([one.at.timestamp() for one in ours]) - np.array([row[_RECEIVED] for row in rows])
    days = np.abs(seconds) / rules.SECONDS_A_DAY
    compared = _compared(ours, rows, groups, town)
    compared = replace(compared, days=np.where(is_author, np.minimum(days, 10.0), days))
    scores = rules.weigh(compared, metres=manner.metres)
    is_old = np.array([one.is_old for one in ours])
    allowed = is_author | (~is_old & (days <= manner.horizon_days))
    threshold = manner.propose if least is None else least
    for at in np.flatnonzero(allowed & (scores.chance >= threshold)).tolist():
        row = rows[at]
        kind = rules.kind_of(
            is_same=bool(compared.is_same[at]),
            text=float(scores.text[at]),
            is_template=bool(scores.is_template[at]),
        )
        metres = float(compared.distance[at])
        reasons = rules.Reasons(
            kind=kind,
            where=rules.WHERES[int(scores.where[at])],
            is_same_topic=bool(compared.topic[at] and compared.topic[at] == compared.other_topic[at]),
            days=float(days[at]),
            text=float(scores.text[at]),
            metres=None if np.isnan(metres) else metres,
            is_same_author=bool(is_author[at]),
        )
        yield (
            pairs[at][0],
            Alike(
                row[_CASE], float(scores.chance[at]), kind, rules.ground(reasons), bool(is_author[at]),
                row[_TOPIC], row[_RECEIVED], bool(row[_OPEN]),
            ),
        )  # fmt: skip


def pairs_of(ours: Sequence[Told], rows: Sequence[Row]) -> Iterable[tuple[Told, Row]]:
    return zip(ours, rows, strict=True)


_BLANK = bytes(prints.HASHES)


def _compared(ours: Sequence[Told], rows: Sequence[Row], groups: Mapping[int, int], town: int) -> rules.Pairs:
    signature = np.frombuffer(b"".join([one.print.signature or _BLANK for one in ours]), dtype=np.uint8)
    other = np.frombuffer(b"".join([bytes(row[_SIGNATURE]) or _BLANK for row in rows]), dtype=np.uint8)
    has_text = np.array([bool(one.print.signature) and row[_WORDS] > 0 for one, row in pairs_of(ours, rows)])
    shape = (-1, prints.HASHES)
    text = prints.resemblance(signature.reshape(shape), other.reshape(shape))
    whole = np.array
    return rules.Pairs(
        text=np.where(has_text, text, 0.0),
        is_same=np.array([_same(one, row, town) for one, row in pairs_of(ours, rows)]),
        words=np.minimum(whole([one.print.words for one in ours]), whole([row[_WORDS] for row in rows])),
        other_numbers=whole(
            [bool(one.print.numbers and row[_NUMBERS] and one.print.numbers != row[_NUMBERS]) for one, row in
             pairs_of(ours, rows)]
        ),
        topic=whole([one.spot.topic_id for one in ours]),
        other_topic=whole([row[_TOPIC] for row in rows]),
        group=whole([one.spot.group_id for one in ours]),
        other_group=whole([groups.get(row[_TOPIC], 0) for row in rows]),
        street=whole([one.spot.street_id for one in ours]),
        other_street=whole([row[_STREET] for row in rows]),
        house=whole([one.spot.house_id for one in ours]),
        other_house=whole([row[_HOUSE] for row in rows]),
        distance=_metres(ours, rows),
        days=np.zeros(len(rows)),
    )  # fmt: skip


def _same(one: Told, row: Row, town: int) -> bool:
    return bool(one.print.same) and keys.is_same(row[_SAME], keys.same_key(one.print, town=town))


def _metres(ours: Sequence[Told], rows: Sequence[Row]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """On a plane, good to some metres within a town; NaN where a point is missing or not exact."""
    nan = float("nan")
    here = np.array([(one.spot.lat or nan, one.spot.lon or nan) for one in ours], dtype=float)
    there = np.array(
        [(row[_LAT], row[_LON]) if row[_CELL] is not None and row[_LAT] else (nan, nan) for row in rows],
        dtype=float,
    )
    up = (here[:, 0] - there[:, 0]) * 111_195.0
    aside = (here[:, 1] - there[:, 1]) * 111_195.0 * np.cos(np.radians(here[:, 0]))
    found: np.ndarray[Any, np.dtype[np.float64]] = np.hypot(up, aside)
    return found
