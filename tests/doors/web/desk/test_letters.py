"""«Документы» on the screens: a letter looked at, registered, sent; the journal; the letterhead."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from otklik.casework.letters.models import Letter
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases import selectors as cases
from otklik.register.cases.models import Case
from tests import builders
from tests.casework.letters.letters_by_hand import a_picture

pytestmark = pytest.mark.django_db
FORM = {
    "addressee": "Мартыновой Ольге Петровне", "subject": "О рассмотрении обращения", "body": "Яму залатали.",
    "salutation": "Уважаемая Ольга Петровна!", "position": "Глава города", "signed": "И. В. Соколов",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _morning() -> Any:
    with time_machine.travel(builders.NOW + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def town() -> MunicipalityView:
    return builders.a_town()


@pytest.fixture
def appeal(town: MunicipalityView) -> Case:
    return builders.a_case(town=town, channel="paper", kind="appeal")


def entered(client: Client, town: MunicipalityView, role: str = "operator") -> Client:
    client.force_login(builders.a_person((role,), town=town))
    return client


def url(case: Case, tail: str = "") -> str:
    return f"/cases/{case.number}/letters/{tail}"


def test_письмо_от_формы_до_журнала(client: Client, town: MunicipalityView, appeal: Case) -> None:
    entered(client, town)
    assert "Писем по карточке нет" in client.get(url(appeal)).content.decode()
    page = client.get(url(appeal, "new/extension/")).content.decode()
    assert "59-ФЗ, ст. 12, ч. 2" in page
    assert "{срок}" in page
    asked = {
        "slot_срок": "2026-05-01",
        "slot_основание": "нужен выезд",
        "body": "Продлён до {срок}: {основание}.",
    }
    seen = client.post(url(appeal, "new/extension/"), {**FORM, **asked, "act": "preview"})
    assert "Продлён до 1\u00a0мая 2026\u00a0года: нужен выезд." in seen.context["words"].body
    assert len(seen.context["pages"]) == 1
    assert not Letter.objects.exists()
    project = client.post(url(appeal, "new/extension/"), {**FORM, **asked, "act": "project"})
    assert project.content.startswith(b"PK")
    refused = client.post(url(appeal, "new/extension/"), {**FORM, "body": "До {срок}", "act": "register"})
    assert refused.status_code == 422
    assert "До {срок}" in refused.content.decode()
    done = client.post(url(appeal, "new/extension/"), {**FORM, **asked, "act": "register"}, follow=True)
    letter = Letter.objects.get()
    assert f"№ {letter.number}" in done.content.decode()
    for form, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        file = client.get(url(appeal, f"{letter.id}/file.{form}"))
        assert file.content.startswith(start)
        assert "attachment" in file["Content-Disposition"]
    assert client.get(url(appeal, f"{letter.id}/file.exe")).status_code == 404
    early = client.post(url(appeal, f"{letter.id}/sent/"), {"way": "post", "sent_on": "2026-03-05"})
    assert early.status_code == 422
    assert "ещё не наступил" in early.content.decode()
    client.post(
        url(appeal, f"{letter.id}/sent/"), {"way": "post", "sent_on": "2026-03-02", "detail": "реестр 7"}
    )
    assert "почтой 02.03.2026; реестр 7" in client.get(url(appeal)).content.decode()
    journal = client.get("/cases/outgoing/", {"number": "ог", "state": "sent", "since": "2026-03-01"})
    assert journal.context["rows"][0][0] == letter
    assert not client.get("/cases/outgoing/", {"until": "2026-03-01"}).context["rows"]
    table = client.get("/cases/outgoing/file.csv").content.decode("utf-8-sig").splitlines()
    assert table[1].startswith(f"{letter.number};02.03.2026;Уведомление о продлении срока;Мартыновой")


def test_чужое_и_лишнее_не_открыть(client: Client, town: MunicipalityView, appeal: Case) -> None:
    other = builders.a_town("lesnoy", title="Город Лесной")
    *_, strange = (builders.a_case(town=other, channel="paper", kind="appeal") for _ in range(3))
    message = builders.a_case(town=town)
    entered(client, town)
    assert client.get(url(strange)).status_code == 404
    assert client.get(url(message, "new/extension/")).status_code == 404
    assert client.get(url(appeal, "new/nothing/")).status_code == 404
    assert client.get(url(appeal, "77/")).status_code == 404
    entered(client, town, "region_observer")
    assert "new/answer" not in client.get(url(appeal)).content.decode()
    assert client.get(url(appeal, "new/answer/")).status_code == 404
    assert client.get("/cases/outgoing/").status_code == 404


def test_бланк_и_тексты_в_настройках(client: Client, town: MunicipalityView, appeal: Case) -> None:
    entered(client, town, "centre_head")
    page = client.get("/setup/letterhead/")
    assert page.context["pages"]
    form = {
        "body": "АДМИНИСТРАЦИЯ ЗАРЕЧЬЯ", "number_template": "И-{number}/{year}", "signed": "И. В. Соколов",
        "position": "Глава города", "is_corner": "on",
    }  # fmt: skip
    bad = SimpleUploadedFile("герб.png", b"not a picture", content_type="image/png")
    refused = client.post("/setup/letterhead/", {**form, "arms": bad})
    assert refused.status_code == 422
    assert "не картинка" in refused.content.decode()
    arms = SimpleUploadedFile("герб.png", a_picture(), content_type="image/png")
    assert client.post("/setup/letterhead/", {**form, "arms": arms, "act": "look"}).context["pages"]
    assert client.get("/setup/letterhead/arms.png").status_code == 404
    arms.seek(0)
    assert client.post("/setup/letterhead/", {**form, "arms": arms}).status_code == 302
    assert client.get("/setup/letterhead/arms.png").content == a_picture()
    assert client.get(url(appeal, "new/answer/")).context["words"].signatory.name == "И. В. Соколов"
    client.post("/setup/letterhead/", {**form, "no_arms": "on"})
    assert client.get("/setup/letterhead/arms.png").status_code == 404
    assert client.post("/setup/letterhead/", {**form, "number_template": "И"}).status_code == 422
    client.post("/setup/letters/ways/", {"subject": "Как обратиться", "text": "Напишите на {адрес_органа}."})
    assert "изменено" in client.get("/setup/letters/").content.decode()
    client.post("/setup/letters/ways/", {"subject": "Как", "text": "x", "act": "usual"})
    assert "изменено" not in client.get("/setup/letters/").content.decode()


def test_рядом_с_ответом_факты_и_подтверждение_по_полям(
    client: Client, town: MunicipalityView, appeal: Case
) -> None:
    entered(client, town, "region_observer")
    assert client.get(f"/cases/{appeal.number}/beside/").status_code == 404
    entered(client, town, "centre_head")
    beside = client.get(f"/cases/{appeal.number}/beside/").content.decode()
    assert 'data-insert="Ольга Петровна"' in beside
    assert "Отвеченных карточек с этой темой" in beside
    form = {
        "act": "approve", "outcome": "explained",
        "answer": "Здравствуйте, Ольга Петровна! Яму скоро заделаем.",
        "why_promise": "ждём погоды", "proof_way": "hand", "proof_number": "7",
    }  # fmt: skip
    vague = client.post(f"/cases/{appeal.number}/answer/", form)
    assert vague.status_code == 422
    assert "впишите дату" in vague.content.decode()
    done = client.post(f"/cases/{appeal.number}/answer/", {**form, "proof_on": "2026-03-02"})
    assert done.status_code == 302
    (answer,) = [one for one in cases.posts(appeal.id) if one.kind == "answer"]
    assert answer.external_id == "исх. № 7 от 02.03.2026, вручено лично"
    left = client.get("/setup/answer-checks/left/?code=promise").content.decode()
    assert "ждём погоды" in left
    assert appeal.number in left
