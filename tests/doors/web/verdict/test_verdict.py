"""Ratings at the desk: the table and its cases, calls, telephone, disputes, settings; and refusals."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from otklik.casework.satisfaction import selectors as ratings
from otklik.casework.satisfaction import services
from otklik.casework.satisfaction.rules.rating import Given, Manner
from otklik.flow import answer, rate
from otklik.flow.deliveries import turn
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases.models import Case
from tests import builders

pytestmark = pytest.mark.django_db
NOW = builders.NOW
LATER = NOW + timedelta(days=1)
ROADS = "МКУ «Дороги»"


@pytest.fixture(autouse=True)
def _time() -> Iterator[None]:
    with travel(LATER, tick=False):
        yield


@pytest.fixture
def town() -> MunicipalityView:
    return builders.a_town()


@pytest.fixture
def case(town: MunicipalityView) -> Case:
    builders.a_recipient(town, ROADS)
    return answered(town)


def answered(town: MunicipalityView) -> Case:
    case = builders.a_case(
        "Яма", town=town, channel="phone", phone="+7 900 000-00-01", topic="Ямы и выбоины на дороге",
        recipient=ROADS,
    )  # fmt: skip
    writing = answer.answers.Writing(text="Здравствуйте! Яму залатали 1 марта.", outcome="explained")
    answer.approve(case.id, writing, now=NOW, today=NOW.date(), actor_id=None)
    turn(worker="t", now=lambda: NOW)
    return case


def signed(town: MunicipalityView, *roles: str, **more: object) -> Client:
    client = Client()
    client.force_login(builders.a_person(roles, town=town, **more))  # type: ignore[arg-type]
    return client


def test_an_operator_calls_and_writes_the_rating_down(town: MunicipalityView, case: Case) -> None:
    clerk = signed(town, "operator")
    assert case.number in clerk.get(reverse("verdict:calls")).content.decode()
    row = ratings.invitation_of(case.id, 1)
    assert row is not None
    missed = reverse("verdict:missed", args=[row.id])
    assert clerk.post(missed).status_code == 302
    page = clerk.get(reverse("verdict:given", args=[case.number])).content.decode()
    assert "нужно перезвонить" in page
    phone = reverse("verdict:phone", args=[case.number])
    lost = clerk.post(phone, {"at": "", "rating": "2", "comment": "Яма на месте"})
    assert lost.status_code == 422
    assert "Яма на месте" in lost.content.decode()
    told = {"at": "2026-03-03T09:30", "rating": "2", "solved": "no", "comment": "Яма на месте"}
    assert clerk.post(phone, told).status_code == 302
    case.refresh_from_db()
    assert (case.status, case.rating) == ("reopened", 2)
    shown = clerk.get(
        reverse("verdict:given", args=[case.number]), headers={"HX-Request": "true"}
    ).content.decode()
    assert "по телефону: Андреева" in shown
    assert "вернула в работу" in shown
    assert clerk.post(missed).status_code == 404
    assert "Звонить некому" in clerk.get(reverse("verdict:calls")).content.decode()


def test_figures_open_their_cases_and_leave_as_files(town: MunicipalityView, case: Case) -> None:
    other = answered(town)
    rate.take(other.id, Given(mark=5), now=LATER)
    rate.take(case.id, Given(mark=2), now=LATER)
    clerk = signed(town, "operator")
    board = reverse("verdict:board")
    page = clerk.get(board).content.decode()
    assert "мало оценок" in page
    assert "50" in page
    for cut, word in (("topic", "Ямы и выбоины"), ("district", "Район"), ("stream", "горячие линии")):
        assert word in clerk.get(board, {"cut": cut}).content.decode()
    behind = clerk.get(reverse("verdict:behind", args=["low"]), {"cut": "stream", "key": "hotline"})
    assert case.number in behind.content.decode()
    assert other.number not in behind.content.decode()
    for form in ("csv", "xlsx"):
        assert clerk.get(reverse("verdict:file", args=[form])).status_code == 200
    text = clerk.get(reverse("verdict:file", args=["csv"])).content.decode()
    assert ROADS in text
    assert "3,5" in text
    assert "Анкета о центре" in clerk.get(reverse("verdict:centre")).content.decode()
    stranger = signed(
        town, "executor", username="x", organisation_id=builders.an_organisation(town, "Иное").id
    )
    assert "Оценок за эти дни нет" in stranger.get(board).content.decode()
    assert stranger.get(reverse("verdict:calls")).status_code == 404
    assert stranger.get(reverse("verdict:file", args=["csv"])).status_code == 404
    assert stranger.get(reverse("verdict:given", args=[case.number])).status_code == 404
    assert Client().get(board).status_code == 302


def test_the_centre_disputes_and_the_head_alone_rules(town: MunicipalityView, case: Case) -> None:
    rate.take(case.id, Given(mark=1), now=LATER)
    (row,) = ratings.given(case.id)
    clerk, head = signed(town, "operator"), signed(town, "centre_head", username="head")
    dispute = reverse("verdict:dispute", args=[case.number, row.id])
    rule = reverse("verdict:rule", args=[case.number, row.id])
    assert clerk.post(dispute, {"ground": " "}).status_code == 422
    assert head.post(rule, {"ruling": "excluded", "ground": "Рано"}).status_code == 422
    assert clerk.post(dispute, {"ground": "Не о нашей дороге"}).status_code == 302
    assert "решает руководитель" in clerk.get(reverse("verdict:rulings")).content.decode()
    assert clerk.post(rule, {"ruling": "excluded", "ground": "Сам"}).status_code == 404
    assert "Решить" in head.get(reverse("verdict:rulings")).content.decode()
    assert head.post(rule, {"ruling": "nonsense", "ground": "Да"}).status_code == 404
    assert head.post(rule, {"ruling": "excluded", "ground": "Дорога областная"}).status_code == 302
    shown = head.get(reverse("verdict:given", args=[case.number])).content.decode()
    assert "не действует" in shown
    assert "Дорога областная" in shown
    case.refresh_from_db()
    assert case.rating is None


def test_a_town_sets_its_rules_and_the_questionnaire(town: MunicipalityView) -> None:
    head = signed(town, "centre_head")
    url, of_stream = reverse("setup:rating"), reverse("setup:rating_of_stream", args=["pos"])
    told = {
        "scale": "mark", "window_days": 14, "remind_days": 20, "reopening": "by_head", "reopen_at": 2,
        "most_reopenings": 1, "moderator": "curator", "reasons": "Грубо\n\nДолго\nГрубо", "few_below": 5,
        "site": "https://otklik.example/",
    }  # fmt: skip
    refused = head.post(url, told)
    assert refused.status_code == 422
    assert "раньше, чем закончится" in refused.content.decode()
    assert head.post(url, {**told, "remind_days": 4}).status_code == 302
    manner = ratings.manner(town.id, "digital")
    assert (manner.window_days, manner.reasons, manner.site) == (
        14,
        ("Грубо", "Долго"),
        "https://otklik.example",
    )
    assert head.post(of_stream, {**told, "remind_days": 4, "window_days": 7}).status_code == 302
    assert ratings.manner(town.id, "pos").window_days == 7
    assert head.post(reverse("setup:forget_rating", args=["pos"])).status_code == 302
    assert ratings.manner(town.id, "pos").window_days == 14
    assert head.get(reverse("setup:rating_of_stream", args=["nonsense"])).status_code == 404
    assert services.forget_manner(municipality_id=town.id, stream="", now=NOW)
    assert ratings.manner(town.id) == Manner()
    questions = reverse("setup:questionnaire")
    wrong = head.post(questions, {"questions": "Легко ли? | цветом"})
    assert wrong.status_code == 422
    assert "не способ ответа" in wrong.content.decode()
    assert (
        head.post(questions, {"questions": "Легко ли? | да или нет\nЧто ещё? | словами"}).status_code == 302
    )
    assert "Легко ли? | да или нет" in head.get(questions).content.decode()
    clerk = signed(town, "operator", username="clerk")
    assert clerk.get(url).status_code == 404
    assert clerk.get(questions).status_code == 404


def test_the_questionnaire_is_public_and_asked_once(town: MunicipalityView, case: Case) -> None:
    invitation = ratings.invitation_of(case.id, 1)
    assert invitation is not None
    citizen, url = Client(), reverse("public:questionnaire", args=[invitation.code])
    page = citizen.get(url).content.decode()
    assert "Как мы работаем" in page
    assert case.number not in page
    assert citizen.post(url, {}).status_code == 422
    ids = [int(one.split('"')[0]) for one in page.split('name="item-')[1:]]
    assert "Спасибо" in citizen.post(url, {f"item-{ids[0]}": "5"}).content.decode()
    assert "Спасибо" in citizen.get(url).content.decode()
    assert citizen.get(reverse("public:questionnaire", args=["nonsense"])).status_code == 404
    results = signed(town, "operator").get(reverse("verdict:centre")).content.decode()
    assert "1" in results
