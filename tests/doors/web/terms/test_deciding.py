"""Extending and pausing from the card: a refused form keeps what was typed, the card tells all."""

from datetime import timedelta

import pytest
import time_machine

from otklik.casework.deadlines import selectors as deadlines
from otklik.register.cases import selectors as cases
from tests.builders import NOW, a_case, a_person, a_recipient, a_town

pytestmark = pytest.mark.django_db
URL = "/cases/{}/terms/{}"
TOLD = {
    "days": "10", "ground": "exceptional", "reason": "Ждём заключения экспертизы",
    "decided_by": "Глава Иванов И. И.", "decided_on": "2026-03-03",
}  # fmt: skip
NOTICE = {"notice_on": "2026-03-03", "notice_proof": "исх. № 5, почта"}


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        yield


@pytest.fixture
def town():
    found = a_town()
    a_recipient(found, topic="Ямы во дворах")
    return found


@pytest.fixture
def operator(client, town):
    client.force_login(a_person(("operator",), town=town))
    return client


def an_appeal(town):
    return a_case("Прошу починить двор", town=town, topic="Ямы во дворах", channel="paper", kind="appeal")


def a_message(town):
    return a_case("Яма во дворе", town=town, topic="Ямы во дворах", channel="paper")


def test_an_extension_from_the_card(operator, town):
    case = an_appeal(town)
    part = operator.get(URL.format(case.number, "")).content.decode()
    assert "Продлить срок" in part
    assert "Приостановить" not in part
    form = operator.get(URL.format(case.number, "extend/")).content.decode()
    assert "до 01.04.2026" in form
    assert "ещё на 30 дн. (59-ФЗ, ст. 12, ч. 2)" in form
    for wrong, words in (({"days": "31"}, "30"), ({"ground": "request"}, "Запроса в другой орган")):
        answer = operator.post(URL.format(case.number, "extend/"), {**TOLD, **wrong})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert words in page
        assert "Ждём заключения экспертизы" in page  # nothing typed is lost
    assert operator.post(URL.format(case.number, "extend/"), TOLD).status_code == 302
    (waiting,) = deadlines.decisions(case.id)
    part = operator.get(URL.format(case.number, "")).content.decode()
    assert "Не действует, пока заявитель не уведомлён" in part
    late = operator.post(
        URL.format(case.number, f"{waiting.id}/notice/"), {"notice_on": "2026-03-04", "notice_proof": "№ 5"}
    )
    assert (late.status_code, "в будущем" in late.content.decode()) == (422, True)
    assert operator.post(URL.format(case.number, f"{waiting.id}/notice/"), NOTICE).status_code == 302
    assert cases.by_id(case.id).due_norm == "59-ФЗ, ст. 12, ч. 2"
    again = operator.post(URL.format(case.number, "extend/"), {**TOLD, **NOTICE})
    assert (again.status_code, "ещё раз" in again.content.decode()) == (422, True)
    assert (
        operator.post(URL.format(case.number, "extend/"), {**TOLD, **NOTICE, "is_again": "on"}).status_code
        == 302
    )
    done = operator.post(URL.format(case.number, f"{waiting.id}/revoke/"), {"why": "внесено дважды"})
    assert done.status_code == 302
    assert "отменено: внесено дважды" in operator.get(URL.format(case.number, "")).content.decode()


def test_a_pause_from_the_card(operator, town):
    case = a_message(town)
    asked = {**TOLD, **NOTICE, "ground": "season", "until_on": "2026-03-20"}
    refused = operator.post(URL.format(case.number, "pause/"), {**asked, "notice_on": "", "notice_proof": ""})
    assert (refused.status_code, "сообщите жителю" in refused.content.decode()) == (422, True)
    assert operator.post(URL.format(case.number, "pause/"), asked).status_code == 302
    part = operator.get(URL.format(case.number, "")).content.decode()
    assert "Возобновить срок" in part
    assert "Приостановить срок" not in part
    card = operator.get(f"/cases/{case.number}/").content.decode()
    assert "рабочих дней приостановки" in card
    assert operator.post(URL.format(case.number, "resume/")).status_code == 302
    assert "Возобновить срок" not in operator.get(URL.format(case.number, "")).content.decode()


def test_who_may_not_direct_may_not_decide(client, town):
    """A curator sees what was decided and is offered nothing."""
    case = an_appeal(town)
    client.force_login(a_person(("curator",), town=town))
    assert "Продлить" not in client.get(URL.format(case.number, "")).content.decode()
    for part in ("extend/", "pause/", "resume/"):
        assert client.post(URL.format(case.number, part), TOLD).status_code in (403, 404, 405)
    assert deadlines.decisions(case.id) == []
