"""A chain of approval: its order, turns, deputies, rounds, and who may speak for all."""

from datetime import date, timedelta

import pytest

from otklik.casework.answers import selectors as drafts
from otklik.casework.answers.services import BadDraft, Writing
from otklik.casework.automation import selectors as automation_read
from otklik.casework.automation import services as automation
from otklik.casework.automation.rules.effects import Effects
from otklik.casework.automation.rules.shape import ALWAYS, Body
from otklik.casework.automation.services import AbsenceDraft, Draft
from otklik.casework.duplicates import selectors as duplicates
from otklik.casework.duplicates.outbreaks import ActCode
from otklik.flow import answer, chain, listing, mass_acts, outbreaks
from otklik.flow.chain import NotYourTurn
from otklik.ground.audit import selectors as audit
from otklik.ground.outbox.models import Delivery
from otklik.ground.people import selectors as people_read
from otklik.ground.people.models import User
from otklik.register.cases import selectors as cases
from tests.builders import NOW, a_case, a_person, a_town

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
LATER = NOW + timedelta(hours=2)
GOOD = Writing(text="Здравствуйте! Яму залатали 1 марта.", outcome="measures_taken")
OTHER = Writing(text="Здравствуйте! Яму залатали 2 марта.", outcome="measures_taken")


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def people(town):
    """Two of the chain, a deputy who is not in it, and the head of the centre."""
    told = [
        ("block_head", "anna", "Анина Анна Ильинична"), ("curator", "boris", "Борисов Борис Львович"),
        ("informing_lead", "vera", "Верина Вера Олеговна"), ("centre_head", "gleb", "Глебов Глеб Юрьевич"),
    ]  # fmt: skip
    return [
        a_person((role,), town=town, username=login, full_name=name, block="roads" if login == "anna" else "")
        for role, login, name in told
    ]


@pytest.fixture
def case(town, people):
    first, second, *_ = people
    automation.save(
        Draft(title="Согласовать", body=Body(ALWAYS, Effects(approvers=(first.id, second.id)))),
        municipality_id=town.id, lists=listing.lists(town.id), now=NOW, is_on=True,
    )  # fmt: skip
    return a_case("Яма у подъезда", town=town)


def submitted(case, writing=GOOD):
    return answer.submit(case.id, writing, now=LATER, today=TODAY, actor_id=None)


def approved(case, by, writing=GOOD, **more):
    return answer.approve(case.id, writing, now=LATER, today=TODAY, actor_id=by.id if by else None, **more)


def turn(case):
    found = chain.found(cases.by_id(case.id), drafts.living(case.id), on=TODAY)
    return found.turn if found else None


def sendings():
    return Delivery.objects.filter(kind=answer.SEND).count()


def away(town, person, deputy=None):
    automation.save_absence(
        AbsenceDraft(user_id=person.id, since=TODAY, until=TODAY, deputy_id=deputy and deputy.id),
        municipality_id=town.id, now=NOW,
    )  # fmt: skip


def test_people_approve_in_order_and_only_the_last_sends(town, case, people):
    first, second, *_ = people
    submitted(case)
    assert turn(case) == first.id
    assert chain.waiting_for(first.id, town.id, on=TODAY) == [case.id]
    assert approved(case, first) == "Борисов Борис Львович"
    assert (turn(case), sendings(), cases.by_id(case.id).status) == (second.id, 0, "approval")
    assert chain.waiting_for(first.id, town.id, on=TODAY) == []
    assert chain.waiting_for(second.id, town.id, on=TODAY) == [case.id]
    assert approved(case, second) == ""
    assert (drafts.living(case.id).state, sendings()) == ("approved", 1)
    assert [one.user_id for one in drafts.approvals(case.id)] == [first.id, second.id]
    with pytest.raises(BadDraft, match="уже согласован"):
        approved(case, second)


@pytest.mark.parametrize("who", [1, 2, 3, None], ids=["второй", "чужой", "руководитель без причины", "никто"])
def test_out_of_turn_is_refused_and_nothing_is_kept(case, people, who):
    submitted(case)
    with pytest.raises(NotYourTurn, match="Сейчас очередь: Анина Анна Ильинична"):
        approved(case, None if who is None else people[who], OTHER)
    assert drafts.living(case.id).text == GOOD.text
    assert drafts.approvals(case.id) == []


def test_one_who_has_approved_waits_for_the_rest(case, people):
    submitted(case)
    approved(case, people[0])
    with pytest.raises(NotYourTurn, match="Борисов"):
        approved(case, people[0])


def test_a_return_starts_the_chain_anew(case, people):
    first, second, *_ = people
    draft_id = submitted(case)
    approved(case, first)
    answer.send_back(case.id, draft_id, comment="Назовите дату", now=LATER, actor_id=second.id)
    assert drafts.living(case.id).turn_id is None
    submitted(case, OTHER)
    assert turn(case) == first.id
    with pytest.raises(NotYourTurn):
        approved(case, second, OTHER)


def test_a_changed_text_starts_the_chain_anew(case, people):
    first, second, *_ = people
    submitted(case)
    approved(case, first)
    with pytest.raises(NotYourTurn, match="Анина"):
        approved(case, second, OTHER)
    assert (turn(case), drafts.living(case.id).text) == (second.id, GOOD.text)
    approved(case, first, OTHER)
    assert (turn(case), drafts.living(case.id).text, sendings()) == (second.id, OTHER.text, 0)
    approved(case, second, OTHER)
    assert sendings() == 1


def test_the_first_may_approve_what_was_not_submitted(case, people):
    approved(case, people[0])
    assert (turn(case), cases.by_id(case.id).status) == (people[1].id, "approval")


def test_a_deputy_speaks_for_the_absent_and_is_journalled(town, case, people):
    first, second, deputy, _ = people
    away(town, first, deputy)
    submitted(case)
    assert chain.waiting_for(deputy.id, town.id, on=TODAY) == [case.id]
    assert chain.waiting_for(second.id, town.id, on=TODAY) == []
    approved(case, deputy)
    assert turn(case) == second.id
    (told,) = drafts.approvals(case.id)
    assert (told.user_id, told.instead_of) == (deputy.id, first.id)
    (line,) = [one for one in audit.of_subject("case", case.id) if one.action == "approve_draft"]
    assert line.details["instead"] == [first.id]


def test_a_deputy_who_is_next_approves_once_for_both(town, case, people):
    first, second, *_ = people
    away(town, first, second)
    submitted(case)
    assert approved(case, second) == ""
    assert [one.instead_of for one in drafts.approvals(case.id)] == [first.id, None]
    assert sendings() == 1


def test_the_absent_without_a_deputy_hold_the_answer_until_the_head_speaks_for_all(town, case, people):
    first, second, stranger, head = people
    away(town, first)
    submitted(case)
    with pytest.raises(NotYourTurn, match="заместитель не назначен"):
        approved(case, second)
    with pytest.raises(NotYourTurn, match="всего муниципалитета"):
        approved(case, stranger, instead="Срочно")
    assert approved(case, head, instead=" Срок сегодня ") == ""
    assert [(one.user_id, one.instead_of, one.comment) for one in drafts.approvals(case.id)] == [
        (head.id, first.id, "Срок сегодня"), (head.id, second.id, "Срок сегодня"),
    ]  # fmt: skip
    assert sendings() == 1


def test_those_who_have_left_are_passed_over_and_a_chain_of_them_alone_is_none(case, people):
    first, second, _, head = people
    User.objects.filter(id=first.id).update(is_active=False)
    submitted(case)
    assert turn(case) == second.id
    User.objects.filter(id=second.id).update(is_active=False)
    assert approved(case, head) == ""
    assert sendings() == 1


def test_rules_changed_since_do_not_change_the_chain(town, case, people):
    rule_id = next(one.id for one in automation_read.rules(town.id, now=NOW))
    automation.archive(rule_id, municipality_id=town.id, now=NOW)
    submitted(case)
    assert turn(case) == people[0].id


def test_an_answer_over_a_mass_problem_keeps_to_the_chain(town, case, people):
    other = a_case("Яма у подъезда", town=town)
    submitted(other, OTHER)
    first, _, _, head = people
    outbreak = outbreaks.begin_from(case.id, now=NOW, actor_id=head.id)
    run_id = mass_acts.begin(
        outbreak, mass_acts.Order(act=ActCode.ANSWER, text=GOOD.text, outcome="measures_taken"),
        case_ids=[case.id, other.id], access=people_read.access(head.id, today=TODAY),
        municipality_id=town.id, now=LATER, actor_id=head.id, by_label="",
    )  # fmt: skip
    told = dict(duplicates.run(run_id).failures)
    assert "положен на согласование" in told[case.id]
    assert "положен на согласование" not in told[other.id]
    assert (turn(case), drafts.living(case.id).text) == (first.id, GOOD.text)
    assert (drafts.living(other.id).text, sendings()) == (OTHER.text, 0)
