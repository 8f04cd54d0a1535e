"""A message goes by the stages of its town: by roles, by one clerk, put off within limits and confirmed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from otklik.casework.answers.services import Writing
from otklik.casework.deadlines.decisions import BadClock
from otklik.casework.stages import selectors as stages_read
from otklik.casework.stages import services
from otklik.casework.stages.rules import USUAL, Stage, StageManner, StageRule
from otklik.flow import answer, decide, deliveries, evidence, finish, moderating, stages
from otklik.flow.moderating import Whole
from otklik.ground.people import selectors as people
from otklik.ground.people.models import Organisation
from otklik.register.cases import selectors as cases
from tests.builders import NOW, a_case, a_person, a_recipient, a_town, topic_id

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
ROADS = "МКУ «Дороги»"
HOLES = "Ямы и выбоины на дороге"
DAY = timedelta(days=1)
GOOD = Writing(text="Здравствуйте, Ольга Петровна! Яму залатали 1 марта.", outcome="measures_taken")
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40
LEFT = {"photo": "фото пришлём отдельно"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def who(town):
    """People by the roles of the stages."""
    a_recipient(town, ROADS, topic=HOLES)
    office = Organisation.objects.get(short_title=ROADS).id
    return {
        "operator": a_person(["operator"], town=town).id,
        "pos_lead": a_person(["pos_lead"], town=town).id,
        "executor": a_person(["executor"], town=town, organisation_id=office).id,
        "recipient_head": a_person(["recipient_head"], town=town, organisation_id=office).id,
    }


def by_roles(town, **more):
    rules = {
        Stage.MODERATION: StageRule(is_on=True, role="operator", hours=4),
        Stage.COORDINATION: StageRule(is_on=True, role="pos_lead"),
        Stage.EXECUTION: StageRule(is_on=True, role="executor"),
        Stage.APPROVAL: StageRule(is_on=True, role="recipient_head"),
    }
    services.set_manner(replace(StageManner(), stages=rules, **more), municipality_id=town.id, now=NOW)


def at(day, actor):
    return {"now": NOW + day * DAY, "actor_id": actor}


def test_the_road_by_roles_with_the_refusals_beside_it(town, who):
    by_roles(town)
    case = a_case("Яма во всю полосу", town=town, topic=HOLES, recipient=ROADS)
    assert (case.status, case.needs_decision, case.auto_delivered) == ("new", False, False)
    standing = stages.standing(case)
    assert (standing.stage, standing.is_late(NOW + 2 * DAY)) == (Stage.MODERATION, True)
    choice = decide.Choice(topic_id=case.topic_id, recipient_id=case.recipient_id)
    with pytest.raises(stages.NotYourStage, match="на модерации"):
        decide.decide(case.id, choice, **at(0, who["pos_lead"]))
    with pytest.raises(stages.NotYourStage, match="Модерация"):
        moderating.accept(case.id, **at(0, who["pos_lead"]))
    with pytest.raises(stages.NotYourStage, match="Модерация"):
        finish.refuse(case.id, reason="Спам", **at(0, who["pos_lead"]))
    moderating.accept(case.id, **at(0, who["operator"]))
    assert cases.by_id(case.id).status == "routed"  # its recipient was sure: coordinated by itself
    with pytest.raises(stages.NotYourStage, match="уже прошло"):
        moderating.accept(case.id, **at(0, who["operator"]))
    with pytest.raises(stages.NotYourStage, match="Координация"):
        decide.decide(case.id, choice, **at(0, who["operator"]))
    with pytest.raises(stages.NotYourStage, match="Исполнение"):
        finish.take(case.id, **at(0, who["operator"]))
    finish.take(case.id, **at(0, who["executor"]))
    evidence.lay_by(case.id, [("яма.png", PICTURE)], **at(0, who["executor"]))
    with pytest.raises(stages.NotYourStage, match="Согласование"):
        answer.approve(case.id, GOOD, today=TODAY, **at(0, who["executor"]))
    draft_id = answer.submit(case.id, GOOD, today=TODAY, **at(0, who["executor"]))
    with pytest.raises(stages.NotYourStage, match="Согласование"):
        answer.send_back(case.id, draft_id, comment="Нет", **at(0, who["executor"]))
    answer.approve(case.id, GOOD, today=TODAY, **at(0, who["recipient_head"]))
    deliveries.turn(worker="a", now=lambda: NOW)
    assert cases.by_id(case.id).status == "answered"


def test_an_unsure_message_waits_for_the_coordinator_after_moderation(town, who):
    by_roles(town)
    case = a_case("Что-то не так", town=town)
    moderating.accept(case.id, **at(0, who["operator"]))
    assert stages.standing(cases.by_id(case.id)).stage is Stage.COORDINATION
    decide.decide(case.id, decide.Choice(topic_id=topic_id(town, HOLES)), **at(0, who["pos_lead"]))
    assert cases.by_id(case.id).status == "routed"
    finish.give_back(case.id, reason="Не наше", **at(0, who["executor"]))
    assert stages.standing(cases.by_id(case.id)).stage is Stage.COORDINATION
    other = a_case("Реклама", town=town)
    seen = cases.visible(people.access(who["operator"], today=TODAY), "route", town.id)
    assert [one.id for one in stages_read.to_moderate(seen)] == [other.id]
    finish.refuse(other.id, reason="Реклама", **at(0, who["operator"]))
    assert not stages_read.to_moderate(seen)


def test_appeals_and_what_the_system_does_know_no_stages(town, who):
    by_roles(town)
    appeal = a_case("Прошу отремонтировать дорогу", town=town, kind="appeal", channel="paper")
    choice = decide.Choice(topic_id=topic_id(town, HOLES))
    decide.decide(appeal.id, choice, **at(0, who["operator"]))
    message = a_case("Яма", town=town)
    decide.decide(message.id, choice, **at(0, None))
    assert {cases.by_id(one.id).status for one in (appeal, message)} == {"routed"}


def test_one_clerk_does_all_in_one_step_or_nothing(town, who):
    moderation = StageRule(is_on=True)
    manner = StageManner(stages={**USUAL, Stage.MODERATION: moderation})
    services.set_manner(manner, municipality_id=town.id, now=NOW)
    case = a_case("Во дворе яма", town=town)
    whole = Whole(topic_id=topic_id(town, HOLES), recipient_id=None, writing=GOOD)
    done = {**at(0, who["operator"]), "today": TODAY, "by_label": "Оператор"}
    with pytest.raises(answer.NotReady):
        moderating.settle_at_once(case.id, replace(whole, writing=Writing(text="")), **done)
    assert (cases.by_id(case.id).status, stages_read.accepted_at(case.id)) == ("new", None)
    moderating.settle_at_once(case.id, replace(whole, files=[("яма.png", PICTURE)]), **done)
    deliveries.turn(worker="a", now=lambda: NOW)
    face = cases.by_id(case.id)
    assert (face.status, face.assignee_id) == ("answered", who["operator"])
    assert [change.target for change in cases.changes(case.id)][-3:] == ["routed", "in_work", "answered"]


def test_promises_are_limited_moved_with_a_ground_and_confirmed(town, who):
    case = a_case("Яма", town=town, topic=HOLES, recipient=ROADS)

    def put_off(day, *, until, **reasons):
        writing = Writing(
            text="Здравствуйте, Ольга Петровна! Залатаем яму.", is_interim=True, promised_on=until
        )
        now = NOW + day * DAY
        answer.approve(
            case.id, writing, now=now, today=now.date(), actor_id=who["operator"],
            reasons={"promise": "день назван отдельно", "name": "так", "date": "так", **reasons},
        )  # fmt: skip
        deliveries.turn(worker="a", now=lambda: now)

    with pytest.raises(stages.BadPostponement, match="не дальше чем на 30"):
        put_off(0, until=date(2026, 4, 2))
    put_off(0, until=date(2026, 3, 10))
    face = cases.by_id(case.id)
    assert (face.status, face.promised_on) == ("postponed", date(2026, 3, 10))
    assert stages.is_broken(face, today=date(2026, 3, 11))
    assert not stages.is_broken(face, today=date(2026, 3, 10))
    with pytest.raises(stages.BadPostponement, match="Почему переносим"):
        put_off(9, until=date(2026, 3, 20))
    put_off(9, until=date(2026, 3, 20), postpone="Завод не отгрузил асфальт")
    assert [(one.promised_on, one.ground) for one in stages_read.postponements(case.id)] == [
        (date(2026, 3, 10), ""),
        (date(2026, 3, 20), "Завод не отгрузил асфальт"),
    ]
    with pytest.raises(BadClock, match="столько раз"):
        put_off(18, until=date(2026, 3, 30), postpone="Ещё раз")
    done = {"now": NOW + 18 * DAY, "today": date(2026, 3, 20), "actor_id": who["operator"]}
    with pytest.raises(stages.NotConfirmed, match="фотографию"):
        answer.approve(case.id, GOOD, reasons=LEFT, **done)
    evidence.lay_by(case.id, [("яма.png", PICTURE)], now=NOW, actor_id=None)
    answer.approve(case.id, GOOD, **done)
    deliveries.turn(worker="a", now=lambda: NOW + 18 * DAY)
    face = cases.by_id(case.id)
    assert face.status == "answered"
    assert not stages.is_broken(face, today=date(2026, 5, 1))


def test_a_stage_that_cannot_be_without_is_not_switched_off(town):
    off = StageManner(stages={**USUAL, Stage.EXECUTION: StageRule(is_on=False)})
    with pytest.raises(services.BadStages, match="обязателен"):
        services.set_manner(off, municipality_id=town.id, now=NOW)
    assert stages_read.manner(town.id) == StageManner()
    assert not stages_read.moderates(town.id)
