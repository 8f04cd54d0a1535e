"""Fast track and automatic delivery have a basis: kept at registration, ended by the hand of a person."""

from datetime import timedelta

import pytest

from otklik.border.ports.messages import Inbound, Record, Step, StepKind
from otklik.flow import finish
from otklik.flow.decide import Choice, decide
from otklik.flow.receive import take_records
from otklik.ground.audit import selectors as audit
from otklik.insight.analytics.facts import source
from otklik.register.cases import selectors as cases
from otklik.register.catalog.models import Topic
from otklik.register.intake import selectors as intake
from tests.builders import NOW, a_case, a_person, a_recipient, a_town, topic_id

pytestmark = pytest.mark.django_db
HOLES, DOGS = "Ямы во дворах", "Выгул собак"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def town():
    """A town where holes go the fast track to «МКУ «Дороги»»."""
    town = a_town()
    for title, is_fast in ((HOLES, True), (DOGS, False)):
        Topic.objects.filter(id=topic_id(town, title)).update(
            is_fast_track=is_fast, fast_track_days=5 if is_fast else None
        )
    a_recipient(town, topic=HOLES)
    return town


def standing(case_id):
    return {one.kind for one in cases.bases(case_id) if one.stands}


def counted(case_id):
    """What the facts say for indicators 1–8."""
    (fact,) = [one for batch, _ in source(now=LATER)("") for one in batch if one.case_id == case_id]
    return fact.is_fast_track, fact.auto_delivered


def test_a_sure_message_is_delivered_by_the_table_at_once(town):
    case = a_case(town=town, topic=HOLES)
    delivery, fast = cases.bases(case.id)
    assert (delivery.kind, fast.kind) == ("delivery", "fast_track")
    assert (delivery.by, delivery.seconds, delivery.at, delivery.stands) == ("table", 0, NOW, True)
    assert delivery.ground.startswith("по таблице ответственности")
    assert fast.ground.startswith("тема «Ямы во дворах» идёт по фаст-треку: 5 раб. дн.; по таблице")
    assert counted(case.id) == (True, True)


def test_a_slow_topic_is_delivered_but_not_fast(town):
    a_recipient(town, "МКУ «Животные»", topic=DOGS)
    case = a_case("Собака лает", town=town, topic=DOGS)
    assert (standing(case.id), counted(case.id)) == ({"delivery"}, (False, True))


def test_what_a_person_has_decided_is_on_the_fast_clock_but_does_not_count(town):
    case = a_case("Добрый день, у меня вопрос", town=town)
    assert cases.bases(case.id) == []
    decide(case.id, Choice(topic_id=topic_id(town, HOLES)), now=LATER, actor_id=None)
    case = cases.by_id(case.id)
    assert (case.is_fast_track, case.fast_track_due_at is not None) == (True, True)
    assert (standing(case.id), counted(case.id)) == (set(), (False, False))


def test_another_recipient_ends_both_and_is_journalled(town):
    person, second = a_person(town=town), a_recipient(town, "МКУ «Дворы»")
    case = a_case(town=town, topic=HOLES)
    decide(
        case.id,
        Choice(topic_id=case.topic_id, recipient_id=second),
        now=LATER,
        actor_id=person.id,
    )
    assert {(one.undone_at, one.undone_reason) for one in cases.bases(case.id)} == {
        (LATER, "получателя выбрал сотрудник")
    }
    assert counted(case.id) == (False, False)
    (entry,) = [one for one in audit.of_subject("case", case.id) if one.action == "undo_basis"]
    assert (entry.actor_id, sorted(entry.details["kinds"])) == (person.id, ["delivery", "fast_track"])


def test_a_return_ends_both(town):
    case = a_case(town=town, topic=HOLES)
    finish.give_back(case.id, reason="Это не наш двор", now=LATER, actor_id=None)
    assert standing(case.id) == set()
    assert cases.bases(case.id)[0].undone_reason == "возвращено на распределение"


def test_a_slow_topic_of_the_same_recipient_ends_the_fast_track_alone(town):
    case = a_case(town=town, topic=HOLES)
    decide(
        case.id,
        Choice(topic_id=topic_id(town, DOGS), recipient_id=case.recipient_id),
        now=LATER,
        actor_id=None,
    )
    assert (standing(case.id), counted(case.id)) == ({"delivery"}, (False, True))


def test_a_confirmed_recipient_changes_nothing(town):
    case = a_case(town=town, topic=HOLES)
    decide(case.id, Choice(topic_id=case.topic_id, recipient_id=case.recipient_id), now=LATER, actor_id=None)
    assert counted(case.id) == (True, True)


@pytest.mark.parametrize(
    ("steps", "seconds"),
    [
        ((Step(kind=StepKind.ROUTED, at=NOW + timedelta(minutes=2), by="МКУ «Дороги»"),), 120),
        (
            (
                Step(kind=StepKind.ROUTED, at=NOW + timedelta(minutes=2), by="МКУ «Дороги»"),
                Step(kind=StepKind.ROUTED, at=NOW + timedelta(minutes=9), by="МКУ «Дворы»"),
            ),
            None,
        ),
        ((), None),
    ],
    ids=["дошло сразу", "передано другому", "не направлено"],
)
def test_an_imported_case_counts_by_its_way(town, steps, seconds):
    account = intake.account(town.id, "pos")
    inbound = Inbound(channel="pos", external_id="x1", text="Яма", received_at=NOW, topic=HOLES)
    record = Record(row=1, inbound=inbound, steps=steps, system="ПОС")
    (taken,) = take_records([record], account_id=account.id, town=town, now=LATER)
    found = [one for one in cases.bases(taken.case_id) if one.kind == "delivery"]
    assert [one.seconds for one in found] == ([] if seconds is None else [seconds])
    if found:
        assert found[0].ground == "по выгрузке «ПОС»: передач между исполнителями не было"
    assert counted(taken.case_id)[1] is (seconds is not None)
