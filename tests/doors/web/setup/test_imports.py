"""An import in the browser from the file to the cards: preview, map, the worker, rejects, resuming."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from otklik.flow import deliveries
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel import clock
from otklik.register.cases.models import Case
from otklik.register.intake import selectors as intake
from tests.builders import a_person, a_town

pytestmark = pytest.mark.django_db

ROWS = (
    "Содержание;Поступило;Тематика\n"
    "Яма на улице Садовой у дома 3, пробил колесо;02.03.2026 10:15;Ямы и выбоины на дороге\n"
    "Не горит фонарь у школы уже неделю;03.03.2026 18:40;\n"
    ";03.03.2026 18:40;\n"
)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA, settings.LAKE, settings.FILES = tmp_path, tmp_path / "lake", tmp_path / "files"


@pytest.fixture
def town() -> MunicipalityView:
    return a_town()


@pytest.fixture
def clerk(client: Client, town: MunicipalityView) -> Client:
    client.force_login(a_person(("operator",), town=town))
    return client


def a_file(text: str = ROWS, name: str = "реестр.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def work() -> None:
    deliveries.turn(worker="test", now=clock.now)


def map_of(page: Any, **more: str) -> dict[str, str]:
    """What the form of columns would send as it stands."""
    form = page.context["form"]
    return {field.name: str(field.value() or "") for field in form} | {"act": "start"} | more


def test_от_файла_до_карточек(clerk: Client, town: MunicipalityView) -> None:
    led = clerk.post("/setup/imports/", {"file": a_file()})
    page = clerk.get(led["Location"])
    assert page.status_code == 200
    assert page.context["form"]["f_text"].value() == "0"
    assert "пробил колесо" in page.content.decode()
    started = clerk.post(led["Location"], map_of(page, name="Горячая линия"))
    assert started.status_code == 302
    run = started["Location"]
    assert clerk.get(f"{run}progress/").json()["state"] == "running"
    work()
    done = clerk.get(f"{run}progress/").json()
    assert (done["state"], done["url"]) == ("done", run)
    row = clerk.get(run).context["run"]
    assert (row.state, row.added, row.rejected) == ("done", 2, 1)
    assert Case.objects.count() == 2
    rejects = clerk.get(f"{run}rejects/")
    (tmp := Path(row.rejects_path).with_name("copy.xlsx")).write_bytes(b"".join(rejects))
    sheet = openpyxl.load_workbook(tmp).active
    assert sheet is not None and sheet.max_row == 2
    assert [one.title for one in intake.plans(town.id)] == ["Горячая линия"]


def test_тот_же_файл_дважды_ничего_не_добавит(clerk: Client) -> None:
    for _ in range(2):
        led = clerk.post("/setup/imports/", {"file": a_file()})["Location"]
        clerk.post(led, map_of(clerk.get(led)))
        work()
    assert Case.objects.count() == 2


def test_сохранённая_карта_выбирается(clerk: Client) -> None:
    led = clerk.post("/setup/imports/", {"file": a_file()})["Location"]
    clerk.post(led, map_of(clerk.get(led), name="Наша", system="АСУ"))
    again = clerk.get(led, {"plan": "Наша"})
    assert again.context["form"]["system"].value() == "АСУ"


def test_без_столбца_текста_не_начать(clerk: Client) -> None:
    led = clerk.post("/setup/imports/", {"file": a_file()})["Location"]
    refused = clerk.post(led, map_of(clerk.get(led), f_text=""))
    assert refused.status_code == 422
    assert "Укажите столбец" in refused.content.decode()
    assert not intake.runs(1)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken"], ids=["пустой", "битый"])
def test_негодный_файл_объясняется(clerk: Client, content: bytes) -> None:
    page = clerk.post("/setup/imports/", {"file": SimpleUploadedFile("x.xlsx", content)})
    assert page.status_code == 422
    (error,) = page.context["form"].errors["file"]
    assert error[0].isupper() and error.endswith(".")


def test_незнакомые_столбцы_указывает_человек(clerk: Client) -> None:
    file = a_file(ROWS.replace("Содержание;Поступило", "Колонка А;Колонка Б"))
    led = clerk.post("/setup/imports/", {"file": file})["Location"]
    page = clerk.get(led)
    assert page.context["problems"]
    looked = clerk.post(led, map_of(page, act="look", f_text="0", f_received_at="1"))
    assert not looked.context["problems"]
    assert "пробил колесо" in looked.content.decode()
    clerk.post(led, map_of(page, f_text="0", f_received_at="1"))
    work()
    assert Case.objects.count() == 2


def test_остановка_и_продолжение(clerk: Client) -> None:
    led = clerk.post("/setup/imports/", {"file": a_file()})["Location"]
    run = clerk.post(led, map_of(clerk.get(led)))["Location"]
    clerk.post(f"{run}stop/")
    assert clerk.get(run).context["run"].state == "stopped"
    clerk.post(f"{run}resume/")
    work()
    assert clerk.get(run).context["run"].state == "done"
    assert Case.objects.count() == 2


def test_чужое_не_видно(clerk: Client, town: MunicipalityView) -> None:
    led = clerk.post("/setup/imports/", {"file": a_file()})["Location"]
    run = clerk.post(led, map_of(clerk.get(led)))["Location"]
    stranger = Client()
    stranger.force_login(a_person(("operator",), town=a_town("nearby", title="Город Соседний")))
    for address in (led, run, f"{run}progress/", f"{run}rejects/"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"{run}stop/").status_code == 302
    assert clerk.get(run).context["run"].state == "waiting"
    assert stranger.get("/setup/imports/").context["runs"] == []


def test_без_права_загрузки_нет(client: Client, town: MunicipalityView) -> None:
    client.force_login(a_person(("town_head",), town=town))
    assert client.get("/setup/imports/").status_code == 404


def test_настоящая_выгрузка_узнаётся(clerk: Client, shared_dir: Path) -> None:
    path = shared_dir / "data/incident_export/incident_export.xlsx"
    if not path.exists():
        pytest.skip("no export")
    file = SimpleUploadedFile("incident.xlsx", path.read_bytes())
    led = clerk.post("/setup/imports/", {"file": file})["Location"]
    page = clerk.get(led)
    assert page.context["form"] is None
    run = clerk.post(led, {"act": "start"})["Location"]
    work()
    assert clerk.get(run).context["run"].added == 39
    assert Case.objects.count() == 39
