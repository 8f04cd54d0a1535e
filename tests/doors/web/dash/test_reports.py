"""Reports on the screen: the figures of the file, entries, plans, versions, signatures, whose they are."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from otklik.flow import publish
from otklik.ground.audit import selectors as audit
from otklik.ground.people.models import User
from otklik.ground.places.selectors import MunicipalityView
from otklik.insight.analytics.values import Period
from otklik.insight.reports import selectors as reports
from otklik.kernel import clock
from tests.builders import a_case, a_person, a_recipient, a_town, at

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MARCH = "/dash/reports/monthly/2026-03/"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.DATA, settings.LAKE = tmp_path, tmp_path / "lake"
    yield
    reports.engine().close()


@pytest.fixture
def town() -> MunicipalityView:
    """Three messages of March about roads, which have a recipient; the lake has read them."""
    town = a_town()
    a_recipient(town, block="roads")
    for day in ("02", "03", "04"):
        a_case(
            town=town,
            topic="Ямы и выбоины на дороге",
            recipient="МКУ «Дороги»",
            received=f"2026-03-{day} 10:00",
        )
    publish.sync_lake(now=at("2026-03-05 10:00", town))
    return town


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def head(town: MunicipalityView) -> Client:
    return signed_in(a_person(("centre_head",), town=town))


def figures_of_file(body: bytes) -> list[list[object]]:
    """The rows of the workbook that begin with a number of an indicator."""
    sheet = openpyxl.load_workbook(BytesIO(body)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [row for row in rows if str(row[0] or "").rstrip(".").isdigit() and isinstance(row[1], str)]


def test_на_экране_те_же_цифры_что_в_файле(head: Client, town: MunicipalityView) -> None:
    page = head.get(MARCH)
    lines = page.context["sheet"].lines
    told = figures_of_file(head.get(f"{MARCH}file.xlsx").content)
    assert len(lines) == len(told) == 28
    for line, row in zip(lines, told, strict=True):
        shown = [cell.text for cell in line.cells]
        assert shown[1] == row[1]
        for text, value in zip(shown[2:], row[2:6], strict=True):
            known = text not in ("—", "")
            assert known == isinstance(value, int | float), (line.number, text, value)
            if known:
                number = float(text.replace("\u2009", "").replace("−", "-").replace(",", "."))
                assert number == pytest.approx(float(str(value)), abs=0.05)


def test_число_открывает_свои_карточки(head: Client, town: MunicipalityView) -> None:
    filled = reports.monthly(town.id, month=Period.month(2026, 3), as_of=clock.now().date())
    counted = next(row for row in filled.rows if row.number == 27).cells[2]
    page = head.get(f"{MARCH}27/")
    assert counted.text == "3"
    assert len(page.context["rows"]) == 3
    number = page.context["rows"][0].number
    told = head.get(f"{MARCH}27/", {"case": number}).context["why"]
    assert told["counts"] and all(reason.holds for reason in told["reasons"])
    assert not head.get(f"{MARCH}25/", {"case": number}).context["why"]["counts"]


def test_скачивание_записано_в_журнал(head: Client, town: MunicipalityView) -> None:
    for kind in ("xlsx", "docx", "pdf"):
        assert head.get(f"{MARCH}file.{kind}").status_code == 200
    assert head.get(f"{MARCH}file.exe").status_code == 404
    entries = audit.latest(municipality_ids=frozenset({town.id}), most=3)
    assert {entry.action for entry in entries} == {"download_report"}


def test_внесённое_вручную_требует_источника(head: Client) -> None:
    refused = head.post(f"{MARCH}11/enter/", {"i11-value": "4", "i11-note": ""})
    assert refused.status_code == 422
    assert "Укажите источник" in refused.content.decode()
    assert head.post(f"{MARCH}11/enter/", {"i11-value": "4", "i11-note": "Протокол"}).status_code == 302
    line = head.get(MARCH).context["sheet"].lines[10]
    assert line.cells[2].text == "4"
    assert head.post(f"{MARCH}25/enter/", {"i25-value": "4", "i25-note": "x"}).status_code == 404


def test_версия_не_меняется_а_подпись_просит_слова(head: Client) -> None:
    frozen = head.post(f"{MARCH}freeze/")
    page = head.get(frozen["Location"])
    head.post(f"{MARCH}12/enter/", {"i12-value": "9", "i12-note": "Отчёт"})
    assert head.get(frozen["Location"]).context["sheet"] == page.context["sheet"]
    sign = f"{frozen['Location']}sign/"
    assert head.post(sign, {"word": "да"}).status_code == 422
    assert head.post(sign, {"word": "Подписать"}).status_code == 302
    kept = head.get(frozen["Location"]).context["kept"]
    assert kept.signed_at is not None and len(kept.sha256) == 64
    assert head.get(f"{frozen['Location']}file.docx").status_code == 200


def test_план_года_и_причины(head: Client, town: MunicipalityView) -> None:
    page = head.get("/dash/reports/yearly/2024/")
    assert page.context["sheet"].lines[0].cells[3].text == "90,0"
    assert head.post("/dash/reports/yearly/2024/plan/", {"p1": "101"}).status_code == 422
    assert head.post("/dash/reports/yearly/2024/plan/", {"p1": "85,5"}).status_code == 302
    assert head.post("/dash/reports/yearly/2024/reasons/", {"r1": "Не было подключения"}).status_code == 302
    line = head.get("/dash/reports/yearly/2024/").context["sheet"].lines[0]
    assert (line.cells[3].text, line.cells[5].text) == ("85,5", "Не было подключения")
    assert line.cells[4].text == "—"


def test_смотреть_можно_не_всякому_и_заполнять_тоже(town: MunicipalityView, head: Client) -> None:
    executor = signed_in(a_person(("executor",), town=town, organisation_id=_organisation(town)))
    assert executor.get("/dash/reports/").status_code == 404
    observer = signed_in(a_person(("region_observer",), town=town))
    assert observer.get(MARCH).status_code == 200
    assert observer.post(f"{MARCH}freeze/").status_code == 404
    assert "Зафиксировать" not in observer.get(MARCH).content.decode()


def test_чужую_версию_не_открыть(head: Client) -> None:
    frozen = head.post(f"{MARCH}freeze/")["Location"]
    other = a_town("nearby", title="Город Соседний")
    stranger = signed_in(a_person(("centre_head",), town=other))
    assert stranger.get(frozen).status_code == 404
    assert stranger.post(f"{frozen}sign/", {"word": "подписать"}).status_code == 404
    assert stranger.get(f"{MARCH}27/").context["rows"] == []


@pytest.mark.parametrize("address", ["2026-13/", "x/", "1999-01/"])
def test_несуществующий_месяц(head: Client, address: str) -> None:
    assert head.get(f"/dash/reports/monthly/{address}").status_code == 404


def test_список_обязанностей(head: Client) -> None:
    head.post(f"{MARCH}freeze/")
    page = head.get("/dash/reports/")
    assert page.status_code == 200
    assert head.get("/dash/reports/", {"month": "2026-03"})["Location"] == MARCH
    assert {duty.due_on.day for duty in page.context["monthly"]} == {2}
    assert page.context["yearly"][0].due_on == date(clock.now().year, 12, 31)


def _organisation(town: MunicipalityView) -> int:
    from otklik.ground.people import selectors as people

    return people.organisations(town.id)[0].id
