"""A person's decision: topic and recipient on the face, the label kept, clocks and status following."""

from dataclasses import replace
from datetime import timedelta

import pytest

from otklik.casework.deadlines import selectors as deadlines
from otklik.casework.triage.models import Label
from otklik.flow import decide as flow
from otklik.flow.decide import BadDecision, Choice, decide
from otklik.ground.audit import selectors as audit
from otklik.register.cases import selectors as cases
from otklik.register.cases.services import Stale
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.models import Recipient, Topic
from tests.builders import NOW, a_case, a_person, a_recipient, a_town, topic_id

pytestmark = pytest.mark.django_db
HOLES, LAMPS = "Ямы во дворах", "Выгул собак"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def waiting(town):
    return a_case("Добрый день, у меня вопрос", town=town)


def decided(case_id, *, now=LATER, actor_id=None, **told):
    decide(case_id, Choice(**told), now=now, actor_id=actor_id)
    return cases.by_id(case_id)


def test_a_decision_is_on_the_face_and_kept_as_a_label(town, waiting):
    recipient, person = a_recipient(town), a_person(town=town)
    case = decided(waiting.id, topic_id=topic_id(town, HOLES), recipient_id=recipient, actor_id=person.id)
    assert (case.topic_id, case.recipient_id) == (topic_id(town, HOLES), recipient)
    assert (case.topic_by, case.recipient_by, case.needs_decision) == ("person", "person", False)
    assert case.block_id == catalog.snapshot(town.id).topics[case.topic_id].block_id
    (question,) = cases.questions(case.id)
    assert (question.topic_id, question.recipient_id) == (case.topic_id, recipient)
    label = Label.objects.get(case_id=case.id)
    assert (label.topic_id, label.recipient_id, label.was_topic_id) == (case.topic_id, recipient, None)
    assert (label.user_id, label.at) == (person.id, LATER)
    assert {"decide", "label", "move:routed"} <= {line.action for line in audit.of_subject("case", case.id)}


def test_a_decided_case_goes_to_its_recipient_by_hand(town, waiting):
    case = decided(waiting.id, topic_id=topic_id(town, HOLES), recipient_id=a_recipient(town))
    assert (case.status, case.routed_at) == ("routed", LATER)
    assert (case.auto_delivered, case.hops) == (False, 0)


def test_the_clocks_count_from_the_way_and_the_topic(town, waiting):
    before = next(one for one in deadlines.rungs(waiting.id) if one.is_main)
    later = NOW + timedelta(days=1)
    case = decided(waiting.id, topic_id=topic_id(town, HOLES), recipient_id=a_recipient(town), now=later)
    after = next(one for one in deadlines.rungs(case.id) if one.is_main)
    assert (before.starts_at, after.starts_at) == (NOW, later)
    assert (case.due_at, case.due_norm) == (after.due_at, after.norm)
    assert case.attention_at <= case.due_at


def test_a_fast_topic_puts_the_fast_track_on_the_face_and_a_slow_one_takes_it_off(town):
    fast = topic_id(town, HOLES)
    Topic.objects.filter(id=fast).update(is_fast_track=True, fast_track_days=5)
    catalog_changed(town)
    waiting = a_case("Добрый день, у меня вопрос", town=town)
    case = decided(waiting.id, topic_id=fast)
    assert case.is_fast_track
    assert case.fast_track_due_at == next(
        one.due_at for one in deadlines.rungs(case.id) if one.code == "fast"
    )
    case = decided(case.id, topic_id=topic_id(town, LAMPS))
    assert (case.is_fast_track, case.fast_track_due_at) == (False, None)
    fast_clock = next(one for one in deadlines.rungs(case.id) if one.code == "fast")
    assert fast_clock.stopped_by_event == "not_applicable"


def catalog_changed(town):
    """Any change through the services makes the catalog be read again."""
    a_recipient(town, "МКУ «Другое»")


def test_with_no_recipient_the_table_of_responsibility_is_asked(town, waiting):
    recipient = a_recipient(town, topic=HOLES)
    case = decided(waiting.id, topic_id=topic_id(town, HOLES))
    assert (case.recipient_id, case.status) == (recipient, "routed")


def test_a_topic_with_nobody_to_answer_still_waits(town, waiting):
    case = decided(waiting.id, topic_id=topic_id(town, HOLES))
    assert (case.status, case.recipient_id, case.needs_decision) == ("new", None, True)


def test_a_second_recipient_is_a_hop_and_delivers_by_hand(town):
    a_recipient(town, topic=HOLES)
    case = a_case("Яма у подъезда", town=town, topic=HOLES)
    assert case.auto_delivered
    second = a_recipient(town, "МКУ «Дворы»")
    case = decided(case.id, topic_id=case.topic_id, recipient_id=second)
    assert (case.hops, case.auto_delivered, case.status) == (1, False, "routed")
    assert [one.target for one in cases.changes(case.id)] == ["new", "routed", "routed"]
    assert decided(case.id, topic_id=case.topic_id, recipient_id=second).hops == 1


def test_another_topic_of_the_same_recipient_is_no_hop(town):
    recipient = a_recipient(town, topic=HOLES)
    case = a_case("Яма у подъезда", town=town, topic=HOLES)
    case = decided(case.id, topic_id=topic_id(town, LAMPS), recipient_id=recipient)
    assert (case.hops, case.auto_delivered) == (0, True)
    assert len(cases.changes(case.id)) == 2
    assert Label.objects.get(case_id=case.id).was_topic_id == topic_id(town, HOLES)


@pytest.mark.parametrize("which", ["нет такой", "чужая", "закрытая", "группа"])
def test_a_wrong_topic_is_refused_in_russian(town, waiting, which):
    closed = topic_id(town, LAMPS)
    group = next(one.id for one in catalog.snapshot(town.id).topics.values() if one.is_group)
    other = topic_id(a_town("nearby", title="Город Соседний"), HOLES)
    Topic.objects.filter(id=closed).update(is_active=False)
    catalog_changed(town)
    wrong = {"нет такой": 10**9, "чужая": other, "закрытая": closed, "группа": group}[which]
    with pytest.raises(BadDecision, match="Выберите другую"):
        decided(waiting.id, topic_id=wrong)
    assert cases.by_id(waiting.id).version == waiting.version
    assert not Label.objects.exists()


@pytest.mark.parametrize("which", ["нет такого", "чужой", "закрытый"])
def test_a_wrong_recipient_is_refused_in_russian(town, waiting, which):
    closed = a_recipient(town)
    Recipient.objects.filter(id=closed).update(is_active=False)
    other = a_recipient(a_town("nearby", title="Город Соседний"))
    catalog_changed(town)
    wrong = {"нет такого": 10**9, "чужой": other, "закрытый": closed}[which]
    with pytest.raises(BadDecision, match="Выберите другого"):
        decided(waiting.id, topic_id=topic_id(town, HOLES), recipient_id=wrong)
    assert cases.by_id(waiting.id).topic_id is None


def test_a_stale_version_is_refused_and_nothing_is_written(town, waiting):
    choice = Choice(topic_id=topic_id(town, HOLES), recipient_id=a_recipient(town), version=waiting.version)
    decide(waiting.id, choice, now=LATER, actor_id=None)
    with pytest.raises(Stale, match="другой сотрудник"):
        decide(waiting.id, replace(choice, topic_id=topic_id(town, LAMPS)), now=LATER, actor_id=None)
    assert cases.by_id(waiting.id).topic_id == choice.topic_id
    assert Label.objects.count() == 1


def test_a_corrected_address_finds_its_house_and_district(town, waiting):
    flow.relocate(waiting.id, text="улица Речная, 14", lat=None, lon=None, now=LATER, actor_id=None)
    case = cases.by_id(waiting.id)
    assert (case.address, case.address_by, case.address_confidence) == ("ул. Речная, д. 14", "person", 1.0)
    assert case.house_id is not None
    assert case.district_id is not None
    flow.relocate(waiting.id, text="у реки, за мостом", lat=54.05, lon=48.05, now=LATER, actor_id=None)
    case = cases.by_id(waiting.id)
    assert (case.lat, case.lon, case.house_id) == (54.05, 48.05, None)
    assert "за мостом" in case.address
