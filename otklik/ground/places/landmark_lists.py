"""Reading a table of landmarks: which column holds what, and a row as a landmark."""

import re
from collections.abc import Mapping, Sequence

from otklik.border.ports.addresses import ListedLandmark
from otklik.border.ports.tables import TableRow
from otklik.border.readers.headings import normal
from otklik.ground.places.listing import BadList, Frame, point_of, text_of
from otklik.ground.places.words import LANDMARK_KINDS

_HEADINGS: dict[str, tuple[str, ...]] = {
    "kind": ("вид", "тип", "вид ориентира", "тип объекта", "категория", "kind", "type"),
    "title": ("название", "наименование", "ориентир", "имя", "объект", "title", "name"),
    "number": ("номер", "№", "number"),
    "aliases": ("другие названия", "народное название", "синонимы", "также", "aliases"),
    "address": ("адрес", "местоположение", "address"),
    "settlement": ("населенный пункт", "город", "settlement"),
    "street": ("улица", "street"),
    "house": ("дом", "номер дома", "house"),
    "lat": ("широта", "lat", "latitude", "y"),
    "lon": ("долгота", "lon", "lng", "longitude", "x"),
}
_NUMBER = re.compile(r"(?:№|N|номер)\s*(\d{1,4}[а-я]?)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[«\"“„]([^»\"”“]+)[»\"”“]")
_LIST_MARK = re.compile(r"\s*[;|]\s*")
_KINDS = {form: kind for kind, forms in LANDMARK_KINDS.items() for form in (kind, *forms)}


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Which column holds what; raises `BadList` where neither the kind nor the title has one."""
    places = {normal(heading): place for place, heading in reversed(list(enumerate(header)))}
    if "№" in header:
        places["№"] = list(header).index("№")
    found = {
        name: next(places[one] for one in synonyms if one in places)
        for name, synonyms in _HEADINGS.items()
        if any(one in places for one in synonyms)
    }
    if "title" not in found and "kind" not in found:
        raise BadList("В файле нет столбца: вид или название. Назовите столбцы так и загрузите снова.")
    return found


def row_of(row: TableRow, columns: Mapping[str, int], *, frame: Frame | None = None) -> ListedLandmark:
    """«Школа № 5 «Росток»» in one column is told apart. Raises `BadList` for a row without a kind."""
    cells = {name: text_of(row.cells[place]) for name, place in columns.items()}
    kind, number, title = cells.get("kind", "").lower(), cells.get("number", ""), cells.get("title", "")
    if not kind:
        kind, number, title = told_apart(title, number)
    if not kind:
        raise BadList("не понять вид ориентира: добавьте столбец «Вид» (школа, аптека, остановка)")
    lat, lon = point_of(cells.get("lat", ""), cells.get("lon", ""), frame=frame)
    parts = (cells.get("settlement", ""), cells.get("street", ""), cells.get("house", ""))
    return ListedLandmark(
        kind=_KINDS.get(kind, kind)[:60],
        number=number.lstrip("№ ")[:20],
        title=title.strip('«»"“” ')[:200],
        aliases=tuple(one for one in _LIST_MARK.split(cells.get("aliases", "")) if one),
        address=(cells.get("address", "") or ", ".join(filter(None, parts)))[:300],
        lat=lat,
        lon=lon,
    )


def told_apart(name: str, number: str = "") -> tuple[str, str, str]:
    """The kind, the number and the own name of «МБДОУ детский сад № 5 «Ромашка»»; no kind is ""."""
    low = f" {name.lower().replace('ё', 'е')} "
    found = [(low.find(f" {form} "), -len(form), kind) for form, kind in _KINDS.items() if f" {form} " in low]
    kind = min(found)[2] if found else ""
    told = _NUMBER.search(name)
    quoted = _QUOTED.search(name)
    if quoted:
        title = quoted[1]
    else:
        rest = name if told is None else name.replace(told[0], " ")
        title = " ".join(word for word in rest.split() if _KINDS.get(word.lower().replace("ё", "е")) != kind)
        title = "" if title.lower() in (kind, *kind.split()) else title
    return kind, number or (told[1] if told else ""), title.replace(kind, "").strip()
