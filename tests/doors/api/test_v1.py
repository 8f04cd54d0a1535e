"""The API: a message in, its state out, pushes of channels; every error is Russian JSON."""

import base64
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from otklik.flow.author import MOST_TRIES
from otklik.ground.audit.models import Entry
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases.models import Case
from otklik.register.intake import selectors as intake_read
from otklik.register.intake import services as intake
from otklik.register.intake.models import ChannelAccount
from tests import builders

pytestmark = pytest.mark.django_db
URL = "/api/v1/messages"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.FILES = tmp_path
    cache.clear()


@pytest.fixture
def town() -> MunicipalityView:
    return builders.a_town()


@pytest.fixture
def token(town: MunicipalityView) -> str:
    return token_of(town, "webform")


def token_of(town: MunicipalityView, code: str) -> str:
    account = intake_read.account(town.id, code)
    assert account is not None
    return intake.issue_token(account.id, now=builders.NOW)


def post(client: Client, token: str, told: object, url: str = URL) -> HttpResponse:
    return client.post(
        url, told, content_type="application/json", headers={"authorization": f"Bearer {token}"}
    )


def troubles(answer: HttpResponse) -> dict[str, str]:
    return {one["field"]: one["message"] for one in answer.json()["errors"]}


def test_message_becomes_a_case(client: Client, town: MunicipalityView, token: str) -> None:
    title = "Благоустройство / Неисправные фонари освещения"
    answer = post(client, token, {"text": "Не горит фонарь", "address": "Садовая, 3", "topic": title})
    told = answer.json()
    case = Case.objects.get()
    assert answer.status_code == 201
    assert told["number"] == case.number
    assert told["public_code"] == case.public_code
    assert told["topic"]["title"] == "Неисправные фонари освещения"
    assert told["due_at"] is not None
    assert told["is_new"] is True
    assert case.address == "ул. Садовая, д. 3"


def test_same_key_is_the_same_message(client: Client, token: str) -> None:
    first = post(client, token, {"text": "Яма", "key": "a-1"})
    second = post(client, token, {"text": "Яма", "key": "a-1"})
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() | {"is_new": False} == second.json()
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "field", "said"),
    [
        pytest.param({}, "text", "обязательное поле", id="нет текста"),
        pytest.param({"text": ""}, "text", "не должно быть пустым", id="пустой текст"),
        pytest.param(
            {"text": "а" * 100_001}, "text", "слишком длинно, не больше 100000 знаков", id="длинный"
        ),
        pytest.param({"text": "а", "colour": "red"}, "colour", "неизвестное поле", id="лишнее поле"),
        pytest.param({"text": 5}, "text", "нужен текст", id="число вместо текста"),
        pytest.param({"text": "а", "lat": 91}, "lat", "не больше 90.0", id="широта"),
        pytest.param({"text": "а", "lon": "x"}, "lon", "нужно число", id="долгота"),
        pytest.param(
            {"text": "а", "attachments": [{"name": "a"}]},
            "attachments.0.content",
            "обязательное поле",
            id="вложение",
        ),
    ],
)
def test_wrong_field_is_named_in_russian(
    client: Client, token: str, told: dict[str, Any], field: str, said: str
) -> None:
    answer = post(client, token, told)
    assert answer.status_code == 422
    assert troubles(answer) == {field: said}
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 422, id="пусто"),
        pytest.param(b"{", 400, id="обрыв"),
        pytest.param(b"\xff\xfe", 400, id="не текст"),
        pytest.param(b"[1]", 422, id="список"),
        pytest.param(b"[" * 100_000, 400, id="глубина"),
    ],
)
def test_what_is_not_an_object_is_refused(client: Client, token: str, body: bytes, status: int) -> None:
    answer = post(client, token, body)
    assert answer.status_code == status
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer x",
        "Bearer otk_1_",
        "Bearer otk_999999_abc",
        "Bearer otk_²_abc",
        "Basic otk_1_abc",
        "Bearer otk_99999999999999999999_abc",
    ],
)
def test_without_a_token_nothing_is_taken(client: Client, town: MunicipalityView, header: str) -> None:
    answer = client.post(
        URL, {"text": "Яма"}, content_type="application/json", headers={"authorization": header}
    )
    assert answer.status_code == 401
    assert "токен" in answer.json()["detail"]


def test_new_token_ends_the_old_one(client: Client, town: MunicipalityView, token: str) -> None:
    fresh = token_of(town, "webform")
    assert post(client, token, {"text": "Яма"}).status_code == 401
    assert post(client, fresh, {"text": "Яма"}).status_code == 201


def test_closed_account_takes_nothing(client: Client, town: MunicipalityView, token: str) -> None:
    ChannelAccount.objects.filter(code="webform").update(is_active=False)
    assert post(client, token, {"text": "Яма"}).status_code == 401


def test_token_is_kept_as_a_digest(town: MunicipalityView, token: str) -> None:
    kept = ChannelAccount.objects.get(code="webform").settings
    assert token not in str(kept)
    assert not Entry.objects.filter(details__icontains=token[-20:]).exists()


def test_personal_data_needs_consent(client: Client, token: str) -> None:
    refused = post(client, token, {"text": "Яма", "name": "Ольга"})
    assert refused.status_code == 422
    assert "согласитесь" in refused.json()["detail"]
    assert post(client, token, {"text": "Яма", "name": "Ольга", "consent": True}).status_code == 201
    assert Entry.objects.get(action="consent").details["version"] == "api"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(base64.b64encode(b"MZ\x90\x00" + b"0" * 50).decode(), "не фотография", id="программа"),
        pytest.param("не base64", "повреждено", id="не base64"),
    ],
)
def test_attachments_are_told_by_content(client: Client, token: str, content: str, said: str) -> None:
    answer = post(client, token, {"text": "Яма", "attachments": [{"name": "a.png", "content": content}]})
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


def test_state_by_number_and_code(client: Client, token: str) -> None:
    told = post(client, token, {"text": "Яма на дороге"}).json()
    answer = client.get(f"{URL}/{told['number']}", {"code": told["public_code"]})
    assert answer.status_code == 200
    assert answer.json()["is_open"] is True
    assert [one["text"] for one in answer.json()["posts"]] == ["Яма на дороге"]


def test_state_is_not_told_without_the_code(client: Client, token: str) -> None:
    told = post(client, token, {"text": "Яма"}).json()
    assert client.get(f"{URL}/{told['number']}").status_code == 422
    for n in range(MOST_TRIES):
        assert client.get(f"{URL}/{told['number']}", {"code": f"BAD{n}"}).status_code == 404
    assert client.get(f"{URL}/{told['number']}", {"code": told["public_code"]}).status_code == 429


def test_hook_goes_to_the_adapter(client: Client, town: MunicipalityView) -> None:
    token = token_of(town, "phone")
    answer = post(client, token, {"text": "Звонили: яма"}, "/api/v1/hooks/phone")
    assert answer.status_code == 200
    assert answer.json() == {"taken": 1, "numbers": [Case.objects.get().number]}
    assert Case.objects.get().channel == "phone"


def test_hook_of_another_account_is_not_there(client: Client, token: str) -> None:
    assert post(client, token, {"text": "Яма"}, "/api/v1/hooks/phone").status_code == 404


def test_unreadable_hook_is_said_in_russian(client: Client, town: MunicipalityView) -> None:
    answer = post(client, token_of(town, "phone"), {"text": ""}, "/api/v1/hooks/phone")
    assert answer.status_code == 422
    assert "текст сообщения пуст" in answer.json()["detail"]


def test_unknown_address_is_json(client: Client) -> None:
    answer = client.get("/api/v1/nowhere")
    assert answer.status_code == 404
    assert answer.json()["detail"] == "Такого адреса в API нет."


def test_no_session_and_no_cookie(client: Client, token: str) -> None:
    answer = post(client, token, {"text": "Яма"})
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_description_is_there_and_has_no_foreign_page(client: Client) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert set(told["paths"]) == {
        "/api/v1/messages", "/api/v1/messages/{number}", "/api/v1/hooks/{account_code}",
    }  # fmt: skip
    assert client.get("/api/v1/docs").status_code == 404
