"""Rules tried on the register: what they match, what people did, their health, what is proposed."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.casework.automation import selectors as automation
from otklik.casework.automation import services
from otklik.casework.automation.rules.compiling import compiled
from otklik.casework.automation.rules.effects import Effects
from otklik.casework.automation.rules.shape import ALWAYS, Body
from otklik.casework.automation.selectors import TrialView
from otklik.flow import decide, deliveries, finish, proposing, trying
from otklik.ground.outbox import selectors as outbox
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel.conditions import All, Any, Condition, Not, Test
from otklik.register.cases import selectors as cases
from otklik.register.cases.models import Case
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog import services as catalog_services
from tests.builders import NOW, a_case, a_recipient, a_town, at
from tests.flow.test_ruling import a_pit, a_rule, a_topic, pit

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=5)


@pytest.fixture
def town() -> MunicipalityView:
    return a_town()


def tried(town: MunicipalityView, body: Body | None, **more: int) -> TrialView:
    trial_id = trying.ask(body, municipality_id=town.id, days=30, now=LATER, **more)
    found = automation.trial(town.id, trial_id)
    assert found is not None
    return found


def test_a_rule_is_tried_against_what_people_did(town: MunicipalityView) -> None:
    ours, other = a_recipient(town, "МКУ «Дороги»"), a_recipient(town, "Другой")
    for recipient in (ours, ours, other):
        case = a_pit(town)
        decide.decide(
            case.id, decide.Choice(topic_id=a_topic(town), recipient_id=recipient), now=NOW, actor_id=None
        )
    finish.give_back(case.id, reason="Не наше", now=NOW, actor_id=None)
    a_case("Нет воды", town=town)
    a_pit(town, received="2026-01-05 10:00")
    body = Body(All((pit(town), Test("text", "contains_words", "яма"))), Effects(recipient=ours))
    found = tried(town, body)
    assert (found.state, found.total) == ("done", 4)
    result = found.result
    assert (result["cases"], result["matched"], result["returned"]) == (4, 3, 1)
    assert result["by_effect"] == {"recipient": {"same": 2, "open": 1}}
    assert len(result["listed"]) == 3  # type: ignore[arg-type]
    missed = tried(town, Body(Test("text", "contains_words", "снег"), Effects(recipient=ours)))
    assert missed.result["matched"] == 0


def test_what_an_earlier_rule_takes_is_told(town: MunicipalityView) -> None:
    ours = a_recipient(town)
    a_pit(town)
    a_rule(town, pit(town), Effects(recipient=ours), "Раньше")
    assert tried(town, Body(pit(town), Effects(recipient=ours))).result["hidden"] == 1
    assert tried(town, Body(pit(town), Effects(urgency=1))).result["hidden"] == 0


def test_a_long_trial_is_left_to_the_worker(town: MunicipalityView, monkeypatch: pytest.MonkeyPatch) -> None:
    a_pit(town)
    monkeypatch.setattr(trying, "AT_ONCE", 0)
    trial_id = trying.ask(Body(pit(town), Effects(urgency=1)), municipality_id=town.id, days=30, now=LATER)
    found = automation.trial(town.id, trial_id)
    assert found is not None
    assert found.state == "running"
    deliveries.turn(worker="test", now=lambda: LATER)
    found = automation.trial(town.id, trial_id)
    assert found is not None
    assert (found.state, found.done, found.result["matched"]) == ("done", 1, 1)
    assert outbox.failures() == []


def test_all_rules_together_tell_their_health(town: MunicipalityView) -> None:
    first, second = a_recipient(town, "Первый"), a_recipient(town, "Второй")
    for _ in range(2):
        a_pit(town)
    general = a_rule(town, pit(town), Effects(recipient=first), "Общее")
    hidden = a_rule(
        town, All((pit(town), Test("text", "contains_words", "яма"))), Effects(recipient=second), "Тень"
    )
    dead = a_rule(town, Test("text", "contains_words", "метеорит"), Effects(urgency=2), "Мёртвое")
    found = tried(town, None).result["findings"]
    told = {(rule, trouble, other) for rule, trouble, _, other in found}  # type: ignore[attr-defined]
    assert told == {
        (hidden, "shadowed", general), (hidden, "conflict", general), (dead, "dead", None),
    }  # fmt: skip


def test_a_broken_rule_alarms_at_night(town: MunicipalityView) -> None:
    ours = a_recipient(town)
    rule_id = a_rule(town, pit(town), Effects(recipient=ours))
    trying.check_everywhere(now=NOW)
    assert automation.alarms(town.id) == []
    catalog_services.save_recipient(
        municipality_id=town.id, recipient_id=ours, is_active=False, now=NOW,
        organisation_id=catalog.snapshot(town.id).recipients[ours].organisation_id,
    )  # fmt: skip
    for _ in range(2):
        trying.check_everywhere(now=NOW)
    (alarm,) = automation.alarms(town.id)
    assert (alarm.rule_id, alarm.count) == (rule_id, 0)


def test_habits_are_proposed_until_done_or_dismissed(town: MunicipalityView) -> None:
    ours, other = a_recipient(town, "МКУ «Дороги»"), a_recipient(town, "Другой")
    for n in range(30):
        case = a_pit(town)
        choice = decide.Choice(topic_id=a_topic(town), recipient_id=other if n == 7 else ours)
        decide.decide(case.id, choice, now=NOW, actor_id=None)
    (found,) = proposing.proposals(town.id, now=LATER)
    assert (found.habit.kept, found.habit.total, found.habit.field) == (29, 30, "")
    assert found.body == Body(pit(town), Effects(recipient=ours))
    services.dismiss(found.habit.key, municipality_id=town.id, now=NOW)
    assert proposing.proposals(town.id, now=LATER) == []
    services.recall(found.habit.key, municipality_id=town.id, now=NOW)
    assert proposing.by_key(town.id, found.habit.key, now=LATER) == found
    a_rule(town, pit(town), Effects(recipient=ours))
    assert proposing.proposals(town.id, now=LATER) == []


def test_what_the_table_does_is_not_proposed(town: MunicipalityView) -> None:
    ours = a_recipient(town)
    for _ in range(20):
        case = a_pit(town)
        choice = decide.Choice(topic_id=a_topic(town), recipient_id=ours)
        decide.decide(case.id, choice, now=NOW, actor_id=None)
    assert len(proposing.proposals(town.id, now=LATER)) == 1
    duty = catalog_services.Duty(recipient_id=ours, topic_id=a_topic(town))
    catalog_services.set_responsibility(duty, municipality_id=town.id, now=NOW)
    assert proposing.proposals(town.id, now=LATER) == []


CHOICES = {"stream": ("hotline", "digital", "59fz"), "channel": ("demo", "phone"), "urgency": ("0", "1", "2")}


@st.composite
def questions(draw: st.DrawFn) -> Condition:
    name = draw(st.sampled_from(["topic", "group", "district", "street", "text", *CHOICES]))
    if name == "text":
        return Test("text", "contains_words", draw(st.sampled_from(["яма", "вода", "дорога", "нет воды"])))
    op = draw(st.sampled_from(["is", "is_not", "in", "not_in", "is_empty", "is_not_empty"]))
    if op.endswith("empty"):
        return Test(name, op)
    value = st.sampled_from(CHOICES.get(name, tuple(map(str, range(1, 40)))))
    if op in ("in", "not_in"):
        return Test(name, op, tuple(draw(st.lists(value, min_size=1, max_size=4))))
    return Test(name, op, draw(value))


TREES: st.SearchStrategy[Condition] = st.recursive(
    questions(),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts)))
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: Any(tuple(parts)))
        | inner.map(Not)
    ),
    max_leaves=5,
)


@pytest.fixture
def register(town: MunicipalityView) -> MunicipalityView:
    topics = [one.full_title for one in catalog.snapshot(town.id).assignable_topics()[:12]]
    texts = ("Ямы на дороге", "Нет воды", "Дорога в ямах, воды нет", "Тишина", "")
    for n in range(40):
        a_case(
            texts[n % 5], town=town, topic=topics[n % 12] if n % 4 else "", channel=("demo", "phone")[n % 2],
            address=("улица Садовая, 3", "", "улица Речная")[n % 3],
        )  # fmt: skip
    return town


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(condition=TREES)
def test_narrowing_in_the_database_loses_nothing(register: MunicipalityView, condition: Condition) -> None:
    snapshot, since, holds = (
        catalog.snapshot(register.id),
        at("2026-01-01 00:00", register),
        compiled(condition),
    )
    fields = {"topic", "group"}

    def told(where: Condition) -> list[int]:
        portions = trying.records(snapshot, since=since, fields=fields, where=where)
        return [past.id for portion in portions for past, record in portion if holds(record)]

    assert told(condition) == told(ALWAYS)


def test_the_database_narrows(register: MunicipalityView) -> None:
    since = at("2026-01-01 00:00", register)
    asked = Test("channel", "is", "phone")
    portions = cases.past(register.id, since=since, where=asked, chunk=7)
    assert [len(one) for one in portions] == [7, 7, 6]


def test_what_the_system_chose_and_nobody_took_is_not_a_decision_of_people(town: MunicipalityView) -> None:
    ours = a_recipient(town, "МКУ «Дороги»")
    left, taken = a_pit(town), a_pit(town)
    Case.objects.filter(id__in=(left.id, taken.id)).update(recipient_id=ours, recipient_by="table")
    Case.objects.filter(id=taken.id).update(taken_at=NOW)
    found = tried(town, Body(pit(town), Effects(recipient=ours)))
    assert found.result["by_effect"] == {"recipient": {"same": 1, "open": 1}}
