"""A chain of approval on the screens: whose turn it is, who may press what, whose day it is on."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from otklik.casework.answers import selectors as answers
from otklik.casework.answers.services import Writing
from otklik.casework.automation import services as automation
from otklik.casework.automation.rules.effects import Effects
from otklik.casework.automation.rules.shape import ALWAYS, Body
from otklik.flow import answer, listing
from otklik.ground.people.models import User
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases.models import Case
from tests import builders

pytestmark = pytest.mark.django_db
GOOD = "Здравствуйте, Ольга Петровна! Яму засыпали 3 марта, участок проверили."
LATER = builders.NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _morning() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def town() -> MunicipalityView:
    return builders.a_town()


@pytest.fixture
def chained(town: MunicipalityView) -> tuple[User, User]:
    """A curator who may not approve by the role, and the head of the centre after."""
    curator = builders.a_person(("curator",), town=town, full_name="Борисов Борис Львович")
    head = builders.a_person(("centre_head",), town=town, full_name="Глебов Глеб Юрьевич")
    automation.save(
        automation.Draft(title="Согласовать", body=Body(ALWAYS, Effects(approvers=(curator.id, head.id)))),
        municipality_id=town.id, lists=listing.lists(town.id), now=builders.NOW, is_on=True,
    )  # fmt: skip
    return curator, head


@pytest.fixture
def case(town: MunicipalityView, chained: tuple[User, User]) -> Case:
    case = builders.a_case(town=town)
    writing = Writing(text=GOOD, outcome="explained")
    answer.submit(case.id, writing, now=LATER, today=LATER.date(), actor_id=None)
    return case


def enter(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


def press(client: Client, case: Case, act: str, **fields: str) -> Any:
    told = {"act": act, "answer": GOOD, "outcome": "explained", **fields}
    return client.post(f"/cases/{case.number}/answer/", told, follow=True)


def test_the_chain_goes_from_one_to_the_next(case: Case, chained: tuple[User, User]) -> None:
    curator, head = (enter(one) for one in chained)
    address = f"/cases/{case.number}/"
    shown = page(curator, address)
    assert "сейчас очередь" in page(curator, address + "remarks/")
    assert 'value="approve"' in shown
    assert "Согласовать и отправить" not in shown
    assert 'value="approve"' not in page(head, address)
    assert "Ваша очередь согласовать" in page(curator, "/")
    assert "Ваша очередь согласовать" not in page(head, "/")
    early = press(head, case, "approve")
    assert early.status_code == 422
    assert "Сейчас очередь: Борисов Борис Львович" in early.content.decode()
    said = press(curator, case, "approve")
    assert "Дальше согласует Глебов Глеб Юрьевич" in said.content.decode()
    assert press(curator, case, "approve").status_code == 404
    assert "Ваша очередь согласовать" in page(head, "/")
    assert "Согласовать и отправить" in page(head, address)
    press(head, case, "approve")
    draft = answers.living(case.id)
    assert draft is not None
    assert draft.state == "approved"


def test_the_head_speaks_for_all_with_a_reason(case: Case, chained: tuple[User, User]) -> None:
    head = enter(chained[1])
    assert 'value="approve_all"' in page(head, f"/cases/{case.number}/")
    refused = press(head, case, "approve_all")
    assert "Напишите, почему" in refused.content.decode()
    press(head, case, "approve_all", instead="Срок сегодня")
    assert [one.comment for one in answers.approvals(case.id)] == ["Срок сегодня"] * 2
    assert "вместо: Борисов Борис Львович" in page(head, f"/cases/{case.number}/history/")


@pytest.mark.parametrize("who", [0, 1], ids=["чья очередь", "следующий"])
@pytest.mark.parametrize("address", ["/", "/cases/{}/"])
def test_queries(
    case: Case, chained: tuple[User, User], who: int, address: str, django_assert_max_num_queries: Any
) -> None:
    client = enter(chained[who])
    client.get(address.format(case.number))
    with django_assert_max_num_queries(12):
        assert client.get(address.format(case.number)).status_code == 200


def test_queries_of_an_executor_who_is_in_turn(
    town: MunicipalityView, django_assert_max_num_queries: Any
) -> None:
    organisation = builders.an_organisation(town)
    person = builders.a_person(("executor",), town=town, organisation_id=organisation.id)
    rule = automation.Draft(title="Сам", body=Body(ALWAYS, Effects(approvers=(person.id,))))
    automation.save(rule, municipality_id=town.id, lists=listing.lists(town.id), now=builders.NOW, is_on=True)
    builders.a_recipient(town, "МКУ «Дороги»")
    for _ in range(3):
        case = builders.a_case(town=town, topic="Ямы и выбоины на дороге", recipient="МКУ «Дороги»")
        answer.submit(
            case.id, Writing(text=GOOD, outcome="explained"), now=LATER, today=LATER.date(), actor_id=None
        )
    client = enter(person)
    client.get("/")
    with django_assert_max_num_queries(12):
        assert "Ваша очередь согласовать" in page(client, "/")


def test_the_office_shows_the_chain_and_hands_on(town: MunicipalityView) -> None:
    builders.a_recipient(town, "МКУ «Дороги»")
    case = builders.a_case(town=town, topic="Ямы и выбоины на дороге", recipient="МКУ «Дороги»")
    assert case.recipient is not None
    organisation = case.recipient.organisation_id
    chief, second = (
        builders.a_person((role,), town=town, username=role, full_name=name, organisation_id=organisation)
        for role, name in (("recipient_head", "Анина Анна"), ("executor", "Верина Вера"))
    )
    rule = automation.Draft(title="Офис", body=Body(ALWAYS, Effects(approvers=(chief.id, second.id))))
    automation.save(rule, municipality_id=town.id, lists=listing.lists(town.id), now=builders.NOW, is_on=True)
    case = builders.a_case(town=town, topic="Ямы и выбоины на дороге", recipient="МКУ «Дороги»")
    writing = Writing(text=GOOD, outcome="explained")
    answer.submit(case.id, writing, now=LATER, today=LATER.date(), actor_id=None)
    told = {"answer": GOOD, "outcome": "explained"}
    address = f"/office/{case.number}/"
    assert "approve" not in page(enter(second), address)
    assert enter(second).post(f"{address}act/approve/", told).status_code == 404
    assert "сейчас очередь" in page(enter(chief), f"{address}remarks/")
    said = enter(chief).post(f"{address}act/approve/", told, follow=True)
    assert "Дальше согласует Верина Вера" in said.content.decode()
    assert "Согласовать и отправить" in page(enter(second), address)
    enter(second).post(f"{address}act/approve/", told)
    draft = answers.living(case.id)
    assert draft is not None
    assert draft.state == "approved"
