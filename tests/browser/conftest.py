"""A real browser before the live site; a broken policy, an error or a call to a stranger fails the test."""

import os
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync", "--no-first-run"]
_FORGIVEN = ("Failed to load resource",)  # answers 404 and 422 are asked of the page itself


@pytest.fixture(scope="session", autouse=True)
def _the_driver_is_asynchronous() -> Iterator[None]:
    """Playwright runs a loop in this thread; the database is still used by one thread at a time."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
    if before is not None:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The site answers several requests at once: as in life, SQLite is a file that waits for its writer."""
    told = connections.settings["default"]
    if told["ENGINE"].endswith("sqlite3"):
        told["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "otklik.sqlite3")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    size = {"width": 1440, "height": 900}
    context = browser.new_context(base_url=live_server.url, locale="ru-RU", viewport=size)  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, live_server: Any) -> Iterator[Page]:
    """A page that is watched while the test goes on."""
    faults: list[str] = []
    ours = urlsplit(live_server.url).netloc
    page = context.new_page()

    def heard(message: Any) -> None:
        if message.type == "error" and not message.text.startswith(_FORGIVEN):
            faults.append(message.text)

    def asked(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != ours:
            faults.append(f"asked a stranger: {request.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", asked)
    yield page
    page.wait_for_load_state("networkidle")  # the site answers all before the tables are emptied
    page.close()
    # A page left while it was asking something: htmx tells of the abort on the console.
    assert [one for one in faults if not str(one).startswith(("htmx:sendAbort", "htmx:afterRequest"))] == []


@pytest.fixture
def signed_in(context: BrowserContext, live_server: Any) -> Any:
    """Lets a person in without the page of signing in."""

    def let_in(user: Any) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

    return let_in
