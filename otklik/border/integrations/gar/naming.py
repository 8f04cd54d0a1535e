"""What the short types and numbers of ГАР are called with us."""

from collections.abc import Mapping

KINDS: dict[str, str] = {
    "ул": "улица",
    "пр-кт": "проспект",
    "пр-т": "проспект",
    "пер": "переулок",
    "проезд": "проезд",
    "пр-д": "проезд",
    "пл": "площадь",
    "б-р": "бульвар",
    "ш": "шоссе",
    "наб": "набережная",
    "мкр": "микрорайон",
    "кв-л": "квартал",
    "туп": "тупик",
    "тракт": "тракт",
    "ал": "аллея",
    "аллея": "аллея",
    "линия": "линия",
    "г": "город",
    "с": "село",
    "д": "деревня",
    "п": "посёлок",
    "пос": "посёлок",
    "пгт": "посёлок городского типа",
    "рп": "рабочий посёлок",
    "х": "хутор",
    "ст-ца": "станица",
    "ст": "станция",
    "аул": "аул",
    "тер": "территория",
    "снт": "СНТ",
    "днт": "ДНТ",
    "тсн": "ТСН",
    "гск": "ГСК",
    "ж/р": "жилой район",
    "жк": "жилой комплекс",
}
"""Types by their short names without points; others go by their full name in AS_ADDR_OBJ_TYPES."""

_FULL = {
    "поселок": "посёлок",
    "поселок городского типа": "посёлок городского типа",
    "рабочий поселок": "рабочий посёлок",
}
OF_A_TOWN = frozenset({"микрорайон", "квартал", "жилой район", "жилой комплекс", "территория", "зона"})
"""Parts of a town whose streets people name without the part; other parts are settlements of their own."""

HOUSES: dict[str, str] = {
    "1": "владение",
    "2": "дом",
    "3": "домовладение",
    "4": "гараж",
    "5": "здание",
    "6": "шахта",
    "7": "строение",
    "8": "сооружение",
    "9": "литера",
    "10": "корпус",
    "11": "подвал",
    "12": "котельная",
    "13": "погреб",
    "14": "объект незавершенного строительства",
}
ADDED: dict[str, str] = {"1": "корпус", "2": "строение", "3": "сооружение", "4": "литера"}
_SIGNS = {"корпус": "к", "строение": "с", "сооружение": "соор", "литера": ""}
_BEFORE = {"строение": "стр. ", "сооружение": "соор. ", "корпус": "корп. ", "литера": "лит. "}
_HOUSED = frozenset(
    {"владение", "дом", "домовладение", "здание", "строение", "сооружение", "корпус", "литера", ""}
)


def kind_of(short: str, level: str, full: Mapping[tuple[str, str], str]) -> str:
    """«ул.» is «улица»; a type that nobody listed stays as it is."""
    sign = short.strip().rstrip(".").lower()
    if sign in KINDS:
        return KINDS[sign]
    told = full.get((level, sign), short.strip()).strip()
    return _FULL.get(told.lower(), told.lower())[:30]


def house_number(item: Mapping[str, str], types: Mapping[str, str], added: Mapping[str, str]) -> str:
    """«5», «5к2», «5к2с1», «стр. 3»; "" for what is no house: a garage, a cellar, a plot without a number."""
    kind = types.get(item.get("HOUSETYPE", ""), "").lower()
    number = item.get("HOUSENUM", "").strip()
    if kind not in _HOUSED:
        return ""
    parts = [f"{_BEFORE.get(kind, '')}{number}" if number else ""]
    for place in ("1", "2"):
        told = item.get(f"ADDNUM{place}", "").strip()
        sign = added.get(item.get(f"ADDTYPE{place}", ""), "").lower()
        if told:
            parts.append(f"{_SIGNS.get(sign, '/')}{told}" if any(parts) else f"{_BEFORE.get(sign, '')}{told}")
    return "".join(parts)[:30]
