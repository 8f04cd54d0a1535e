"""A growing thread is looked at: the citizen's further words, and the answer that goes out."""

from datetime import timedelta

import pytest

from otklik.casework.answers.services import Writing
from otklik.casework.control import selectors as control
from otklik.casework.control.rules.findings import Finding
from otklik.flow import answer, finish
from otklik.flow.receive import add_comment
from tests.builders import NOW, a_case, a_recipient, a_town

pytestmark = pytest.mark.django_db
HOLES = "Ямы во дворах"


@pytest.fixture
def case():
    town = a_town()
    a_recipient(town, topic=HOLES)
    return a_case(
        "Во дворе на Садовой, 3 глубокая яма", town=town, topic=HOLES, channel="paper", kind="appeal"
    )


def write(case, text, *, hours):
    now = NOW + timedelta(hours=hours)
    add_comment(case.id, key=f"k{hours}", text=text, files=(), now=now)


def reply(case, text, *, hours):
    now = NOW + timedelta(hours=hours)
    writing = Writing(text=text, outcome="explained")
    reasons = dict.fromkeys(["rude", "off_topic", "promise", "place", "question", "greeting"], "так надо")
    answer.approve(
        case.id, writing, now=now, today=now.date(), actor_id=None, proof="исх. 5 от 02.03.2026, почтой",
        reasons=reasons,
    )  # fmt: skip


def kinds(case):
    return {one.kind for one in control.conflicts_of_case(case.id)}


def test_anger_is_found_when_it_comes_and_once(case):
    write(case, "Уточняю: яма у второго подъезда", hours=1)
    assert kinds(case) == set()
    write(case, "Сколько можно ждать! Вы издеваетесь? Напишу в прокуратуру!", hours=2)
    (row,) = control.conflicts_of_case(case.id)
    assert row.kind is Finding.ANGER and "прокуратуру" in row.reason
    write(case, "Хорошо, подождём до четверга", hours=3)
    assert len(control.conflicts_of_case(case.id)) == 1


def test_an_answer_beside_the_question_and_rude(case):
    reply(case, "Здравствуйте! Отопительный сезон завершён, батареи отключены, читайте внимательно.", hours=5)
    assert kinds(case) <= {Finding.WRONG_ANSWER, Finding.RUDE_ANSWER}
    assert Finding.WRONG_ANSWER in kinds(case)


def test_the_same_answer_after_a_return(case):
    told = "Здравствуйте! Яма во дворе включена в план, засыплем щебнем по мере поступления средств."
    reply(case, told, hours=5)
    assert kinds(case) == set()
    finish.reopen(case.id, reason="Яма на месте", now=NOW + timedelta(hours=6), actor_id=None)
    reply(case, told, hours=7)
    assert kinds(case) == {Finding.SAME_ANSWER}
