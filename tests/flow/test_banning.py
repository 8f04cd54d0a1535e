"""A complaint never comes to whom it is against, by whatever way it is sent there."""

from datetime import timedelta

import pytest

from otklik.flow import card, decide
from otklik.ground.audit import selectors as audit
from otklik.ground.people import selectors as people_read
from otklik.ground.people import services as people
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.cases.services import Accused, Banned, Stale
from otklik.register.catalog import selectors as catalog
from tests.builders import NOW, a_case, a_person, a_recipient, a_town, topic_id

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
HOLES = "Ямы во дворах"


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def roads(town):
    """«МКУ «Дороги»» under the administration, answering for holes."""
    over, roads = a_recipient(town, "Администрация"), a_recipient(town, topic=HOLES)
    homes = {one.short_title: one.id for one in people_read.organisations(town.id)}
    people.save_organisation(
        municipality_id=town.id, short_title="МКУ «Дороги»", organisation_id=homes["МКУ «Дороги»"],
        parent_id=homes["Администрация"], now=NOW,
    )  # fmt: skip
    return {"recipient": roads, "over": over, "home": homes["МКУ «Дороги»"]}


@pytest.fixture
def complaint(town, roads):
    """Already with the accused when it is understood to be a complaint."""
    case = a_case("Дороги не чистят", town=town, channel="paper", kind="appeal", topic=HOLES)
    card.set_appeal_type(case.id, "complaint", now=LATER, actor_id=None)
    return case


def accuse(case, roads, **told):
    named = Accused(title="МКУ «Дороги»", organisation_id=roads["home"], **told)
    return cases.name_accused(case.id, [named], now=LATER)


def test_naming_the_accused_takes_the_case_from_them(town, roads, complaint):
    person = a_person(("executor",), town=town, organisation_id=roads["home"])
    cases.assign(complaint.id, person.id, now=LATER)
    cases.add_co_executors(complaint.id, [person.id], by_label="", now=LATER)
    assert complaint.recipient_id == roads["recipient"]
    assert accuse(complaint, roads) == ["recipient", "co_executors"]
    case = cases_read.by_id(complaint.id)
    assert (case.recipient_id, case.assignee_id, case.needs_decision) == (None, None, True)
    assert cases_read.co_executors(case.id) == []
    entry = next(one for one in audit.of_subject("case", case.id) if one.action == "name_accused")
    assert entry.norm == "59-ФЗ, ст. 8, ч. 6"


def test_every_way_to_the_accused_is_refused_and_another_is_named(town, roads, complaint):
    person = a_person(("executor",), town=town, organisation_id=roads["home"])
    accuse(complaint, roads)
    topic = topic_id(town, HOLES)
    choice = decide.Choice(topic_id=topic, recipient_id=roads["recipient"])
    with pytest.raises(Banned, match="вышестоящей организации: «Администрация»") as refused:
        decide.decide(complaint.id, choice, now=LATER, actor_id=None)
    assert refused.value.recipient_ids == (roads["over"],)
    direct = cases.Decision(topic_id=topic, block_id=None, recipient_id=roads["recipient"], by="rule")
    question = cases.Asking(text="И обочины", recipient_id=roads["recipient"])
    for act in (
        lambda: cases.decide(complaint.id, direct, now=LATER),
        lambda: cases.assign(complaint.id, person.id, now=LATER),
        lambda: cases.add_co_executors(complaint.id, [person.id], by_label="", now=LATER),
        lambda: cases.save_question(complaint.id, question, now=LATER),
        lambda: cases.refuse_addressee(complaint, "Дороги"),
    ):
        with pytest.raises(Banned, match="жалу"):
            act()
    case = cases_read.by_id(complaint.id)
    assert (case.recipient_id, case.assignee_id) == (None, None)


def test_the_table_of_responsibility_goes_past_the_accused_to_the_superior(town, roads, complaint):
    accuse(complaint, roads)
    decide.decide(complaint.id, decide.Choice(topic_id=topic_id(town, HOLES)), now=LATER, actor_id=None)
    case = cases_read.by_id(complaint.id)
    assert catalog.snapshot(town.id).recipients[case.recipient_id].title == "Администрация"


def test_a_complaint_against_nobody_goes_nowhere(town, roads, complaint):
    choice = decide.Choice(topic_id=topic_id(town, HOLES), recipient_id=roads["over"])
    with pytest.raises(Banned, match="сначала укажите"):
        decide.decide(complaint.id, choice, now=LATER, actor_id=None)
    with pytest.raises(Banned, match="на чьё решение"):
        cases.name_accused(complaint.id, [], now=LATER)


def test_the_accused_are_named_by_one_person_at_a_time(roads, complaint):
    version = cases_read.by_id(complaint.id).version
    accuse(complaint, roads)
    with pytest.raises(Stale):
        cases.name_accused(complaint.id, [Accused(title="Другие")], now=LATER, version=version)


def test_a_request_for_information_has_its_own_clock(town, roads):
    case = a_case("Дайте сведения о бюджете", town=town, channel="paper", kind="appeal")
    card.set_appeal_type(case.id, "information", now=LATER, actor_id=None)
    assert cases_read.by_id(case.id).due_norm == "8-ФЗ, ст. 18, ч. 6"
