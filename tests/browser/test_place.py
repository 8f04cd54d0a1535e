"""The point of a case on the map: dragged, moved by keys, typed, chosen among the text's, taken back."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from otklik.ground.places import services as places
from otklik.ground.places.listing import ListedDistrict
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel import geometry
from otklik.register.cases import selectors as cases
from otklik.register.cases.models import Case
from tests import builders

HOLES = "Ямы и выбоины на дороге"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def box(south: float, west: float, north: float, east: float) -> dict[str, object]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def town() -> MunicipalityView:
    town = builders.a_town()
    builders.a_recipient(town, "МКУ «Дороги»", topic=HOLES)
    for code, title, west in (("west", "Западный район", 48.0), ("east", "Восточный район", 48.1)):
        listed = ListedDistrict(code=code, title=title, boundary=box(54.0, west, 54.2, west + 0.1))
        places.save_district(municipality_id=town.id, district=listed, now=builders.NOW)
    return town


@pytest.fixture
def case(town: MunicipalityView, signed_in: Any) -> Case:
    signed_in(builders.a_person(("operator",), town=town))
    return builders.a_case("Яма на улице Садовой, 3, и ещё одна на проспекте Мира, 7", town=town, topic=HOLES)


def open_map(page: Page, case: Case) -> None:
    page.goto(f"/cases/{case.number}/place/")
    expect(page.locator("[data-map-canvas]")).to_be_visible()


def point(page: Page) -> tuple[float, float]:
    return float(page.locator("#map_lat").input_value()), float(page.locator("#map_lon").input_value())


def test_typed_coordinates_put_the_point_and_tell_the_district(page: Page, case: Case) -> None:
    open_map(page, case)
    page.locator("#map_lat").fill("54.15 48.15")
    page.locator("#map_lat").press("Tab")
    assert point(page) == (54.15, 48.15)
    expect(page.locator(".map-pin")).to_be_visible()
    expect(page.locator("[data-map-said]")).to_contain_text("Восточный район")
    page.get_by_role("button", name="Записать место").click()
    expect(page.locator("#toasts")).to_contain_text("Адрес записан")
    kept = cases.by_id(case.id)
    assert (kept.lat, kept.lon, kept.district.title) == (54.15, 48.15, "Восточный район")
    page.locator("#toasts").get_by_role("button").first.click()
    page.wait_for_load_state("networkidle")
    assert cases.by_id(case.id).address == case.address


def test_arrows_move_the_point_by_steps(page: Page, case: Case) -> None:
    open_map(page, case)
    page.locator("#map_lat").fill("54.12")
    page.locator("#map_lon").fill("48.05")
    page.locator("#map_lon").press("Tab")
    page.locator(".map-pin").focus()
    for key, metres in (("ArrowUp", 5), ("ArrowRight", 5), ("Shift+ArrowLeft", 50)):
        before = point(page)
        page.keyboard.press(key)
        assert geometry.distance_m(before, point(page)) == pytest.approx(metres, abs=0.6)


def test_point_is_dragged_and_put_back(page: Page, case: Case) -> None:
    open_map(page, case)
    page.locator("#map_lat").fill("54.12")
    page.locator("#map_lon").fill("48.05")
    page.locator("#map_lon").press("Tab")
    pin = page.locator(".map-pin")
    at = pin.bounding_box()
    assert at is not None
    page.mouse.move(at["x"] + 16, at["y"] + 16)
    page.mouse.down()
    page.mouse.move(at["x"] + 116, at["y"] + 16, steps=5)
    page.mouse.up()
    lat, lon = point(page)
    assert lat == pytest.approx(54.12, abs=1e-4)
    assert lon > 48.05
    page.get_by_role("button", name="Как было").click()
    expect(page.locator("#address")).to_have_value(case.address)


def test_a_wrong_coordinate_is_marked(page: Page, case: Case) -> None:
    open_map(page, case)
    page.locator("#map_lat").fill("сто")
    page.locator("#map_lat").press("Tab")
    expect(page.locator("#map_lat")).to_have_attribute("aria-invalid", "true")


def test_another_place_of_the_text_is_one_click(page: Page, case: Case) -> None:
    open_map(page, case)
    expect(page.locator(".place mark")).to_be_visible()
    choice = page.locator(".place-choices button").first
    address = choice.inner_text().strip()
    choice.click()
    expect(page.locator("#toasts")).to_contain_text("Адрес записан")
    assert cases.by_id(case.id).address == address


@pytest.mark.parametrize("width", [390, 760, 1440])
def test_nothing_is_wider_than_the_screen(page: Page, case: Case, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    open_map(page, case)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
