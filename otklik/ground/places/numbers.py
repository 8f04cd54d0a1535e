"""Reading house numbers out of Russian text and writing them one way."""

import re
from functools import lru_cache

_LOOKALIKES = str.maketrans("abcehkmopty", "авсенкморту")
_CORPUS = re.compile(r"(?:корпуса|корпусе|корпус|корп|кор|к)\.?(?=[\dа-я]$|\d)")
_BUILDING = re.compile(r"(?:строение|стр|с)\.?(?=\d)")
_MARK = re.compile(r"^(?:владение|домовладение|дом|влд|вл|д|№)\.?")
_NOISE = re.compile(r"[\s«»\"“”'`.,№]+")

_NUMBER = r"(?P<n>\d{1,4})(?!\d)"
_LETTER = (
    r"(?:-?(?!к\d)(?P<tight>[а-яa-z])(?![а-яa-z])"
    r"|\s?[«\"“'`](?P<quoted>[а-яa-z])[»\"”'`]"
    r"|\s(?P<loose>[абвгде])(?![а-яa-z.]))?"
)
_PART = (
    r"(?:\s?/\s?(?P<slash>\d{1,3}[а-я]?(?![а-я\d]))"
    r"|,?\s*(?:корпус[еа]?|корп|кор|к(?=[.\s]*\d))\.?\s*№?\s*(?P<corpus>\d{1,2}|[а-я])(?![а-я\d])"
    r"|,?\s*(?:строени[ея]|стр)\.?\s*(?P<building>\d{1,2})(?!\d))?"
)
_HOUSE = _NUMBER + _LETTER + _PART
_WORD = (
    r"(?:д(?![а-я])|дом(?:а|у|е|ом|ов|ам|ами|ах|овладени[еяю])?(?![а-я])"
    r"|здани[еяю]|общежити[еяю]|№|n(?![a-z]))"
)
_UNIT = (
    r"(?!\s*(?:[-–]\s?(?:й|я|е|х|го|му|ти|ый|ая|летн\w*)(?![а-я])|[.,:]\d|%|°|\+|₽"
    r"|(?:человек\w*|чел|раз\w?|лет|летие|год\w*|гг?|градус\w*|руб\w*|тыс\w*|млн|километр\w*|км|метр\w*|м|см|час\w*|ч"
    r"|мин\w*|сек\w*|дн[яейю]\w*|день|сут\w*|недел\w*|месяц\w*|мес|январ\w*|феврал\w*|март\w*|апрел\w*|ма[яе]|июн\w*"
    r"|июл\w*|август\w*|сентябр\w*|октябр\w*|ноябр\w*|декабр\w*|машин[ыа]?|штук\w*|шт|фонар\w*|ям|домов|квартир\w*"
    r"|собаки?|сем(?:ей|ьи)|дет(?:ей|и)|школ\w*|автобус\w*|маршрут\w*|дерев\w*|контейнер(?:ов|а)|подъезд(?:ов|а)"
    r"|двор\w*|утра|вечера|ноч\w*|процент\w*|балл\w*|тонн\w*|кг|литр\w*)(?![а-я])))"
)

_BESIDE = (
    r"[\s,.:;(—–-]{0,4}(?:(?:у|за|возле|около|напротив|перед|рядом с|в|на|от|до|между|во дворе|в районе"
    r"|внутри|где)\s+)?"
)

AFTER = re.compile(
    rf"(?:{_BESIDE}(?:(?P<word>{_WORD})[.\s]{{0,2}}(?:№\s*|номер\s+)?{_HOUSE}"
    r"|(?P<turned>\d{1,3}[а-я]?)(?:-?(?:го|м|му|й))?\s+дом(?:а|е|у|ом)(?![а-я])))"
)
"""A house named with its word right after the street: «, у д. 12а», « у 12 дома»."""

BARE = re.compile(
    rf"(?:(?:[\s,]|(?<=пер|про)\.|(?<=ул|пр)\.){{1,3}}|[-–](?=\d)|(?<=[а-я])(?=\d)){_HOUSE}{_UNIT}"
)
"""A number alone after the street: « 12/1», «-12», but not « 12 человек»."""

_SAID = {
    **{"один": 1, "два": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8},
    **{"девять": 9, "десять": 10},
    **{"одиннадцать": 11, "двенадцать": 12, "тринадцать": 13, "четырнадцать": 14, "пятнадцать": 15},
    **{"шестнадцать": 16, "семнадцать": 17, "восемнадцать": 18, "девятнадцать": 19, "двадцать": 20},
    **{"тридцать": 30, "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70, "восемьдесят": 80},
    **{"девяносто": 90, "сто": 100, "двести": 200},
}
_SPOKEN = rf"(?:(?:{'|'.join(sorted(_SAID, key=len, reverse=True))})(?![а-я])\s*)"

IN_WORDS = re.compile(
    rf"{_BESIDE}(?P<word>{_WORD}\s+)?(?:номер\s+)?(?P<said>{_SPOKEN}{{1,3}})"
    rf"(?:,?\s*корпус\s+(?P<corpus>{_SPOKEN}))?"
    r"(?P<closed>\s*(?=[,.;:!?()]|$|корпус|подъезд|кв|дробь))?"
)
"""A house in words after the street: « дом пять корпус два», « семь, подъезд один»."""

MORE = re.compile(rf"\s?(?:,|и|до|по|–|—|-)\s?(?:{_WORD}[.\s]{{0,2}}(?:№\s*)?)?{_HOUSE}{_UNIT}")
"""One more house of the same street: «, 17 и 19», « до дома 20»."""

_FLAT_WORD = r"кв(?:артир[аеыу])?\.?\s*(?:№\s*|номер\s+)?"
FLAT = re.compile(rf"(?:[\s,.;]*{_FLAT_WORD}|-)(?P<flat>\d{{1,4}})(?![\d/])")
"""A flat right after the house: «, кв. 14», «-14»."""

BEFORE = re.compile(
    rf"(?P<word>{_WORD})[.\s]{{0,2}}(?:№\s*|номер\s+)?{_HOUSE}(?:\s*(?:,|и)\s*\d{{1,3}}[а-я]?)*"
    r"[\s,]*(?:кв(?:артир[аеы])?\.?\s*\d+[\s,]*)?(?:расположенн\w+\s+|наход\w+\s+)?(?:по|на|с|в)?\s*(?:адресу:?\s*)?$"
)
"""A house right before the street: «дома № 14 по »."""

_FIELD = re.compile(rf"\s*(?:{_WORD}[.\s]*)?{_HOUSE}")

ANYWHERE = re.compile(
    rf"(?<![а-я])(?P<word>{_WORD})[.\s]{{0,2}}(?:№\s*)?{_HOUSE}"
    r"(?!\s*(?:[-–]\s?(?:й|х|ти|ый|летн\w*)(?![а-я])|[.,:]\d|%|(?:этаж|лет|год|кв\.?\s?м|квартир|подъезд)\w*))"
)
"""A house named with its word anywhere; the register has to confirm it."""


def said(found: re.Match[str]) -> tuple[str, ...]:
    """The spellings of a house told in words; a bare number counts only where the phrase ends."""
    if not found["word"] and found["closed"] is None and not found["corpus"]:
        return ()
    number = sum(_SAID[each] for each in found["said"].split())
    if not found["corpus"]:
        return (str(number),)
    corpus = sum(_SAID[each] for each in found["corpus"].split())
    return (f"{number}к{corpus}", f"{number}/{corpus}")


@lru_cache(maxsize=50_000)
def normal(number: str) -> str:
    """The number for comparing: «12 А» and «12-а» are «12а», «5 корп. 2» is «5к2», «5, стр. 1» is «5с1»."""
    folded = _NOISE.sub(" ", number.lower().replace("ё", "е").translate(_LOOKALIKES)).strip()
    folded = _MARK.sub("", folded).strip()
    parts = [_BUILDING.sub("с", _CORPUS.sub("к", part)) for part in folded.replace(" ", "").split("/")]
    return re.sub(r"(\d)-([а-я])$", r"\1\2", "/".join(parts))


def spellings(found: re.Match[str]) -> tuple[str, ...]:
    """What the match may mean in normal form, the likeliest first: «5 а» is «5а» or «5»."""
    if "turned" in found.re.groupindex and found["turned"]:
        return (found["turned"],)
    number = found["n"].lstrip("0")
    if not number:
        return ()
    letter = (found["tight"] or found["quoted"] or "").translate(_LOOKALIKES)
    plain = number + letter
    if found["slash"]:
        return (f"{plain}/{found['slash']}", f"{plain}к{found['slash']}")
    if found["corpus"]:
        return (f"{plain}к{found['corpus']}", f"{plain}/{found['corpus']}")
    if found["building"]:
        return (f"{plain}с{found['building']}",)
    if found["loose"]:
        return (number + found["loose"].translate(_LOOKALIKES), number)
    return (plain,)


def variants(number: str) -> tuple[str, ...]:
    """The spellings in normal form of a number told in a field of its own («д. 5 корп. 2, кв. 3»)."""
    read = _FIELD.match(number.lower().replace("ё", "е"))
    return tuple(dict.fromkeys((*(spellings(read) if read else ()), normal(number))))
