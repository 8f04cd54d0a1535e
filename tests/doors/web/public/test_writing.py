"""The citizen's form: with and without consent, errors that keep the text, hostile input, double sending."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from otklik.doors.web.public import consents, guards, helping
from otklik.ground.audit.models import Entry
from otklik.ground.places.models import Street
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases.models import Attachment, Case
from otklik.register.intake.models import ChannelAccount
from tests import builders
from tests.doors.web.public import citizen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.FILES = tmp_path
    cache.clear()


@pytest.fixture
def town() -> MunicipalityView:
    return builders.a_town()


def photo(name: str = "фонарь.jpg", content: bytes = citizen.PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def test_stranger_sees_the_only_towns_form(client: Client, town: MunicipalityView) -> None:
    page = client.get("/").content.decode()
    assert "Напишите, что случилось" in page
    assert town.title in page


def test_stranger_chooses_between_towns(client: Client, town: MunicipalityView) -> None:
    builders.a_town("lugovoe", title="Посёлок Луговое")
    page = client.get("/").content.decode()
    assert reverse("public:town", args=["lugovoe"]) in page
    assert reverse("public:town", args=["zarechye"]) in page


def test_message_without_personal_data_needs_no_consent(client: Client, town: MunicipalityView) -> None:
    number, code = citizen.receipt(citizen.send(client, town, address="улица Садовая, 3"))
    case = Case.objects.get(number=number)
    assert (case.channel, case.public_code, case.applicant) == ("webform", code, None)
    assert case.address == "ул. Садовая, д. 3"
    assert not Entry.objects.filter(action="consent").exists()


def test_name_without_consent_is_asked_for_and_nothing_is_lost(
    client: Client, town: MunicipalityView
) -> None:
    answer = citizen.send(client, town, name="Ольга", phone="8 900 000-00-00", address="Садовая 3")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "отметьте согласие" in page
    for kept in (citizen.TEXT, "Ольга", "8 900 000-00-00", "Садовая 3"):
        assert kept in page
    assert not Case.objects.exists()


def test_consent_is_journalled_with_its_edition_and_address(client: Client, town: MunicipalityView) -> None:
    edition = citizen.consent(town)
    answer = citizen.send(client, town, name="Ольга", consent=edition)
    case = Case.objects.get(number=citizen.receipt(answer)[0])
    entry = Entry.objects.get(action="consent", subject_id=str(case.id))
    assert entry.ip == "127.0.0.1"
    assert entry.details == {"version": edition, "publish": False, "publish_version": ""}
    assert entry.norm == "152-ФЗ, ст. 9, ч. 1"
    assert case.may_publish is False


def test_consent_to_publish_is_apart(client: Client, town: MunicipalityView) -> None:
    answer = citizen.send(client, town, publish=citizen.consent(town, consents.PUBLICATION))
    case = Case.objects.get(number=citizen.receipt(answer)[0])
    assert case.may_publish is True
    assert Entry.objects.get(action="consent").details["version"] == ""


def test_consent_to_an_old_edition_does_not_count(client: Client, town: MunicipalityView) -> None:
    answer = citizen.send(client, town, name="Ольга", consent="0123456789ab")
    assert answer.status_code == 422
    assert "обновился" in answer.content.decode()


@pytest.mark.parametrize("document", [consents.PROCESSING, consents.PUBLICATION])
def test_consent_is_a_document_of_its_own(client: Client, town: MunicipalityView, document: str) -> None:
    page = client.get(reverse("public:consent", args=[town.code, document])).content.decode()
    assert citizen.consent(town, document) in page
    assert town.title_genitive in page


def test_double_sending_makes_one_case(client: Client, town: MunicipalityView) -> None:
    hidden = citizen.opened_form(client, town)
    first = citizen.send(client, town, hidden=hidden)
    second = citizen.send(client, town, hidden=hidden, after=timedelta(minutes=2))
    assert citizen.receipt(first) == citizen.receipt(second)
    assert Case.objects.count() == 1


def test_corrected_form_is_the_same_form(client: Client, town: MunicipalityView) -> None:
    hidden = citizen.opened_form(client, town)
    failed = citizen.send(client, town, hidden=hidden, text="").content.decode()
    assert f'value="{hidden["key"]}"' in failed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("Яма 🕳️ у дома 🙏", "Яма 🕳️ у дома 🙏", id="эмодзи"),
        pytest.param(
            "<script>alert(1)</script> яма", "&lt;script&gt;alert(1)&lt;/script&gt; яма", id="скрипт"
        ),
        pytest.param("яма\x00 у\x07 дома", "яма у дома", id="управляющие знаки"),
        pytest.param("{{ 7|add:7 }} {% now %}", "{{ 7|add:7 }} {% now %}", id="шаблон"),
    ],
)
def test_hostile_text_is_only_text(client: Client, town: MunicipalityView, text: str, told: str) -> None:
    number, code = citizen.receipt(citizen.send(client, town, text=text))
    page = client.get(reverse("public:case", args=[number]), {"code": code}).content.decode()
    assert told in page
    assert "<script>alert" not in page


def test_text_of_100_kilobytes_is_taken_whole(client: Client, town: MunicipalityView) -> None:
    text = "яма " * 12_500  # 50 thousand letters, 87 kB
    number, _ = citizen.receipt(citizen.send(client, town, text=text))
    assert Case.objects.get(number=number).posts.get().text == text.strip()


def test_photo_is_known_by_its_content(client: Client, town: MunicipalityView) -> None:
    answer = citizen.send(client, town, photo=[photo("снимок.jpg"), photo("бумага.pdf", b"%PDF-1.4\n%1")])
    case = Case.objects.get(number=citizen.receipt(answer)[0])
    kept = Attachment.objects.filter(case=case).order_by("id").values_list("name", "content_type")
    assert list(kept) == [("снимок.png", "image/png"), ("бумага.pdf", "application/pdf")]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param(
            [("вирус.jpg", b"MZ\x90\x00" + b"0" * 90)], "не фотография", id="программа под видом снимка"
        ),
        pytest.param([("стр.png", b"<html><script>alert(1)</script>")], "не фотография", id="страница"),
        pytest.param(
            [("рисунок.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>")], "не фотография", id="svg"
        ),
        pytest.param([("пусто.png", b"")], "пустой файл", id="пустой"),
        pytest.param([("большой.png", citizen.PNG + b"0" * (10 * 2**20))], "больше 10 МБ", id="большой"),
        pytest.param([(f"{n}.png", citizen.PNG) for n in range(6)], "не больше 5 файлов", id="шесть"),
    ],
)
def test_wrong_files_are_refused_with_the_text_kept(
    client: Client, town: MunicipalityView, files: list[tuple[str, bytes]], said: str
) -> None:
    answer = citizen.send(client, town, photo=[photo(name, content) for name, content in files])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert citizen.TEXT in page
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("fields", "after"),
    [
        pytest.param({guards.BAIT: "купить"}, timedelta(minutes=1), id="приманка"),
        pytest.param({}, timedelta(seconds=1), id="слишком быстро"),
        pytest.param({}, timedelta(days=8), id="слишком давно"),
        pytest.param({"key": "чужой"}, timedelta(minutes=1), id="чужой ключ"),
    ],
)
def test_what_looks_like_a_machine_is_asked_once_more(
    client: Client, town: MunicipalityView, fields: dict[str, str], after: timedelta
) -> None:
    answer = citizen.send(client, town, after=after, **fields)
    assert answer.status_code == 422
    assert citizen.TEXT in answer.content.decode()
    assert "ещё раз" in answer.content.decode()
    assert not Case.objects.exists()


def test_flood_from_one_address_is_stopped(client: Client, town: MunicipalityView) -> None:
    for _ in range(guards.MOST_MESSAGES):
        assert citizen.send(client, town).status_code == 302
    answer = citizen.send(client, town)
    assert answer.status_code == 429
    assert citizen.TEXT in answer.content.decode()


def test_closed_form_is_not_there(client: Client, town: MunicipalityView) -> None:
    hidden = citizen.opened_form(client, town)
    ChannelAccount.objects.filter(code="webform").update(is_active=False)
    assert citizen.send(client, town, hidden=hidden).status_code == 404


def test_receipt_tells_number_code_link_and_day(client: Client, town: MunicipalityView) -> None:
    answer = citizen.send(client, town)
    with citizen.at():
        page = client.get(answer["Location"]).content.decode()
    number, code = citizen.receipt(answer)
    case = Case.objects.get(number=number)
    link = reverse("public:short", args=[case.id, code])
    assert number in page
    assert code in page
    assert f"http://testserver{link}" in page
    assert "не позднее" in page
    drawn = client.get(reverse("public:qr", args=[case.id, code]))
    assert drawn["Content-Type"] == "image/svg+xml"
    assert client.get(link)["Location"].startswith(reverse("public:case", args=[number]))


class TestHelp:
    """What is offered while the citizen writes."""

    def ask(self, client: Client, town: MunicipalityView, **fields: object) -> str:
        return client.post(reverse("public:hints", args=[town.code]), fields).content.decode()

    def test_topics_by_the_text(self, client: Client, town: MunicipalityView) -> None:
        page = self.ask(client, town, text=citizen.TEXT)
        assert 'name="topic"' in page
        assert "фонар" in page.lower()

    def test_chosen_topic_stays_chosen(self, client: Client, town: MunicipalityView) -> None:
        code = builders.catalog.snapshot(town.id).assignable_topics()[0].code
        page = self.ask(client, town, text=citizen.TEXT, topic=code)
        assert f'value="{code}" checked' in page

    def test_alike_are_counted_and_never_quoted(self, client: Client, town: MunicipalityView) -> None:
        title = "Благоустройство / Неисправные фонари освещения"
        for _ in range(2):
            builders.a_case("Фонарь погас, тайна соседа", town=town, topic=title, address="Садовая, 3")
        code = builders.catalog.snapshot(town.id).topics[builders.topic_id(town, title)].code
        page = self.ask(client, town, text=citizen.TEXT, topic=code, address="улица Садовая, 1")
        assert "2\xa0человека" in page
        assert "тайна" not in page

    def test_address_by_its_beginning(self, client: Client, town: MunicipalityView) -> None:
        told = client.get(reverse("public:addresses", args=[town.code]), {"q": "садов 3"}).json()["items"]
        assert told[0]["title"] == "ул. Садовая, д. 3"
        assert (told[0]["lat"], told[0]["more"]) == (54.1, False)

    def test_outline_is_drawn_without_tiles(self, client: Client, town: MunicipalityView) -> None:
        told = client.get(reverse("public:outline", args=[town.code])).json()
        assert {one["properties"]["kind"] for one in told["features"]} >= {"town", "street"}

    def test_outline_names_no_closed_street_and_not_all(
        self, client: Client, town: MunicipalityView, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Street.objects.filter(title="Речная").update(is_active=False)

        def streets() -> list[str]:
            told = client.get(reverse("public:outline", args=[town.code])).json()["features"]
            return [one["properties"]["name"] for one in told if one["properties"]["kind"] == "street"]

        assert streets() == ["улица Садовая", "проспект Мира"]
        monkeypatch.setattr(helping, "_MOST_NAMES", 1)
        assert streets() == ["улица Садовая"]

    def test_help_has_a_limit(self, client: Client, town: MunicipalityView) -> None:
        url = reverse("public:addresses", args=[town.code])
        for _ in range(guards.MOST_HINTS):
            client.get(url, {"q": "садов"})
        assert client.get(url, {"q": "садов"}).json() == {"items": []}
