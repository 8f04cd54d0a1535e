"""The page of a case: the code, guessing, words without internal terms, additions, marks."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from otklik.flow import answer, card, evidence, finish, photos, rate
from otklik.flow.author import MOST_TRIES
from otklik.flow.deliveries import turn
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases.models import Attachment, Case
from otklik.register.cases.rules import STATUS_TITLES
from tests import builders
from tests.doors.web.public import citizen

pytestmark = pytest.mark.django_db
NOW = builders.NOW


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.FILES = tmp_path
    cache.clear()


@pytest.fixture
def town() -> MunicipalityView:
    return builders.a_town()


@pytest.fixture
def case(town: MunicipalityView) -> Case:
    builders.a_recipient(town, "МКУ «Горсвет»")
    return builders.a_case(
        "Не горит фонарь у дома 3 по Садовой",
        town=town,
        channel="webform",
        topic="Благоустройство / Неисправные фонари освещения",
        recipient="МКУ «Горсвет»",
    )


def look(client: Client, case: Case, *, code: str = "", now: datetime = NOW, **query: str) -> HttpResponse:
    with citizen.at(now):
        return client.get(
            reverse("public:case", args=[case.number]), {"code": code or case.public_code, **query}
        )


def answered(
    case: Case, *, now: datetime = NOW, text: str = "Здравствуйте! Фонарь починили сегодня."
) -> None:
    """The whole road to the citizen: approved, sent by the worker."""
    writing = card.Writing(text=text, outcome="supported")
    answer.approve(case.id, writing, now=now, today=now.date(), actor_id=None)
    turn(worker="test", now=lambda: now)


def post(client: Client, name: str, case: Case, *, now: datetime, **fields: object) -> HttpResponse:
    with citizen.at(now):
        return client.post(
            reverse(f"public:{name}", args=[case.number]), {"code": case.public_code, **fields}
        )


def get_rate(client: Client, case: Case, *, now: datetime) -> HttpResponse:
    with citizen.at(now):
        return client.get(reverse("public:rate", args=[case.number]), {"code": case.public_code})


def test_without_a_code_nothing_is_told(client: Client, case: Case) -> None:
    page = client.get(reverse("public:case", args=[case.number])).content.decode()
    assert "Секретный код" in page
    assert "фонарь" not in page.lower()


def test_wrong_code_and_unknown_number_are_one_answer(client: Client, case: Case) -> None:
    wrong = look(client, case, code="AAAAAAAAAA")
    unknown = client.get(reverse("public:case", args=["МЦУ-2026-999999"]), {"code": case.public_code})
    assert (wrong.status_code, unknown.status_code) == (404, 404)
    said = "Такого сочетания номера и кода нет"
    assert said in wrong.content.decode()
    assert said in unknown.content.decode()


def test_code_may_be_typed_in_small_letters(client: Client, case: Case) -> None:
    assert look(client, case, code=f" {case.public_code.lower()} ").status_code == 200


def test_guessing_is_locked_even_for_the_right_code(client: Client, case: Case) -> None:
    for n in range(MOST_TRIES):
        assert look(client, case, code=f"BAD{n}").status_code == 404
    assert look(client, case).status_code == 429
    other = client.get(
        reverse("public:case", args=[case.number]), {"code": case.public_code}, REMOTE_ADDR="127.0.0.9"
    )
    assert other.status_code == 200


def test_short_links_are_not_a_way_round_the_lock(client: Client, case: Case) -> None:
    for n in range(MOST_TRIES):
        assert client.get(reverse("public:short", args=[case.id, f"BAD{n}"])).status_code == 404
    assert client.get(reverse("public:short", args=[case.id, case.public_code])).status_code == 404


@pytest.mark.parametrize("status", list(STATUS_TITLES), ids=str)
def test_state_is_said_in_the_citizens_words(client: Client, case: Case, status: str) -> None:
    Case.objects.filter(id=case.id).update(status=status)
    page = look(client, case).content.decode()
    for inner in ("согласовани", "Снято с контроля", "получател", "Не требует ответа", "Отложено"):
        assert inner not in page


def test_recipient_and_day_are_told(client: Client, case: Case) -> None:
    page = look(client, case).content.decode()
    assert "Передано: МКУ «Горсвет»" in page
    assert "не позднее" in page


def test_notes_of_the_staff_are_never_shown(client: Client, case: Case) -> None:
    card.note(case.id, "заявитель скандалит", now=NOW, actor_id=None)
    assert "скандалит" not in look(client, case).content.decode()


def test_addition_joins_the_case_once(client: Client, town: MunicipalityView, case: Case) -> None:
    hidden = citizen.opened_form(client, town)
    later = NOW + timedelta(hours=1)
    for _ in range(2):
        done = post(client, "add", case, now=later, text="Теперь погас и второй", **hidden)
        assert done.status_code == 302
    assert [p.text for p in case.posts.filter(kind="comment")] == ["Теперь погас и второй"]
    assert "Теперь погас и второй" in look(client, case, now=later).content.decode()


def test_empty_addition_is_refused(client: Client, town: MunicipalityView, case: Case) -> None:
    hidden = citizen.opened_form(client, town)
    assert post(client, "add", case, now=NOW + timedelta(hours=1), text=" ", **hidden).status_code == 422


def test_photo_of_the_author_is_his_alone(client: Client, town: MunicipalityView, case: Case) -> None:
    hidden = citizen.opened_form(client, town)
    photo = SimpleUploadedFile("a.png", citizen.PNG, "image/png")
    post(client, "add", case, now=NOW + timedelta(hours=1), text="Вот", photo=photo, **hidden)
    kept = Attachment.objects.get()
    url = reverse("public:file", args=[case.number, kept.id])
    shown = client.get(url, {"code": case.public_code})
    assert shown.status_code == 200
    assert shown["Content-Type"] == "image/png"
    assert client.get(url, {"code": "AAAAAAAAAA"}).status_code == 404
    other = builders.a_case("Другое", town=town, channel="webform")
    foreign = reverse("public:file", args=[other.number, kept.id])
    assert client.get(foreign, {"code": other.public_code}).status_code == 404


def test_answer_with_its_photo_reaches_the_page(client: Client, case: Case) -> None:
    evidence.lay_by(case.id, [("после.jpg", citizen.PNG)], now=NOW, actor_id=None)
    before = look(client, case).content.decode()
    assert "после.png" not in before
    answered(case)
    page = look(client, case, now=NOW + timedelta(hours=1)).content.decode()
    assert "Ответ дан" in page
    assert "Фонарь починили сегодня" in page
    assert "<img" in page


class TestRating:
    """From 1 to 5 and solved or not; a bad one with words returns the case to work."""

    def test_good_mark_is_kept_and_may_be_changed(self, client: Client, case: Case) -> None:
        answered(case)
        for mark in (5, 4):
            assert post(client, "rate", case, now=NOW + timedelta(days=1), rating=mark).status_code == 302
        case.refresh_from_db()
        assert (case.rating, case.status) == (4, "answered")

    def test_bad_mark_with_words_reopens(self, client: Client, case: Case) -> None:
        answered(case)
        later = NOW + timedelta(days=1)
        done = post(client, "rate", case, now=later, rating=1, comment="Не горит, как и не горел")
        assert "done=reopened" in done["Location"]
        case.refresh_from_db()
        assert (case.status, case.is_open, case.reopened_count, case.rating) == ("reopened", True, 1, 1)
        assert case.due_at is not None
        assert case.due_at > later
        assert "Не горит, как и не горел" in look(client, case, now=later).content.decode()

    def test_bad_mark_without_words_is_only_a_mark(self, client: Client, case: Case) -> None:
        answered(case)
        post(client, "rate", case, now=NOW + timedelta(days=1), rating=2)
        case.refresh_from_db()
        assert (case.status, case.rating) == ("answered", 2)

    def test_after_the_window_a_rating_is_kept_but_reopens_nothing(self, client: Client, case: Case) -> None:
        answered(case)
        late = NOW + timedelta(days=11)
        page = get_rate(client, case, now=late).content.decode()
        assert "Срок для возврата в работу прошёл" in page
        done = post(client, "rate", case, now=late, rating=1, solved="no", comment="Опять не горит")
        assert "done=late" in done["Location"]
        case.refresh_from_db()
        assert (case.status, case.rating) == ("answered", 1)
        again = post(client, "rate", case, now=late, rating=5)
        assert again.status_code == 422
        assert "Прежняя оценка осталась" in again.content.decode()
        assert (
            "Вы уже оценили этот ответ: оценка 1, не решено"
            in get_rate(client, case, now=late).content.decode()
        )

    def test_page_of_rating_asks_by_the_short_link_and_loses_nothing(
        self, client: Client, case: Case
    ) -> None:
        assert "ещё работают" in get_rate(client, case, now=NOW).content.decode()
        answered(case)
        link = reverse("public:short_rating", args=[case.id, case.public_code])
        with citizen.at(NOW):
            assert client.get(link)["Location"].startswith(reverse("public:rate", args=[case.number]))
        page = get_rate(client, case, now=NOW).content.decode()
        assert "Фонарь починили сегодня" in page
        assert "Ничего не сделано" in page
        lost = post(client, "rate", case, now=NOW, page="rate", comment="Мои слова", reason="Слишком долго")
        assert lost.status_code == 422
        shown = lost.content.decode()
        assert "Мои слова" in shown
        assert 'value="Слишком долго" checked' in shown

    @pytest.mark.parametrize("told", ["0", "6", "", "пять"])
    def test_mark_beyond_the_scale_is_refused(self, client: Client, case: Case, told: str) -> None:
        answered(case)
        done = post(client, "rate", case, now=NOW + timedelta(days=1), rating=told, comment="Слова")
        assert done.status_code == 422
        assert "Слова" in done.content.decode()
        case.refresh_from_db()
        assert case.rating is None

    def test_open_case_is_not_rated(self, client: Client, case: Case) -> None:
        assert post(client, "rate", case, now=NOW, rating=5).status_code == 422
        with pytest.raises(rate.BadRating):
            rate.take(case.id, rate.Given(mark=5), now=NOW)

    def test_answered_case_takes_no_additions(
        self, client: Client, town: MunicipalityView, case: Case
    ) -> None:
        hidden = citizen.opened_form(client, town)
        answered(case)
        done = post(client, "add", case, now=NOW + timedelta(hours=1), text="Ещё", **hidden)
        assert done.status_code == 422


def test_forwarded_case_says_whither(client: Client, case: Case) -> None:
    finish.forward(
        case.id, whither="Россети", proof="исх. 12 от 02.03.2026", now=NOW, actor_id=None, by_label="Центр"
    )
    assert "Россети" in look(client, case).content.decode()


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        pytest.param(b"\xff\xd8\xff\xe1\x00\x10Exif\x00" + b"0" * 50, "image/jpeg", id="jpeg"),
        pytest.param(
            b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"0" * 50, "image/heic", id="heic"
        ),
        pytest.param(
            b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic" + b"0" * 50, "image/heic", id="mif1"
        ),
        pytest.param(b"RIFF\x00\x00\x00\x00WEBPVP8 " + b"0" * 50, "image/webp", id="webp"),
    ],
)
def test_pictures_of_telephones_are_known(content: bytes, mime: str) -> None:
    assert photos.take([("../../снимок.exe", content)])[0].content_type == mime
    assert "/" not in photos.take([("../../снимок.exe", content)])[0].name
