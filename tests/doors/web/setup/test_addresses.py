"""The register of addresses in the browser: a trial, the loading, its rejects; streets and landmarks."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from otklik.border.ports.messages import Place
from otklik.flow import deliveries
from otklik.ground.places import matching
from otklik.ground.places import selectors as places
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel import clock
from tests.border.integrations.gar.region import a_region
from tests.builders import a_person, a_town

pytestmark = pytest.mark.django_db
TABLE = "Город;Улица;Дом\nг. Заречье;ул. Новая, бывш. Купеческая;5\nг. Заречье;;7\n"
LANDMARKS = "Вид;Номер;Адрес\nшкола;5;ул. Садовая, 3\n"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA, settings.LAKE, settings.FILES = tmp_path, tmp_path / "lake", tmp_path / "files"


@pytest.fixture
def town() -> MunicipalityView:
    return a_town()


@pytest.fixture
def keeper(client: Client, town: MunicipalityView) -> Client:
    client.force_login(a_person(("administrator",), town=town))
    return client


def sent(client: Client, name: str, body: bytes, **more: str) -> str:
    """The address of the loading that the file began."""
    answer = client.post("/setup/addresses/", {"file": SimpleUploadedFile(name, body), **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def work() -> None:
    deliveries.turn(worker="test", now=clock.now)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_trial_then_the_loading(keeper: Client, town: MunicipalityView) -> None:
    trial = sent(keeper, "a.csv", TABLE.encode(), is_trial="on")
    assert keeper.get(f"{trial}progress/").json()["text"] == "Ждёт очереди"
    work()
    page = text(keeper.get(trial))
    assert "Добавится: улиц 1, домов 1" in page
    assert "Пока ничего не записано" in page
    assert not places.streets(town.id, words="Новая")
    led = keeper.post(f"{trial}resume/")["Location"]
    work()
    assert "Добавлено: улиц 1, домов 1" in text(keeper.get(led))
    assert keeper.get(f"{led}rejects/").status_code == 200
    assert matching.matcher(town.id).find(Place(), "на улице Купеческой, 5").address == "ул. Новая, д. 5"
    assert "a.csv" in text(keeper.get("/setup/addresses/"))


def test_gar_from_the_browser(keeper: Client, town: MunicipalityView, tmp_path: Path) -> None:
    body = a_region(tmp_path).read_bytes()
    led = sent(keeper, "63.zip", body, oktmo="36701000")
    work()
    assert "улиц 7, домов 7" in text(keeper.get(led))
    assert "ГАР, 36701000" in text(keeper.get(led))


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.csv", "Имя;Дом\nа;1\n".encode(), "нет столбца"),
        ("63.zip", b"PK\x03\x04", ""),
        ("a.csv", b"", "пуст"),
    ],
)
def test_what_cannot_be_read_is_told_at_once(keeper: Client, name: str, body: bytes, why: str) -> None:
    answer = keeper.post("/setup/addresses/", {"file": SimpleUploadedFile(name, body)})
    assert answer.status_code == 422
    assert why in text(answer)


def test_a_stopped_loading_goes_on(keeper: Client, town: MunicipalityView) -> None:
    led = sent(keeper, "a.csv", TABLE.encode())
    keeper.post(f"{led}stop/")
    assert "Остановлена" in text(keeper.get(led))
    keeper.post(f"{led}resume/")
    work()
    assert places.streets(town.id, words="Новая")


def test_a_street_gets_another_name_and_is_closed(keeper: Client, town: MunicipalityView) -> None:
    street = places.streets(town.id, words="Речная")[0]
    assert "Речная" in text(keeper.get("/setup/streets/?words=реч"))
    page = f"/setup/streets/{street.id}/"
    keeper.post(page, {"aliases": "Приречная\n\nСтарая Речная", "is_active": "on"})
    assert matching.matcher(town.id).find(Place(), "на улице Приречной, 2").street_id == street.id
    keeper.post(page, {"aliases": ""})
    assert matching.matcher(town.id).find(Place(), "на улице Речной, 2").street_id is None
    assert "закрыта" in text(keeper.get("/setup/streets/?words=реч"))


def test_landmarks_by_table_and_by_hand(keeper: Client, town: MunicipalityView) -> None:
    led = sent(keeper, "l.csv", LANDMARKS.encode(), is_landmarks="on")
    work()
    assert "Добавлено: ориентиров 1" in text(keeper.get(led))
    row = places.landmarks(town.id)[0]
    told = {
        "kind": "школа",
        "number": "5",
        "address": "ул. Садовая, 14",
        "is_active": "on",
        "lat": "54,1",
        "lon": "48,1",
    }
    assert keeper.post(f"/setup/landmarks/{row.id}/", told).status_code == 302
    assert (places.landmarks(town.id)[0].house.number, places.landmarks(town.id)[0].lat) == ("14", 54.1)
    assert keeper.post("/setup/landmarks/new/", told).status_code == 422  # it is there already
    assert keeper.post("/setup/landmarks/new/", {**told, "kind": "аптека", "number": ""}).status_code == 302
    assert "аптека" in text(keeper.get("/setup/landmarks/?words=аптека"))


def test_others_do_not_see_it(client: Client, town: MunicipalityView) -> None:
    client.force_login(a_person(("operator",), town=town))
    for page in ("addresses/", "streets/", "landmarks/"):
        assert client.get(f"/setup/{page}").status_code == 404
