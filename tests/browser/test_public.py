"""The citizen's form in a real browser: by touch, by keyboard and without scripts, on a phone and wider."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.fixtures import Settings

from otklik.doors.web.public import guards
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases.models import Case
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
WIDTHS = (320, 390, 600, 760, 1024, 1440, 3840)
TEXT = "Во дворе третий день не горит фонарь, по вечерам страшно водить ребёнка"


@pytest.fixture(autouse=True)
def quick(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test writes faster than any person."""
    settings.FILES = tmp_path
    monkeypatch.setattr(guards, "QUICKEST", timedelta(0))
    cache.clear()


@pytest.fixture
def town() -> MunicipalityView:
    return builders.a_town()


@pytest.fixture
def context(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=live_server.url, locale="ru-RU", viewport=PHONE, has_touch=True, is_mobile=True
    )  # type: ignore[call-arg]
    yield context
    context.close()


def write(page: Page) -> None:
    page.goto("/")
    page.locator("#id_text").tap()
    page.keyboard.type(TEXT)


def test_by_touch(page: Page, town: MunicipalityView) -> None:
    write(page)
    chip = page.locator(".chip-pick").first
    chip.tap()
    expect(chip.locator("input")).to_be_checked()
    expect(page.locator("#id_address")).to_be_hidden()
    page.get_by_role("button", name="Дальше").tap()
    page.locator("#id_address").press_sequentially("садов 3")
    page.get_by_role("option", name="ул. Садовая, д. 3").tap()
    expect(page.locator(".map-pin")).to_be_visible()
    page.get_by_role("button", name="Дальше").tap()
    page.locator("#id_name").fill("Ольга")
    page.get_by_role("button", name="Отправить").tap()
    expect(page.get_by_role("alert")).to_contain_text("отметьте согласие")
    expect(page.locator("#id_name")).to_have_value("Ольга")
    page.get_by_label("Даю согласие").tap()
    page.get_by_role("button", name="Отправить").tap()
    expect(page.get_by_role("heading", name="Сообщение принято")).to_be_visible()
    case = Case.objects.get()
    assert (case.address, case.lat, case.lon) == ("ул. Садовая, д. 3", 54.1, 48.1)
    assert case.topic_by == "source"
    page.get_by_role("link", name="Открыть моё сообщение").tap()
    expect(page.get_by_text(TEXT)).to_be_visible()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is focused says this."""
    for _ in range(25):
        page.keyboard.press("Tab")
        said = page.evaluate("document.activeElement.innerText || document.activeElement.id")
        if name in said:
            return
    raise AssertionError(f"Tab does not lead to «{name}»")


def test_by_keyboard(page: Page, town: MunicipalityView) -> None:
    page.goto("/")
    tab_to(page, "id_text")
    page.keyboard.type(TEXT)
    page.wait_for_selector(".chip-pick")
    tab_to(page, "Дальше")
    page.keyboard.press("Enter")
    tab_to(page, "id_address")
    page.keyboard.type("садов 14")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#id_address")).to_have_value("ул. Садовая, д. 14")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Кто пишет")).to_be_focused()
    tab_to(page, "Отправить")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Сообщение принято")).to_be_visible()
    assert Case.objects.get().address == "ул. Садовая, д. 14"


def test_empty_text_does_not_go_on(page: Page, town: MunicipalityView) -> None:
    page.goto("/")
    page.get_by_role("button", name="Дальше").tap()
    expect(page.locator("#id_text")).to_be_focused()
    expect(page.locator("#id_text")).to_have_attribute("aria-invalid", "true")


def test_reload_keeps_the_text_and_not_the_name(page: Page, town: MunicipalityView) -> None:
    page.set_viewport_size({"width": 1024, "height": 800})
    page.goto("/")
    page.locator("#id_text").fill(TEXT)
    page.locator("#id_name").fill("Ольга")
    page.reload()
    expect(page.locator("#id_text")).to_have_value(TEXT)
    expect(page.locator("#id_name")).to_have_value("")


def test_without_scripts(browser: Browser, live_server: Any, town: MunicipalityView) -> None:
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/")
    page.locator("#id_text").fill(TEXT)
    page.locator("#id_address").fill("Садовая 3")
    page.get_by_role("button", name="Отправить").click()
    assert page.get_by_role("heading", name="Сообщение принято").is_visible()
    context.close()
    assert Case.objects.get().address == "ул. Садовая, д. 3"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out(page: Page, town: MunicipalityView, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    case = builders.a_case("слово" * 60, town=town, channel="webform")
    link = f"/s/{case.id}-{case.public_code}/"
    for url in ("/", link, f"/c/{case.number}/sent/?code={case.public_code}", "/c/"):
        page.goto(url)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{url} at {width}"
