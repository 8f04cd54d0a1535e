"""Automatic rules on the road: they route, date and name the executor; they fail aloud, people are above."""

from datetime import date, timedelta

import pytest

from otklik.casework.automation import selectors as automation
from otklik.casework.automation import services
from otklik.casework.automation.models import RuleHit
from otklik.casework.automation.rules.effects import AUTO, Effects, Internal
from otklik.casework.automation.rules.shape import ALWAYS, Body
from otklik.casework.automation.services import AbsenceDraft, Draft, ShiftDraft
from otklik.casework.deadlines import selectors as deadlines
from otklik.flow import decide, finish, listing
from otklik.ground.audit import selectors as audit
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel.conditions import All, Condition, Test
from otklik.register.cases import selectors as cases
from otklik.register.cases.models import Case
from otklik.register.cases.rules import Status
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog import services as catalog_services
from tests.builders import NOW, a_case, a_person, a_recipient, a_town, at

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def town() -> MunicipalityView:
    return a_town()


def a_topic(town: MunicipalityView) -> int:
    return next(one.id for one in catalog.snapshot(town.id).assignable_topics() if "ям" in one.title.lower())


def a_rule(town: MunicipalityView, condition: Condition, effects: Effects, title: str = "Ямы") -> int:
    rule_id = services.save(
        Draft(title=title, body=Body(condition, effects)),
        municipality_id=town.id, lists=listing.lists(town.id), now=NOW, is_on=True,
    )  # fmt: skip
    assert rule_id
    return rule_id


def pit(town: MunicipalityView) -> Test:
    return Test("topic", "is", str(a_topic(town)))


def a_pit(town: MunicipalityView, **more: str) -> Case:
    title = catalog.snapshot(town.id).topics[a_topic(town)].full_title
    return a_case("Огромная яма на дороге", town=town, topic=title, address="улица Садовая, 3", **more)


def test_a_rule_chooses_before_the_table(town: MunicipalityView) -> None:
    table, ruled = a_recipient(town, "Отдел дорог"), a_recipient(town, "МКУ «Дороги»")
    duty = catalog_services.Duty(recipient_id=table, topic_id=a_topic(town))
    catalog_services.set_responsibility(duty, municipality_id=town.id, now=NOW)
    north = Test("text", "contains_words", "яма")
    rule_id = a_rule(
        town, All((pit(town), north)),
        Effects(recipient=ruled, internal=Internal(1, "hours"), tags=("ямы",), urgency=1, fast_track=True),
    )  # fmt: skip
    case = a_pit(town)
    assert (case.recipient_id, case.recipient_by, case.status) == (ruled, "rule", Status.ROUTED)
    assert (case.urgency, case.urgency_reason) == (1, "правило «Ямы», редакция 1")
    assert [one.title for one in case.tags.all()] == ["ямы"]
    (acting,) = automation.actings(case.id)
    assert (acting.rule_id, acting.number, acting.title) == (rule_id, 1, "Ямы")
    assert acting.effects.recipient == ruled
    term = next(one for one in deadlines.rungs(case.id) if one.code == "by_rule")
    assert term.due_at == at("2026-03-02 11:00", town)
    (told,) = automation.rules(town.id, now=NOW)
    assert told.figures.hits == 1


def test_a_rule_that_is_off_or_of_another_day_does_nothing(town: MunicipalityView) -> None:
    ruled = a_recipient(town)
    rule_id = a_rule(town, pit(town), Effects(recipient=ruled))
    services.switch(rule_id, False, municipality_id=town.id, now=NOW)
    assert a_pit(town).recipient_id is None
    services.save(
        Draft(title="Ямы", body=Body(pit(town), Effects(recipient=ruled)), since=TODAY + timedelta(days=1)),
        municipality_id=town.id, lists=listing.lists(town.id), rule_id=rule_id, is_on=True, now=NOW,
    )  # fmt: skip
    assert (
        a_pit(town, received="2026-03-02 23:59").recipient_id == ruled
    )  # the first version goes on until then
    assert a_pit(town, received="2026-03-03 00:01").recipient_id == ruled
    assert [one.number for one in automation.versions(rule_id)] == [2, 1]
    assert RuleHit.objects.order_by("id").values_list("version__number", flat=True)[::1] == [1, 2]


def test_an_imported_row_with_its_own_way_is_left_as_it_is(town: MunicipalityView) -> None:
    from otklik.border.ports.messages import Inbound, Record, Step, StepKind
    from otklik.flow.receive import take_records
    from otklik.register.intake import selectors as intake

    a_rule(town, ALWAYS, Effects(recipient=a_recipient(town), tags=("всё",)))
    account = intake.account(town.id, "demo")
    assert account is not None
    inbound = Inbound(channel="demo", external_id="old-1", text="Яма", received_at=NOW)
    record = Record(row=1, inbound=inbound, steps=(Step(kind=StepKind.ANSWERED, at=NOW, by="Отдел"),))
    (taken,) = take_records([record], account_id=account.id, town=town, now=NOW)
    assert taken.case_id is not None
    assert automation.actings(taken.case_id) == []


def test_a_closed_recipient_alarms_and_leaves_the_case_to_a_person(town: MunicipalityView) -> None:
    ruled = a_recipient(town)
    rule_id = a_rule(town, pit(town), Effects(recipient=ruled))
    a_rule(town, ALWAYS, Effects(tags=("живо",)), "Метка")
    catalog_services.save_recipient(
        municipality_id=town.id, recipient_id=ruled, is_active=False, now=NOW,
        organisation_id=catalog.snapshot(town.id).recipients[ruled].organisation_id,
    )  # fmt: skip
    for _ in range(2):
        case = a_pit(town)
    assert case.needs_decision
    assert case.status == Status.NEW
    assert [one.title for one in case.tags.all()] == ["живо"]
    (alarm,) = automation.alarms(town.id)
    assert (alarm.rule_id, alarm.count, alarm.case_id) == (rule_id, 2, case.id)
    assert "закрыт" in alarm.text
    assert next(line.action for line in audit.of_subject("rule", rule_id)) == "rule_failed"
    services.close_alarms(alarm.rule_id, municipality_id=town.id, now=NOW)
    assert automation.alarms(town.id) == []
    a_pit(town)
    assert len(automation.alarms(town.id)) == 1


def test_a_template_that_is_gone_alarms_too(town: MunicipalityView) -> None:
    from otklik.casework.answers import services as answers

    template = answers.save_template(
        municipality_id=town.id, title="Яма", text="Здравствуйте! Яму заделают.", now=NOW
    )
    a_rule(town, pit(town), Effects(recipient=a_recipient(town), template=template.id))
    assert automation.actings(a_pit(town).id)[0].effects.template == template.id
    template.is_active = False
    template.save()
    case = a_pit(town)
    assert not case.needs_decision
    assert automation.actings(case.id)[0].failures == (("template", "шаблон удалён или закрыт"),)


def test_coordination_names_the_executor(town: MunicipalityView) -> None:
    ruled = a_recipient(town)
    organisation = catalog.snapshot(town.id).recipients[ruled].organisation_id
    executors = [
        a_person(("executor",), town=town, username=name, full_name=name, organisation_id=organisation)
        for name in ("Иванов", "Петров", "Сидоров")
    ]
    head = a_person(
        ("recipient_head",), town=town, username="head", full_name="Аксёнов", organisation_id=organisation
    )
    ivanov, petrov, sidorov = (one.id for one in executors)
    a_rule(town, pit(town), Effects(recipient=ruled))
    a_rule(town, ALWAYS, Effects(executor=AUTO), "Автокоординация")
    services.save_absence(
        AbsenceDraft(user_id=ivanov, since=TODAY, until=TODAY, reason="в отпуске"),
        municipality_id=town.id, now=NOW,
    )  # fmt: skip
    first, second, third = (a_pit(town) for _ in range(3))
    assert [first.assignee_id, second.assignee_id, third.assignee_id] == [petrov, sidorov, petrov]
    assert head.id not in {first.assignee_id, second.assignee_id}
    assert automation.actings(second.id)[1].why == (
        "Иванов в отпуске до 02.03; открытых карточек: Петров — 1, Сидоров — 0 → Сидоров"
    )
    services.save_shift(
        ShiftDraft(user_id=petrov, since=TODAY, until=TODAY), municipality_id=town.id, now=NOW
    )
    assert [a_pit(town).assignee_id for _ in range(2)] == [petrov, petrov]


def test_a_person_who_left_alarms(town: MunicipalityView) -> None:
    ruled = a_recipient(town)
    organisation = catalog.snapshot(town.id).recipients[ruled].organisation_id
    gone = a_person(("executor",), town=town, username="gone", organisation_id=organisation)
    rule_id = a_rule(town, pit(town), Effects(recipient=ruled, executor=gone.id))
    assert a_pit(town).assignee_id == gone.id
    gone.is_active = False
    gone.save()
    case = a_pit(town)
    assert (case.recipient_id, case.status, case.needs_decision) == (ruled, Status.ROUTED, False)
    assert case.assignee_id is None
    assert automation.alarms(town.id, rule_id=rule_id)[0].count == 1


def test_a_changed_topic_asks_the_rules_again(town: MunicipalityView) -> None:
    ruled, other = a_recipient(town, "МКУ «Дороги»"), a_recipient(town, "Другой")
    a_rule(town, pit(town), Effects(recipient=ruled, internal=Internal(1, "hours"), tags=("ямы",), urgency=1))
    case = a_case("Непонятно что", town=town)
    assert automation.actings(case.id) == []
    clerk = a_person(town=town)
    now = at("2026-03-02 11:00", town)
    decide.decide(case.id, decide.Choice(topic_id=a_topic(town)), now=now, actor_id=clerk.id)
    case = cases.by_id(case.id)
    assert (case.recipient_id, case.status, case.urgency) == (ruled, Status.ROUTED, 1)
    assert [one.title for one in case.tags.all()] == ["ямы"]
    assert any(one.code == "by_rule" for one in deadlines.rungs(case.id))
    decide.decide(
        case.id, decide.Choice(topic_id=a_topic(town), recipient_id=other), now=now, actor_id=clerk.id
    )
    assert cases.by_id(case.id).recipient_id == other
    first, second = automation.actings(case.id)
    assert (first.is_current, first.outcome, second.is_current) == (False, "rerouted", True)
    assert second.effects.recipient is None
    (told,) = automation.rules(town.id, now=now)
    assert (told.figures.hits, told.figures.rerouted) == (2, 1)


def test_a_return_counts_against_the_version(town: MunicipalityView) -> None:
    rule_id = a_rule(town, pit(town), Effects(recipient=a_recipient(town)))
    case = a_pit(town)
    finish.give_back(case.id, reason="Не наше", now=NOW, actor_id=None)
    (version,) = automation.versions(rule_id)
    assert (version.figures.hits, version.figures.returned) == (1, 1)


def test_versions_are_kept_and_restored(town: MunicipalityView) -> None:
    first, second = a_recipient(town, "Первый"), a_recipient(town, "Второй")
    rule_id = a_rule(town, pit(town), Effects(recipient=first))
    services.save(
        Draft(title="Ямы", body=Body(pit(town), Effects(recipient=second))),
        municipality_id=town.id, lists=listing.lists(town.id), rule_id=rule_id, now=NOW,
    )  # fmt: skip
    assert a_pit(town).recipient_id == second
    assert services.restore(rule_id, 1, municipality_id=town.id, now=NOW) == 3
    assert a_pit(town).recipient_id == first
    services.save(
        Draft(title="Ямы на дорогах", body=Body(pit(town), Effects(recipient=first))),
        municipality_id=town.id, lists=listing.lists(town.id), rule_id=rule_id, now=NOW,
    )  # fmt: skip
    assert len(automation.versions(rule_id)) == 3  # a title is not what a rule says
    services.archive(rule_id, municipality_id=town.id, now=NOW)
    assert a_pit(town).recipient_id is None
    assert automation.archived(town.id) == [(rule_id, "Ямы на дорогах")]
    services.unarchive(rule_id, municipality_id=town.id, now=NOW)
    assert [one.is_on for one in automation.rules(town.id, now=NOW)] == [False]


def test_rules_have_an_order(town: MunicipalityView) -> None:
    first, second = a_recipient(town, "Первый"), a_recipient(town, "Второй")
    a_rule(town, pit(town), Effects(recipient=first), "А")
    later = a_rule(town, pit(town), Effects(recipient=second), "Б")
    assert a_pit(town).recipient_id == first
    services.move(later, is_up=True, municipality_id=town.id, now=NOW)
    assert a_pit(town).recipient_id == second
    services.move(later, is_up=True, municipality_id=town.id, now=NOW)
    assert [one.title for one in automation.rules(town.id, now=NOW)] == ["Б", "А"]


@pytest.mark.parametrize(
    ("draft", "complaint"),
    [
        (Draft(title=" ", body=Body(ALWAYS, Effects(urgency=1))), "Назовите правило"),
        (Draft(title="Ямы", body=Body(ALWAYS, Effects(urgency=1))), "уже есть"),
        (Draft(title="Б", body=Body(ALWAYS, Effects())), "хотя бы одно действие"),
        (Draft(title="Б", body=Body(Test("topic", "is", "0"), Effects(urgency=1))), "нет значения"),
        (Draft(title="Б", body=Body(Test("moon", "is", "0"), Effects(urgency=1))), "Нет поля"),
        (
            Draft(
                title="Б", body=Body(ALWAYS, Effects(urgency=1)), since=TODAY, until=TODAY - timedelta(days=1)
            ),
            "кончается раньше",
        ),
    ],
)
def test_what_cannot_be_kept(town: MunicipalityView, draft: Draft, complaint: str) -> None:
    a_rule(town, ALWAYS, Effects(urgency=1), "Ямы")
    with pytest.raises(ValueError, match=complaint):
        services.save(draft, municipality_id=town.id, lists=listing.lists(town.id), now=NOW)
