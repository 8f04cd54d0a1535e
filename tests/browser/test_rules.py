"""A rule is built by the keyboard alone, tried on history, switched on, and the card tells of it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from otklik.casework.automation import selectors as automation
from otklik.flow import decide
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel import clock
from tests import builders

HOLES = "Ямы и выбоины на дороге"
WIDTHS = (390, 760, 1024, 1440)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LetIn = Callable[[Any], None]


@pytest.fixture
def town() -> MunicipalityView:
    return builders.a_town()


def no_wider(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_a_rule_is_built_by_the_keyboard(page: Page, town: MunicipalityView, signed_in: LetIn) -> None:
    ours = builders.a_recipient(town, "МКУ «Дороги»")
    signed_in(builders.a_person(("centre_head",), town=town))
    now = clock.now()
    past = builders.a_case(town=town, topic=HOLES, received=f"{now:%Y-%m-%d} 00:01")
    choice = decide.Choice(topic_id=builders.topic_id(town, HOLES), recipient_id=ours)
    decide.decide(past.id, choice, now=now, actor_id=None)

    page.goto("/setup/rules/")
    page.keyboard.press("n")
    expect(page.locator("h1")).to_have_text("Новое правило")
    page.locator("#title").focus()
    page.keyboard.type("Ямы")
    page.keyboard.press("Tab")  # how the conditions are joined
    page.keyboard.press("Tab")  # what the first one asks
    page.keyboard.press("ArrowDown")
    value = page.locator("#v-c-0-0")
    expect(value).to_be_visible()
    expect(page.locator("#f-c-0")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # past the operation to the value
    expect(value).to_be_focused()
    titles = value.locator("option").all_text_contents()
    for _ in range(next(n for n, title in enumerate(titles) if HOLES in title)):
        page.keyboard.press("ArrowDown")
    page.locator("#e-recipient").focus()
    page.keyboard.press("ArrowDown")
    said = page.locator("#rule-sentence")
    expect(said).to_contain_text(
        "Если тематика — «Дороги / Ямы и выбоины на дороге», то получатель — «МКУ „Дороги“»."
    )
    page.locator("h1").click()
    page.keyboard.press("t")
    trial = page.locator("#rule-trial")
    expect(trial).to_contain_text("Подошло бы")
    expect(trial).to_contain_text(past.number)
    expect(trial).to_contain_text("так же 1, иначе 0")
    no_wider(page)
    page.locator("#title").focus()
    page.keyboard.press("Enter")  # does not save: the first button only looks again
    expect(page.locator("#title")).to_have_value("Ямы")
    page.get_by_role("button", name="Сохранить и включить").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".rule")).to_contain_text("работает")
    no_wider(page)

    case = builders.a_case(town=town, topic=HOLES, received=f"{now:%Y-%m-%d} 00:02")
    assert case.recipient_id == ours
    (rule,) = automation.rules(town.id, now=clock.now())
    assert rule.figures.hits == 1
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"/cases/{case.number}/")
    expect(page.locator(".case-thoughts")).to_contain_text("Правило «Ямы», редакция 1 от")


def test_rows_and_groups_come_and_go(page: Page, town: MunicipalityView, signed_in: LetIn) -> None:
    signed_in(builders.a_person(("centre_head",), town=town))
    page.goto("/setup/rules/new/")
    page.keyboard.press("i")
    expect(page.locator("#f-c-1")).to_be_focused()
    page.get_by_role("button", name="Группа условий").click()
    expect(page.locator("#join-c-2")).to_have_value("any")
    page.locator("#f-c-2-0").select_option("weekday")
    page.get_by_label("суббота").check()
    page.get_by_label("воскресенье").check()
    page.locator("#f-c-2-1").select_option("text")
    page.locator("#v-c-2-1-0").fill("авария")
    page.locator("#e-executor").select_option("auto")
    said = page.locator("#rule-sentence")
    expect(said).to_contain_text(
        "Если день недели — «суббота» или «воскресенье» или текст содержит слова «авария», "
        "то исполнитель — по дежурству и нагрузке."
    )
    page.get_by_role("button", name="Убрать группу").click()
    expect(said).to_contain_text("Всегда: исполнитель")
    no_wider(page)
