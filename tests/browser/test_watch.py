"""The board and the notices in a real browser: what hurts is opened, a finding judged, the bell read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from otklik.casework.control import selectors as control
from otklik.casework.control import services
from otklik.casework.control.rules.telling import NoticeKind
from otklik.flow import receive
from otklik.kernel import clock
from otklik.register.cases.models import Case
from tests import builders

HOLES = "Ямы и выбоины на дороге"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_bell_to_the_board_and_a_verdict(page: Page, signed_in: Callable[[Any], None]) -> None:
    cache.clear()
    town, now = builders.a_town(), clock.now()
    builders.a_recipient(town, "МКУ «Дороги»", topic=HOLES)
    received = f"{now - timedelta(hours=2):%Y-%m-%d %H:%M}"
    cases = [builders.a_case(f"Яма номер {n}", town=town, topic=HOLES, received=received) for n in range(3)]
    Case.objects.filter(id=cases[0].id).update(
        due_at=now - timedelta(days=2), attention_at=now - timedelta(days=2), hops=4
    )
    angry = "Сколько можно! Вы издеваетесь? Напишу в прокуратуру!"
    receive.add_comment(cases[1].id, key="k", text=angry, files=(), now=now)
    head = builders.a_person(("centre_head",), town=town)
    assert control.conflicts(town.id)
    services.notify(
        [head.id], municipality_id=town.id, kind=NoticeKind.RETURNED, key="one",
        title=f"{cases[2].number}: не принято", about=f"case:{cases[2].number}", now=now,
    )  # fmt: skip
    signed_in(head)
    page.goto("/")
    page.get_by_role("link", name="Уведомления, новых: 1").click()
    page.get_by_role("button", name="Открыть").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HOLES)
    expect(page.get_by_role("link", name="Уведомления", exact=True)).to_be_visible()
    page.get_by_role("link", name="Контроль", exact=True).first.click()
    expect(page.get_by_role("heading", name="Доска контроля")).to_be_visible()
    page.get_by_role("row", name="МКУ «Дороги»").get_by_role("link", name="1").first.click()
    expect(page.locator(".queue-row")).to_have_count(1)
    page.goto("/watch/")
    expect(page.locator("mark")).to_have_text("издеваетесь")
    page.get_by_label("Что сделано").fill("Позвонили, извинились")
    page.get_by_role("button", name="Разобрано").click()
    expect(page.get_by_text("Отмечено: разобрано.")).to_be_visible()
    expect(page.locator("mark")).to_have_count(0)
    for width in (390, 760, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("/watch/", "/watch/conflicts/?scope=judged", "/watch/notices/", "/setup/watch/"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, path)
