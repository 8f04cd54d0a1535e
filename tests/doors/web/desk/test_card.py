"""The card through the client: what it shows to whom, acts, the answer, conflicts and journalled looks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from otklik.casework.answers import selectors as answers
from otklik.flow import card as cards
from otklik.ground.audit import selectors as audit
from otklik.ground.people import selectors as people
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases import selectors as cases
from otklik.register.cases.models import Case
from tests import builders

HEATING = "Ненадлежащее качество или отсутствие отопления"
HOLES = "Ямы и выбоины на дороге"
GOOD = "Здравствуйте, Ольга Петровна! Яму засыпали 3 марта, участок проверили."

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]


@pytest.fixture(autouse=True)
def _morning() -> Any:
    with time_machine.travel(builders.NOW + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def town() -> MunicipalityView:
    town = builders.a_town()
    builders.a_recipient(town, "ООО «Тепло»", topic=HEATING)
    builders.a_recipient(town, "МКУ «Дороги»", topic=HOLES)
    return town


@pytest.fixture
def case(town: MunicipalityView) -> Case:
    return builders.a_case(town=town, topic=HOLES)


@pytest.fixture
def enter(client: Client, town: MunicipalityView) -> Enter:
    def as_person(*roles: str, **more: Any) -> Client:
        client.force_login(builders.a_person(roles or ("operator",), town=town, **more))
        return client

    return as_person


def organisation_of(town: MunicipalityView, title: str) -> int:
    return next(one.id for one in people.organisations(town.id) if one.short_title == title)


def url(case: Case, tail: str = "") -> str:
    return f"/cases/{case.number}/{tail}"


def act(client: Client, case: Case, code: str, **fields: Any) -> Any:
    return client.post(url(case, f"act/{code}/"), fields, follow=True)


def said(page: Any) -> list[str]:
    return [str(one) for one in page.context["messages"]]


def undo_of(page: Any) -> str:
    (message,) = page.context["messages"]
    return str(message.extra_tags).removeprefix("undo=")


def text(page: Any) -> str:
    return str(page.content.decode())


def test_card_reads_as_a_page(enter: Enter, case: Case) -> None:
    page = text(enter().get(url(case)))
    assert "Яма во всю полосу" in page
    assert "Здесь появятся" not in page
    assert "Рассмотреть" in page or "Срок" in page


@pytest.mark.parametrize("role", ["operator", "block_head", "executor"])
@pytest.mark.parametrize("tail", ["", "near/", "history/"])
@pytest.mark.parametrize("kind", ["message", "appeal"])
def test_queries(
    enter: Enter,
    town: MunicipalityView,
    role: str,
    tail: str,
    kind: str,
    django_assert_max_num_queries: Any,
) -> None:
    case = builders.a_case(town=town, topic=HOLES, kind=kind, channel="paper" if kind == "appeal" else "demo")
    client = enter(role, block="roads", organisation_id=organisation_of(town, "МКУ «Дороги»"))
    client.get(url(case, tail))
    with django_assert_max_num_queries(12):
        assert client.get(url(case, tail)).status_code == 200


@pytest.mark.parametrize("tail", ["", "near/", "history/", "place/", "templates/", "go/next/", "ask/route/"])
def test_foreign_case_is_not_there(enter: Enter, town: MunicipalityView, case: Case, tail: str) -> None:
    client = enter("executor", organisation_id=organisation_of(town, "ООО «Тепло»"))
    assert client.get(url(case, tail)).status_code == 404


@pytest.mark.parametrize("tail", ["act/take/", "act/note/", "person/", "draft/", "answer/"])
def test_foreign_case_cannot_be_touched(enter: Enter, town: MunicipalityView, case: Case, tail: str) -> None:
    client = enter("executor", organisation_id=organisation_of(town, "ООО «Тепло»"))
    assert client.post(url(case, tail), {"act": "submit", "text": "x"}).status_code == 404


def test_buttons_are_those_one_may_press(enter: Enter, town: MunicipalityView, case: Case) -> None:
    codes = {offer.act.code for offer in enter().get(url(case)).context["acts"]}
    assert codes == {"take", "route", "give_back", "forward", "refuse", "assign", "note", "duplicate"}
    observer = enter("region_observer").get(url(case))
    assert observer.context["acts"] == []
    assert "may_answer" not in observer.context


def test_person_is_shown_on_asking_and_journalled(enter: Enter, case: Case) -> None:
    client = enter()
    assert "Мартынова" not in text(client.get(url(case)))
    assert "Мартынова" in text(client.post(url(case, "person/")))
    assert next(line.action for line in audit.of_subject("case", case.id)) == "see_personal"


def test_observer_never_learns_who_wrote(enter: Enter, case: Case) -> None:
    client = enter("region_observer")
    assert client.post(url(case, "person/")).status_code == 404
    assert "Мартынова" not in text(client.get(url(case)))


def test_route_and_back(enter: Enter, town: MunicipalityView, case: Case) -> None:
    client = enter()
    page = act(client, case, "route", topic=builders.topic_id(town, HEATING), version=case.version)
    assert said(page) == ["Направлено."]
    assert page.context["opened"].recipient.title == "ООО «Тепло»"
    client.post(undo_of(page))
    assert cases.by_id(case.id).topic_id == case.topic_id


def test_stale_card_is_refused_and_kept(enter: Enter, town: MunicipalityView, case: Case) -> None:
    client = enter()
    act(client, case, "note", text="Позвонить")
    page = act(client, case, "route", topic=builders.topic_id(town, HEATING), version=case.version)
    assert page.status_code == 422
    assert "изменил другой сотрудник" in text(page)


def test_refused_act_keeps_what_was_typed(enter: Enter, case: Case) -> None:
    page = act(enter(), case, "forward", whither="ФКУ «Волга»")
    assert page.status_code == 422
    assert "номер с датой письма" in text(page)
    assert 'value="ФКУ «Волга»"' in text(page)


def test_way_of_a_case_is_told_in_sentences(enter: Enter, case: Case) -> None:
    client = enter()
    act(client, case, "take")
    act(client, case, "note", text="Выехали")
    page = text(client.get(url(case, "history/")))
    assert "Андреева Софья Павловна: принято в работу." in page
    assert "59-ФЗ, ст. 10, ч. 1" in page


@pytest.mark.parametrize(
    ("code", "fields", "status"),
    [
        ("refuse", {"reason": "реклама"}, "refused"),
        ("give_back", {"reason": "не наша дорога"}, "new"),
        ("forward", {"whither": "Росавтодор", "proof": "№ 5 от 02.03.2026"}, "forwarded"),
    ],
)
def test_acts_move_the_case(enter: Enter, case: Case, code: str, fields: dict[str, str], status: str) -> None:
    act(enter(), case, code, **fields)
    assert cases.by_id(case.id).status == status


def test_close_and_reopen(enter: Enter, case: Case) -> None:
    client = enter()
    act(client, case, "refuse", reason="реклама")
    page = act(client, case, "close", reason="пусто")
    assert cases.by_id(case.id).status == "closed"
    client.post(undo_of(page))
    assert cases.by_id(case.id).status == "reopened"


def test_executor_is_one_of_the_recipient(enter: Enter, town: MunicipalityView, case: Case) -> None:
    organisation = organisation_of(town, "МКУ «Дороги»")
    digger = builders.a_person(
        ("executor",), town=town, username="digger", full_name="Лопатин Игорь", organisation_id=organisation
    )
    client = enter()
    page = act(client, case, "assign", user=digger.id)
    assert cases.by_id(case.id).assignee_id == digger.id
    client.post(undo_of(page))
    assert cases.by_id(case.id).assignee_id is None
    stranger = builders.a_person(("operator",), town=town, username="other", full_name="Чужой Иван")
    assert act(client, case, "assign", user=stranger.id).status_code == 422


def test_duplicate_by_number_and_back(enter: Enter, town: MunicipalityView, case: Case) -> None:
    again = builders.a_case("Та же яма на Садовой, 3", town=town, topic=HOLES, received="2026-03-02 10:30")
    client = enter()
    assert case.number in text(client.get(url(again, "near/")))
    assert f'value="{case.number}"' in text(client.get(url(again, "ask/duplicate/")))
    assert f'value="{again.number}"' not in text(client.get(url(case, "ask/duplicate/")))
    page = act(client, again, "duplicate", number=case.number)
    assert cases.by_id(again.id).duplicate_of_id == case.id
    client.post(undo_of(page))
    assert cases.by_id(again.id).duplicate_of_id is None
    assert act(client, again, "duplicate", number="нет такого").status_code == 422


@pytest.mark.parametrize("tail", ["", "near/", "rules/", "history/", "place/"])
def test_a_case_of_before_marks_and_bases_opens(enter: Enter, case: Case, tail: str) -> None:
    models = Case._meta.apps
    models.get_model("triage", "Mark").objects.filter(case_id=case.id).delete()
    models.get_model("cases", "Basis").objects.filter(case_id=case.id).delete()
    old = {"signs": [["spam", "реклама", "скидки"]], "parts": [], "recipient_ground": ""}
    models.get_model("triage", "Opinion").objects.filter(case_id=case.id).update(**old)
    page = enter().get(url(case, tail))
    assert page.status_code == 200
    assert tail or "реклама" in text(page)
    assert enter(username="other").get("/cases/").status_code == 200


def test_a_person_says_how_urgent_it_is_and_takes_it_back(enter: Enter, case: Case) -> None:
    client = enter()
    assert "изменить срочность" in text(client.get(url(case)))
    refused = act(client, case, "urgency", urgency=2, reason="")
    assert refused.status_code == 422
    assert "почему меняете" in text(refused)
    page = act(client, case, "urgency", urgency=2, reason="рядом детский сад")
    assert "Угроза: решение сотрудника: рядом детский сад" in text(client.get(url(case)))
    client.post(undo_of(page))
    assert cases.by_id(case.id).urgency == case.urgency


def test_place_is_corrected_and_undone(enter: Enter, case: Case) -> None:
    client = enter()
    page = act(client, case, "place", address="проспект Мира, 7")
    assert cases.by_id(case.id).address.startswith("проспект Мира") or "Мира" in cases.by_id(case.id).address
    client.post(undo_of(page))
    assert "Садовая" in cases.by_id(case.id).address
    assert act(client, case, "place", address=" ").status_code == 422


def test_questions_of_an_appeal(enter: Enter, town: MunicipalityView) -> None:
    appeal = builders.a_case(town=town, topic=HOLES, kind="appeal", channel="paper")
    client = enter()
    act(client, appeal, "question", text="Когда дадут тепло?", topic=builders.topic_id(town, HEATING))
    first, second = cases.questions(appeal.id)
    assert (second.text, second.topic_id) == ("Когда дадут тепло?", builders.topic_id(town, HEATING))
    page = act(client, appeal, "remove_question", question=second.id)
    assert len(cases.questions(appeal.id)) == 1
    client.post(undo_of(page))
    assert len(cases.questions(appeal.id)) == 2
    assert act(client, appeal, "remove_question", question=first.id).status_code == 422
    act(client, appeal, "appeal_type", type="complaint")
    assert cases.by_id(appeal.id).appeal_type == "complaint"


def test_message_has_one_question(enter: Enter, case: Case) -> None:
    assert act(enter(), case, "question", text="Ещё").status_code == 422


def test_draft_is_kept_while_it_is_written(enter: Enter, case: Case) -> None:
    client = enter()
    page = client.post(url(case, "draft/"), {"answer": "Ваше обращение рассмотрено"})
    assert "отписка" in text(page)
    draft = answers.living(case.id)
    assert draft is not None
    assert draft.text == "Ваше обращение рассмотрено"
    assert 'name="draft_version" value="1"' in text(page)


def test_conflict_of_drafts_shows_the_other_text(enter: Enter, case: Case) -> None:
    client = enter()
    client.post(url(case, "draft/"), {"answer": "Мой текст"})
    cards.keep_draft(case.id, cards.Writing(text="Чужой текст"), now=builders.NOW, actor_id=None, version=1)
    page = client.post(url(case, "draft/"), {"answer": "Мой текст, дальше", "draft_version": "1"})
    assert page.status_code == 422
    assert "Чужой текст" in text(page)
    assert 'value="2"' in text(page)


def test_answer_that_may_not_go_comes_back_whole(enter: Enter, case: Case) -> None:
    page = client_answer(enter(), case, act="approve", answer="Здравствуйте! [фамилия]")
    assert page.status_code == 422
    assert "Не заполнено место шаблона" in text(page)
    assert "Здравствуйте! [фамилия]</textarea>" in text(page)


def client_answer(client: Client, case: Case, **fields: str) -> Any:
    return client.post(url(case, "answer/"), fields, follow=True)


def test_executor_submits_and_head_returns_then_sends(
    enter: Enter, town: MunicipalityView, case: Case
) -> None:
    organisation = organisation_of(town, "МКУ «Дороги»")
    client = enter("executor", organisation_id=organisation)
    assert client_answer(client, case, act="approve", answer=GOOD, outcome="explained").status_code == 404
    client_answer(client, case, act="submit", answer=GOOD, outcome="supported")
    assert cases.by_id(case.id).status == "approval"
    client = enter("recipient_head", organisation_id=organisation)
    assert client_answer(client, case, act="return", answer=GOOD).status_code == 422
    client_answer(client, case, act="return", answer=GOOD, comment="Назовите дату")
    assert cases.by_id(case.id).status == "in_work"
    told = text(client.get(url(case, "history/")))
    assert told.count("ответ возвращён на доработку — Назовите дату") == 1
    assert told.count("на согласование") == 1
    assert "принято в работу" not in told
    page = client_answer(client, case, act="approve", answer=GOOD, outcome="supported")
    assert said(page) == ["Ответ согласован и уходит заявителю."]


def test_channel_by_hand_needs_a_proof(enter: Enter, town: MunicipalityView) -> None:
    case = builders.a_case(town=town, topic=HOLES, channel="paper", kind="appeal")
    client = enter()
    page = client_answer(client, case, act="approve", answer=GOOD, outcome="explained")
    assert "отвечает только вручную" in text(page)
    client_answer(
        client, case, act="approve", answer=GOOD, outcome="explained", proof="№ 7 от 03.03.2026, почтой"
    )
    assert cases.by_id(case.id).status == "answered"


def test_interim_answer_needs_a_day(enter: Enter, case: Case) -> None:
    page = client_answer(enter(), case, act="submit", answer=GOOD, is_interim="on")
    assert "нужен обещанный срок" in text(page)


def test_neighbour_goes_by_the_queue(enter: Enter, town: MunicipalityView, case: Case) -> None:
    later = builders.a_case("Ещё яма", town=town, topic=HOLES, received="2026-03-02 10:30")
    client = enter()
    assert client.get(url(case, "go/next/"), follow=True).context["case"].number == later.number
    assert client.get(url(later, "go/previous/"), follow=True).context["case"].number == case.number
    assert client.get(url(later, "go/next/")).url == "/cases/"


def test_topics_are_found_by_words(enter: Enter, town: MunicipalityView) -> None:
    page = enter().get("/cases/find/topics/?topic_words=ям дорог")
    assert HOLES in [topic.title for topic in page.context["topics"]]
