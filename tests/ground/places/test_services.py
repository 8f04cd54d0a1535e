"""Registers of addresses come in, twice the same, and are found at once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from otklik.border.ports.messages import Place
from otklik.ground.audit import selectors as audit
from otklik.ground.places import matching, selectors
from otklik.ground.places import services as places
from otklik.ground.places.listing import (
    BadList,
    ListedDistrict,
    ListedHouse,
    ListedSettlement,
    ListedStreet,
)

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db

DISTRICTS = [ListedDistrict(code="north", title="Северный район")]
SETTLEMENTS = [ListedSettlement(kind="город", title="Верхнереченск")]
HOUSES = [ListedHouse(number="5", district="north", lat=56.1, lon=48.1), ListedHouse(number="7")]
STREETS = [ListedStreet(settlement=("город", "Верхнереченск"), kind="улица", title="Садовая", houses=HOUSES)]


def a_town(code: str = "verhnerechensk") -> int:
    return places.save_municipality(
        code=code, title="Верхнереченский округ", title_genitive="Верхнереченского округа", now=NOW
    )


def load(town: int) -> places.Loaded:
    return places.load_places(
        municipality_id=town, districts=DISTRICTS, settlements=SETTLEMENTS, streets=STREETS, now=NOW
    )


def test_town_is_saved_and_changed() -> None:
    town = a_town()
    again = places.save_municipality(
        code="verhnerechensk",
        title="Верхнереченск",
        title_genitive="Верхнереченска",
        timezone="Asia/Yekaterinburg",
        now=NOW,
    )
    assert again == town
    assert selectors.municipality(town).timezone == "Asia/Yekaterinburg"
    assert len(audit.of_subject("places", town)) == 2


@pytest.mark.parametrize(("title", "zone"), [("", "Europe/Moscow"), ("Город", "Нигде/Никогда")])
def test_bad_town_is_refused(title: str, zone: str) -> None:
    with pytest.raises(places.BadPlace):
        places.save_municipality(code="x", title=title, title_genitive="Города", timezone=zone, now=NOW)


def test_same_list_twice_adds_nothing() -> None:
    town = a_town()
    assert load(town) == places.Loaded(districts=1, settlements=1, streets=1, houses=2)
    assert load(town) == places.Loaded(0, 0, 0, 0)


def test_list_completes_and_does_not_wipe() -> None:
    town = a_town()
    load(town)
    later = [ListedHouse(number="5"), ListedHouse(number="7", lat=56.2, lon=48.2)]
    street = ListedStreet(settlement=("город", "Верхнереченск"), kind="улица", title="Садовая", houses=later)
    places.load_places(municipality_id=town, streets=[street], now=NOW)
    rows = {row.number: row for row in selectors.houses(selectors.streets(town)[0].id)}
    assert (rows["5"].lat, rows["7"].lat) == (56.1, 56.2)
    assert rows["5"].district is not None


def test_unlisted_settlement_is_refused_whole() -> None:
    town = a_town()
    with pytest.raises(places.BadPlace, match="Верхнереченск"):
        places.load_places(municipality_id=town, districts=DISTRICTS, streets=STREETS, now=NOW)
    assert selectors.districts(town) == []


def test_matcher_sees_the_change_at_once() -> None:
    town = a_town()
    assert matching.matcher(town).find(Place(), "на Садовой 5").street_id is None
    load(town)
    found = matching.matcher(town).find(Place(), "на Садовой 5")
    assert found.house_id is not None
    assert matching.matcher(town) is matching.matcher(town)


def test_matcher_costs_one_query(django_assert_num_queries: object) -> None:
    town = a_town()
    load(town)
    matching.matcher(town)
    with django_assert_num_queries(1):  # type: ignore[operator]
        matching.matcher(town).find(Place(), "на Садовой 5")


def test_suggestions_come_from_the_register() -> None:
    town = a_town()
    load(town)
    assert [one.title for one in matching.suggest(town, "садов 5")] == ["ул. Садовая, д. 5"]


def test_district_is_saved() -> None:
    town = a_town()
    first = places.save_district(municipality_id=town, district=DISTRICTS[0], now=NOW)
    renamed = ListedDistrict(code="north", title="Север", population=900)
    assert places.save_district(municipality_id=town, district=renamed, now=NOW) == first
    assert [row.title for row in selectors.districts(town)] == ["Север"]


CSV = """Адресный реестр;;;;;
Населённый пункт;Улица;Дом;Широта;Долгота;Район
с. Лукино;ул. Школьная;5;56,25;48,1;Лукинский отдел
Лукино;Школьная ул.;7;;;Лукинский отдел
с. Лукино;;9;;;
с. Лукино;пер. Тихий;1;север;48,1;
"""


def a_file(folder: Path, text: str = CSV) -> Path:
    path = folder / "адреса.csv"
    path.write_text(text, encoding="cp1251")
    return path


def test_table_is_taken(tmp_path: Path) -> None:
    town = a_town()
    summary = places.import_csv(town, a_file(tmp_path), now=NOW)
    assert summary.added == places.Loaded(districts=1, settlements=1, streets=1, houses=2)
    assert [row for row, _reason in summary.rejected] == [5, 6]
    assert summary.rejected[1][1] == "координата «север» не число"
    found = matching.matcher(town).find(Place(), "Лукино, Школьная 5")
    assert (found.address, found.lat) == ("ул. Школьная, д. 5", 56.25)
    again = places.import_csv(town, a_file(tmp_path), now=NOW)
    assert again.added == places.Loaded(0, 0, 0, 0)


def test_dry_run_changes_nothing(tmp_path: Path) -> None:
    town = a_town()
    summary = places.import_csv(town, a_file(tmp_path), now=NOW, asking=places.Asking(is_dry_run=True))
    assert (summary.rows, summary.added.houses, summary.is_dry_run) == (4, 2, True)
    assert selectors.streets(town) == []
    assert len(audit.of_subject("places", town)) == 1


def test_table_without_streets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadList, match="улица"):
        places.import_csv(a_town(), a_file(tmp_path, "Город;Дом\nЛукино;5\n"), now=NOW)
