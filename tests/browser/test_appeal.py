"""An appeal from its letter to its closing in a real browser, a refusal beside every step."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from otklik.casework.appeals import selectors as appeals
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel import clock
from otklik.register.cases import selectors as cases
from otklik.register.cases.models import Case
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (390, 760, 1440)


@pytest.fixture
def town() -> MunicipalityView:
    town = builders.a_town()
    builders.a_recipient(town, "МКУ «Дороги»", topic="Ямы и выбоины на дороге")
    builders.a_recipient(town, "Администрация")
    return town


@pytest.fixture
def head(town: MunicipalityView, signed_in: Callable[[Any], None]) -> Any:
    user = builders.a_person(("centre_head",), town=town)
    signed_in(user)
    return user


@pytest.fixture
def case(town: MunicipalityView) -> Case:
    """A letter registered today, as the doors count the day."""
    now = f"{clock.now():%Y-%m-%d} 00:05"
    text = "Прошу засыпать яму на Садовой, 3. Ещё прошу включить фонарь у дома."
    return builders.a_case(
        text, town=town, channel="paper", kind="appeal", topic="Ямы и выбоины на дороге", received=now
    )


def opened(page: Page, title: str) -> Any:
    """The form under a fold of the road; a fold that a refusal has left open stays so."""
    fold = page.locator("details.fold").filter(has=page.locator(f"summary:text-is('{title}')")).first
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()
    return fold


def refused(page: Page, words: str) -> None:
    expect(page.locator(".error-summary")).to_contain_text(words)


def done(page: Page, words: str) -> None:
    expect(page.locator("#toasts")).to_contain_text(words)
    expect(page.locator("#appeal")).to_be_visible()


def test_the_road_of_an_appeal(page: Page, head: Any, town: MunicipalityView, case: Case) -> None:
    page.goto(f"/cases/{case.number}/")
    expect(page.locator("#appeal")).to_contain_text("нет: адрес для ответа")

    form = opened(page, "вид и на кого жалуются")
    form.locator("select[name=type]").select_option("complaint")
    form.get_by_text("Записать вид").click()
    refused(page, "на чьё решение или действие")
    form = opened(page, "вид и на кого жалуются")
    form.locator("select[name=accused]").select_option(label="МКУ «Дороги»")
    form.get_by_text("Записать вид").click()
    done(page, "снята с тех, на кого жалуются")

    form = opened(page, "проверить реквизиты")
    form.locator("input[name=has_address][value=yes]").check()
    form.get_by_text("Записать проверку").click()
    done(page, "всё на месте")

    form = opened(page, "добавить вопрос")
    form.locator("textarea").fill("Не горит фонарь у дома")
    form.locator("input[name=code]").press_sequentially("переписк")
    expect(form.locator(".found-code")).to_contain_text("Переписка прекращена")
    form.locator("input[name=code][type=search]").fill("0005.0005.0055.1122")
    form.locator(".found-code").evaluate("box => box.replaceChildren()")
    form.get_by_role("button", name="Добавить вопрос").click()
    done(page, "Вопрос добавлен")
    second = cases.questions(case.id)[1]

    form = opened(page, "направить по компетенции")
    form.locator(f"input[value='{second.id}']").check()
    form.locator("select[name=organisation]").select_option(label="МКУ «Дороги»")
    form.locator("input[name=letter_number]").fill("15")
    form.get_by_role("button", name="Направить").click()
    refused(page, "Другой путь")
    form = opened(page, "направить по компетенции")
    expect(form.locator("input[name=letter_number]")).to_have_value("15")
    form.locator(f"input[value='{second.id}']").check()
    form.locator("select[name=organisation]").select_option("")
    form.locator("input[name=title]").fill("Горэлектросеть")
    form.get_by_role("button", name="Направить").click()
    done(page, "Уведомление заявителю подготовлено")

    form = opened(page, "запросить документы")
    form.locator("input[name=title]").fill("Лаборатория дорог")
    form.get_by_role("button", name="Записать запрос").click()
    refused(page, "какие документы")
    form = opened(page, "запросить документы")
    form.locator("textarea").fill("Акт обследования полотна")
    form.locator("input[name=letter_number]").fill("16")
    form.get_by_role("button", name="Записать запрос").click()
    done(page, "основание продлить срок")

    form = opened(page, "продлить срок")
    form.get_by_role("button", name="Продлить").click()
    refused(page, "")
    form = opened(page, "продлить срок")
    form.locator("textarea").fill("Ждём акт обследования дорожного полотна")
    form.locator("input[name=decided_by]").fill("Глава города")
    form.locator("input[name=notice_on]").fill(f"{clock.now().astimezone():%Y-%m-%d}")
    form.locator("input[name=notice_proof]").fill("исх. 17, почтой")
    form.get_by_role("button", name="Продлить").click()
    done(page, "Срок продлён")

    form = opened(page, "отметить отправку")
    form.get_by_role("button", name="Отправлено").click()
    refused(page, "как отправлено")
    form = opened(page, "отметить отправку")
    form.locator("select[name=how]").select_option("почта")
    form.locator("input[name=number]").fill("18")
    form.get_by_role("button", name="Отправлено").click()
    done(page, "Отправка записана")

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    assert [one.is_whole for one in appeals.forwardings(case.id)] == [False]
    assert {one.order: one.outcome for one in cases.questions(case.id)} == {1: "", 2: "forwarded"}
