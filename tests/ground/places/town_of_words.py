"""A small register whose names are as hard as real ones."""

from otklik.ground.places.houses import HouseRow
from otklik.ground.places.index import District, Index, Settlement, Street

CENTRE, NORTH, RURAL = 1, 2, 3
TOWN, LUKINO, OZYORY, KLYUCHI = 1, 2, 3, 4


def square(south: float, west: float, north: float, east: float) -> dict[str, object]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


DISTRICTS = (
    District(CENTRE, "Центральный микрорайон", square(56.0, 48.0, 56.1, 48.2)),
    District(NORTH, "Заречье", square(56.1, 48.0, 56.2, 48.2)),
    District(RURAL, "Лукинский территориальный отдел", square(56.2, 48.0, 56.4, 48.2)),
)
SETTLEMENTS = (
    Settlement(TOWN, "город", "Верхнереченск"),
    Settlement(LUKINO, "село", "Лукино", RURAL, 56.25, 48.1),
    Settlement(OZYORY, "село", "Озёры", RURAL, 56.27, 48.1),
    Settlement(KLYUCHI, "деревня", "Малые Ключи", RURAL, 56.29, 48.1),
)
_NAMES = (
    (TOWN, "проспект", "Мира"),
    (TOWN, "улица", "Ленина"),
    (TOWN, "улица", "Садовая"),
    (TOWN, "улица", "Советская"),
    (TOWN, "улица", "Центральная"),
    (TOWN, "улица", "Красной Армии"),
    (TOWN, "улица", "Карла Маркса"),
    (TOWN, "улица", "Степана Разина"),
    (TOWN, "улица", "Маршала Жукова"),
    (TOWN, "улица", "50 лет Октября"),
    (TOWN, "улица", "1-я Степная"),
    (TOWN, "переулок", "Тихий"),
    (TOWN, "переулок", "Северный"),
    (TOWN, "улица", "Северная"),
    (TOWN, "улица", "Механизаторов"),
    (TOWN, "улица", "Молодёжная"),
    (TOWN, "улица", "Набережная"),
    (TOWN, "улица", "Рабочая"),
    (TOWN, "улица", "Попова"),
    (TOWN, "улица", "Победы"),
    (TOWN, "улица", "Новая"),
    (TOWN, "бульвар", "Строителей"),
    (TOWN, "шоссе", "Московское"),
    (LUKINO, "улица", "Школьная"),
    (OZYORY, "улица", "Школьная"),
    (LUKINO, "улица", "Колхозная"),
    (LUKINO, "улица", "Садовая"),
)
STREETS = tuple(Street(number, *name) for number, name in enumerate(_NAMES, start=1))
HOUSE_NUMBERS = ("5", "7", "12", "12а", "12/1", "5к2", "15", "17", "20")


def _houses() -> list[HouseRow]:
    return [
        (
            street.id * 100 + place,
            street.id,
            number,
            (NORTH if street.title == "Северная" else CENTRE) if street.settlement_id == TOWN else None,
            56.0 + street.id * 0.002 + place * 0.0002,
            48.1,
        )
        for street in STREETS
        for place, number in enumerate(HOUSE_NUMBERS)
    ]


def an_index() -> Index:
    return Index(districts=DISTRICTS, settlements=SETTLEMENTS, streets=STREETS, houses=_houses())
