"""One municipality comes out of a region's files of ГАР, whole and alone."""

from pathlib import Path

import pytest

from otklik.border.integrations import gar
from otklik.border.ports.addresses import ListedStreet
from otklik.border.ports.errors import Unreadable
from tests.border.integrations.gar.region import GUID, LINKS, OBJECTS, a_link, a_region, an_object, xml

OKTMO = gar.Wanted.of(oktmo="36701000")


def told(path: Path, wanted: gar.Wanted = OKTMO) -> dict[tuple[str, str, str], ListedStreet]:
    sifted = gar.sift(path, wanted, path.parent / "sifted.sqlite")
    return {(one.settlement[1], one.kind, one.title): one for one in gar.streets(sifted.path)}


def numbers(one: ListedStreet) -> list[str]:
    return [house.number for house in one.houses]


@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "папка"])
def test_the_municipality_is_found_and_nothing_beside(tmp_path: Path, zipped: bool) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    found = told(a_region(folder, zipped=zipped))
    assert set(found) == {
        ("Верхнереченск", "улица", "Ленина"),
        ("Верхнереченск", "переулок", "Тихий"),
        ("Верхнереченск", "улица", "Полярная"),
        ("Северный", "", "Северный"),
        ("Северный", "улица", "Ленина"),
        ("Ромашка", "улица", "Садовая"),
        ("Кулиги", "", "Кулиги"),
    }


def test_houses_have_their_parts_and_codes(tmp_path: Path) -> None:
    street = told(a_region(tmp_path))["Верхнереченск", "улица", "Ленина"]
    assert numbers(street) == ["5", "5к2", "7с1"]
    assert [one.postal_code for one in street.houses] == ["446001", "", ""]
    assert street.houses[0].gar_id == GUID.format(501)


def test_a_former_name_is_an_alias(tmp_path: Path) -> None:
    assert told(a_region(tmp_path))["Верхнереченск", "улица", "Ленина"].aliases == ("Дворянская",)


def test_settlements_have_their_codes(tmp_path: Path) -> None:
    sifted = gar.sift(a_region(tmp_path), OKTMO, tmp_path / "s.sqlite")
    found = {(one.kind, one.title): one.oktmo for one in gar.settlements(sifted.path)}
    assert found["город", "Верхнереченск"] == "36701000001"
    assert found["деревня", "Кулиги"] == "36701000111"
    assert ("СНТ", "Ромашка") in found
    assert sifted.skipped == 1  # the garage


def test_by_the_object_of_the_municipality(tmp_path: Path) -> None:
    by_guid = told(a_region(tmp_path), gar.Wanted.of(guid=GUID.format(10)))
    assert by_guid.keys() == told(a_region(tmp_path)).keys()


def test_one_village_of_the_municipality(tmp_path: Path) -> None:
    sifted = gar.sift(a_region(tmp_path), gar.Wanted.of(oktmo="36701000111"), tmp_path / "s.sqlite")
    assert [(one.kind, one.title) for one in gar.settlements(sifted.path)] == [("деревня", "Кулиги")]


def test_old_files_without_paths(tmp_path: Path) -> None:
    links = [one.split(" PATH=")[0].replace('OKTMO="36701000"', 'OKTMO=""') + " />" for one in LINKS]
    links = [one.replace('OKTMO="36701000001"', 'OKTMO=""') for one in links[::-1]]
    path = a_region(tmp_path, MUN_HIERARCHY=xml("ITEMS", links))
    assert ("Верхнереченск", "улица", "Ленина") in told(path, gar.Wanted.of(guid=GUID.format(10)))


def test_the_administrative_division_alone(tmp_path: Path) -> None:
    path = a_region(
        tmp_path, MUN_HIERARCHY=None, ADM_HIERARCHY=xml("ITEMS", [one.replace("OKTMO", "X") for one in LINKS])
    )
    assert numbers(told(path)["Верхнереченск", "улица", "Ленина"]) == ["5", "5к2", "7с1"]


def test_two_villages_of_one_name_are_told_apart(tmp_path: Path) -> None:
    objects = [*OBJECTS, an_object(13, "Кулиги", "д.", 6), an_object(14, "Озёрский", "с/с", 4)]
    links = [*LINKS, a_link(14, 10, "1.10.14"), a_link(13, 14, "1.10.14.13")]
    path = a_region(tmp_path, ADDR_OBJ=xml("X", objects), MUN_HIERARCHY=xml("X", links))
    sifted = gar.sift(path, OKTMO, tmp_path / "s.sqlite")
    titles = {one.title: one.aliases for one in gar.settlements(sifted.path) if one.kind == "деревня"}
    assert titles == {"Кулиги": (), "Кулиги (Озёрский)": ("Кулиги",)}


ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("head", [ENTITY, LAUGHS], ids=["внешняя сущность", "миллиард смешков"])
def test_entities_are_refused(tmp_path: Path, head: str) -> None:
    with pytest.raises(Unreadable, match="тип документа"):
        told(a_region(tmp_path, ADDR_OBJ=xml("ADDRESSOBJECTS", OBJECTS, head=head)))


def test_an_endless_element_is_refused(tmp_path: Path) -> None:
    endless = xml("X", ['<OBJECT NAME="' + "я" * 9_000_000 + '" />'])
    with pytest.raises(Unreadable, match="восьми мегабайт"):
        told(a_region(tmp_path, ADDR_OBJ=endless))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"HOUSES": None}, "не хватает файлов: AS_HOUSES"),
        ({"MUN_HIERARCHY": None}, "AS_MUN_HIERARCHY"),
        ({"HOUSES": "<HOUSES><HOUSE"}, "повреждён"),
        ({"HOUSES": '<HOUSES><HOUSE ID="1" /></HOUSES>'}, "не того вида"),
        ({"MUN_HIERARCHY": "<ITEMS></ITEMS>"}, "нет муниципалитета"),
    ],
)
def test_broken_deliveries_are_told_of(tmp_path: Path, changed: dict[str, str | None], why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        told(a_region(tmp_path, **changed))


def test_several_regions_need_the_one_wanted(tmp_path: Path) -> None:
    a_region(tmp_path, zipped=False)
    a_region(tmp_path, zipped=False, region="64")
    with pytest.raises(Unreadable, match="в архиве 63, 64"):
        gar.sift(tmp_path, OKTMO, tmp_path / "s.sqlite")
    wanted = gar.Wanted.of(oktmo="36701000", region="64")
    assert gar.sift(tmp_path, wanted, tmp_path / "s.sqlite").houses == 7


@pytest.mark.parametrize(
    ("oktmo", "prefix"),
    [
        ("36701000", "36701"),
        ("36614404", "36614404"),
        ("36701000001", "36701000001"),
        ("36701000000", "36701"),
    ],
)
def test_codes_begin_what_lies_in_them(oktmo: str, prefix: str) -> None:
    assert gar.Wanted.of(oktmo=oktmo).prefix == prefix


@pytest.mark.parametrize("oktmo", ["", "36000000", "367", "абв"])
def test_codes_that_are_none(oktmo: str) -> None:
    with pytest.raises(Unreadable):
        gar.Wanted.of(oktmo=oktmo)


def test_no_archive_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK\x03\x04 nothing")
    assert not gar.looks_like_gar(path)
    with pytest.raises(Unreadable):
        gar.sift(path, OKTMO, tmp_path / "s.sqlite")
