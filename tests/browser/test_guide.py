"""The guide in a real browser under the real content policy: keys, kept drafts, widths, toasts."""

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from playwright.sync_api import Browser, Page

from otklik.doors.web import styleguide

WIDTHS = (320, 390, 600, 760, 1024, 1240, 1920, 3840)
SELECTED = "[...document.querySelectorAll('[data-row]')].findIndex(r => r.classList.contains('is-selected'))"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls(__name__),
]


def missing(request: HttpRequest) -> HttpResponse:
    """A plain page, as the sign-in is."""
    return render(request, "404.html", status=404)


urlpatterns = [
    path("styleguide/progress", styleguide.styleguide_progress),
    path("styleguide/<str:page>", styleguide.styleguide),
    path("missing", missing),
]


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the tests look at the page."""


@pytest.fixture
def site() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, locale="ru-RU", viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def look(page: Page, name: str) -> None:
    answer = page.goto(f"/styleguide/{name}")
    assert answer is not None
    assert answer.ok


@pytest.mark.parametrize("name", styleguide.PAGES)
def test_nothing_sticks_out_and_nothing_breaks_the_policy(page: Page, name: str) -> None:
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if "404" not in said.text else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    look(page, name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    assert faults == []


def test_head_reads_one_screen(page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    look(page, "dash")
    assert page.evaluate("document.documentElement.scrollHeight") <= 1080


def test_keys_walk_the_queue_in_any_layout(page: Page) -> None:
    look(page, "queue")
    page.keyboard.press("j")
    assert page.evaluate(SELECTED) == 2
    russian = (
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'л', code: 'KeyK', bubbles: true}))"
    )
    page.evaluate(russian)
    assert page.evaluate(SELECTED) == 1
    page.keyboard.press("x")
    assert page.locator("input[name=case]:checked").count() == 1
    assert page.inner_text("[data-check-count]") == "Отмечено: 1"


def test_typing_is_not_a_command(page: Page) -> None:
    look(page, "queue")
    page.keyboard.press("/")
    page.keyboard.type("jk?")
    assert page.input_value("#q") == "jk?"
    assert page.evaluate(SELECTED) == 1


def test_help_lists_the_keys_of_the_page_and_switches_them_off(page: Page) -> None:
    look(page, "case")
    page.keyboard.press("?")
    assert "Писать ответ" in page.inner_text("#keys-help")
    page.uncheck("[data-keys-switch]")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    assert page.evaluate("document.activeElement.id") != "answer"


def send_to(page: Page, address: str) -> None:
    page.evaluate(
        "address => Object.assign(document.querySelector('.case-answer'), {action: address, method: 'get'})",
        address,
    )
    page.click("text=На согласование")
    page.wait_for_url(f"**{address}*")


def test_draft_lives_through_reload_and_lost_session(page: Page) -> None:
    look(page, "case")
    page.fill("#answer", "Тепло вернётся к 18 часам")
    page.reload()
    assert page.input_value("#answer") == "Тепло вернётся к 18 часам"
    send_to(page, "/missing")
    look(page, "queue")
    look(page, "case")
    assert page.input_value("#answer") == "Тепло вернётся к 18 часам"
    send_to(page, "/styleguide/queue")
    look(page, "case")
    assert page.input_value("#answer") == ""


def test_draft_lives_through_a_lost_connection(page: Page) -> None:
    look(page, "case")
    page.fill("#answer", "Тепло вернётся к 18 часам")
    page.route("**/nowhere*", lambda route: route.abort())
    page.evaluate(
        "Object.assign(document.querySelector('.case-answer'), {action: '/nowhere', method: 'get'})"
    )
    with page.expect_event("requestfailed"):
        page.click("text=На согласование")
    page.wait_for_url("chrome-error://*/")  # the browser's own page of a lost connection
    with page.expect_navigation(url="**/styleguide/case"):
        page.evaluate("history.back()")
    assert page.input_value("#answer") == "Тепло вернётся к 18 часам"


def test_personal_fields_are_never_kept(page: Page) -> None:
    look(page, "form")
    page.check("[name=consent]")
    page.fill("#where", "Садовая, 3")
    page.reload()
    assert page.input_value("#where") == "Садовая, 3"
    assert not page.is_checked("[name=consent]")


def test_theme_is_chosen_and_remembered(page: Page) -> None:
    look(page, "queue")
    page.click(".top [data-theme-switch]")
    page.reload()
    assert page.get_attribute("html", "data-theme") == "dark"


def test_toast_offers_undo(page: Page) -> None:
    look(page, "queue")
    page.evaluate(
        "document.body.dispatchEvent(new CustomEvent('toast', {bubbles: true, detail: "
        "{text: 'Направлено', undo: '/undo/1'}}))"
    )
    assert "Направлено" in page.inner_text("#toasts")
    assert page.get_attribute("#toasts form", "action") == "/undo/1"
