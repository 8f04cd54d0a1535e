"""Co-executors on the screens: one opens exactly the case, by the desk and by the office, and no longer."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from otklik.ground.audit import selectors as audit
from otklik.ground.people.models import Organisation, User
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases import services as register
from otklik.register.cases.models import Case
from tests import builders

pytestmark = pytest.mark.django_db
HOLES = "Ямы и выбоины на дороге"


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    with time_machine.travel(builders.NOW + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def town() -> MunicipalityView:
    town = builders.a_town()
    builders.a_recipient(town, "МКУ «Дороги»", topic=HOLES)
    builders.a_recipient(town, "МУП «Водоканал»")
    return town


@pytest.fixture
def case(town: MunicipalityView) -> Case:
    return builders.a_case(town=town, topic=HOLES)


@pytest.fixture
def plumber(town: MunicipalityView) -> User:
    return a_plumber(town, "plumber", "Трубин Олег Ильич")


def a_plumber(town: MunicipalityView, username: str, name: str, role: str = "executor") -> User:
    water = Organisation.objects.get(municipality_id=town.id, short_title="МУП «Водоканал»")
    return builders.a_person((role,), town=town, username=username, full_name=name, organisation_id=water.pk)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def bring(case: Case, user: User) -> None:
    register.add_co_executors(case.id, [user.pk], by_label="правило «Ямы», редакция 1", now=builders.NOW)


def desk(case: Case, tail: str = "") -> str:
    return f"/cases/{case.number}/{tail}"


def office(case: Case) -> str:
    return reverse("office:case", args=[case.number])


def said(client: Client, url: str, **fields: str) -> Any:
    return client.post(url, fields)


def test_a_co_executor_opens_exactly_the_case(town: MunicipalityView, case: Case, plumber: User) -> None:
    other = builders.a_case("Ещё одна яма", town=town, topic=HOLES)
    stranger = signed_in(a_plumber(town, "stranger", "Чужов Иван Ильич", "recipient_head"))
    client = signed_in(plumber)
    for url in (desk(case), office(case)):
        assert client.get(url).status_code == 404
    bring(case, plumber)
    for url in (desk(case), desk(case, "history/"), desk(case, "rules/"), office(case)):
        assert client.get(url).status_code == 200, url
        assert stranger.get(url).status_code == 404, url
    for url in (desk(other), office(other)):
        assert client.get(url).status_code == 404
    assert case.number not in client.get(reverse("desk:queue")).content.decode()
    register.remove_co_executor(case.id, plumber.pk, now=builders.NOW)
    for url in (desk(case), office(case)):
        assert client.get(url).status_code == 404


def test_a_co_executor_writes_and_neither_approves_nor_routes(town: MunicipalityView, case: Case) -> None:
    head = a_plumber(town, "head", "Водяной Пётр Ильич", "recipient_head")
    bring(case, head)
    client = signed_in(head)
    shown = client.get(office(case)).content.decode()
    assert "Вы соисполнитель" in shown
    assert "Сохранить черновик" in shown
    assert "На согласование" not in shown
    assert "Взять в работу" not in shown
    text = "Здравствуйте! Трубу под ямой закрыли."
    for act in ("take", "give_back", "submit", "approve", "return"):
        url = reverse("office:act", args=[case.number, act])
        assert said(client, url, answer=text, reason="x", outcome="supported").status_code == 404, act
    for act in ("submit", "approve"):
        assert (
            said(client, desk(case, "answer/"), act=act, answer=text, outcome="supported").status_code == 404
        )
    for act in ("take", "route", "assign", "close", "co_executor", "remove_co_executor", "place"):
        assert said(client, desk(case, f"act/{act}/"), user=str(head.pk)).status_code == 404, act
    assert said(client, reverse("office:act", args=[case.number, "keep"]), answer=text).status_code == 302
    assert said(client, desk(case, "act/note/"), text="Труба наша").status_code == 302
    assert text in client.get(office(case)).content.decode()
    case.refresh_from_db()
    assert (case.status, case.posts.filter(kind="note").count()) == ("routed", 1)


def test_who_wrote_is_shown_as_far_as_the_role_may_see_it(
    town: MunicipalityView, case: Case, plumber: User
) -> None:
    looker = builders.a_person(("town_head",), town=town, username="looker")
    for one in (plumber, looker):
        bring(case, one)
    url = desk(case, "person/")
    assert "Мартынова" in signed_in(plumber).post(url).content.decode()
    assert [line.actor_id for line in audit.of_subject("case", case.id) if line.action == "see_personal"] == [
        plumber.pk
    ]
    assert signed_in(looker).post(url).status_code == 404
    assert "Мартынова" not in signed_in(looker).get(desk(case)).content.decode()


def test_another_town_is_another_world(case: Case) -> None:
    other = builders.a_town("lugovoe", title="Посёлок Луговое")
    builders.a_recipient(other, "МУП «Водоканал»")
    foreign = a_plumber(other, "foreign", "Дальний Иван Ильич")
    bring(case, foreign)
    assert signed_in(foreign).get(office(case)).status_code == 404
    assert case.number not in signed_in(foreign).get(reverse("office:queue")).content.decode()


def test_a_role_that_only_looks_only_looks(town: MunicipalityView, case: Case) -> None:
    looker = builders.a_person(("town_head",), town=town, username="looker")
    bring(case, looker)
    assert said(signed_in(looker), desk(case, "draft/"), answer="x").status_code == 404


def test_the_office_lists_them_apart(
    town: MunicipalityView, case: Case, plumber: User, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(plumber)
    assert case.number not in client.get(reverse("office:queue")).content.decode()
    bring(case, plumber)
    with django_assert_max_num_queries(12):
        shown = client.get(reverse("office:queue")).content.decode()
    assert case.number in shown
    assert office(case) in shown
    assert "МКУ «Дороги»" in shown
    assert case.number not in client.get(reverse("office:queue"), {"tab": "new"}).content.decode()
    Case.objects.filter(id=case.id).update(is_open=False)
    tab = client.get(reverse("office:queue"), {"tab": "beside"})
    assert case.number not in tab.content.decode()


def test_the_desk_brings_lets_go_and_takes_back(town: MunicipalityView, case: Case, plumber: User) -> None:
    client = signed_in(builders.a_person(town=town))
    sheet = client.get(
        reverse("desk:sheet", args=[case.number, "co_executor"]), headers={"HX-Request": "true"}
    ).content.decode()
    assert plumber.full_name in sheet
    done = client.post(desk(case, "act/co_executor/"), {"user": str(plumber.pk)}, follow=True)
    (message,) = done.context["messages"]
    assert str(message) == "Соисполнитель записан."
    rules = client.get(desk(case, "rules/")).content.decode()
    assert plumber.full_name in rules
    assert "Андреева Софья Павловна" in rules
    story = client.get(desk(case, "history/")).content.decode()
    assert "Андреева Софья Павловна: назначены соисполнители: Трубин Олег Ильич." in story
    client.post(str(message.extra_tags).removeprefix("undo="))
    assert signed_in(plumber).get(office(case)).status_code == 404
    refused = client.post(desk(case, "act/remove_co_executor/"), {"user": str(plumber.pk)})
    assert refused.status_code == 422
    assert "Этот человек уже не соисполнитель" in refused.content.decode()
    assert "убран соисполнитель: Трубин Олег Ильич" in client.get(desk(case, "history/")).content.decode()


def test_the_timeline_names_the_rule(town: MunicipalityView, case: Case, plumber: User) -> None:
    bring(case, plumber)
    client = signed_in(builders.a_person(town=town))
    assert (
        "Правило «Ямы», редакция 1: назначены соисполнители: Трубин"
        in client.get(desk(case, "history/")).content.decode()
    )
