"""Parts of an answer on the screens: asked on the desk, written in the office, returned, assembled."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from otklik.casework.answers import selectors as answers
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases.models import Case
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning() -> Any:
    with time_machine.travel(builders.NOW + timedelta(hours=1), tick=False):
        yield


def url(case: Case, tail: str = "") -> str:
    return f"/cases/{case.number}/parts/{tail}"


def test_часть_от_просьбы_до_общего_ответа(client: Client) -> None:
    town: MunicipalityView = builders.a_town()
    case = builders.a_case(town=town, channel="paper", kind="appeal")
    operator = builders.a_person(town=town)
    building = builders.an_organisation(town)
    writer = builders.a_person(
        ("executor",), town=town, full_name="Ильин Пётр Львович", organisation_id=building.id
    )
    client.force_login(operator)
    assert client.get(url(case)).content.strip() == b""
    client.post(url(case, "ask/"), {"user": writer.id, "task": "Когда засыплют яму", "due_on": "2026-03-05"})
    shown = client.get(url(case)).content.decode()
    assert "Ильин Пётр Львович" in shown
    assert "ждём к 05.03.2026" in shown
    with time_machine.travel(builders.NOW + timedelta(days=6), tick=False):
        client.force_login(operator)
        assert "опаздывает на 3\u00a0дня" in client.get(url(case)).content.decode()
    (part,) = answers.parts(case.id)
    client.force_login(writer)
    mine = client.get(url(case) + "?from=office").content.decode()
    assert "Ваша часть ответа" in mine
    assert "Собрать" not in mine
    assert client.post(url(case, "assemble/"), {}).status_code == 404
    told = {"part": part.id, "text": "Яму засыпали 1 марта.", "from": "office"}
    answer = client.post(url(case, "hand_in/"), told)
    assert answer["Location"].startswith("/office/")
    client.force_login(operator)
    client.post(url(case, "return/"), {"part": part.id, "reason": "нет фамилии мастера"})
    client.force_login(writer)
    assert "нет фамилии мастера" in client.get(url(case)).content.decode()
    client.post(url(case, "hand_in/"), told)
    client.force_login(operator)
    page = client.post(url(case, "assemble/"), {}, follow=True)
    assert "Все части собраны" in page.content.decode()
    draft = answers.living(case.id)
    assert draft is not None
    assert draft.text == "Уважаемая Ольга Петровна!\n\nЯму засыпали 1 марта."
    again = client.post(url(case, "assemble/"), {}, follow=True)
    assert "Собирать пока нечего" in again.content.decode()
    assert client.post(url(case, "nothing/"), {}).status_code == 404
