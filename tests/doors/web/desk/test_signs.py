"""Signs on the card are judged by people, cases are gathered by them, and the way of delivery is told."""

from typing import Any

import pytest
from django.test import Client

from otklik.casework.triage import selectors as triage
from otklik.casework.triage.models import Mark
from otklik.ground.audit import selectors as audit
from otklik.ground.places.selectors import MunicipalityView
from tests.builders import a_case, a_person, a_recipient, a_town

pytestmark = pytest.mark.django_db

HOLES = "Ямы и выбоины на дороге"
AGAIN = "Обращаюсь повторно, яма на месте, вторую неделю"


@pytest.fixture
def town() -> MunicipalityView:
    return a_town()


@pytest.fixture
def operator(client: Client, town: MunicipalityView) -> Client:
    client.force_login(a_person(("operator",), town=town))
    return client


def words(page: Any) -> str:
    return " ".join(page.content.decode().replace("\u00a0", " ").split())


def test_a_sign_is_kept_shown_and_journalled_when_judged(town: MunicipalityView, operator: Client) -> None:
    case = a_case(AGAIN, town=town)
    address = f"/cases/{case.number}/"
    assert "Пишет не в первый раз" in words(operator.get(address))
    answer = operator.post(f"{address}signs/again/", {"said": "wrong"}, follow=True)
    assert "признак неверный" in words(answer)
    assert triage.opinion(case.id).said == {"again": False}
    assert not Mark.objects.filter(case=case).exists()
    (entry,) = [one for one in audit.of_subject("case", case.id) if one.action == "judge_sign"]
    assert (entry.norm, entry.details["is_right"]) == ("59-ФЗ, ст. 11, ч. 5", False)
    assert entry.actor_id == int(operator.session["_auth_user_id"])
    operator.post(f"{address}signs/again/?said=unsaid")
    assert triage.opinion(case.id).said == {}
    assert Mark.objects.filter(case=case, kind="again").exists()


@pytest.mark.parametrize(("kind", "said"), [("court", "right"), ("again", "maybe"), ("again", "")])
def test_what_is_not_there_cannot_be_judged(
    town: MunicipalityView, operator: Client, kind: str, said: str
) -> None:
    case = a_case(AGAIN, town=town)
    assert operator.post(f"/cases/{case.number}/signs/{kind}/", {"said": said}).status_code == 404


def test_who_may_only_look_does_not_judge(client: Client, town: MunicipalityView) -> None:
    case = a_case(AGAIN, town=town)
    client.force_login(a_person(("town_head",), town=town))
    assert client.post(f"/cases/{case.number}/signs/again/", {"said": "right"}).status_code in (403, 404)


def test_the_queue_is_narrowed_by_a_sign(town: MunicipalityView, operator: Client) -> None:
    told, other = a_case(AGAIN, town=town), a_case("Не горит фонарь", town=town)
    shown = words(operator.get("/cases/?sign=again"))
    assert told.number in shown and other.number not in shown
    assert "Пишет не в первый раз" in shown
    operator.post(f"/cases/{told.number}/signs/again/", {"said": "wrong"})
    assert told.number not in words(operator.get("/cases/?sign=again"))


def test_the_card_tells_how_it_was_delivered(town: MunicipalityView, operator: Client) -> None:
    a_recipient(town, topic=HOLES)
    case = a_case("Яма", town=town, topic=HOLES)
    shown = words(operator.get(f"/cases/{case.number}/history/"))
    assert "Доставлено автоматически: по таблице ответственности" in shown
    assert "через 0 с" in shown
    operator.post(f"/cases/{case.number}/act/give_back/", {"reason": "Не наш двор"})
    told = words(operator.get(f"/cases/{case.number}/history/"))
    assert "Автоматическая доставка больше не считается: возвращено на распределение" in told
