"""A question of a message becomes a card of its own: same person, same day, links both ways."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from otklik.casework.duplicates import selectors as duplicates
from otklik.flow import splitting
from otklik.flow.card import BadCard
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases import selectors as cases
from otklik.register.cases.models import Case
from tests.builders import NOW, a_case, a_person, a_recipient, a_town
from tests.flow.test_part_places import HOLES, LIGHTS, TEXT

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def town() -> MunicipalityView:
    town = a_town()
    a_recipient(town, "МКУ «Дороги»", topic=HOLES)
    a_recipient(town, "Горсвет", topic=LIGHTS)
    return town


def test_a_question_gets_its_own_card_once(town: MunicipalityView) -> None:
    case, boss = a_case(TEXT, town=town, phone="+7 900 123-45-67"), a_person(town=town)
    made = splitting.split_off(case.id, 1, now=LATER, actor_id=boss.id)
    assert splitting.split_off(case.id, 1, now=LATER, actor_id=boss.id) == made
    assert Case.objects.count() == 2
    fresh = cases.by_id(made)
    assert fresh.topic is not None and fresh.recipient is not None
    assert (fresh.topic.title, fresh.address) == (LIGHTS, "ул. Речная, д. 14")
    assert (fresh.applicant_id, fresh.received_at) == (case.applicant_id, case.received_at)
    assert fresh.registered_at == case.registered_at
    assert duplicates.family(made) == (case.id, [])
    assert duplicates.family(case.id) == (None, [made])
    assert duplicates.beside(made) == ([], None)


def test_an_appeal_keeps_its_questions_together(town: MunicipalityView) -> None:
    letter = a_case(TEXT, town=town, kind="appeal", channel="paper")
    with pytest.raises(BadCard, match="59-ФЗ"):
        splitting.split_off(letter.id, 1, now=LATER, actor_id=1)
    with pytest.raises(BadCard, match="нет"):
        splitting.split_off(a_case(TEXT, town=town).id, 7, now=LATER, actor_id=1)


@time_machine.travel(LATER, tick=False)
def test_the_card_splits_and_both_lead_to_each_other(town: MunicipalityView) -> None:
    case, client = a_case(TEXT, town=town), Client()
    client.force_login(a_person(town=town))
    address = f"/cases/{case.number}/"
    assert "выделить в свою карточку" in client.get(address).content.decode()
    assert client.post(f"{address}act/split/", {"part": "1"}).status_code == 302
    fresh = Case.objects.exclude(id=case.id).get()
    assert fresh.number in client.get(address).content.decode()
    assert fresh.number in client.get(f"{address}near/").content.decode()
    assert case.number in client.get(f"/cases/{fresh.number}/near/").content.decode()
    assert client.post(f"{address}act/split/", {"part": ""}).status_code == 422
