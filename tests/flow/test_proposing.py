"""Rules that the system proposes from words, executors, co-executors, urgency and quick answers."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from otklik.casework.automation import services
from otklik.casework.automation.rules.effects import Effects
from otklik.casework.automation.rules.shape import Body
from otklik.flow import card, decide, proposing
from otklik.flow.proposing import Proposed
from otklik.ground.audit import selectors as audit
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel.conditions import All, Test
from otklik.register.cases import services as cases
from otklik.register.cases.models import Case
from otklik.register.catalog import selectors as catalog
from tests.builders import NOW, a_case, a_person, a_recipient, a_town, an_organisation
from tests.flow.test_ruling import a_pit, a_rule, a_topic, pit

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=5)


@pytest.fixture
def town() -> MunicipalityView:
    return a_town()


def chosen(town: MunicipalityView, case: Case, recipient: int) -> None:
    choice = decide.Choice(topic_id=a_topic(town), recipient_id=recipient)
    decide.decide(case.id, choice, now=NOW, actor_id=None)


def found(town: MunicipalityView, effect: str) -> list[Proposed]:
    return [one for one in proposing.proposals(town.id, now=LATER) if one.habit.effect == effect]


def test_a_word_by_which_people_reroute(town: MunicipalityView) -> None:
    roads, sewers = a_recipient(town, "МКУ «Дороги»"), a_recipient(town, "Водоканал")
    for n in range(50):
        text = "Открытый люк на дороге" if n % 5 < 2 else "Огромная яма на дороге"
        chosen(town, a_case(text, town=town), sewers if n % 5 < 2 else roads)
    (one,) = proposing.of_words(town.id, now=LATER)
    assert (one.habit.kept, one.habit.total) == (20, 20)
    word = Test("text", "contains_words", one.habit.value)
    assert one.body == Body(All((pit(town), word)), Effects(recipient=sewers))
    assert proposing.by_key(town.id, one.habit.key, now=LATER) == one
    a_rule(town, Test("text", "contains_words", "люк"), Effects(recipient=sewers))
    a_rule(town, Test("text", "contains_words", "открытый"), Effects(recipient=sewers), "Ещё")
    assert proposing.of_words(town.id, now=LATER) == []


def test_who_executes_who_is_called_and_how_urgent_it_is(town: MunicipalityView) -> None:
    organisation = an_organisation(town)
    ours, other = a_recipient(town), a_recipient(town, "Водоканал")
    boss = a_person(("operator",), town=town)
    worker = a_person(("executor",), town=town, organisation_id=organisation.id)
    plumbers = Case._meta.apps.get_model("catalog", "Recipient").objects.get(id=other).organisation_id
    plumber = a_person(("executor",), town=town, username="p", organisation_id=plumbers)
    for _ in range(20):
        case = a_pit(town)
        chosen(town, case, ours)
        cases.assign(case.id, worker.id, now=NOW, actor_id=boss.id)
        cases.add_co_executors(case.id, [plumber.id], by_label="Андреева", now=NOW, actor_id=boss.id)
        card.set_urgency(case.id, 1, reason="рядом школа", now=NOW, actor_id=boss.id)
    for effect, effects in (
        ("executor", Effects(executor=worker.id)),
        ("co_executors", Effects(co_executors=(other,))),
        ("urgency", Effects(urgency=1)),
    ):
        (one,) = found(town, effect)
        assert (one.habit.kept, one.habit.total, one.body) == (20, 20, Body(pit(town), effects))
    services.dismiss(found(town, "urgency")[0].habit.key, municipality_id=town.id, now=NOW)
    a_rule(town, pit(town), Effects(executor=worker.id, co_executors=(other,)))
    assert [found(town, one) for one in ("executor", "co_executors", "urgency")] == [[], [], []]


def test_answers_that_come_at_once_ask_for_the_fast_track(town: MunicipalityView) -> None:
    slow = next(one for one in catalog.snapshot(town.id).assignable_topics() if not one.is_fast_track)
    for _ in range(18):
        a_case("Что-то не так", town=town, topic=slow.full_title)
    answered = Case.objects.filter(topic_id=slow.id)
    answered.update(answered_at=NOW + timedelta(days=3), outcome="measures_taken")
    (one,) = found(town, "fast_track")
    topic = Test("topic", "is", str(slow.id))
    assert (one.habit.kept, one.body) == (18, Body(topic, Effects(fast_track=True)))
    answered.update(hops=1)
    assert found(town, "fast_track") == []


def test_rules_leave_alone_the_urgency_that_a_person_has_set(town: MunicipalityView) -> None:
    ours, case = a_recipient(town), a_pit(town)
    boss = a_person(town=town)
    with pytest.raises(card.BadCard, match="почему"):
        card.set_urgency(case.id, 1, reason=" ", now=NOW, actor_id=boss.id)
    card.set_urgency(case.id, 1, reason="рядом школа", now=NOW, actor_id=boss.id)
    a_rule(town, pit(town), Effects(urgency=2, recipient=ours))
    chosen(town, case, ours)
    case.refresh_from_db()
    assert (case.urgency, case.urgency_reason) == (1, "решение сотрудника: рядом школа")
    (line,) = [one for one in audit.of_subject("case", case.id) if one.action == "set_urgency"]
    assert line.actor_id == boss.id


@time_machine.travel(LATER, tick=False)
def test_the_page_tells_the_evidence_and_tries_with_one_press(town: MunicipalityView) -> None:
    ours = a_recipient(town)
    for n in range(20):
        text = "Открытый люк на дороге" if n % 2 else "Огромная яма на дороге"
        chosen(town, a_case(text, town=town), ours)
    client = Client()
    client.force_login(a_person(("centre_head",), town=town))
    shown = client.get("/setup/rules/proposals/").content.decode()
    assert "20 из 20 направлены туда же" in shown
    key = proposing.proposals(town.id, now=LATER)[0].habit.key
    page = client.post("/setup/rules/proposals/try/", {"key": key}, follow=True)
    assert page.redirect_chain[0][0].startswith("/setup/rules/trials/")
    assert client.get("/setup/rules/proposals/words/").status_code == 200
    gone = client.post("/setup/rules/proposals/try/", {"key": "нет:::1"}, follow=True)
    assert "больше нет" in gone.content.decode()
