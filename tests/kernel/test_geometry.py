"""Polygons, distances and cells."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.kernel import geometry

SQUARE = [[36.0, 51.0], [37.0, 51.0], [37.0, 52.0], [36.0, 52.0], [36.0, 51.0]]
HOLE = [[36.4, 51.4], [36.6, 51.4], [36.6, 51.6], [36.4, 51.6], [36.4, 51.4]]
ISLAND = [[36.45, 51.45], [36.55, 51.45], [36.55, 51.55], [36.45, 51.55], [36.45, 51.45]]
PLAIN = {"type": "Polygon", "coordinates": [SQUARE]}
HOLLOW = {"type": "Polygon", "coordinates": [SQUARE, HOLE]}
NESTED = {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [ISLAND]]}
OPEN = {"type": "Polygon", "coordinates": [SQUARE[:-1]]}
HEIGHTS = {"type": "Polygon", "coordinates": [[[*point, 200.0] for point in SQUARE]]}


@pytest.mark.parametrize(
    ("polygon", "lat", "lon", "inside"),
    [
        (PLAIN, 51.5, 36.5, True),
        (PLAIN, 36.5, 51.5, False),
        (PLAIN, 52.5, 36.5, False),
        (PLAIN, 51.5, 37.5, False),
        (PLAIN, 51.5, 35.5, False),
        (HOLLOW, 51.5, 36.5, False),
        (HOLLOW, 51.2, 36.5, True),
        (NESTED, 51.5, 36.5, True),
        (NESTED, 51.42, 36.5, False),
        (OPEN, 51.5, 36.5, True),
        (HEIGHTS, 51.5, 36.5, True),
    ],
)
def test_contains(polygon: dict[str, object], lat: float, lon: float, inside: bool) -> None:
    assert geometry.contains(polygon, lat, lon) is inside


def test_not_a_polygon() -> None:
    with pytest.raises(ValueError, match="not a polygon: Point"):
        geometry.contains({"type": "Point", "coordinates": [1, 2]}, 1, 2)


def test_bounds_and_centroid() -> None:
    assert geometry.bounds(NESTED) == (51.0, 36.0, 52.0, 37.0)
    for polygon in (PLAIN, HOLLOW, NESTED, OPEN):
        assert geometry.centroid(polygon) == pytest.approx((51.5, 36.5))
    line = {"type": "Polygon", "coordinates": [[[36.0, 51.0], [37.0, 51.0], [36.0, 51.0]]]}
    assert geometry.centroid(line) == pytest.approx((51.0, 36.5))


def test_the_centroid_does_not_depend_on_winding() -> None:
    corner = [[36.0, 51.0], [37.0, 51.0], [36.0, 52.0], [36.0, 51.0]]
    for rings in ([SQUARE, HOLE], [SQUARE[::-1], HOLE], [SQUARE, HOLE[::-1]], [corner], [corner[::-1]]):
        expected = (51.5, 36.5) if len(rings) == 2 else (51 + 1 / 3, 36 + 1 / 3)
        assert geometry.centroid({"type": "Polygon", "coordinates": rings}) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("first", "second", "metres"),
    [
        ((51.7303, 36.1926), (51.7303, 36.1926), 0),
        ((51.7303, 36.1926), (55.7558, 37.6173), 457_000),
        ((0.0, 0.0), (0.0, 180.0), 20_015_115),
        ((60.0, 30.0), (60.0, 31.0), 55_597),
    ],
)
def test_distance(first: tuple[float, float], second: tuple[float, float], metres: float) -> None:
    assert geometry.distance_m(first, second) == pytest.approx(metres, rel=0.005)


TRACK = [(51.70, 36.10), (51.70, 36.20), (51.80, 36.20)]


@pytest.mark.parametrize(
    ("point", "metres"),
    [
        ((51.70, 36.15), 0),
        ((51.71, 36.15), 1_112),
        ((51.70, 36.09), 689),
        ((51.75, 36.21), 688),
        ((51.81, 36.20), 1_112),
    ],
)
def test_distance_to_a_track(point: tuple[float, float], metres: float) -> None:
    assert geometry.distance_to_line_m(point, TRACK) == pytest.approx(metres, rel=0.01, abs=1)


def test_short_tracks() -> None:
    assert geometry.distance_to_line_m((51.71, 36.1), [(51.70, 36.1)]) == pytest.approx(1_112, rel=0.01)
    assert geometry.distance_to_line_m((51.71, 36.1), [(51.70, 36.1)] * 2) == pytest.approx(1_112, rel=0.01)
    with pytest.raises(ValueError, match="without points"):
        geometry.distance_to_line_m((51.71, 36.1), [])


@given(
    st.tuples(st.floats(51, 52), st.floats(36, 37)),
    st.lists(st.tuples(st.floats(51, 52), st.floats(36, 37)), min_size=1, max_size=5),
)
def test_a_track_is_no_farther_than_its_points(
    point: tuple[float, float], track: list[tuple[float, float]]
) -> None:
    nearest = min(geometry.distance_m(point, each) for each in track)
    assert geometry.distance_to_line_m(point, track) <= nearest * 1.03 + 0.01


def test_cell() -> None:
    here = geometry.cell(51.7303, 36.1926, 9)
    assert here == geometry.cell(51.73031, 36.19261, 9)
    assert here != geometry.cell(51.80, 36.30, 9)
    assert len(here) == 15


def test_real_boundaries(shared_dir: Path) -> None:
    seen = 0
    for path in sorted((shared_dir / "data" / "boundaries").glob("*.geojson")):
        for feature in json.loads(path.read_text())["features"]:
            shape = feature["geometry"]
            if shape["type"] in ("Polygon", "MultiPolygon"):
                south, west, north, east = geometry.bounds(shape)
                lat, lon = geometry.centroid(shape)
                assert south <= lat <= north
                assert west <= lon <= east
                seen += 1
    if not seen:
        pytest.skip("no polygons in the real data")
