"""Takes the screenshots of the README from the running site with the demonstration town."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--lang=ru-RU",
    "--force-color-profile=srgb",
]
PASSWORD = "otklik-demo"  # noqa: S105  # of invented people in a temporary folder
LARGEST = 300_000
DESKTOP, PHONE = (1440, 900), (390, 844)


@dataclass(frozen=True, slots=True)
class Shot:
    """A page to show: who looks (empty is a citizen), where, and what to do before the picture."""

    name: str
    who: str
    address: str
    size: tuple[int, int] = DESKTOP
    before: Callable[[Page], None] | None = None


def _open_undecided_case(page: Page) -> None:
    """A case that waits for a person shows what the system suggests and why."""
    page.get_by_text("Ждут решения").first.click()
    page.wait_for_load_state("networkidle")
    page.locator("[data-row] a[href]").first.click()
    page.wait_for_load_state("networkidle")


def _open_last_whole_month(page: Page) -> None:
    """The first month of the list still runs; the one before it has all its figures."""
    links = page.locator("a[href*='/reports/monthly/']").evaluate_all("all => all.map(one => one.pathname)")
    months = sorted({link for link in links if link.count("/") == 5}, reverse=True)
    page.goto(months[1], wait_until="networkidle")


def _write_a_message(page: Page) -> None:
    """The text comes first; the topics are suggested while it is written."""
    page.locator("textarea").first.fill("Во дворе третий день не горит фонарь, дети идут в школу в темноте.")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1200)


SHOTS = (
    Shot("queue", "operator", "/cases/"),
    Shot("case", "operator", "/cases/", before=_open_undecided_case),
    Shot("head", "glava", "/dash/"),
    Shot("monthly", "rukovoditel", "/dash/reports/", before=_open_last_whole_month),
    Shot("citizen", "", "/", PHONE, before=_write_a_message),
)


def main() -> int:
    if not CHROMIUM:
        print("No Chromium on this machine.", file=sys.stderr)  # noqa: T201  # a script speaks
        return 1
    wanted = [shot for shot in SHOTS if not sys.argv[1:] or shot.name in sys.argv[1:]]
    with (
        tempfile.TemporaryDirectory(prefix="otklik-shots-") as data,
        _site(Path(data)) as address,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        faults = [fault for shot in wanted if (fault := _take(browser, address, shot))]
        browser.close()
    print("\n".join(faults) or f"{len(wanted)} screenshots in {FOLDER.relative_to(ROOT)}")  # noqa: T201
    return 1 if faults else 0


@contextmanager
def _site(data: Path) -> Iterator[str]:
    """The site on loopback with the demonstration town in a folder of its own."""
    port = _free_port()
    env = {**os.environ, "OTKLIK_DATA": str(data), "OTKLIK_DEMO": "1"}
    env.pop("OTKLIK_DATABASE", None)
    otklik = [sys.executable, "-m", "otklik.doors.jobs.cli"]
    subprocess.run([*otklik, "init"], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*otklik, "demo", "load"], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*otklik, "nightly"], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    site = subprocess.Popen(
        [*otklik, "serve", "--port", str(port)], cwd=ROOT, env=env, stdout=subprocess.DEVNULL
    )
    try:
        _wait(f"http://127.0.0.1:{port}/account/login/", site)
        yield f"http://127.0.0.1:{port}"
    finally:
        site.terminate()
        site.wait(30)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(address: str, site: "subprocess.Popen[bytes]") -> None:
    for _ in range(150):
        if site.poll() is not None:
            raise RuntimeError("the site has ended")
        try:
            urllib.request.urlopen(address, timeout=5)  # noqa: S310  # loopback
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the site does not answer")


def _take(browser: Browser, address: str, shot: Shot) -> str:
    """Save the picture; returns what is wrong, empty when all is well."""
    width, height = shot.size
    context = browser.new_context(
        base_url=address,
        locale="ru-RU",
        timezone_id="Europe/Moscow",
        color_scheme="light",
        viewport={"width": width, "height": height},
        device_scale_factor=2 if shot.size == PHONE else 1,
        reduced_motion="reduce",
    )
    page = context.new_page()
    try:
        if shot.who:
            _sign_in(page, shot.who)
        answer = page.goto(shot.address, wait_until="networkidle")
        if answer is None or answer.status >= 400:
            return f"{shot.name}: {shot.address} answers {answer.status if answer else 'nothing'}"
        if shot.before:
            shot.before(page)
        page.wait_for_function("!document.querySelector('.skeleton')")
        page.wait_for_timeout(300)
        picture = page.screenshot()
    finally:
        context.close()
    (FOLDER / f"{shot.name}.png").write_bytes(picture)
    return "" if len(picture) < LARGEST else f"{shot.name}: {len(picture)} bytes"


def _sign_in(page: Page, who: str) -> None:
    page.goto("/account/login/")
    page.locator("#id_login").fill(who)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    sys.exit(main())
