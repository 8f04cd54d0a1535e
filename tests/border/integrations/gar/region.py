"""A small region of ГАР made by hand: an okrug with a town, villages, gardens, and a stranger beside it."""

import zipfile
from pathlib import Path

GUID = "00000000-0000-4000-8000-{:012d}"
OKRUG, TOWN, VILLAGE, STREET, LANE, PART, GARDENS = 10, 11, 12, 21, 22, 31, 32


def an_object(id: int, name: str, kind: str, level: int, *, actual: int = 1, active: int = 1) -> str:
    return (
        f'<OBJECT ID="{id}{actual}" OBJECTID="{id}" OBJECTGUID="{GUID.format(id)}" CHANGEID="1" '
        f'NAME="{name}" '
        f'TYPENAME="{kind}" LEVEL="{level}" OPERTYPEID="10" PREVID="0" NEXTID="0" UPDATEDATE="2024-01-01" '
        f'STARTDATE="1900-01-01" ENDDATE="2079-06-06" ISACTUAL="{actual}" ISACTIVE="{active}" />'
    )


def a_house(id: int, number: str, *, kind: int = 2, more: str = "", active: int = 1) -> str:
    return (
        f'<HOUSE ID="{id}1" OBJECTID="{id}" OBJECTGUID="{GUID.format(id)}" CHANGEID="2" HOUSENUM="{number}" '
        f'HOUSETYPE="{kind}" {more} OPERTYPEID="10" PREVID="0" NEXTID="0" '
        f'ISACTUAL="{active}" ISACTIVE="{active}" />'
    )


def a_link(id: int, parent: int, path: str, oktmo: str = "36701000", *, active: int = 1) -> str:
    return (
        f'<ITEM ID="{id}9" OBJECTID="{id}" PARENTOBJID="{parent}" CHANGEID="3" OKTMO="{oktmo}" PREVID="0" '
        f'NEXTID="0" ISACTIVE="{active}" PATH="{path}" />'
    )


def a_param(id: int, kind: int, value: str, *, until: int = 0) -> str:
    return (
        f'<PARAM ID="{id}{kind}" OBJECTID="{id}" CHANGEID="1" CHANGEIDEND="{until}" TYPEID="{kind}" '
        f'VALUE="{value}" UPDATEDATE="2024-01-01" STARTDATE="2024-01-01" ENDDATE="2079-06-06" />'
    )


OBJECTS = [
    an_object(OKRUG, "Верхнереченский", "м.о.", 3),
    an_object(TOWN, "Верхнереченск", "г", 5),
    an_object(VILLAGE, "Кулиги", "д.", 6),
    an_object(STREET, "Ленина", "ул", 8),
    an_object(STREET, "Дворянская", "ул", 8, actual=0, active=0),
    an_object(LANE, "Тихий", "пер", 8),
    an_object(23, "Снесённая", "ул", 8, active=0),
    an_object(PART, "Северный", "мкр", 7),
    an_object(33, "Полярная", "ул", 8),
    an_object(34, "Ленина", "ул", 8),
    an_object(GARDENS, "Ромашка", "снт", 7),
    an_object(35, "Садовая", "ул", 8),
    an_object(99, "Чужая", "ул", 8),
]
LINKS = [
    a_link(OKRUG, 1, "1.10"),
    a_link(TOWN, OKRUG, "1.10.11", "36701000001"),
    a_link(VILLAGE, OKRUG, "1.10.12", "36701000111"),
    a_link(STREET, TOWN, "1.10.11.21"),
    a_link(LANE, TOWN, "1.10.11.22"),
    a_link(23, TOWN, "1.10.11.23"),
    a_link(PART, TOWN, "1.10.11.31"),
    a_link(33, PART, "1.10.11.31.33"),
    a_link(34, PART, "1.10.11.31.34"),
    a_link(GARDENS, OKRUG, "1.10.32"),
    a_link(35, GARDENS, "1.10.32.35"),
    a_link(501, STREET, "1.10.11.21.501"),
    a_link(502, STREET, "1.10.11.21.502"),
    a_link(503, STREET, "1.10.11.21.503"),
    a_link(504, VILLAGE, "1.10.12.504"),
    a_link(505, PART, "1.10.11.31.505"),
    a_link(506, STREET, "1.10.11.21.506"),
    a_link(507, 35, "1.10.32.35.507"),
    a_link(508, 34, "1.10.11.31.34.508"),
    a_link(509, STREET, "1.10.11.21.509"),
    a_link(99, 2, "1.2.99", "36702000"),
    a_link(599, 99, "1.2.99.599", "36702000"),
]
HOUSES = [
    a_house(501, "5"),
    a_house(502, "5", more='ADDNUM1="2" ADDTYPE1="1"'),
    a_house(503, "7", more='ADDNUM1="1" ADDTYPE1="2"'),
    a_house(504, "3"),
    a_house(505, "12А"),
    a_house(506, "9", active=0),
    a_house(507, "8"),
    a_house(508, "1"),
    a_house(509, "14", kind=4),
    a_house(599, "1"),
]
OBJECT_PARAMS = [
    a_param(OKRUG, 7, "36701000"),
    a_param(TOWN, 7, "36701000001"),
    a_param(STREET, 7, "36701000001"),
    a_param(VILLAGE, 7, "36701000111"),
    a_param(99, 7, "36702000"),
]
HOUSE_PARAMS = [
    a_param(501, 5, "446000", until=77),
    a_param(501, 5, "446001"),
    a_param(501, 8, "63:01:1"),
    a_param(599, 5, "1"),
]
FILES = {
    "ADDR_OBJ": ("ADDRESSOBJECTS", OBJECTS),
    "HOUSES": ("HOUSES", HOUSES),
    "MUN_HIERARCHY": ("ITEMS", LINKS),
    "ADDR_OBJ_PARAMS": ("PARAMS", OBJECT_PARAMS),
    "HOUSES_PARAMS": ("PARAMS", HOUSE_PARAMS),
}


def xml(root: str, elements: list[str], *, head: str = "") -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>{head}<{root}>{"".join(elements)}</{root}>'


def a_region(folder: Path, *, region: str = "63", zipped: bool = True, **changed: str | None) -> Path:
    """The delivery as a ZIP or a folder; `changed` replaces a file by its kind, None leaves it out."""
    texts = {kind: xml(*told) for kind, told in FILES.items()} | changed
    files = {f"{region}/AS_{kind}_20240101_x.XML": text for kind, text in texts.items() if text is not None}
    if zipped:
        path = folder / "gar.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                archive.writestr(name, text.encode())
        return path
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
