"""Co-executors: rules and people bring them to a case; imported history brings nobody."""

from datetime import timedelta

import pytest

from otklik.border.ports.messages import Inbound, Record, Step, StepKind
from otklik.casework.automation import selectors as automation
from otklik.casework.automation import services
from otklik.casework.automation.rules.effects import Effects
from otklik.casework.automation.rules.shape import ALWAYS, Body
from otklik.casework.automation.services import Draft
from otklik.flow import card, decide, listing
from otklik.flow.receive import take_records
from otklik.ground.audit import selectors as audit
from otklik.ground.people.models import User
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel.conditions import Condition, Test
from otklik.register.cases import selectors as cases
from otklik.register.cases import services as register
from otklik.register.catalog import selectors as catalog
from otklik.register.intake import selectors as intake
from tests.builders import NOW, a_case, a_person, a_recipient, a_town, topic_id

pytestmark = pytest.mark.django_db
HOLES = "Ямы и выбоины на дороге"
HEATING = "Ненадлежащее качество или отсутствие отопления"


@pytest.fixture
def town() -> MunicipalityView:
    return a_town()


def an_executor(town: MunicipalityView, recipient_id: int, username: str, name: str) -> User:
    organisation = catalog.snapshot(town.id).recipients[recipient_id].organisation_id
    return a_person(("executor",), town=town, username=username, full_name=name, organisation_id=organisation)


def a_rule(town: MunicipalityView, condition: Condition, effects: Effects) -> None:
    services.save(
        Draft(title="Ямы", body=Body(condition, effects)),
        municipality_id=town.id, lists=listing.lists(town.id), now=NOW, is_on=True,
    )  # fmt: skip


def joined(case_id: int) -> list[tuple[int, str]]:
    return [(one.user_id, one.by_label) for one in cases.co_executors(case_id)]


def entries(case_id: int, action: str) -> list[dict[str, object]]:
    return [one.details for one in audit.of_subject("case", case_id) if one.action == action]


def test_a_rule_brings_people_of_the_recipients_it_names(town: MunicipalityView) -> None:
    roads, water = a_recipient(town, topic=HOLES), a_recipient(town, "МУП «Водоканал»")
    an_executor(town, roads, "roads", "Дорожкин Иван Ильич")
    plumber = an_executor(town, water, "water", "Трубин Олег Ильич")
    a_rule(town, ALWAYS, Effects(co_executors=(water, roads)))
    case = a_case(town=town, topic=HOLES)
    assert (case.recipient_id, case.needs_decision) == (roads, False)
    assert joined(case.id) == [(plumber.id, "правило «Ямы», редакция 1")]
    assert entries(case.id, "add_co_executors") == [
        {"users": [plumber.id], "ground": "правило «Ямы», редакция 1"}
    ]


def test_a_recipient_with_nobody_is_told_of_and_the_case_goes_on(town: MunicipalityView) -> None:
    roads, empty = a_recipient(town, topic=HOLES), a_recipient(town, "ООО «Пусто»")
    a_rule(town, ALWAYS, Effects(co_executors=(empty,)))
    case = a_case(town=town, topic=HOLES)
    assert (case.recipient_id, case.needs_decision, joined(case.id)) == (roads, False, [])
    (acting,) = automation.actings(case.id)
    assert [key for key, _ in acting.failures] == ["co_executors"]


def test_imported_history_brings_nobody(town: MunicipalityView) -> None:
    water = a_recipient(town, "МУП «Водоканал»")
    an_executor(town, water, "water", "Трубин Олег Ильич")
    a_rule(town, ALWAYS, Effects(co_executors=(water,)))
    account = intake.account(town.id, "demo")
    assert account is not None
    inbound = Inbound(channel="demo", external_id="old-1", text="Яма", received_at=NOW)
    record = Record(row=1, inbound=inbound, steps=(Step(kind=StepKind.ANSWERED, at=NOW, by="Отдел"),))
    (taken,) = take_records([record], account_id=account.id, town=town, now=NOW)
    assert taken.case_id is not None
    assert joined(taken.case_id) == []


def test_a_rule_that_acts_later_adds_and_takes_nobody_away(town: MunicipalityView) -> None:
    water, heat = a_recipient(town, "МУП «Водоканал»"), a_recipient(town, "ООО «Тепло»", topic=HEATING)
    plumber = an_executor(town, water, "water", "Трубин Олег Ильич")
    stoker = an_executor(town, heat, "heat", "Котов Пётр Ильич")
    a_rule(town, Test("topic", "is", str(topic_id(town, HEATING))), Effects(co_executors=(water,)))
    case = a_case(town=town, topic=HOLES)
    assert joined(case.id) == []
    register.add_co_executors(case.id, [stoker.id], by_label="Андреева", now=NOW)
    decide.decide(
        case.id, decide.Choice(topic_id=topic_id(town, HEATING)), now=NOW + timedelta(hours=1), actor_id=None
    )
    assert joined(case.id) == [(stoker.id, "Андреева"), (plumber.id, "правило «Ямы», редакция 1")]


def test_people_bring_and_let_go_once_each(town: MunicipalityView) -> None:
    roads = a_recipient(town)
    user = an_executor(town, roads, "roads", "Дорожкин Иван Ильич")
    viewer = a_person(("town_head",), town=town, username="head", full_name="Главный Пётр Ильич")
    case = a_case(town=town)
    assert card.may_co_execute(case.id, today=NOW.date()) == [(user.id, user.full_name)]
    for wrong in (viewer.id, None):
        with pytest.raises(card.BadCard):
            card.add_co_executor(
                case.id, wrong, now=NOW, today=NOW.date(), actor_id=viewer.id, by_label="Главный"
            )
    card.add_co_executor(case.id, user.id, now=NOW, today=NOW.date(), actor_id=viewer.id, by_label="Главный")
    assert card.may_co_execute(case.id, today=NOW.date()) == []
    assert register.add_co_executors(case.id, [user.id], by_label="", now=NOW) == []
    card.remove_co_executor(case.id, user.id, now=NOW, actor_id=viewer.id)
    with pytest.raises(card.BadCard):
        card.remove_co_executor(case.id, user.id, now=NOW, actor_id=viewer.id)
    assert joined(case.id) == []
    assert len(entries(case.id, "add_co_executors")) == len(entries(case.id, "remove_co_executor")) == 1
