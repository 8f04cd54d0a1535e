"""The last legs: taken, given back, refused, forwarded, closed, reopened, each with its reason and clocks."""

from datetime import timedelta

import pytest

from otklik.casework.answers.services import Writing
from otklik.casework.deadlines import selectors as deadlines
from otklik.flow import answer, finish
from otklik.flow.decide import Choice, decide
from otklik.ground.audit import selectors as audit
from otklik.register.cases import selectors as cases
from otklik.register.cases.rules import MoveNotAllowed
from tests.builders import NOW, a_case, a_person, a_recipient, a_town

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def appeal(town):
    """An appeal that stands at its recipient's."""
    recipient = a_recipient(town, topic="Ямы во дворах")
    case = a_case("Прошу починить двор", town=town, topic="Ямы во дворах", channel="paper", kind="appeal")
    assert (case.status, case.recipient_id) == ("routed", recipient)
    return case


def clocks(case_id):
    return {one.code: one for one in deadlines.rungs(case_id)}


def answered(case_id, now=LATER):
    writing = Writing(text="Здравствуйте! Двор починили.", outcome="supported")
    answer.approve(
        case_id, writing, now=now, today=now.date(), actor_id=None, proof="исх. 12 от 02.03.2026, почтой"
    )


def test_who_takes_a_case_becomes_its_executor(town, appeal):
    person = a_person(("operator",), town=town)
    finish.take(appeal.id, now=LATER, actor_id=person.id, by_label="Андреева С. П.")
    case = cases.by_id(appeal.id)
    assert (case.status, case.assignee_id, case.taken_at) == ("in_work", person.id, LATER)
    assert clocks(case.id)["forwarding"].stopped_by_event == "taken"
    assert clocks(case.id)["answer"].is_running
    change = cases.changes(case.id)[-1]
    assert (change.by_label, change.user_id) == ("Андреева С. П.", person.id)
    assert "59-ФЗ" in change.norm


def test_a_named_executor_stays(town, appeal):
    one, two = a_person(("operator",), town=town), a_person(("operator",), town=town, username="second")
    finish.take(appeal.id, now=LATER, actor_id=one.id)
    answer.submit(appeal.id, Writing(text="Здравствуйте!", outcome="explained"), now=LATER,
                  today=LATER.date(), actor_id=one.id)  # fmt: skip
    assert cases.by_id(appeal.id).assignee_id == one.id
    with pytest.raises(finish.BadFinish, match="на согласовании"):
        finish.take(appeal.id, now=LATER, actor_id=two.id)
    case = cases.by_id(appeal.id)
    assert (case.assignee_id, case.status, case.returned_count) == (one.id, "approval", 0)


def test_a_case_given_back_waits_for_a_decision(town, appeal):
    with pytest.raises(finish.BadFinish, match="без причины"):
        finish.give_back(appeal.id, reason=" ", now=LATER, actor_id=None)
    finish.give_back(appeal.id, reason="Это двор управляющей компании", now=LATER, actor_id=None)
    case = cases.by_id(appeal.id)
    assert (case.status, case.needs_decision, case.recipient_id) == ("new", True, None)
    assert (case.assignee_id, case.auto_delivered) == (None, False)
    assert cases.changes(case.id)[-1].comment == "Это двор управляющей компании"
    assert clocks(case.id)["answer"].is_running
    second = a_recipient(town, "УК «Двор»")
    decide(case.id, Choice(topic_id=case.topic_id, recipient_id=second), now=LATER, actor_id=None)
    case = cases.by_id(case.id)
    assert (case.status, case.needs_decision, case.auto_delivered) == ("routed", False, False)


def test_a_case_in_work_is_not_given_back(appeal):
    finish.take(appeal.id, now=LATER, actor_id=None)
    with pytest.raises(MoveNotAllowed, match="В работе"):
        finish.give_back(appeal.id, reason="Не наше", now=LATER, actor_id=None)
    assert cases.by_id(appeal.id).recipient_id is not None


def test_a_refused_case_keeps_its_reason_and_stops_its_clocks(town):
    case = a_case("Куплю гараж", town=town)
    with pytest.raises(finish.BadFinish, match="причину"):
        finish.refuse(case.id, reason="", now=LATER, actor_id=None)
    finish.refuse(case.id, reason="Реклама", now=LATER, actor_id=None)
    face = cases.by_id(case.id)
    assert (face.status, face.outcome, face.is_open) == ("refused", "left_unanswered", False)
    assert (face.needs_decision, face.answered_at, face.first_answer_at) == (False, LATER, None)
    assert cases.changes(case.id)[-1].comment == "Реклама"
    assert all(one.stopped_by_event == "closed" for one in deadlines.rungs(case.id))


@pytest.mark.parametrize(
    ("whither", "proof"), [("", "№ 5 от 02.03.2026"), ("Минстрой", " ")], ids=["некуда", "без письма"]
)
def test_a_case_is_not_forwarded_without_a_letter(appeal, whither, proof):
    with pytest.raises(finish.BadFinish, match="уведомите заявителя"):
        finish.forward(appeal.id, whither=whither, proof=proof, now=LATER, actor_id=None)
    assert cases.by_id(appeal.id).status == "routed"


def test_a_forwarded_case_bears_the_letter(appeal):
    finish.forward(appeal.id, whither=" Минстрой ", proof="№ 5 от 02.03.2026", now=LATER, actor_id=None)
    case = cases.by_id(appeal.id)
    assert (case.status, case.outcome, case.is_open) == ("forwarded", "forwarded", False)
    assert case.answered_at == LATER
    change = cases.changes(case.id)[-1]
    assert (change.comment, change.norm) == ("Направлено: Минстрой. № 5 от 02.03.2026", "59-ФЗ, ст. 8, ч. 3")
    assert clocks(case.id)["forwarding"].stopped_by_event == "forwarded"
    assert not clocks(case.id)["answer"].is_running


def test_only_what_is_answered_is_closed(appeal):
    with pytest.raises(MoveNotAllowed, match="Снято с контроля"):
        finish.close(appeal.id, reason="", now=LATER, actor_id=None)
    answered(appeal.id)
    finish.close(appeal.id, reason="Житель доволен", now=LATER, actor_id=None)
    case = cases.by_id(appeal.id)
    assert (case.status, case.closed_at, case.closing_reason) == ("closed", LATER, "Житель доволен")
    assert case.answered_at == LATER


@pytest.mark.parametrize("is_closed", [False, True], ids=["с ответом", "снято с контроля"])
def test_a_reopened_case_begins_a_new_round_of_clocks(appeal, is_closed):
    answered(appeal.id)
    if is_closed:
        finish.close(appeal.id, reason="", now=LATER, actor_id=None)
    again = NOW + timedelta(days=40)
    with pytest.raises(finish.BadFinish, match="нерешённым"):
        finish.reopen(appeal.id, reason="", now=again, actor_id=None)
    finish.reopen(appeal.id, reason="Яма снова", now=again, actor_id=None)
    case = cases.by_id(appeal.id)
    assert (case.number, case.status, case.is_open) == (appeal.number, "reopened", True)
    assert (case.reopened_count, case.answered_at, case.closed_at) == (1, None, None)
    main = clocks(case.id)["answer"]
    assert (main.round, main.starts_at, main.is_running) == (2, again, True)
    assert (case.due_at, case.due_norm) == (main.due_at, main.norm)
    first = [one for one in deadlines.all_rounds(case.id) if one.round == 1]
    assert {one.stopped_by_event for one in first} == {"registered", "routed", "answered"}
    answered(case.id, now=again)
    assert clocks(case.id)["answer"].stopped_at == again
    assert [one.action for one in audit.of_subject("case", case.id)].count("restart_terms") == 1


def test_an_open_case_is_not_reopened(appeal):
    with pytest.raises(MoveNotAllowed, match="Возобновлено"):
        finish.reopen(appeal.id, reason="Ещё", now=LATER, actor_id=None)
    assert {one.round for one in deadlines.all_rounds(appeal.id)} == {1}
