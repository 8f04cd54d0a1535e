"""Real boundaries of municipalities: houses go to the district that holds them, mistakes are seen."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from otklik.ground.places import matching, selectors
from otklik.ground.places import services as places
from otklik.ground.places.listing import ListedDistrict
from otklik.kernel import geometry

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def areas(shared_dir: Path) -> list[dict[str, Any]]:
    file = shared_dir / "data" / "boundaries" / "municipalities.geojson"
    if not file.is_file():
        pytest.skip("no boundaries beside the checkout")
    return [dict(one["geometry"]) for one in json.loads(file.read_text())["features"]]


def within(area: dict[str, Any]) -> tuple[float, float]:
    """A point of the area: the middle of a stretch that a line across it cuts out."""
    south, west, north, east = geometry.bounds(area)
    for row in range(1, 40):
        lat = south + (north - south) * row / 40
        inside = [west + (east - west) * n / 200 for n in range(200)]
        inside = [lon for lon in inside if geometry.contains(area, lat, lon)]
        if inside:
            return lat, inside[len(inside) // 2]
    raise AssertionError("an empty area")


def a_town(area: dict[str, Any]) -> int:
    return places.save_municipality(code="t", title="Т", title_genitive="Т", boundary=area, now=NOW)


def a_table(folder: Path, points: list[tuple[float, float]]) -> Path:
    rows = [f"г. Город;ул. Первая;{n};{lat};{lon}" for n, (lat, lon) in enumerate(points, start=1)]
    path = folder / "a.csv"
    path.write_text("Город;Улица;Дом;Широта;Долгота\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_houses_lie_in_the_district_that_holds_their_points(
    areas: list[dict[str, Any]], tmp_path: Path
) -> None:
    town = places.save_municipality(code="t", title="Т", title_genitive="Т", now=NOW)
    points = [within(area) for area in areas]
    for number, area in enumerate(areas):
        listed = ListedDistrict(code=f"d{number}", title=f"Район {number}", boundary=area)
        places.save_district(municipality_id=town, district=listed, now=NOW)
    places.import_csv(town, a_table(tmp_path, points), now=NOW)
    street = selectors.streets(town)[0]
    titles = [
        str(one.district) for one in sorted(selectors.houses(street.id), key=lambda one: int(one.number))
    ]
    assert titles == [f"Район {number}" for number in range(len(areas))]
    districts = selectors.district_titles(town)
    found = [matching.matcher(town).at_point(lat, lon).district_id for lat, lon in points]
    assert [districts[one or 0] for one in found] == titles


def test_a_point_far_away_or_turned_is_refused(areas: list[dict[str, Any]], tmp_path: Path) -> None:
    lat, lon = within(areas[0])
    summary = places.import_csv(
        a_town(areas[0]), a_table(tmp_path, [(lat, lon), (lon, lat), (lat - 5, lon)]), now=NOW
    )
    assert summary.added.houses == 1
    assert [why for _row, why in summary.rejected] == [
        "широта и долгота переставлены", "точка лежит вне муниципалитета",
    ]  # fmt: skip
