"""A message by every role: moderated, answered, approved, rated low, reopened, closed; refusals beside."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings

from otklik.casework.stages import services as stages
from otklik.casework.stages.rules import Stage, StageManner, StageRule
from otklik.doors.web.public import guards
from otklik.flow.deliveries import turn
from otklik.ground.people.models import Organisation, User
from otklik.kernel import clock
from otklik.register.cases.models import Case
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROADS, HOLES = "МКУ «Дороги»", "Ямы и выбоины на дороге"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40
GOOD = "Здравствуйте, Ольга Петровна! Яму на Садовой, 3 залатали вчера, участок проверил мастер."
PHONE = {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def quick(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FILES = tmp_path
    monkeypatch.setattr(guards, "QUICKEST", timedelta(0))
    cache.clear()


@pytest.fixture
def people() -> dict[str, User]:
    """A town whose stages are done by four roles, and a person of each."""
    town = builders.a_town(now=clock.now())
    builders.a_recipient(town, ROADS, topic=HOLES)
    office = Organisation.objects.get(short_title=ROADS).id
    roles = {
        Stage.MODERATION: "operator", Stage.COORDINATION: "pos_lead", Stage.EXECUTION: "executor",
        Stage.APPROVAL: "recipient_head",
    }  # fmt: skip
    rules = {stage: StageRule(is_on=True, role=role) for stage, role in roles.items()}
    stages.set_manner(StageManner(stages=rules), municipality_id=town.id, now=clock.now())
    local = clock.now().astimezone(builders.ZoneInfo(town.timezone))
    builders.a_case(
        "Во дворе что-то не так с дорогой", town=town, received=f"{local:%Y-%m-%d %H:%M}",
        name="Мартынова Ольга Петровна",
    )  # fmt: skip
    return {
        role: builders.a_person(
            [role], town=town, organisation_id=office if role in ("executor", "recipient_head") else None
        )
        for role in roles.values()
    }


def send() -> None:
    while turn(worker="test", now=clock.now):
        pass


def answer(page: Page, number: str, *, text: str = GOOD) -> None:
    """The executor takes the case, lays a photo by and submits the answer."""
    page.goto(f"/office/{number}/")
    page.get_by_role("button", name="В работу").click()
    page.locator("#photo").set_input_files(
        files=[{"name": "яма.png", "mimeType": "image/png", "buffer": PNG}]
    )
    page.get_by_role("button", name="Приложить").click()
    page.locator("#answer").fill(text)
    page.locator("#outcome").select_option("measures_taken")
    page.get_by_role("button", name="На согласование").click()
    expect(page.get_by_text("на согласовании").first).to_be_visible()


def test_a_message_by_roles(
    page: Page, browser: Browser, live_server: Any, signed_in: Any, people: dict[str, User]
) -> None:
    case = Case.objects.get()
    signed_in(people["pos_lead"])
    page.goto("/stages/")
    page.get_by_role("button", name="Принять").click()
    expect(page.get_by_role("alert")).to_contain_text("Этап «Модерация» выполняет")
    signed_in(people["operator"])
    page.goto("/stages/")
    page.get_by_role("button", name="Принять").click()
    expect(page.get_by_text("Всё разобрано")).to_be_visible()
    page.goto(f"/cases/{case.number}/")
    expect(page.locator("#stages [aria-current]")).to_contain_text("Координация")
    page.get_by_role("button", name="В работу").click()
    expect(page.get_by_role("alert")).to_contain_text("Этап «Исполнение»")

    signed_in(people["pos_lead"])
    page.goto(f"/stages/{case.number}/whole/")
    page.locator("#topic").select_option(label=_label(page, HOLES))
    page.locator("#answer").fill(GOOD)
    page.get_by_role("button", name="Принять, направить и ответить").click()
    expect(page.get_by_role("alert")).to_contain_text("Этап «Исполнение»")
    expect(page.locator("#answer")).to_have_value(GOOD)
    page.goto(f"/cases/{case.number}/")
    page.keyboard.press("r")
    page.fill("#a-topic-words", "ямы")
    page.check(f"label:has-text('{HOLES}') input[name=topic]")
    page.click("#sheet-route .btn-main")
    expect(page.get_by_text("Направлено получателю").first).to_be_visible()

    signed_in(people["executor"])
    answer(page, case.number)
    expect(page.get_by_role("button", name="Согласовать и отправить")).to_have_count(0)
    signed_in(people["recipient_head"])
    page.goto(f"/office/{case.number}/")
    page.get_by_role("button", name="Согласовать и отправить").click()
    page.wait_for_url("**/office/")
    send()

    citizen(browser, live_server, case)
    case.refresh_from_db()
    assert (case.status, case.rating, case.reopened_count) == ("reopened", 2, 1)

    signed_in(people["executor"])
    answer(page, case.number, text=GOOD.replace("вчера", "сегодня, 1 марта"))
    signed_in(people["recipient_head"])
    page.goto(f"/office/{case.number}/")
    page.get_by_role("button", name="Согласовать и отправить").click()
    page.wait_for_url("**/office/")
    send()
    signed_in(people["operator"])
    page.goto(f"/cases/{case.number}/")
    expect(page.locator("#ratings")).to_contain_text("Оценка 2, не решено")
    page.locator("summary", has_text="Снять с контроля").click()
    page.locator("[name=reason]:visible").fill("Яма заделана")
    page.locator(".menu-body:visible").get_by_role("button", name="Снять с контроля").click()
    expect(page.get_by_text("Снято с контроля").first).to_be_visible()
    page.goto("/ratings/")
    expect(page.get_by_role("row", name="МКУ «Дороги»")).to_contain_text("мало оценок")


def citizen(browser: Browser, live_server: Any, case: Case) -> None:
    """On a telephone without scripts: a rating that tells nothing is refused, a low one is taken."""
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"/r/{case.id}-{case.public_code}/")
    expect(page.get_by_role("heading", name="Как вам ответ?")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator("#comment").fill("Яма на том же месте")
    page.get_by_role("button", name="Оценить").click()
    expect(page.get_by_role("alert")).to_contain_text("Поставьте оценку")
    expect(page.locator("#comment")).to_have_value("Яма на том же месте")
    page.get_by_label("Нет, не решён").focus()
    page.keyboard.press("Space")
    page.get_by_label("2, слабо").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Оценить").press("Enter")
    expect(page.locator("p[role=status]")).to_contain_text("вернули в работу")
    context.close()


def _label(page: Page, title: str) -> str:
    """The whole label of the option that holds the title."""
    return page.locator("#topic option", has_text=title).first.inner_text()
