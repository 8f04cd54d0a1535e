"""Calls and entries by hand through the client."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases import selectors as cases
from tests import builders

HEATING = "Ненадлежащее качество или отсутствие отопления"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]


@pytest.fixture
def town() -> MunicipalityView:
    town = builders.a_town()
    builders.a_recipient(town, "ООО «Тепло»", topic=HEATING)
    return town


@pytest.fixture
def enter(client: Client, town: MunicipalityView) -> Enter:
    def as_person(*roles: str) -> Client:
        client.force_login(builders.a_person(roles or ("operator",), town=town))
        return client

    return as_person


def paper(**more: Any) -> dict[str, Any]:
    return {
        "account": "paper",
        "kind": "appeal",
        "received_at": "2026-03-02T09:30",
        "text": "Прошу наладить отопление на Речной, 14",
        "name": "Мартынова Ольга",
        **more,
    }


def test_call_gives_a_number_and_a_code_to_dictate(enter: Enter, town: MunicipalityView) -> None:
    fields = {"text": "Батареи холодные", "phone": "8 900 000-00-00", "address": "Речная, 14", "key": "k1"}
    client = enter()
    page = client.post("/cases/new/phone/", fields, follow=True)
    case = page.context["case"]
    assert case.number in page.content.decode()
    assert case.public_code[:5] in page.content.decode()
    assert (case.stream, case.address) == ("hotline", "ул. Речная, д. 14")


def test_call_sent_twice_is_one_case(enter: Enter, town: MunicipalityView) -> None:
    client = enter()
    first = client.post("/cases/new/phone/", {"text": "Батареи холодные", "key": "k1"})
    second = client.post("/cases/new/phone/", {"text": "Батареи холодные", "key": "k1"})
    assert first.url == second.url


def test_empty_call_comes_back_with_what_was_typed(enter: Enter, town: MunicipalityView) -> None:
    page = enter().post("/cases/new/phone/", {"text": " ", "phone": "8 900 000-00-00"})
    assert page.status_code == 422
    assert 'value="8 900 000-00-00"' in page.content.decode()


def test_hints_tell_whose_it_is_and_who_has_told_of_it(enter: Enter, town: MunicipalityView) -> None:
    builders.a_case("Холодно, нет отопления, Речная, 14", town=town, topic=HEATING)
    typed = {"text": "В доме нет отопления, батареи холодные", "address": "ул. Речная, 14"}
    page = enter().post("/cases/new/phone/hints/", typed).content.decode()
    assert HEATING in page
    assert "ООО «Тепло»" in page
    assert "Об этом уже сообщили: 1" in page


def test_addresses_are_offered(enter: Enter, town: MunicipalityView) -> None:
    items = enter().get("/cases/find/addresses/?q=реч 14").json()["items"]
    assert [item["title"] for item in items] == ["ул. Речная, д. 14"]


def test_letter_with_questions_and_files(enter: Enter, town: MunicipalityView) -> None:
    files = [SimpleUploadedFile("скан.png", PIXEL), SimpleUploadedFile("ещё.png", PIXEL)]
    fields = paper(
        question=["Когда перерасчёт?", ""], files=files, registration="17/3", appeal_type="complaint"
    )
    page = enter().post("/cases/new/", fields, follow=True)
    case = page.context["case"]
    assert (case.kind, case.stream, case.appeal_type) == ("appeal", "59fz", "complaint")
    assert f"{case.received_at:%H:%M}" == "06:30"  # 9:30 in the town
    assert [one.text for one in cases.questions(case.id)] == ["", "Когда перерасчёт?"]
    (post,) = cases.thread(case.id)
    assert [one.name for one in post.files] == ["скан.png", "ещё.png"]


def test_one_registration_is_one_case(enter: Enter, town: MunicipalityView) -> None:
    client = enter()
    first = client.post("/cases/new/", paper(registration="17/3"))
    second = client.post("/cases/new/", paper(registration="17/3"))
    assert first.url == second.url


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": ""}, "Текст"),
        ({"received_at": "2999-01-01T10:00"}, "ещё не наступил"),
        ({"files": SimpleUploadedFile("письмо.docm", b"PK\x03\x04 macro")}, "не фотография и не PDF"),
    ],
)
def test_bad_entry_comes_back_whole(
    enter: Enter, town: MunicipalityView, more: dict[str, Any], said: str
) -> None:
    page = enter().post("/cases/new/", paper(**more))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert "Мартынова Ольга" in page.content.decode()


@pytest.mark.parametrize("path", ["/cases/new/", "/cases/new/phone/", "/cases/find/addresses/"])
def test_entering_needs_the_right(enter: Enter, town: MunicipalityView, path: str) -> None:
    assert enter("region_observer").get(path).status_code == 404


def test_file_is_downloaded_and_not_trusted(enter: Enter, town: MunicipalityView) -> None:
    client = enter()
    page = client.post("/cases/new/", paper(files=[SimpleUploadedFile("скан.png", PIXEL)]), follow=True)
    (post,) = cases.thread(page.context["case"].id)
    url = f"/cases/files/{post.files[0].id}/"
    answer = client.get(url)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"{url}?view=1")["Content-Type"] == "image/png"
    assert enter("region_observer").get(url).status_code == 404
