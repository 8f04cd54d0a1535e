"""What must stand by a name in a sentence to believe that a place is meant and not a thing or a person."""

from otklik.ground.places.index import Name, Shape
from otklik.ground.places.sentences import Sentence
from otklik.ground.places.words import (
    ABOUT,
    COMPLAINT,
    INTO,
    ON,
    PLACE_NOUNS,
    SETTLEMENT_KINDS,
    STREET_KINDS,
)
from otklik.kernel import language

_COMMON_ADJECTIVES = frozenset(
    {
        *("новый", "рабочий", "верхний", "нижний", "мирный", "центральный", "зеленый", "главный", "дорожный"),
        *("советский", "первый", "красный", "большой", "старый", "малый", "дальний", "тихий", "речной"),
        *("набережный", "набережная"),
        *(
            "школьный",
            "больничный",
            "общественный",
            "солнечный",
            "южный",
            "северный",
            "западный",
            "восточный",
        ),
    }
)
_CASES: dict[str, tuple[str, frozenset[str]]] = {
    ending: (gender, frozenset(cases.split()))
    for ending, gender, cases in (
        ("ая", "femn", "nomn"),
        ("яя", "femn", "nomn"),
        ("ую", "femn", "accs"),
        ("юю", "femn", "accs"),
        ("ой", "femn", "gent datv ablt loct"),
        ("ей", "femn", "gent datv ablt loct"),
        ("ый", "masc", "nomn accs"),
        ("ий", "masc", "nomn accs"),
        ("го", "masc", "gent accs"),
        ("му", "masc", "datv"),
        ("ым", "masc", "ablt"),
        ("им", "masc", "ablt"),
        ("ом", "masc", "loct"),
        ("ем", "masc", "loct"),
    )
}


def of_street(
    sentence: Sentence,
    begin: int,
    end: int,
    name: Name,
    *,
    has_kind: bool,
    house_told: bool | None,
    is_joined: bool = False,
) -> float:
    """The belief in a street named by the words `begin`–`end`; 0 is none. One joined to another street by
    «и» or «до» needs no word more."""
    if has_kind:
        return 0.93 if house_told is None else 0.97
    if name.shape is Shape.NUMBER:
        return 0.0
    if sentence.is_address:
        return 0.9
    if name.shape is Shape.GENITIVE and _is_person(sentence, begin, end):
        return 0.0
    if house_told is not None:
        return _beside_house(sentence, begin, name, is_told=house_told)
    if name.is_alias and name.shape is not Shape.GENITIVE and len(sentence.words[begin]) == 1:
        return 0.0
    if is_joined and not (name.shape is Shape.ADJECTIVE and _noun_of(sentence, sentence.words[begin], end)):
        return 0.75
    if name.shape is Shape.ADJECTIVE:
        return _adjective(sentence, begin, end)
    if name.shape is Shape.GENITIVE:
        return _genitive(sentence, begin, end, name)
    if name.shape is Shape.DATE:
        return 0.0
    if _preposition(sentence, begin) in ABOUT and sentence.words[begin] not in ABOUT:
        return 0.78
    return 0.6 if begin == 0 and sentence.low[sentence.end(end - 1) :][:1] in {",", ".", ":"} else 0.0


def of_area(sentence: Sentence, begin: int, end: int, name: Name) -> float:
    """The belief in a settlement or a district named by the words `begin`–`end`; 0 is none."""
    if end < len(sentence.words) and name.shape is Shape.SETTLEMENT and _opens_address(sentence, begin, end):
        return 0.85
    if begin and sentence.words[begin - 1] in SETTLEMENT_KINDS and name.shape is Shape.SETTLEMENT:
        gap = sentence.gap(begin - 1, begin)
        if gap.startswith(".") or (gap == " " and len(sentence.words[begin - 1]) > 2):
            return 0.95
    if sentence.is_address:
        return 0.9
    if name.shape is Shape.DISTRICT and name.tail:
        return 0.85
    preposition = _preposition(sentence, begin)
    capital = sentence.is_capital(begin) or (begin == 0 and sentence.has_no_capitals and not name.is_word)
    if name.is_word and not capital:
        return 0.0
    if preposition in INTO and (capital or not _is_surname(sentence.words[begin])):
        return 0.85
    if not capital or (end - begin == 1 and _is_surname(sentence.words[begin])):
        return 0.0
    if sentence.is_first(begin):
        closed = sentence.low[sentence.end(end - 1) : sentence.end(end - 1) + 1] in {"", ".", ",", ":"}
        return 0.7 if closed or not name.is_word else 0.0
    return 0.0 if name.is_word else 0.6


def _opens_address(sentence: Sentence, begin: int, end: int) -> bool:
    """«Волчиха ул. Лесная»: the name opens the text and a street word follows."""
    return (
        begin == 0
        and sentence.words[end] in STREET_KINDS
        and len(sentence.words[end]) <= 5
        and sentence.gap(end - 1, end) in {" ", ", ", ",", ". "}
    )


def _beside_house(sentence: Sentence, begin: int, name: Name, *, is_told: bool) -> float:
    if is_told:
        return 0.93
    if sentence.is_capital(begin) or _preposition(sentence, begin) in ABOUT:
        return 0.9
    return 0.8 if name.shape is Shape.LONG or not name.is_word else 0.6


def _adjective(sentence: Sentence, begin: int, end: int) -> float:
    """«на Садовой темно», but not «на Центральной площади», «по новой дороге»."""
    word = sentence.words[begin]
    noun = _noun_of(sentence, word, end)
    capital, first = sentence.is_capital(begin), sentence.is_first(begin)
    if _preposition(sentence, begin) in ABOUT:
        if noun:
            return 0.7 if capital and noun not in PLACE_NOUNS else 0.0
        if capital:
            return 0.8
        return 0.0 if language.forms(word)[0] in _COMMON_ADJECTIVES else 0.65
    if noun or not capital or not word.endswith(("ая", "яя", "ый", "ий")):
        return 0.0
    return 0.55 if first else 0.6


def _genitive(sentence: Sentence, begin: int, end: int, name: Name) -> float:
    """«на Ленина темно», «Ленина без света», but not «жалоба на Попова» or «чемпионат мира»."""
    if _preposition(sentence, begin) in ON:
        if begin > 1 and sentence.words[begin - 2] in COMPLAINT:
            return 0.0
        return 0.8 if sentence.is_capital(begin) or not name.is_word else 0.7
    if end >= len(sentence.words) or not (sentence.is_capital(begin) and sentence.is_first(begin)):
        return 0.0
    is_apart = sentence.between(end - 1, end)[:1] == "," or sentence.words[end] == "без"
    return 0.55 if is_apart or not name.is_word else 0.0


def _preposition(sentence: Sentence, begin: int) -> str:
    return sentence.words[begin - 1] if begin and sentence.gap(begin - 1, begin) == " " else ""


def _noun_of(sentence: Sentence, word: str, end: int) -> str:
    """The normal form of the noun that the adjective before it agrees with, "" when there is none."""
    gender, cases = _CASES.get(word[-2:], ("", frozenset()))
    genders = {"masc", "neut"} if gender == "masc" else {gender}
    for place in range(end, min(end + 2, len(sentence.words))):
        if sentence.gap(place - 1, place) != " ":
            return ""
        readings = language.grammemes(sentence.words[place])
        for tags in readings:
            if {"NOUN", "sing"} <= tags and tags & genders and tags & cases:
                return language.forms(sentence.words[place])[0]
        if "ADJF" not in readings[0]:
            return ""
    return ""


def _is_person(sentence: Sentence, begin: int, end: int) -> bool:
    """Whether a first name, a patronymic or initials stand by."""
    words = sentence.words
    if end < len(words) and sentence.is_capital(end):
        gap = sentence.between(end, end + 1) if end + 1 < len(words) else sentence.low[sentence.end(end) :]
        if len(words[end]) == 1 and gap.startswith("."):
            return True
        if _is_given_name(words[end]) and sentence.gap(end - 1, end) == " ":
            return True
    return bool(
        begin
        and sentence.gap(begin - 1, begin) == " "
        and sentence.is_capital(begin - 1)
        and _is_given_name(words[begin - 1])
    )


def _is_given_name(word: str) -> bool:
    return len(word) > 2 and bool(language.grammemes(word)[0] & {"Name", "Patr"})


def _is_surname(word: str) -> bool:
    return "Surn" in language.grammemes(word)[0]
