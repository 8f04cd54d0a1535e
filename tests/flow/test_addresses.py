"""A register of addresses comes from ГАР and from tables: counted first, twice the same, renamed, closed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from otklik.border.ports.errors import Unreadable
from otklik.border.ports.messages import Place
from otklik.flow import addresses
from otklik.ground.audit import selectors as audit
from otklik.ground.places import matching, selectors
from otklik.ground.places import services as places
from otklik.ground.places.listing import BadList
from otklik.ground.places.selectors import LoadingView
from tests.border.integrations.gar.region import (
    HOUSES,
    LINKS,
    OBJECTS,
    STREET,
    a_house,
    a_link,
    a_region,
    xml,
)

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
BOX = [[[48.0, 56.0], [49.0, 56.0], [49.0, 57.0], [48.0, 57.0], [48.0, 56.0]]]
BOUNDARY = {"type": "Polygon", "coordinates": BOX}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, settings: object) -> None:
    settings.DATA = str(tmp_path / "data")  # type: ignore[attr-defined]


def a_town() -> int:
    return places.save_municipality(
        code="t", title="Город", title_genitive="Города", boundary=BOUNDARY, now=NOW
    )


def load(
    town: int, path: Path, *, is_dry_run: bool = False, is_landmarks: bool = False, **options: object
) -> LoadingView:
    task = addresses.prepare(
        path, municipality_id=town, options=options, is_dry_run=is_dry_run, is_landmarks=is_landmarks, now=NOW
    )
    return addresses.run(task.id, now=NOW)


def load_gar(town: int, path: Path, **more: bool) -> LoadingView:
    return load(town, path, oktmo="36701000", is_whole=True, **more)


def a_table(folder: Path, text: str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="cp1251")
    return path


def streets(town: int) -> dict[str, object]:
    return {one.title: one for one in selectors.streets(town)}


def test_gar_is_taken_and_the_second_time_changes_nothing(tmp_path: Path) -> None:
    town, path = a_town(), a_region(tmp_path)
    first = load_gar(town, path)
    assert (first.state, first.counts["streets"], first.counts["houses"]) == ("done", 7, 7)
    second = load_gar(town, path)
    assert second.counts == {"rows": 7}
    assert addresses.words(second) == "всё уже есть, изменений нет"
    found = matching.matcher(town).find(Place(), "на улице Ленина, 5 корпус 2")
    assert found.address.endswith("ул. Ленина, д. 5к2")


def test_a_trial_writes_nothing_and_counts_the_same(tmp_path: Path) -> None:
    town, path = a_town(), a_region(tmp_path)
    trial = load_gar(town, path, is_dry_run=True)
    assert selectors.streets(town) == []
    assert trial.counts == load_gar(town, path).counts
    assert [one.action for one in audit.of_subject("places", town)].count("load_places") == 1


def test_a_renamed_street_keeps_its_row_and_its_old_name(tmp_path: Path) -> None:
    town = a_town()
    load_gar(town, a_region(tmp_path))
    before = streets(town)["Тихий"].id  # type: ignore[attr-defined]
    objects = [one.replace("Тихий", "Громкий") for one in OBJECTS]
    done = load_gar(town, a_region(tmp_path, ADDR_OBJ=xml("X", objects)))
    row = streets(town)["Громкий"]
    assert (row.id, row.aliases, done.counts["renamed"]) == (before, ["Тихий"], 1)  # type: ignore[attr-defined]
    assert matching.matcher(town).find(Place(), "переулок Тихий").street_id == before


def test_what_gar_no_longer_holds_is_closed_and_found_no_more(tmp_path: Path) -> None:
    town = a_town()
    load_gar(town, a_region(tmp_path))
    houses = [one for one in HOUSES if 'OBJECTID="502"' not in one]
    done = load_gar(town, a_region(tmp_path, HOUSES=xml("X", houses)))
    centre = next(one for one in selectors.streets(town) if str(one) == "улица Ленина" and one.aliases)
    rows = {one.number: one.is_active for one in selectors.houses(centre.id)}
    assert done.counts["closed"] == 1
    assert [number for number, is_active in rows.items() if not is_active] == ["5к2"]
    again = load_gar(town, a_region(tmp_path))
    assert again.counts["reopened"] == 1


def test_a_street_that_gar_never_told_stays_open(tmp_path: Path) -> None:
    town = a_town()
    load(town, a_table(tmp_path, "Город;Улица;Дом\nг. Верхнереченск;ул. Своя;1\n"))
    load_gar(town, a_region(tmp_path))
    assert streets(town)["Своя"].is_active  # type: ignore[attr-defined]


def test_a_part_of_a_register_closes_nothing(tmp_path: Path) -> None:
    town = a_town()
    houses = [*HOUSES, *(a_house(700 + n, str(100 + n)) for n in range(20))]
    links = [*LINKS, *(a_link(700 + n, STREET, f"1.10.11.21.{700 + n}") for n in range(20))]
    load_gar(town, a_region(tmp_path, HOUSES=xml("X", houses), MUN_HIERARCHY=xml("X", links)))
    done = load_gar(town, a_region(tmp_path))
    assert "closed" not in done.counts
    assert "не полный" in done.stage


def test_an_interrupted_loading_goes_on(tmp_path: Path) -> None:
    town = a_town()
    path = a_table(
        tmp_path, "Город;Улица;Дом\n" + "".join(f"г. Город;ул. Первая;{n}\n" for n in range(1, 4500))
    )
    task = addresses.prepare(path, municipality_id=town, options={}, now=NOW)

    def stop(told: LoadingView) -> None:
        places.ask_to_stop(told.id, municipality_id=town)

    stopped = addresses.run(task.id, now=NOW, progress=lambda told: stop(told))
    assert stopped.state == "stopped"
    assert len(selectors.houses(streets(town)["Первая"].id)) == 2000  # type: ignore[attr-defined]
    again = addresses.prepare(path, municipality_id=town, options={}, now=NOW)
    done = addresses.run(again.id, now=NOW)
    assert done.state == "done"
    assert len(selectors.houses(streets(town)["Первая"].id)) == 4499  # type: ignore[attr-defined]


TABLE = """Населённый пункт;Улица;Дом;Широта;Долгота;Индекс
г. Город;ул. Ленина, бывш. Дворянская;5;56,5;48,5;446001
г. Город;Ленина ул. (ранее Царская);7;48,5;56,5;
г. Город;ул. Ленина;9;10;10;
г. Город;ул. Ленина;11;56,5;;
г. Город;;1;;;
г. Город;ул. Ленина;13;;;
"""


def test_a_table_keeps_old_names_and_tells_why_rows_were_left(tmp_path: Path) -> None:
    town = a_town()
    done = load(town, a_table(tmp_path, TABLE))
    assert (done.counts["houses"], done.rejected) == (2, 4)
    row = streets(town)["Ленина"]
    assert row.aliases == ["Дворянская"]  # type: ignore[attr-defined]
    found = matching.matcher(town).find(Place(), "на улице Дворянской, 5")
    assert found.address == "ул. Ленина, д. 5"
    assert Path(done.rejects_path).is_file()


def test_whole_table_closes_what_it_lacks(tmp_path: Path) -> None:
    town = a_town()
    load(
        town,
        a_table(tmp_path, "Город;Улица;Дом\n" + "".join(f"г. Город;ул. Первая;{n}\n" for n in range(1, 9))),
    )
    rows = "Город;Улица;Дом\n" + "".join(f"г. Город;ул. Первая;{n}\n" for n in range(2, 9))
    assert "closed" not in load(town, a_table(tmp_path, rows)).counts
    done = load(town, a_table(tmp_path, rows, "b.csv"), is_whole=True)
    assert done.counts["closed"] == 1


LANDMARKS = """Вид;Название;Номер;Адрес;Другие названия
школа;;5;ул. Ленина, 5;пятая школа
;Детский сад № 3 «Ромашка»;;ул. Ленина, 7;
магазин;Полянка;;ул. Неведомая, 1;
;Непонятно что;;;
"""


def test_landmarks_are_taken_and_found(tmp_path: Path) -> None:
    town = a_town()
    load(town, a_table(tmp_path, "Город;Улица;Дом\nг. Город;ул. Ленина;5\nг. Город;ул. Ленина;7\n"))
    edition = selectors.edition(town)
    done = load(town, a_table(tmp_path, LANDMARKS, "l.csv"), is_landmarks=True)
    assert (done.counts["landmarks"], done.rejected) == (3, 1)
    assert selectors.edition(town) != edition
    kinds = {(one.kind, one.number, one.title): one for one in selectors.landmarks(town)}
    assert kinds["школа", "5", ""].house is not None
    assert ("детский сад", "3", "Ромашка") in kinds
    assert load(town, a_table(tmp_path, LANDMARKS, "l.csv"), is_landmarks=True).counts == {"rows": 4}


def test_what_cannot_be_read_is_told_at_once(tmp_path: Path) -> None:
    town = a_town()
    with pytest.raises(BadList, match="улица"):
        load(town, a_table(tmp_path, "Имя;Дом\nа;1\n"))
    with pytest.raises(Unreadable, match="ОКТМО"):
        load(town, a_region(tmp_path))
    (tmp_path / "empty").mkdir()
    with pytest.raises(Unreadable, match="нет файлов ГАР"):
        load(town, tmp_path / "empty")


def test_a_broken_file_ends_as_failed_with_its_reason(tmp_path: Path) -> None:
    done = load_gar(a_town(), a_region(tmp_path, HOUSES="<HOUSES><HOUSE"))
    assert (done.state, "повреждён" in done.error) == ("failed", True)
