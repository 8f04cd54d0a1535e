"""From a draft to the citizen: remarks that block, approval, one sending, a channel that fails."""

from datetime import date, timedelta

import pytest

from otklik.casework.answers import selectors as drafts
from otklik.casework.answers import services
from otklik.casework.answers.checks import Weight
from otklik.casework.answers.services import BadDraft, Writing
from otklik.casework.deadlines import selectors as deadlines
from otklik.flow import answer, card, deliveries, evidence, finish
from otklik.flow import duplicates as likeness
from otklik.ground.audit import selectors as audit
from otklik.ground.outbox import selectors as outbox
from otklik.ground.outbox.models import Delivery
from otklik.ground.outbox.rules import State
from otklik.register.cases import selectors as cases
from otklik.register.cases.rules import MoveNotAllowed
from tests.builders import NOW, a_case, a_town

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
LATER = NOW + timedelta(hours=2)
GOOD = Writing(text="Здравствуйте! Яму залатали 1 марта.", outcome="measures_taken")
SOON = Writing(text="Здравствуйте! Залатаем до 20 марта.", is_interim=True, promised_on=date(2026, 3, 20))
PROOF = "исх. 12 от 02.03.2026, почтой"
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def case(town):
    return a_case("Яма у подъезда", town=town)


def submitted(case_id, writing=GOOD, **more):
    return answer.submit(case_id, writing, now=LATER, today=TODAY, actor_id=None, **more)


def approved(case_id, writing=GOOD, *, now=LATER, **more):
    answer.approve(case_id, writing, now=now, today=TODAY, actor_id=None, **more)


def turn(now=LATER):
    return deliveries.turn(worker="a", now=lambda: now)


def outward(case_id):
    return [post for post in cases.thread(case_id) if not post.is_inbound]


def sendings():
    return list(Delivery.objects.filter(kind=answer.SEND).order_by("id"))


@pytest.mark.parametrize(
    "writing",
    [Writing(text=" ", outcome="explained"), Writing(text="Здравствуйте, {name}!", outcome="explained"),
     Writing(text="Здравствуйте!"), Writing(text="Здравствуйте! Сделаем.", is_interim=True),
     Writing(text="Здравствуйте! Сделаем.", is_interim=True, promised_on=TODAY)],
    ids=["пусто", "место шаблона", "без результата", "без срока", "срок сегодня"],
)  # fmt: skip
def test_a_blocking_remark_stops_the_draft(case, writing):
    assert answer.remarks(case.id, writing, today=TODAY)[0].is_blocking
    for act in (submitted, approved):
        with pytest.raises(answer.NotReady) as error:
            act(case.id, writing)
        assert str(error.value)
        assert all(one.is_blocking for one in error.value.remarks)
    assert cases.by_id(case.id).status == "new"
    assert drafts.living(case.id) is None
    assert not sendings()


def test_a_duty_is_mended_or_left_with_a_reason_that_is_kept_and_counted(case):
    writing = Writing(
        text="Здравствуйте, Ольга! Яму скоро заделаем, фонарь будет заменён.", outcome="explained"
    )
    with pytest.raises(answer.NotReady, match="напишите под замечанием"):
        submitted(case.id, writing)
    assert drafts.living(case.id) is None
    submitted(case.id, writing, reasons={"promise": " срок зависит от погоды ", "hollow": "лишнее"})
    assert cases.by_id(case.id).status == "approval"
    assert drafts.reasons(case.id) == {"promise": "срок зависит от погоды"}
    assert drafts.overridden(case.municipality_id, since=NOW) == {"promise": 1}
    assert "leave_remark" in {line.action for line in audit.of_subject("case", case.id)}
    approved(case.id, writing)
    turn()
    assert cases.by_id(case.id).status == "answered"


def test_what_a_town_does_not_check_is_not_said(case):
    services.set_weight(municipality_id=case.municipality_id, code="hollow", weight=Weight.OFF, now=NOW)
    services.set_weight(municipality_id=case.municipality_id, code="greeting", weight=Weight.DUTY, now=NOW)
    writing = Writing(text="Приняты меры.", outcome="explained")
    assert {one.code for one in answer.remarks(case.id, writing, today=TODAY)} == {"greeting", "name"}
    with pytest.raises(answer.NotReady):
        submitted(case.id, writing)
    with pytest.raises(BadDraft, match="не изменить"):
        services.set_weight(municipality_id=case.municipality_id, code="empty", weight=Weight.OFF, now=NOW)


def test_a_photo_is_asked_for_where_the_topic_wants_one(town):
    hole = a_case("Яма у подъезда", town=town, topic="Ямы и выбоины на дороге")
    done = Writing(text="Здравствуйте, Ольга Петровна! Яму засыпали 1 марта.", outcome="measures_taken")
    assert [one.code for one in answer.remarks(hole.id, done, today=TODAY)] == ["photo"]
    evidence.lay_by(hole.id, [("яма.png", PICTURE)], now=NOW, actor_id=None)
    assert answer.remarks(hole.id, done, today=TODAY) == []


def test_an_answer_about_another_street_is_seen(town):
    case = a_case("Яма на улице Садовой, 3", town=town)
    writing = Writing(
        text="Здравствуйте, Ольга Петровна! На проспекте Мира, 7 убрали снег.", outcome="explained"
    )
    assert "place" in {one.code for one in answer.remarks(case.id, writing, today=TODAY)}


def test_an_advice_stops_nothing(case):
    writing = Writing(text="Приняты меры.", outcome="explained")
    assert {one.code for one in answer.remarks(case.id, writing, today=TODAY)} == {
        "greeting",
        "hollow",
        "name",
    }
    submitted(case.id, writing)
    assert cases.by_id(case.id).status == "approval"


def test_a_submitted_draft_is_sent_back_with_a_reason_alone(case):
    draft_id = submitted(case.id)
    with pytest.raises(BadDraft, match="без причины"):
        answer.send_back(case.id, draft_id, comment=" ", now=LATER, actor_id=None)
    assert cases.by_id(case.id).status == "approval"
    answer.send_back(case.id, draft_id, comment="Назовите дату", now=LATER, actor_id=None)
    face = cases.by_id(case.id)
    assert (face.status, face.returned_count) == ("in_work", 1)
    assert drafts.draft(draft_id).state == "returned"
    assert cases.changes(case.id)[-1].comment == "Назовите дату"
    assert [one.comment for one in drafts.approvals(case.id)] == ["Назовите дату"]
    assert submitted(case.id) == draft_id
    assert cases.by_id(case.id).status == "approval"


def test_an_approved_answer_is_sent_once_by_the_worker(case):
    draft_id = submitted(case.id)
    approved(case.id)
    assert cases.by_id(case.id).status == "approval"
    assert not outward(case.id)
    assert [one.payload["draft"] for one in sendings()] == [draft_id]
    with pytest.raises(BadDraft, match="уже согласован"):
        approved(case.id)
    assert turn() == 2  # the answer, then the invitation to rate it
    assert turn() == 0
    Delivery.objects.exclude(kind=likeness.COMPARE).update(state=State.WAITING)
    assert turn() == 2
    (post,) = outward(case.id)
    assert (post.kind, post.text, post.sent_at) == ("answer", GOOD.text, LATER)
    assert drafts.draft(draft_id).state == "sent"
    face = cases.by_id(case.id)
    assert (face.status, face.answered_at, face.first_answer_at) == ("answered", LATER, LATER)
    assert all(one.stopped_by_event == "answered" for one in deadlines.rungs(case.id))
    assert [one.action for one in audit.of_subject("case", case.id)].count("move:answered") == 1


def test_the_outcome_is_on_the_face_and_on_every_open_question(town):
    case = a_case("Яма и фонарь", town=town, channel="paper", kind="appeal")
    card.save_question(case.id, card.Asking(text="Фонарь"), question_id=None, now=NOW, actor_id=None)
    approved(case.id, proof=PROOF)
    assert cases.by_id(case.id).outcome == "measures_taken"
    assert [one.outcome for one in cases.questions(case.id)] == ["measures_taken"] * 2


def test_another_outcome_after_a_reopening_is_on_the_question_too(town):
    case = a_case(town=town, channel="paper", kind="appeal")
    approved(case.id, proof=PROOF)
    finish.reopen(case.id, reason="Не сделано", now=LATER, actor_id=None)
    approved(case.id, Writing(text="Здравствуйте! Это не наш дом.", outcome="explained"), proof=PROOF)
    assert cases.by_id(case.id).outcome == "explained"
    assert [one.outcome for one in cases.questions(case.id)] == ["explained"]


def test_a_channel_answered_by_hand_needs_its_proof(town):
    case = a_case("Прошу починить дорогу", town=town, channel="paper", kind="appeal")
    assert answer.adapter_of(case.id) == ""
    with pytest.raises(answer.NeedsProof, match="исходящий номер"):
        approved(case.id, proof=" ")
    assert cases.by_id(case.id).status == "new"
    assert drafts.living(case.id) is None
    approved(case.id, proof=f"{PROOF} https://example.org/12")
    (post,) = outward(case.id)
    assert (post.url, post.sent_at) == ("https://example.org/12", LATER)
    assert cases.by_id(case.id).status == "answered"
    assert not sendings()


def test_an_interim_answer_postpones_to_the_promised_day(case):
    approved(case.id, SOON)
    turn()
    face = cases.by_id(case.id)
    assert (face.status, face.promised_on, face.first_answer_at) == ("postponed", SOON.promised_on, LATER)
    assert (face.answered_at, face.outcome, face.is_open) == (None, "", True)
    assert [post.kind for post in outward(case.id)] == ["interim"]
    clocks = {one.code: one for one in deadlines.rungs(case.id)}
    assert clocks["reaction"].stopped_by_event == "first_answer"
    assert (clocks["final"].is_running, clocks["final"].is_main) == (True, True)
    assert (clocks["final"].starts_at, face.due_at) == (LATER, clocks["final"].due_at)


def test_an_interim_answer_to_an_appeal_stops_no_term(town):
    case = a_case("Прошу починить дорогу", town=town, channel="paper", kind="appeal")
    approved(case.id, SOON, proof=PROOF)
    face = cases.by_id(case.id)
    assert (face.status, face.due_at) == ("postponed", case.due_at)
    assert next(one for one in deadlines.rungs(case.id) if one.is_main).is_running


def test_an_interim_answer_of_a_reopened_case_opens_its_own_clock(case):
    approved(case.id, SOON)
    turn()
    approved(case.id)
    turn()
    again = LATER + timedelta(days=20)
    finish.reopen(case.id, reason="Снова яма", now=again, actor_id=None)
    promised = Writing(text="Здравствуйте! До 31 марта.", is_interim=True, promised_on=date(2026, 3, 31))
    approved(case.id, promised, now=again)
    turn(again)
    clocks = {one.code: one for one in deadlines.rungs(case.id)}
    assert clocks["final"].starts_at == again
    assert cases.by_id(case.id).due_at == clocks["final"].due_at > again


def test_what_is_changed_after_its_approval_is_not_sent(case):
    approved(case.id)
    other = Writing(text="Здравствуйте! Ничего не сделали.", outcome="explained")
    card.keep_draft(case.id, other, now=LATER, actor_id=None, version=None)
    turn()
    assert not outward(case.id)
    approved(case.id, other)
    turn()
    assert [post.text for post in outward(case.id)] == [other.text]


def test_another_outcome_needs_approval_too(case):
    approved(case.id)
    other = Writing(text=GOOD.text, outcome="not_supported")
    card.keep_draft(case.id, other, now=LATER, actor_id=None, version=None)
    turn()
    assert not outward(case.id)


def test_a_case_that_takes_no_answer_gets_none(case):
    approved(case.id)
    turn()
    with pytest.raises(MoveNotAllowed, match="Дан ответ"):
        approved(case.id, Writing(text="Здравствуйте! Ещё раз.", outcome="explained"))
    assert len(sendings()) == 1
    assert drafts.living(case.id) is None


def test_an_answer_overtaken_by_a_refusal_is_told_to_the_operator(case):
    approved(case.id)
    finish.refuse(case.id, reason="Реклама", now=LATER, actor_id=None)
    turn()
    assert not outward(case.id)
    (failure,) = outbox.failures()
    assert "Ответ не отправлен" in failure.error


def test_a_refused_answer_is_given_up_and_told(case, settings):
    settings.CHANNELS = settings.CHANNELS | {"demo": "tests.adapters.Refusing"}
    approved(case.id)
    assert turn() == 1
    assert turn(LATER + timedelta(days=1)) == 0
    (failure,) = outbox.failures()
    assert (failure.kind, failure.attempts) == (answer.SEND, 1)
    assert failure.error == "Площадка отказала: сообщество удалено."
    assert not outward(case.id)
    assert cases.by_id(case.id).is_open


def test_a_channel_that_does_not_answer_is_tried_again(case, settings):
    well = settings.CHANNELS
    settings.CHANNELS = well | {"demo": "tests.adapters.Silent"}
    approved(case.id)
    assert (turn(), turn()) == (1, 0)
    (sending,) = sendings()
    assert (sending.state, sending.attempts) == (State.WAITING, 1)
    assert "не отвечает" in sending.last_error
    assert sending.next_try_at > LATER
    assert not outbox.failures()
    settings.CHANNELS = well
    assert turn(sending.next_try_at) == 2
    assert len(outward(case.id)) == 1
    assert cases.by_id(case.id).status == "answered"
