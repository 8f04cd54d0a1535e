"""The road of an appeal: questions, forwarding, requests, decisions of art. 11, each with its refusals."""

from datetime import date, timedelta

import pytest

from otklik.casework.answers.services import Writing
from otklik.casework.appeals import selectors as appeals
from otklik.casework.appeals.rules.requisites import Form
from otklik.casework.appeals.rules.special import Code
from otklik.casework.appeals.services import BadAppeal, Checked
from otklik.casework.deadlines import selectors as deadlines
from otklik.flow import answer, finish
from otklik.flow.appeals import deciding, forwarding, guiding, notices, papers, questions, requests
from otklik.ground.audit import selectors as audit
from otklik.register.cases import selectors as cases
from otklik.register.cases.rules import MoveNotAllowed
from otklik.register.cases.services import Banned, Stale
from tests.builders import NOW, a_case, a_person, a_recipient, a_town
from tests.flow.appeals.people import actor

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)
LATER = NOW + timedelta(hours=1)
GJI = forwarding.Order(title="Жилищная инспекция", letter_number="15-ж", letter_on=ON)
PROOF = "исх. 77 от 20.03.2026, почтой"
ANSWER = Writing(
    text="Здравствуйте, Ольга Петровна! Яму на Садовой, 3 засыпали 1 марта. Отопление включено 2 марта.",
    outcome="measures_taken",
)


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def user(town):
    return a_person(town=town).id


TEXT = "Прошу засыпать яму на Садовой, 3 и включить отопление в доме"


def an_appeal(town, text=TEXT, *, is_signed=True, **told):
    """A letter with a postal address, unless it is not signed."""
    case = a_case(text, town=town, channel="paper", kind="appeal", **told)
    if is_signed:
        seen = Checked(form=Form.WRITTEN, has_address=True)
        papers.check(case.id, seen, actor=actor("operator", now=case.registered_at))
    return cases.by_id(case.id)


def norms(case_id, action):
    return [one.norm for one in audit.of_subject("case", case_id) if one.action == action]


def test_an_appeal_ends_with_the_last_of_its_questions(town, user):
    case, operator = an_appeal(town), actor("operator", now=LATER, user_id=user)
    stranger = actor("nobody", now=LATER)
    second = questions.add(
        case.id, "Отопление", topic_id=None, recipient_id=a_recipient(town), code="", actor=operator
    )
    with pytest.raises(BadAppeal, match="не разрешено"):
        questions.add(case.id, "Ещё", topic_id=None, recipient_id=None, code="", actor=stranger)
    with pytest.raises(BadAppeal, match="по четыре цифры"):
        questions.set_code(case.id, second, "12.34", actor=operator)
    questions.set_code(case.id, second, "0005.0005.0055.1122", actor=operator)
    assert appeals.codes([second]) == {second: "0005.0005.0055.1122"}
    (third,) = questions.split(case.id, second, ["Отопление в доме", "Горячая вода"], actor=operator)
    with pytest.raises(BadAppeal, match="хотя бы на два"):
        questions.split(case.id, third, ["Одно", " "], actor=operator)
    with pytest.raises(MoveNotAllowed, match="Не закрыты вопросы обращения: 2"):
        approve(case.id, proof=PROOF)
    with pytest.raises(BadAppeal, match="что ответить"):
        questions.close(case.id, second, outcome="explained", answer_part=" ", actor=operator)
    with pytest.raises(BadAppeal, match="отдельные действия"):
        questions.close(case.id, second, outcome="forwarded", answer_part="Да", actor=operator)
    questions.close(case.id, second, outcome="explained", answer_part="Включили 10.03.2026", actor=operator)
    with pytest.raises(BadAppeal, match="уже закрыт"):
        questions.close(case.id, second, outcome="supported", answer_part="Ещё", actor=operator)
    approve(case.id, proof=PROOF)
    told = {row.order: row.outcome for row in cases.questions(case.id)}
    assert told == {1: "measures_taken", 2: "explained", 3: "measures_taken"}
    assert cases.by_id(case.id).status == "answered"


def approve(case_id, *, proof):
    reasons = dict.fromkeys(("question", "place", "photo", "personal"), "так нужно")
    answer.approve(case_id, ANSWER, now=LATER, today=ON, actor_id=None, proof=proof, reasons=reasons)


def test_a_part_goes_to_the_competent_body_and_the_citizen_is_told(town, user):
    case, operator = an_appeal(town), actor("operator", now=LATER, user_id=user)
    second = questions.add(case.id, "Отопление", topic_id=None, recipient_id=None, code="", actor=operator)
    part = forwarding.Order(
        title="Жилищная инспекция",
        question_ids=[second],
        letter_number="15-ж",
        letter_on=ON,
        has_control=True,
    )
    for order, words in (
        (forwarding.Order(title=" ", letter_number="1", letter_on=ON), "в какой орган"),
        (forwarding.Order(title="ГЖИ", letter_on=ON), "номер и дату"),
        (forwarding.Order(title="ГЖИ", letter_number="1", letter_on=date(2026, 3, 1)), "между днём"),
        (forwarding.Order(title="ГЖИ", letter_number="1", letter_on=ON, question_ids=[0]), "ещё не закрыты"),
    ):
        with pytest.raises(BadAppeal, match=words):
            forwarding.forward(case.id, order, actor=operator)
    with pytest.raises(BadAppeal, match="не разрешено"):
        forwarding.forward(case.id, part, actor=actor("executor", now=LATER))
    done = forwarding.forward(case.id, part, actor=operator)
    assert (done.is_closed, done.is_late) == (False, False)
    (sent,) = appeals.forwardings(case.id)
    assert (sent.is_whole, sent.question_ids, sent.due_on) == (False, (second,), date(2026, 3, 6))
    assert sent.control_on == date(2026, 4, 1)
    assert norms(case.id, "forward_appeal") == ["59-ФЗ, ст. 8, ч. 4"]
    assert {row.order: row.outcome for row in cases.questions(case.id)} == {1: "", 2: "forwarded"}
    notice = appeals.notice(done.notice_id)
    assert "«Отопление»" in notice.text
    assert (notice.due_on, notice.is_due) == (date(2026, 3, 6), True)
    notices.edit(case.id, notice.id, notice.text + " До свидания.", actor=operator)
    with pytest.raises(BadAppeal, match="как отправлено"):
        notices.send(case.id, notice.id, on=ON, how=" ", number="", actor=operator)
    notices.send(case.id, notice.id, on=ON, how="почта", number="77", actor=operator)
    with pytest.raises(BadAppeal, match="уже отправлено"):
        notices.send(case.id, notice.id, on=ON, how="почта", number="77", actor=operator)
    assert cases.thread(case.id)[-1].by_label == "уведомление о переадресации"
    with pytest.raises(BadAppeal, match="сообщил орган"):
        forwarding.take_result(case.id, sent.id, result=" ", on=ON, actor=operator)
    assert [one.id for one in appeals.results_left(town.id, today=date(2026, 4, 2))] == [sent.id]
    forwarding.take_result(case.id, sent.id, result="Включили", on=ON, actor=operator)
    assert appeals.results_left(town.id, today=date(2026, 4, 2)) == []


def test_the_whole_appeal_forwarded_is_closed_as_forwarded(town, user):
    case, operator = an_appeal(town), actor("operator", now=LATER, user_id=user)
    done = forwarding.forward(case.id, GJI, actor=operator)
    face = cases.by_id(case.id)
    assert (done.is_closed, face.status, face.outcome) == (True, "forwarded", "forwarded")
    assert norms(case.id, "forward_appeal") == ["59-ФЗ, ст. 8, ч. 3"]
    assert [one.code for one in deadlines.rungs(case.id) if one.is_running] == ["notice_forwarding"]
    with pytest.raises(BadAppeal, match="уже закрыто"):
        forwarding.forward(case.id, GJI, actor=operator)
    with pytest.raises(finish.BadFinish, match="Не отправлены уведомления"):
        finish.close(case.id, reason="", now=LATER, actor_id=None)
    notices.send(case.id, done.notice_id, on=ON, how="почта", number="7", actor=operator)
    assert not any(one.is_running for one in deadlines.rungs(case.id))
    finish.close(case.id, reason="", now=LATER, actor_id=None)


def test_a_complaint_is_not_forwarded_to_the_accused_and_returns_where_there_is_nobody(town, user):
    case, operator = an_appeal(town), actor("operator", now=LATER, user_id=user)
    with pytest.raises(BadAppeal, match="на чьё решение"):
        papers.set_kind(case.id, papers.Kind(appeal_type="complaint"), actor=operator)
    kind = papers.Kind(appeal_type="complaint", words="Жилищная инспекция")
    papers.set_kind(case.id, kind, actor=operator)
    with pytest.raises(Banned, match=r"вернуть гражданину .* в суд"):
        forwarding.forward(case.id, GJI, actor=operator)
    with pytest.raises(Banned):
        finish.forward(case.id, whither="жилищная  инспекция", proof="№ 1", now=LATER, actor_id=None)
    back = deciding.Order(code=Code.NO_COMPETENT, ground="Других органов нет")
    with pytest.raises(BadAppeal, match="принимает должностное лицо"):
        deciding.decide(case.id, back, actor=operator)
    assert "no_competent" in [one.row.code for one in guiding.proposals(cases.by_id(case.id))]
    done = deciding.decide(case.id, back, actor=actor("centre_head", now=LATER, user_id=user))
    assert done.is_closed
    assert "в суд" in appeals.notice(done.notice_id).text


def test_documents_are_asked_of_other_bodies_and_their_answer_stops_the_clock(town, user):
    case, operator = an_appeal(town), actor("operator", now=LATER, user_id=user)
    asked = requests.Order(title="МУП «Тепло»", asked="Акт осмотра", letter_number="8", sent_on=ON)
    with pytest.raises(BadAppeal, match="какие документы"):
        requests.ask(
            case.id, requests.Order(title="МУП", asked="", letter_number="8", sent_on=ON), actor=operator
        )
    request = requests.ask(case.id, asked, actor=operator)
    (row,) = appeals.requests(case.id)
    assert row.due_on == date(2026, 3, 17)
    clock = next(one for one in deadlines.rungs(case.id) if one.code == "request")
    assert clock.legal_on == date(2026, 3, 17)
    with pytest.raises(BadAppeal, match="напоминать рано"):
        requests.remind(case.id, request, actor=operator)
    late = actor("operator", now=NOW + timedelta(days=16), user_id=user)
    letter = requests.remind(case.id, request, actor=late)
    assert "истёк" in appeals.notice(letter).text
    with pytest.raises(BadAppeal, match="уже напоминали"):
        requests.remind(case.id, request, actor=late)
    with pytest.raises(BadAppeal, match="раньше запроса"):
        requests.answered(case.id, request, answer="Акт", on=date(2026, 3, 1), actor=late)
    requests.answered(case.id, request, answer="Акт № 3", on=date(2026, 3, 18), actor=late)
    clock = next(one for one in deadlines.rungs(case.id) if one.code == "request")
    assert clock.stopped_by_event == "request_answered"
    with pytest.raises(BadAppeal, match="уже ответили"):
        requests.answered(case.id, request, answer="Акт", on=date(2026, 3, 18), actor=late)


def test_requisites_are_told_by_the_applicant_until_a_person_looks(town, user):
    case, operator = an_appeal(town, is_signed=False), actor("operator", now=LATER, user_id=user)
    assert [one.code for one in papers.missing(case)] == ["address"]
    seen = Checked(form=Form.WRITTEN, has_address=True, has_signature=False)
    assert [one.code for one in papers.check(case.id, seen, actor=operator)] == ["signature"]
    with pytest.raises(BadAppeal, match="не анонимное"):
        deciding.decide(case.id, deciding.Order(code=Code.ANONYMOUS, ground="Нет"), actor=operator)
    papers.check(case.id, Checked(form=Form.WRITTEN, has_address=False), actor=operator)
    done = deciding.decide(case.id, deciding.Order(code=Code.ANONYMOUS, ground="Нет адреса"), actor=operator)
    face = cases.by_id(case.id)
    assert (done.notice_id, face.status, face.outcome) == (None, "refused", "left_unanswered")
    assert norms(case.id, "decide_appeal") == ["59-ФЗ, ст. 11, ч. 1"]
    assert appeals.decisions(case.id)[0].code_otk == "0001.0002.0027.0127"


def test_an_unreadable_appeal_is_forwarded_to_nobody_unless_the_sign_is_wrong(town, user):
    case, operator = an_appeal(town, "ывапролд фывапролд йцукенгш ячсмитьб"), actor("operator", now=LATER)
    assert [one.row.code for one in guiding.proposals(case)] == ["unreadable"]
    with pytest.raises(BadAppeal, match="не направляют"):
        forwarding.forward(case.id, GJI, actor=operator)


def test_a_message_knows_nothing_of_59_fz_and_an_appeal_is_not_simply_refused(town):
    message = a_case(town=town)
    with pytest.raises(BadAppeal, match="сообщение, а не обращение"):
        forwarding.forward(message.id, GJI, actor=actor("operator", now=LATER))
    with pytest.raises(finish.BadFinish, match="по основанию закона"):
        finish.refuse(an_appeal(town).id, reason="Не хочу", now=LATER, actor_id=None)


def test_one_of_two_wins_and_the_other_is_told(town):
    case = an_appeal(town)
    forwarding.forward(case.id, GJI, actor=actor("operator", now=LATER, version=case.version))
    with pytest.raises(Stale, match="изменил другой сотрудник"):
        forwarding.forward(case.id, GJI, actor=actor("operator", now=LATER, version=case.version))
    assert len(appeals.forwardings(case.id)) == 1


def a_repeat(town, days, text="Прошу засыпать яму на Садовой, 3, ей уже год, отремонтируйте дорогу"):
    received = NOW + timedelta(days=days)
    return an_appeal(town, text, received=f"{received:%Y-%m-%d} 10:00", phone="+79000000001")


def test_correspondence_is_terminated_per_question_by_the_head_and_other_subjects_go_on(town, user):
    first, second = a_repeat(town, 0), None
    approve(first.id, proof=PROOF)
    second = a_repeat(town, 5)
    assert guiding.relation(second, guiding.former(second)) == "repeat"
    head = actor("centre_head", now=NOW + timedelta(days=6), user_id=user)
    stop = deciding.Order(code=Code.TERMINATE, ground="Дважды отвечали, новых доводов нет")
    with pytest.raises(BadAppeal, match="нельзя: по существу отвечали 1 раз"):
        deciding.decide(second.id, stop, actor=head)
    approve(second.id, proof=PROOF)
    third = a_repeat(town, 10)
    assert guiding.relation(third, guiding.former(third)) == "many"
    proposed = next(one for one in guiding.proposals(third) if one.row.code is Code.TERMINATE)
    assert first.number in proposed.facts[0]
    operator = actor("operator", now=NOW + timedelta(days=11), user_id=user)
    with pytest.raises(BadAppeal, match="руководитель или уполномоченный"):
        deciding.decide(third.id, stop, actor=operator)
    other = questions.add(third.id, "Фонарь", topic_id=None, recipient_id=None, code="", actor=operator)
    with pytest.raises(BadAppeal, match="по одному вопросу"):
        deciding.decide(third.id, stop, actor=head)
    (own, _other) = cases.questions(third.id)
    done = deciding.decide(
        third.id, deciding.Order(code=Code.TERMINATE, ground="Нет доводов", question_id=own.id), actor=head
    )
    assert not done.is_closed  # the other question is considered
    assert {row.id: row.outcome for row in cases.questions(third.id)} == {
        own.id: "left_unanswered", other: "",
    }  # fmt: skip
    fourth = a_repeat(town, 15)
    assert fourth.is_open
    assert Code.TERMINATED in [one.row.code for one in guiding.proposals(fourth)]
    fresh = a_repeat(town, 16, "Почему не работает светофор на проспекте Мира, 40, дети идут в школу")
    assert guiding.proposals(fresh) == [] or Code.TERMINATED not in [
        one.row.code for one in guiding.proposals(fresh)
    ]
    again = deciding.Order(code=Code.TERMINATED, ground="Новых доводов нет")
    left = deciding.decide(fourth.id, again, actor=head)
    assert left.is_closed
    assert "прекращена" in appeals.notice(left.notice_id).text
    (told,) = appeals.terminations(third.applicant_id)
    with pytest.raises(BadAppeal, match="Возобновить переписку"):
        deciding.resume(third.id, told.id, reason="Есть фото", actor=operator)
    deciding.resume(third.id, told.id, reason="Приложены фотографии новой ямы", actor=head)
    assert appeals.terminations(third.applicant_id) == []


def test_the_author_may_withdraw(town, user):
    case, operator = an_appeal(town), actor("operator", now=LATER, user_id=user)
    finish.take(case.id, now=LATER, actor_id=user)
    order = deciding.Order(code=Code.WITHDRAWN, ground="Заявление вх. 12", details="от 02.03.2026")
    done = deciding.decide(case.id, order, actor=operator)
    assert cases.by_id(case.id).status == "refused"
    assert norms(case.id, "decide_appeal") == ["59-ФЗ, ст. 5, п. 5"]
    assert "прекращено" in appeals.notice(done.notice_id).text
