"""Mass problems in a real browser: seen, taken, answered at once; a citizen follows and writes nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from otklik.casework.duplicates import selectors as duplicates
from otklik.casework.duplicates import services
from otklik.flow import outbreaks
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel import clock
from otklik.register.cases.models import Case
from tests import builders

HOLES = "Ямы и выбоины на дороге"
TEXT = "Огромная яма на улице Садовой у дома 3, машины пробивают колёса, просим засыпать"
WIDTHS = (390, 760, 1024, 1440)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LetIn = Callable[[Any], None]


@pytest.fixture
def town() -> MunicipalityView:
    town = builders.a_town()
    builders.a_recipient(town, "МКУ «Дороги»", topic=HOLES)
    return town


@pytest.fixture
def cases(town: MunicipalityView) -> list[Case]:
    now = clock.now()
    days = [f"{now - timedelta(hours=3 * n + 1):%Y-%m-%d %H:%M}" for n in range(6)]
    return [
        builders.a_case(f"{TEXT}, пишу {n}-й раз", town=town, topic=HOLES, name=f"Житель {n}", received=day)
        for n, day in enumerate(reversed(days))
    ]


def no_wider(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_from_a_suggestion_to_one_answer_for_all(
    page: Page, town: MunicipalityView, cases: list[Case], signed_in: LetIn
) -> None:
    signed_in(builders.a_person(("operator",), town=town))
    (outbreak,) = outbreaks.seek(town.id, now=clock.now())
    page.goto("/problems/")
    no_wider(page)
    page.get_by_role("button", name="Взять в работу").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ямы и выбоины")
    expect(page.locator(".queue-row")).to_have_count(6)
    no_wider(page)
    page.get_by_text("Взять всё в работу").first.click()
    page.locator("details[open]").get_by_role("button", name="Взять всё в работу").click()
    expect(page.get_by_text("Сделано: 6")).to_be_visible()
    page.get_by_text("Ответить всем").first.click()
    sheet = page.locator("details[open]")
    sheet.get_by_label("Один текст").fill(
        "Здравствуйте, {name}! По сообщению {number} яму у дома 3 засыпали 4 марта 2026 года."
    )
    sheet.get_by_label("Результат").select_option("measures_taken")
    sheet.get_by_label("Почему оставляем").fill("Фото одно на всех")
    sheet.get_by_role("button", name="Ответить всем").click()
    expect(page.get_by_text("Сделано: 6").first).to_be_visible()
    run = duplicates.last_run(outbreak)
    assert run is not None
    assert (run.done, run.failures) == (6, ())


def test_likenesses_are_judged_on_the_card(
    page: Page, town: MunicipalityView, cases: list[Case], signed_in: LetIn
) -> None:
    signed_in(builders.a_person(("operator",), town=town))
    page.goto(f"/cases/{cases[-1].number}/")
    likes = page.locator("#likes li")
    expect(likes.first).to_contain_text("дом")
    before = likes.count()
    likes.first.get_by_role("button", name="о разном").click()
    expect(page.get_by_text("это о разном")).to_be_visible()
    expect(page.locator("#likes li")).to_have_count(before - 1)
    page.get_by_role("button", name="собрать вместе").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ямы")


def test_a_citizen_follows_instead_of_writing(page: Page, town: MunicipalityView, cases: list[Case]) -> None:
    before = Case.objects.count()
    page.goto(f"/t/{town.code}/")
    page.locator("#id_text").fill(f"Здравствуйте! {TEXT}, страшно ездить")
    expect(page.get_by_text("Об этом уже сообщили")).to_be_visible()
    page.locator(".seen").first.get_by_role("button", name="Следить").click()
    expect(page.get_by_text("Вас учли")).to_be_visible()
    assert Case.objects.count() == before
    page.goto(f"/t/{town.code}/following/")
    expect(page.locator("li.seen")).to_have_count(1)


def test_a_published_problem_has_its_page(page: Page, town: MunicipalityView, cases: list[Case]) -> None:
    now = clock.now()
    outbreak = outbreaks.begin_from(cases[0].id, now=now, actor_id=None)
    services.edit(
        outbreak,
        services.Edit(title="Яма на Садовой", is_public=True, public_text="Чиним"),
        now=now,
        actor_id=None,
    )
    view = duplicates.problem(outbreak, municipality_id=town.id, now=now)
    assert view is not None
    page.goto(f"/p/{view.public_code}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Яма на Садовой")
    page.get_by_role("button", name="Меня это тоже касается").click()
    expect(page.get_by_text("Вы следите")).to_be_visible()
    no_wider(page)
