"""Points on the Earth: inside a polygon, how far apart, how far from a track, in which cell.

Polygons are GeoJSON geometries (longitude first); points are latitude, then longitude, in degrees of WGS 84.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import asin, cos, hypot, radians, sin, sqrt
from typing import Any

import h3

EARTH_RADIUS_M = 6_371_008.8

Ring = Sequence[Sequence[float]]
Point = tuple[float, float]


def contains(polygon: Mapping[str, Any], lat: float, lon: float) -> bool:
    """Whether a Polygon or MultiPolygon holds the point; a hole does not, an edge may go either way."""
    return any(
        _inside(rings[0], lat, lon) and not any(_inside(hole, lat, lon) for hole in rings[1:])
        for rings in _polygons(polygon)
    )


def bounds(polygon: Mapping[str, Any]) -> tuple[float, float, float, float]:
    """South, west, north and east edges."""
    points = [point for rings in _polygons(polygon) for point in rings[0]]
    lats, lons = [point[1] for point in points], [point[0] for point in points]
    return min(lats), min(lons), max(lats), max(lons)


def centroid(polygon: Mapping[str, Any]) -> Point:
    """The centre of the area, holes taken out; it may lie outside a bent polygon."""
    area = lat = lon = 0.0
    south, west, north, east = bounds(polygon)
    for rings in _polygons(polygon):
        for place, ring in enumerate(rings):
            part, x, y = _moments(ring, west, south)
            sign = abs(part) / part * (-1 if place else 1) if part else 0
            area, lon, lat = area + sign * part, lon + sign * x, lat + sign * y
    if not area:
        return (south + north) / 2, (west + east) / 2
    return south + lat / area, west + lon / area


def distance_m(first: Point, second: Point) -> float:
    """Metres between two points along the great circle (haversine, error under 0.6 %)."""
    lat1, lat2 = radians(first[0]), radians(second[0])
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(second[1] - first[1]) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def distance_to_line_m(point: Point, line: Sequence[Point]) -> float:
    """Metres from a point to the nearest place of a track, as on a plane: good to tens of kilometres.

    Raises `ValueError` for a track without points.
    """
    if not line:
        raise ValueError("a track without points")
    flat = [_around(point, each) for each in line]
    if len(flat) == 1:
        return hypot(*flat[0])
    return min(_to_segment(start, end) for start, end in pairwise(flat))


def cell(lat: float, lon: float, resolution: int) -> str:
    """The H3 cell of a point; at resolution 9 it is about 350 metres across."""
    return str(h3.latlng_to_cell(lat, lon, resolution))


def _polygons(geometry: Mapping[str, Any]) -> Iterator[Sequence[Ring]]:
    if geometry["type"] == "Polygon":
        yield geometry["coordinates"]
    elif geometry["type"] == "MultiPolygon":
        yield from geometry["coordinates"]
    else:
        raise ValueError(f"not a polygon: {geometry['type']}")


def _inside(ring: Ring, lat: float, lon: float) -> bool:
    """Ray casting; the ring may be closed or left open."""
    inside = False
    x1, y1 = ring[-1][:2]
    for x2, y2, *_ in ring:
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            inside = not inside
        x1, y1 = x2, y2
    return inside


def _moments(ring: Ring, west: float, south: float) -> tuple[float, float, float]:
    """Signed area and its first moments along longitude and latitude, counted from a corner near by."""
    area = x = y = 0.0
    x1, y1 = ring[-1][0] - west, ring[-1][1] - south
    for each in ring:
        x2, y2 = each[0] - west, each[1] - south
        cross = x1 * y2 - x2 * y1
        area, x, y = area + cross / 2, x + (x1 + x2) * cross / 6, y + (y1 + y2) * cross / 6
        x1, y1 = x2, y2
    return area, x, y


def _around(origin: Point, point: Point) -> Point:
    """Metres east and north of the origin."""
    east = radians((point[1] - origin[1] + 180) % 360 - 180) * cos(radians(origin[0]))
    return east * EARTH_RADIUS_M, radians(point[0] - origin[0]) * EARTH_RADIUS_M


def _to_segment(start: Point, end: Point) -> float:
    """From the origin of the plane to a segment."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, -(start[0] * dx + start[1] * dy) / length))
    return hypot(start[0] + along * dx, start[1] + along * dy)
