"""An answer and its letter in a real browser: a fact by a key, a letter looked at, registered and sent."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Page, expect

from otklik.casework.answers import selectors as answers
from otklik.casework.letters import services
from otklik.casework.letters.rules.paper import Head, Signatory
from otklik.kernel import clock
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_a_fact_in_the_answer_to_a_letter_that_was_sent(
    page: Page, signed_in: Callable[[Any], None]
) -> None:
    now = clock.now()
    town = builders.a_town()
    services.save_letterhead(
        municipality_id=town.id, head=Head(body="АДМИНИСТРАЦИЯ ЗАРЕЧЬЯ"),
        signatory=Signatory(position="Глава города", name="И. В. Соколов"),
        number_template="ОГ-{number}/{year}", has_code=True, now=now,
    )  # fmt: skip
    case = builders.a_case(
        "Яма на улице Садовой, 3", town=town, channel="paper", kind="appeal", received=f"{now:%Y-%m-%d} 03:00"
    )
    signed_in(builders.a_person(("operator",), town=town))
    page.goto(f"/cases/{case.number}/")
    page.locator("#answer").fill("Яму засыпали по адресу: ")
    page.get_by_text("Факты f").click()
    expect(page.locator("[data-insert-key='4']")).to_contain_text("Садовая")
    page.locator("#answer").press("End")
    with page.expect_response(lambda one: "Садовая" in unquote_plus(one.request.post_data or "")):
        page.keyboard.press("Alt+4")
    expect(page.locator("#answer")).to_have_value("Яму засыпали по адресу: ул. Садовая, д. 3")
    draft = answers.living(case.id)
    assert draft is not None
    assert draft.text.endswith("ул. Садовая, д. 3")
    page.goto(f"/cases/{case.number}/letters/new/answer/")
    page.get_by_role("button", name="Посмотреть").click()
    expect(page.locator(".letter-page")).to_have_count(1)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Зарегистрировать").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("№ ОГ-1/")
    page.get_by_label("Чем подтверждается").fill("реестр 7")
    page.get_by_role("button", name="Отправлено").click()
    expect(page.locator(".head-end .badge")).to_have_text("отправлено")
