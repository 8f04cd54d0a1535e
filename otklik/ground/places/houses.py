"""All the houses of a town held compactly: by street and number, and by the nearest point."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, product
from math import cos, floor, hypot, nan, radians
from operator import itemgetter

from otklik.ground.places import numbers
from otklik.kernel import geometry

HouseRow = tuple[int, int, str, int | None, float | None, float | None]
"""House, street, number, district, latitude, longitude; rows come in the order of streets."""

_CELLS = 500  # cells a degree: about 220 m by 120 m in the middle of Russia
_MOST_COMPARED = 24  # houses of a street compared to find a crossing
_ROW = 360 * _CELLS + 7


@dataclass(frozen=True, slots=True)
class House:
    id: int
    street_id: int
    number: str
    district_id: int | None
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class StreetSum:
    """What the houses of a street tell of it: the commonest district and the middle."""

    count: int
    district_id: int | None
    lat: float | None
    lon: float | None


class Houses:
    """Some 50 bytes a house; a house is known inside by its place in the order of streets and numbers."""

    def __init__(self, rows: Iterable[HouseRow]) -> None:
        self._ids, self._streets, self._districts = array("q"), array("q"), array("q")
        self._lats, self._lons = array("d"), array("d")
        self._keys: list[str] = []
        self._numbers: list[str] = []
        self._range: dict[int, tuple[int, int]] = {}
        kept: dict[str, str] = {}
        for street_id, group in groupby(rows, key=itemgetter(1)):
            start = len(self._ids)
            for key, row in sorted((numbers.normal(row[2]), row) for row in group):
                self._ids.append(row[0])
                self._streets.append(street_id)
                self._districts.append(row[3] or 0)
                self._lats.append(nan if row[4] is None or row[5] is None else row[4])
                self._lons.append(nan if row[4] is None or row[5] is None else row[5])
                self._keys.append(kept.setdefault(key, key))
                self._numbers.append(kept.setdefault(row[2], row[2]))
            self._range[street_id] = (start, len(self._ids))
        self._order, self._cells = self._grid()

    def __len__(self) -> int:
        return len(self._ids)

    def find(self, street_id: int, spellings: Iterable[str]) -> House | None:
        """The house of the street by the first of the spellings (in normal form) that is there."""
        start, end = self._range.get(street_id, (0, 0))
        for spelling in spellings:
            place = bisect_left(self._keys, spelling, start, end)
            if place < end and self._keys[place] == spelling:
                return self._at(place)
        return None

    def by_id(self, street_id: int, house_id: int) -> House | None:
        start, end = self._range.get(street_id, (0, 0))
        return next((self._at(place) for place in range(start, end) if self._ids[place] == house_id), None)

    def starting(self, street_id: int, beginning: str, *, most: int) -> list[House]:
        """The houses of the street whose numbers begin so, the shortest first."""
        start, end = self._range.get(street_id, (0, 0))
        fitting = [place for place in range(start, end) if self._keys[place].startswith(beginning)]
        fitting.sort(key=lambda place: (len(self._keys[place]), self._keys[place]))
        return [self._at(place) for place in fitting[:most]]

    def nearest(self, lat: float, lon: float, *, within_m: float) -> tuple[House, float] | None:
        """The nearest house and the metres to it; `within_m` is at most a hundred."""
        best: tuple[float, int] | None = None
        for place in self._around(lat, lon):
            metres = geometry.distance_m((lat, lon), (self._lats[place], self._lons[place]))
            if metres <= within_m and (best is None or metres < best[0]):
                best = (metres, place)
        return (self._at(best[1]), best[0]) if best else None

    def meeting(self, street_id: int, other_id: int) -> tuple[float, float] | None:
        """Where two streets come the nearest: the middle between their nearest houses."""
        ours, theirs = self._points(street_id), self._points(other_id)
        if not ours or not theirs:
            return None
        squeeze = cos(radians(ours[0][0]))
        (lat, lon), (other_lat, other_lon) = min(
            product(ours, theirs),
            key=lambda pair: hypot(pair[0][0] - pair[1][0], (pair[0][1] - pair[1][1]) * squeeze),
        )
        return (lat + other_lat) / 2, (lon + other_lon) / 2

    def _points(self, street_id: int) -> list[tuple[float, float]]:
        """Some of the houses, evenly."""
        start, end = self._range.get(street_id, (0, 0))
        step = max(1, (end - start) // _MOST_COMPARED)
        places = range(start, end, step)
        return [
            (self._lats[place], self._lons[place])
            for place in places
            if self._lats[place] == self._lats[place]
        ]

    def sum_of(self, street_id: int) -> StreetSum:
        start, end = self._range.get(street_id, (0, 0))
        districts = [one for one in self._districts[start:end] if one]
        points = [(lat, lon) for lat, lon in zip(self._lats[start:end], self._lons[start:end]) if lat == lat]
        district_id = max(set(districts), key=districts.count) if districts else None
        if not points:
            return StreetSum(end - start, district_id, None, None)
        lat, lon = (sum(part) / len(points) for part in zip(*points))
        return StreetSum(end - start, district_id, lat, lon)

    def _grid(self) -> tuple["array[int]", "array[int]"]:
        """The houses that have a point in the order of their cells, and those cells."""
        placed = [
            (_cell(lat, lon), place)
            for place, (lat, lon) in enumerate(zip(self._lats, self._lons))
            if lat == lat
        ]
        placed.sort()
        return array("q", (place for _, place in placed)), array("q", (cell for cell, _ in placed))

    def _around(self, lat: float, lon: float) -> Iterator[int]:
        middle = _cell(lat, lon)
        for row in (-_ROW, 0, _ROW):
            place = bisect_left(self._cells, middle + row - 1)
            while place < len(self._cells) and self._cells[place] <= middle + row + 1:
                yield self._order[place]
                place += 1

    def _at(self, place: int) -> House:
        lat = self._lats[place]
        return House(
            self._ids[place],
            self._streets[place],
            self._numbers[place],
            self._districts[place] or None,
            lat if lat == lat else None,
            self._lons[place] if lat == lat else None,
        )


def _cell(lat: float, lon: float) -> int:
    return floor((lat + 90) * _CELLS) * _ROW + floor((lon + 180) * _CELLS)
