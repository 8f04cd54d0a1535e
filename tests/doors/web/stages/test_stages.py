"""Stages on the screen and through the interface for programs: moderation, the card, one form."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from time_machine import travel

from otklik.casework.stages import selectors as stages
from otklik.casework.stages import services
from otklik.casework.stages.rules import USUAL, Stage, StageManner, StageRule
from otklik.flow import answer
from otklik.flow.deliveries import turn
from otklik.ground.people.models import Organisation
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases.models import Case
from otklik.register.intake import selectors as intake_read
from otklik.register.intake import services as intake
from tests import builders

pytestmark = pytest.mark.django_db
NOW = builders.NOW
ROADS, HOLES = "МКУ «Дороги»", "Ямы и выбоины на дороге"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40
SOON = "Здравствуйте, Ольга Петровна! Яму заделаем в названный день."
GOOD = "Здравствуйте, Ольга Петровна! Яму залатали 1 марта."


@pytest.fixture(autouse=True)
def _quiet(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.FILES = tmp_path
    with travel(NOW, tick=False):
        yield


@pytest.fixture
def town() -> MunicipalityView:
    town = builders.a_town()
    builders.a_recipient(town, ROADS, topic=HOLES)
    return town


def signed(town: MunicipalityView, role: str, *, office: bool = False) -> Client:
    own = Organisation.objects.get(short_title=ROADS).id if office else None
    client = Client()
    client.force_login(builders.a_person([role], town=town, organisation_id=own))
    return client


def keep(town: MunicipalityView, **rules: StageRule) -> None:
    told = {**USUAL, **{Stage(name): rule for name, rule in rules.items()}}
    services.set_manner(StageManner(stages=told), municipality_id=town.id, now=NOW)


def test_moderation_is_read_accepted_and_refused(town: MunicipalityView) -> None:
    clerk = signed(town, "operator")
    page = reverse("stages:moderation")
    assert "Модерация выключена" in clerk.get(page).content.decode()
    keep(town, moderation=StageRule(is_on=True, role="pos_lead"))
    hole = builders.a_case("Яма во весь двор", town=town, topic=HOLES)
    spam = builders.a_case("Куплю волосы, 8 900 123-45-67", town=town)
    shown = clerk.get(page).content.decode()
    assert "Яма во весь двор" in shown
    assert "123-45-67" not in shown
    accept = reverse("stages:accept", args=[hole.number])
    refuse = reverse("stages:refuse", args=[spam.number])
    refused = clerk.post(accept)
    assert refused.status_code == 422
    assert "Ответственный за платформу" in refused.content.decode()
    route = clerk.post(reverse("desk:act", args=[hole.number, "take"]))
    assert route.status_code == 422
    assert "на модерации" in route.content.decode()
    lead = signed(town, "pos_lead")
    lost = lead.post(refuse, {"reason": " "})
    assert lost.status_code == 422
    assert "Укажите причину" in lost.content.decode()
    assert lead.post(refuse, {"reason": "Реклама"}).status_code == 302
    assert lead.post(accept, {"card": "1"})["Location"] == reverse("desk:case", args=[hole.number])
    assert lead.post(accept).status_code == 422
    assert "Всё разобрано" in lead.get(page).content.decode()
    assert {one.number: one.status for one in Case.objects.all()} == {
        hole.number: "routed",
        spam.number: "refused",
    }
    stranger = signed(town, "executor", office=True)
    assert stranger.post(refuse, {"reason": "Нет"}).status_code == 404
    assert stranger.post(accept).status_code == 404


def test_a_message_of_a_program_waits_for_moderation_too(town: MunicipalityView) -> None:
    keep(town, moderation=StageRule(is_on=True))
    account = intake_read.account(town.id, "webform")
    assert account is not None
    token = intake.issue_token(account.id, now=NOW)
    body = {"text": "Яма", "topic": HOLES, "recipient": ROADS}
    made = Client().post(
        "/api/v1/messages",
        body,
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )
    assert made.status_code == 201
    assert Case.objects.get().status == "new"


def test_the_card_tells_the_stage_the_promise_and_the_proof(town: MunicipalityView) -> None:
    keep(town, execution=StageRule(is_on=True, role="executor", hours=1))
    case = builders.a_case("Яма", town=town, topic=HOLES)
    writing = answer.answers.Writing(text=SOON, is_interim=True, promised_on=(NOW + timedelta(days=5)).date())
    answer.approve(
        case.id, writing, now=NOW, today=NOW.date(), actor_id=None,
        reasons={"promise": "да", "date": "да", "contradiction": "да"},
    )  # fmt: skip
    turn(worker="t", now=lambda: NOW)
    part = reverse("stages:standing", args=[case.number])
    with travel(NOW + timedelta(days=6), tick=False):
        clerk = signed(town, "operator")
        shown = clerk.get(part, headers={"HX-Request": "true"}).content.decode()
        assert "нарушено" in shown
        assert "Требуется подтверждение: фотография" in shown
        assert "Этап просрочен" in shown
        assert "Исполнитель ответственного получателя" in shown
        assert "обещание нарушено" in clerk.get(reverse("desk:queue")).content.decode()
        assert case.number in clerk.get(reverse("desk:queue"), {"is_promise_broken": "1"}).content.decode()
        assert "Обещание нарушено" in clerk.get(reverse("desk:case", args=[case.number])).content.decode()
        assert clerk.get(part).status_code == 200
    appeal = builders.a_case("Прошу", town=town, kind="appeal", channel="paper")
    clerk = signed(town, "centre_head")
    assert clerk.get(reverse("stages:standing", args=[appeal.number])).status_code == 404


def test_one_form_does_all_and_loses_nothing(town: MunicipalityView) -> None:
    keep(town, moderation=StageRule(is_on=True))
    case = builders.a_case("Во дворе яма", town=town)
    clerk, url = signed(town, "operator"), reverse("stages:whole", args=[case.number])
    assert "Сделать всё сразу" in clerk.get(url).content.decode()
    lost = clerk.post(url, {"answer": "Мой ответ"})
    assert lost.status_code == 422
    assert "Мой ответ" in lost.content.decode()
    told = {"topic": builders.topic_id(town, HOLES), "answer": GOOD, "outcome": "measures_taken"}
    held = clerk.post(url, told)
    assert held.status_code == 422
    assert "why_photo" in held.content.decode()
    case.refresh_from_db()
    assert case.status == "new"
    photo = SimpleUploadedFile("яма.png", PNG, "image/png")
    assert clerk.post(url, {**told, "photo": photo}).status_code == 302
    turn(worker="t", now=lambda: NOW)
    case.refresh_from_db()
    assert case.status == "answered"
    assert clerk.get(url).status_code == 404
    assert signed(town, "executor", office=True).get(url).status_code == 404


def test_without_approval_the_executor_sends(town: MunicipalityView) -> None:
    case = builders.a_case("Яма", town=town, topic=HOLES, recipient=ROADS)
    executor = signed(town, "executor", office=True)
    told = {"answer": GOOD, "outcome": "explained", "act": "approve"}
    approve = reverse("office:act", args=[case.number, "approve"])
    on_desk = reverse("desk:answer", args=[case.number])
    assert (executor.post(approve, told).status_code, executor.post(on_desk, told).status_code) == (404, 404)
    keep(town, approval=StageRule(is_on=False))
    assert (
        "Согласовать и отправить" in executor.get(reverse("office:case", args=[case.number])).content.decode()
    )
    assert executor.post(approve, told).status_code == 302
    turn(worker="t", now=lambda: NOW)
    case.refresh_from_db()
    assert case.status == "answered"


def test_a_town_sets_its_stages(town: MunicipalityView) -> None:
    head, url = signed(town, "centre_head"), reverse("setup:stages")
    page = head.get(url).content.decode()
    assert "Модерация" in page
    told = {
        "moderation_is_on": "on", "moderation_role": "operator", "moderation_hours": "8",
        "approval_role": "recipient_head", "promise_days": "14", "needs_ground": "on",
    }  # fmt: skip
    assert head.post(url, {**told, "promise_days": "0"}).status_code == 422
    assert head.post(url, told).status_code == 302
    manner = stages.manner(town.id)
    assert manner.stages[Stage.MODERATION] == StageRule(is_on=True, role="operator", hours=8)
    assert not manner.stages[Stage.APPROVAL].is_on
    assert (manner.promise_days, manner.needs_ground, manner.needs_confirmation) == (14, True, False)
    assert signed(town, "operator").get(url).status_code == 404
