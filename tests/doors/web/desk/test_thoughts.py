"""The card says why: what proposed a topic, signs of the text, several questions, who answered before."""

from typing import Any

import pytest
from django.test import Client

from otklik.casework.triage.models import Opinion
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases.models import Case
from tests.builders import a_case, a_person, a_recipient, a_town, topic_id

pytestmark = pytest.mark.django_db

HOLES = "Ямы и выбоины на дороге"


@pytest.fixture
def town() -> MunicipalityView:
    return a_town()


@pytest.fixture
def operator(client: Client, town: MunicipalityView) -> Client:
    client.force_login(a_person(("operator",), town=town))
    return client


def words(page: Any) -> str:
    return " ".join(page.content.decode().replace("\u00a0", " ").split())


def test_что_предложило_тему(town: MunicipalityView, operator: Client) -> None:
    case = a_case("Огромная яма на дороге", town=town)
    topics = [[topic_id(town, HOLES), 0.8, "слова: яма", "model"]]
    Opinion.objects.filter(case=case).update(topics=topics)
    shown = words(operator.get(f"/cases/{case.number}/"))
    assert "уверенность 80 %; слова: яма; выучено на решениях людей" in shown


@pytest.mark.parametrize(("kind", "told"), [("appeal", True), ("message", False)])
def test_норма_59_фз_только_у_обращения(
    town: MunicipalityView, operator: Client, kind: str, told: bool
) -> None:
    case = a_case("Яма", town=town, kind=kind, channel="paper")
    Opinion.objects.filter(case=case).update(signs=[["court", "спор с решением суда", "решение суда"]])
    shown = words(operator.get(f"/cases/{case.number}/"))
    assert "Обжалуется решение суда" in shown and "«решение суда»" in shown
    assert ("59-ФЗ, ст. 11, ч. 2" in shown) is told


def test_части_становятся_вопросами_обращения(town: MunicipalityView, operator: Client) -> None:
    case = a_case("Яма и фонарь", town=town, kind="appeal", channel="paper")
    part = ["Не горит фонарь", topic_id(town, HOLES), 0.6, "новый абзац"]
    Opinion.objects.filter(case=case).update(parts=[part])
    address = f"/cases/{case.number}/"
    assert "записать отдельным вопросом" in words(operator.get(address))
    operator.post(f"{address}act/question/", {"text": part[0], "topic": str(part[1])})
    asked = list(case.questions.order_by("order").values_list("text", "topic_id"))
    assert asked[-1] == (part[0], part[1])


def test_так_решали_раньше_со_ссылками(town: MunicipalityView, operator: Client) -> None:
    a_recipient(town, "МКУ «Дороги»")
    a_recipient(town, "МУП «Свет»")
    old = [
        a_case("Яма", town=town, topic=HOLES, recipient=title, received=f"2026-02-1{n} 10:00")
        for n, title in enumerate(["МКУ «Дороги»", "МУП «Свет»", "МКУ «Дороги»"])
    ]
    other = a_town("nearby", title="Город Соседний")
    a_recipient(other, "МКУ «Дороги»")
    a_case("Яма", town=other, topic=HOLES, recipient="МКУ «Дороги»", received="2026-02-14 10:00")
    case = a_case("Яма", town=town, topic=HOLES, recipient="МКУ «Дороги»")
    page = operator.get(f"/cases/{case.number}/near/")
    told = page.context["before"]
    assert (told.total, [(one.title, one.count) for one in told.answerers]) == (
        3, [("МКУ «Дороги»", 2), ("МУП «Свет»", 1)],
    )  # fmt: skip
    assert set(told.numbers) == {old[0].number, old[2].number}
    assert "Так решали раньше" in words(page)


def test_решения_машины_не_прецедент(town: MunicipalityView, operator: Client) -> None:
    a_recipient(town, "МКУ «Дороги»", topic=HOLES)
    a_case("Яма", town=town, topic=HOLES, received="2026-02-10 10:00")
    assert Case.objects.get().recipient_by == "table"
    case = a_case("Яма", town=town, topic=HOLES)
    assert operator.get(f"/cases/{case.number}/near/").context["before"] is None
