"""The desk in a real browser: the queue by the keyboard, a call in one breath, an answer that is not lost."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from otklik.casework.answers import selectors as answers
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases import selectors as cases
from otklik.register.cases.models import Case
from tests import builders

HEATING = "Ненадлежащее качество или отсутствие отопления"
HOLES = "Ямы и выбоины на дороге"
WIDTHS = (390, 760, 1024, 1440)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LetIn = Callable[[Any], None]


@pytest.fixture
def town() -> MunicipalityView:
    town = builders.a_town()
    builders.a_recipient(town, "ООО «Тепло»", topic=HEATING)
    builders.a_recipient(town, "МКУ «Дороги»", topic=HOLES)
    return town


@pytest.fixture
def operator(town: MunicipalityView, signed_in: LetIn) -> Any:
    user = builders.a_person(("operator",), town=town)
    signed_in(user)
    return user


@pytest.fixture
def case(town: MunicipalityView) -> Case:
    return builders.a_case(town=town, topic=HOLES)


def no_wider(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_sign_in_by_hand(page: Page, town: MunicipalityView) -> None:
    person = builders.a_person(("operator",), town=town)
    page.goto("/cases/")
    page.keyboard.type(person.username)
    page.keyboard.press("Tab")
    page.keyboard.type(builders.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Обращения и сообщения")


def test_queue_is_walked_by_keys(page: Page, operator: Any, town: MunicipalityView, case: Case) -> None:
    second = builders.a_case("Ещё яма, Речная, 2", town=town, topic=HOLES, received="2026-03-02 11:00")
    page.goto("/cases/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-check-count]")).to_have_text("Отмечено: 1")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(second.number)
    page.keyboard.press("k")
    expect(page.locator("main")).to_contain_text(case.number)
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_contain_text("Следующая карточка")


def test_suggestion_is_taken_by_one_key(page: Page, operator: Any, town: MunicipalityView) -> None:
    case = builders.a_case("В подъезде и на дороге яма, асфальт разбит", town=town)
    page.goto(f"/cases/{case.number}/")
    page.keyboard.press("1")
    expect(page.locator("#toasts")).to_contain_text("Направлено")
    assert cases.by_id(case.id).topic_by == "person"


def test_route_is_chosen_by_words(page: Page, operator: Any, case: Case) -> None:
    page.goto(f"/cases/{case.number}/")
    page.keyboard.press("r")
    page.fill("#a-topic-words", "отоплен")
    page.check(f"label:has-text('{HEATING}') input[name=topic]")
    page.click("#sheet-route .btn-main")
    expect(page.locator("#toasts")).to_contain_text("Направлено")
    expect(page.locator("h1")).to_contain_text(HEATING)
    page.keyboard.press("u")
    expect(page.locator("h1")).to_contain_text(HOLES)


_TYPE_AT_ONCE = """
  new MutationObserver((_changes, watch) => {
    const field = document.querySelector("#a-topic-words");
    if (!field) return;
    watch.disconnect();
    field.value = "отоплен";
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }).observe(document.body, { childList: true, subtree: true });
"""


def test_words_typed_as_soon_as_the_field_is_there_are_heard(page: Page, operator: Any, case: Case) -> None:
    page.goto(f"/cases/{case.number}/")
    page.evaluate(_TYPE_AT_ONCE)
    page.keyboard.press("r")
    expect(page.locator("#a-topics")).to_contain_text(HEATING)


def test_draft_keeps_itself_and_remarks_are_told(page: Page, operator: Any, case: Case) -> None:
    page.goto(f"/cases/{case.number}/")
    page.keyboard.press("a")
    page.keyboard.type("Меры приняты в рабочем порядке")
    expect(page.locator("#draft-state")).to_contain_text("Черновик сохранён")
    expect(page.locator("#draft-state")).to_contain_text("отписка")
    draft = answers.living(case.id)
    assert draft is not None
    assert draft.text == "Меры приняты в рабочем порядке"
    page.reload()
    expect(page.locator("#answer")).to_have_value("Меры приняты в рабочем порядке")


def test_call_is_registered_by_the_keyboard_alone(page: Page, operator: Any, town: MunicipalityView) -> None:
    page.goto("/cases/")
    page.keyboard.press("n")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type("Батареи холодные третий день, дома ребёнок")
    page.keyboard.press("Tab")
    page.keyboard.type("8 900 000-00-00")
    page.keyboard.press("Tab")
    page.keyboard.type("Анна")
    page.keyboard.press("Tab")
    page.keyboard.type("речная 14")
    expect(page.locator("[role=option]").first).to_contain_text("Речная")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#call-hints")).to_contain_text("Кому")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".ticket-number")).to_have_text("МЦУ-2026-000001")
    expect(page.locator("main")).to_contain_text("Речная, д. 14")


def test_call_lives_through_a_lost_session(
    page: Page, operator: Any, town: MunicipalityView, signed_in: LetIn
) -> None:
    page.goto("/cases/new/phone/")
    page.fill("#text", "Не горит фонарь у школы")
    page.context.clear_cookies(name="sessionid")
    page.click("text=Записать")
    page.wait_for_url("**/account/login/**")
    page.fill("#id_login", operator.username)
    page.fill("#id_password", builders.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_have_value("Не горит фонарь у школы")


@pytest.mark.parametrize(
    "path",
    ["/", "/cases/", "/cases/{n}/", "/cases/{n}/place/", "/cases/new/phone/", "/cases/new/", "/account/2fa/"],
)
def test_nothing_sticks_out(page: Page, operator: Any, case: Case, path: str) -> None:
    page.goto(path.format(n=case.number))
    page.wait_for_load_state("networkidle")
    no_wider(page)
