"""The recipient's office: only one's own, the road from taking to the answer, nothing for a stranger."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from time_machine import travel

from otklik.flow import answer, finish
from otklik.flow.deliveries import turn
from otklik.ground.audit.models import Entry
from otklik.ground.people import services as people
from otklik.ground.people.models import Organisation, User
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases.models import Attachment, Case
from tests import builders

pytestmark = pytest.mark.django_db
NOW = builders.NOW
LAMPS = "Благоустройство / Неисправные фонари освещения"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40
GOOD = "Здравствуйте! Лампу заменили сегодня утром."


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.FILES = tmp_path


@pytest.fixture
def town() -> MunicipalityView:
    return builders.a_town()


@pytest.fixture
def lights(town: MunicipalityView) -> Organisation:
    builders.a_recipient(town, "МКУ «Горсвет»")
    return Organisation.objects.get(short_title="МКУ «Горсвет»")


@pytest.fixture
def case(town: MunicipalityView, lights: Organisation) -> Case:
    return builders.a_case(
        "Не горит фонарь у дома 3 по Садовой",
        town=town,
        channel="webform",
        topic=LAMPS,
        recipient="МКУ «Горсвет»",
    )


@pytest.fixture
def foreign(town: MunicipalityView) -> Case:
    builders.a_recipient(town, "ООО «Тепло»")
    return builders.a_case("Холодно в квартире", town=town, topic=LAMPS, recipient="ООО «Тепло»")


def person(town: MunicipalityView, organisation: Organisation | None, role: str = "executor") -> User:
    return builders.a_person(
        (role,), town=town, username=f"{role}-{organisation.pk if organisation else 0}",
        organisation_id=organisation.pk if organisation else None,
    )  # fmt: skip


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(client: Client, case: Case) -> HttpResponse:
    with travel(NOW + timedelta(hours=1), tick=False):
        return client.get(reverse("office:case", args=[case.number]))


def act(client: Client, case: Case, name: str, **fields: object) -> HttpResponse:
    with travel(NOW + timedelta(hours=2), tick=False):
        return client.post(reverse("office:act", args=[case.number, name]), fields)


def test_stranger_goes_to_the_sign_in(client: Client, case: Case) -> None:
    for url in (reverse("office:queue"), reverse("office:case", args=[case.number])):
        assert reverse("account_login") in client.get(url)["Location"]


@pytest.mark.parametrize("role", ["town_head", "region_observer", "informing_lead", "administrator"])
def test_role_without_taking_has_no_office(town: MunicipalityView, case: Case, role: str) -> None:
    client = signed_in(person(town, None, role))
    assert client.get(reverse("office:queue")).status_code == 404
    assert page(client, case).status_code == 404
    assert act(client, case, "take").status_code == 404


def test_only_own_cases_are_there(
    town: MunicipalityView, lights: Organisation, case: Case, foreign: Case
) -> None:
    client = signed_in(person(town, lights))
    shown = client.get(reverse("office:queue")).content.decode()
    assert case.number in shown
    assert foreign.number not in shown
    assert page(client, foreign).status_code == 404
    for name in ("take", "give_back", "keep", "submit", "approve", "photo"):
        assert act(client, foreign, name, answer="x", reason="x").status_code == 404
    foreign.refresh_from_db()
    assert foreign.status == "routed"


def test_parent_sees_what_is_below(
    town: MunicipalityView, lights: Organisation, case: Case, foreign: Case
) -> None:
    parent = builders.an_organisation(town, "Управление ЖКХ")
    people.save_organisation(
        municipality_id=town.id, short_title=lights.short_title, parent_id=parent.pk,
        organisation_id=lights.pk, now=NOW,
    )  # fmt: skip
    client = signed_in(person(town, parent, "recipient_head"))
    assert page(client, case).status_code == 200
    assert page(client, foreign).status_code == 404


def test_another_town_is_another_world(town: MunicipalityView, case: Case) -> None:
    other = builders.a_town("lugovoe", title="Посёлок Луговое")
    builders.a_recipient(other, "МКУ «Горсвет»")
    theirs = Organisation.objects.get(municipality_id=other.id, short_title="МКУ «Горсвет»")
    client = signed_in(person(other, theirs))
    assert page(client, case).status_code == 404


def test_taking_names_the_executor(town: MunicipalityView, lights: Organisation, case: Case) -> None:
    user = person(town, lights)
    assert act(signed_in(user), case, "take").status_code == 302
    case.refresh_from_db()
    assert (case.status, case.assignee_id) == ("in_work", user.pk)


def test_giving_back_needs_a_reason(town: MunicipalityView, lights: Organisation, case: Case) -> None:
    client = signed_in(person(town, lights))
    refused = act(client, case, "give_back", reason=" ")
    assert refused.status_code == 422
    assert "без причины вернуть нельзя" in refused.content.decode()
    assert act(client, case, "give_back", reason="Это дом УК «Наш дом»").status_code == 302
    case.refresh_from_db()
    assert (case.status, case.needs_decision, case.recipient_id) == ("new", True, None)
    assert page(client, case).status_code == 404


def test_executor_submits_and_head_approves(town: MunicipalityView, lights: Organisation, case: Case) -> None:
    executor = signed_in(person(town, lights))
    head = signed_in(person(town, lights, "recipient_head"))
    photo = SimpleUploadedFile("после.jpg", PNG, "image/jpeg")
    assert act(executor, case, "photo", photo=photo, answer=GOOD).status_code == 302
    assert act(executor, case, "approve", answer=GOOD, outcome="measures_taken").status_code == 404
    sent = act(executor, case, "submit", answer=GOOD, outcome="measures_taken")
    assert sent.status_code == 302
    case.refresh_from_db()
    assert case.status == "approval"
    returned = act(head, case, "return", answer=GOOD, comment="Назовите номер опоры")
    assert returned.status_code == 302
    assert "Назовите номер опоры" in page(executor, case).content.decode()
    better = f"{GOOD} Опора № 7."
    assert act(executor, case, "submit", answer=better, outcome="measures_taken").status_code == 302
    assert act(head, case, "approve", answer=better, outcome="measures_taken").status_code == 302
    turn(worker="test", now=lambda: NOW + timedelta(hours=3))
    case.refresh_from_db()
    assert (case.status, case.outcome) == ("answered", "measures_taken")
    post = case.posts.get(kind="answer")
    assert post.text == better
    assert [one.name for one in Attachment.objects.filter(post=post)] == ["после.png"]


def test_blocking_remark_keeps_the_text(town: MunicipalityView, lights: Organisation, case: Case) -> None:
    client = signed_in(person(town, lights))
    refused = act(client, case, "submit", answer="Здравствуйте! Сделаем {когда}.", outcome="")
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert "Здравствуйте! Сделаем {когда}." in shown
    assert "Выберите результат" in shown


def test_two_writers_do_not_overwrite_each_other(
    town: MunicipalityView, lights: Organisation, case: Case
) -> None:
    first, second = signed_in(person(town, lights)), signed_in(person(town, lights, "recipient_head"))
    act(first, case, "keep", answer="Первый текст")
    act(second, case, "keep", answer="Второй текст", draft_version="1")
    refused = act(first, case, "keep", answer="Первый, дописан", draft_version="1")
    assert refused.status_code == 422
    assert "Первый, дописан" in refused.content.decode()
    assert "другой сотрудник" in refused.content.decode()


def test_laid_by_photo_can_be_taken_back_and_is_not_foreign(
    town: MunicipalityView, lights: Organisation, case: Case, foreign: Case
) -> None:
    client = signed_in(person(town, lights))
    act(client, case, "photo", photo=SimpleUploadedFile("a.png", PNG, "image/png"))
    kept = Attachment.objects.get(case=case)
    assert client.get(reverse("office:file", args=[kept.id])).status_code == 200
    other = Organisation.objects.get(short_title="ООО «Тепло»")
    stranger = signed_in(person(town, other))
    assert stranger.get(reverse("office:file", args=[kept.id])).status_code == 404
    act(client, case, "drop", file=str(kept.id))
    assert not Attachment.objects.filter(case=case).exists()


def test_program_is_not_a_photo(town: MunicipalityView, lights: Organisation, case: Case) -> None:
    client = signed_in(person(town, lights))
    bad = SimpleUploadedFile("a.png", b"MZ\x90\x00" + b"0" * 90, "image/png")
    refused = act(client, case, "photo", photo=bad, answer="Текст цел")
    assert refused.status_code == 422
    assert "Текст цел" in refused.content.decode()


def test_who_wrote_is_shown_on_asking_and_journalled(
    town: MunicipalityView, lights: Organisation, case: Case
) -> None:
    client = signed_in(person(town, lights))
    assert "Мартынова" not in page(client, case).content.decode()
    shown = client.post(reverse("office:person", args=[case.number]))
    assert "Мартынова Ольга Петровна" in shown.content.decode()
    assert Entry.objects.filter(action="see_personal", subject_id=str(case.id)).count() == 1


def test_tabs_and_own_figures(town: MunicipalityView, lights: Organisation, case: Case) -> None:
    client = signed_in(person(town, lights, "recipient_head"))
    finish.take(case.id, now=NOW, actor_id=None)
    builders.a_case("Ещё фонарь", town=town, topic=LAMPS, recipient="МКУ «Горсвет»")
    with travel(NOW + timedelta(days=60), tick=False):
        new = client.get(reverse("office:queue"), {"tab": "new"}).content.decode()
        work = client.get(reverse("office:queue"), {"tab": "work"}).content.decode()
    assert case.number not in new
    assert case.number in work
    assert "просрочено 2" in work


def test_queue_costs_few_queries(
    town: MunicipalityView, lights: Organisation, case: Case, django_assert_max_num_queries: object
) -> None:
    client = signed_in(person(town, lights))
    for _ in range(5):
        builders.a_case("Ещё фонарь", town=town, topic=LAMPS, recipient="МКУ «Горсвет»")
    client.get(reverse("office:queue"))  # the bell is asked once in half a minute
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(reverse("office:queue"))


def test_answered_case_stays_readable(town: MunicipalityView, lights: Organisation, case: Case) -> None:
    writing = answer.answers.Writing(text=GOOD, outcome="supported")
    answer.approve(case.id, writing, now=NOW, today=NOW.date(), actor_id=None)
    turn(worker="test", now=lambda: NOW)
    shown = page(signed_in(person(town, lights)), case)
    assert shown.status_code == 200
    assert "На согласование" not in shown.content.decode()
