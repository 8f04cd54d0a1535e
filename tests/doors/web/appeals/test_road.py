"""The road of an appeal on the screen: shown, done, refused with all that was typed, closed to strangers."""

from datetime import timedelta

import pytest
from django.test import Client

from otklik.casework.answers import selectors as answers
from otklik.casework.appeals import selectors as appeals
from otklik.flow import card as cards
from otklik.register.cases import selectors as cases
from otklik.register.intake import services as intake
from tests import builders

pytestmark = pytest.mark.django_db
LETTER = {"letter_number": "15", "letter_on": "2026-03-02"}


@pytest.fixture
def town():
    return builders.a_town()


def signed(town, *roles, **told):
    client = Client()
    client.force_login(builders.a_person(roles or ("operator",), town=town, **told))
    return client


def an_appeal(town):
    return builders.a_case("Прошу починить дорогу", town=town, channel="paper", kind="appeal")


def act(client, case, deed, **told):
    return client.post(f"/appeals/{case.number}/do/{deed}/", told)


def test_the_panel_shows_the_road_for_few_queries(town, django_assert_max_num_queries):
    case, client = an_appeal(town), signed(town)
    builders.a_recipient(town)
    with django_assert_max_num_queries(25):
        page = client.get(f"/appeals/{case.number}/panel/").content.decode()
    for words in (
        "Ход обращения",
        "нет: адрес для ответа",
        "направить по компетенции",
        "запросить документы",
    ):
        assert words in page
    assert "Не требует ответа" not in client.get(f"/cases/{case.number}/").content.decode()


def test_a_refused_act_keeps_what_was_typed_and_tells_what_others_did(town):
    case, client = an_appeal(town), signed(town)
    refused = act(client, case, "forward", title="Жилинспекция", letter_on="2026-03-02")
    assert refused.status_code == 422
    assert 'value="Жилинспекция"' in refused.content.decode()
    other = builders.a_person(("operator",), town=town, username="second", full_name="Быков Пётр Ильич")
    seen = (builders.NOW - timedelta(days=1)).isoformat()
    cards.note(case.id, "Звонил заявитель", now=builders.NOW, actor_id=other.id)
    stale = act(
        client,
        case,
        "forward",
        title="ГЖИ",
        version=str(case.version),
        seen_at=seen,
        has_control="on",
        **LETTER,
    )
    page = stale.content.decode()
    assert stale.status_code == 422
    assert "Быков Пётр Ильич" in page
    assert 'value="ГЖИ"' in page
    assert appeals.forwardings(case.id) == []


def test_acts_are_closed_to_those_who_may_not(town):
    case = an_appeal(town)
    observer = signed(town, "region_observer")
    assert act(observer, case, "add", text="Ещё").status_code == 422
    assert "не разрешено" in act(observer, case, "forward", title="ГЖИ", **LETTER).content.decode()
    assert act(signed(town, "operator"), case, "unknown").status_code == 404
    assert Client().get(f"/appeals/{case.number}/panel/").status_code == 302
    message = builders.a_case(town=town)
    assert act(signed(town, "operator", username="x"), message, "forward", title="ГЖИ").status_code == 404


def test_the_whole_road_by_forms(town):
    case, client = an_appeal(town), signed(town, "centre_head")
    assert act(client, case, "requisites", form="written", has_address="yes").status_code == 302
    assert act(client, case, "kind", type="complaint").status_code == 422
    assert act(client, case, "kind", type="complaint", words="Отдел дорог").status_code == 302
    assert act(client, case, "add", text="Фонарь", code="0005.0005.0055.1122").status_code == 302
    asked = {"title": "МУП", "asked": "Акт", "letter_number": "1", "sent_on": "2026-03-02"}
    assert act(client, case, "ask", **asked).status_code == 302
    late = {"days": "30", "reason": "Ждём акт обследования дома", "decided_by": "Глава города"}
    assert act(client, case, "extend", **{**late, "days": "31"}).status_code == 422
    (request,) = appeals.requests(case.id)
    assert act(client, case, "answered", request=request.id, answer=" ").status_code == 422
    assert act(client, case, "answered", request=request.id, answer="Акт № 3").status_code == 302
    first, second = cases.questions(case.id)
    closed = {"question": second.id, "outcome": "explained", "answer_part": "Горит"}
    assert act(client, case, "close_question", **closed).status_code == 302
    assert act(client, case, "reopen_question", question=second.id).status_code == 302
    assert act(client, case, "forward", title="Отдел дорог", question=first.id, **LETTER).status_code == 422
    assert act(client, case, "forward", title="ГЖИ", question=second.id, **LETTER).status_code == 302
    notice = next(one for one in appeals.notices(case.id) if one.kind == "forwarding")
    assert act(client, case, "send_notice", notice=notice.id, on="2026-03-02").status_code == 422
    sent = {"notice": notice.id, "on": "2026-03-02", "how": "почта", "number": "9"}
    assert act(client, case, "send_notice", **sent).status_code == 302
    withdrawn = {"code": "withdrawn", "ground": "Заявление вх. 3"}
    assert act(client, case, "decide", **{**withdrawn, "code": "magic"}).status_code == 422
    assert act(client, case, "decide", **withdrawn).status_code == 302
    assert cases.by_id(case.id).status == "refused"
    assert "заявлению" in appeals.notices(case.id)[-1].text
    codes = client.get("/appeals/find/codes/?code=0001.0002.0027.013").content.decode()
    assert "Переписка прекращена" in codes
    assert "Переписка прекращена" in client.get("/appeals/find/codes/?code=переписк").content.decode()


def test_a_message_of_a_social_network_has_the_reply_ready(town):
    intake.open_account(
        municipality_id=town.id, kind="vk", code="vk", title="ВК", stream="digital", now=builders.NOW
    )
    case, client = builders.a_case(town=town, channel="vk"), signed(town, "centre_head")
    assert "Это сообщение, не обращение" in client.get(f"/appeals/{case.number}/panel/").content.decode()
    assert act(client, case, "register").status_code == 422
    assert act(client, case, "explain").status_code == 302
    assert "gosuslugi.ru" in answers.living(case.id).text
    assert act(client, case, "explain").status_code == 422
    way = {
        "channel": "vk", "legal": "message", "policy": "register_anyway", "since": "2026-01-01",
        "ground": "Распоряжение № 5",
    }  # fmt: skip
    assert client.post("/setup/ways/", {**way, "ground": ""}).status_code == 422
    assert client.post("/setup/ways/", way).status_code == 302
    assert act(client, case, "register").status_code == 302
    found = cases.by_id(case.id)
    assert (found.kind, found.stream, found.due_norm) == ("appeal", "59fz", "59-ФЗ, ст. 12, ч. 1")


def test_a_public_answer_names_nobody(town):
    client = signed(town, "centre_head")
    told = {
        "title": "Отключение воды", "text": "Воду включат 5 марта.", "url": "https://example.ru/voda",
        "published_on": "2026-03-01",
    }  # fmt: skip
    refused = client.post(
        "/setup/public-answers/", {**told, "text": "Иванову Петру Ильичу, +7 900 000-00-01"}
    )
    assert refused.status_code == 422
    assert "персональные данные" in refused.content.decode()
    assert client.post("/setup/public-answers/", told).status_code == 302
    (row,) = appeals.public_answers(town.id)
    assert row.title == "Отключение воды"
    client.post(f"/setup/public-answers/{row.id}/retire/")
    assert not appeals.public_answers(town.id)[0].is_active
