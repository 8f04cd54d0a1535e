"""All the cases in which the name of a street or a settlement is written."""

from functools import lru_cache

from otklik.kernel import language

_HUSHING = "жчшщ"
_ORDINALS = ("перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят")
_TENS = {
    20: ("двадцать", "двадцати"),
    30: ("тридцать", "тридцати"),
    40: ("сорок", "сорока"),
    50: ("пятьдесят", "пятидесяти"),
    60: ("шестьдесят", "шестидесяти"),
    70: ("семьдесят", "семидесяти"),
    80: ("восемьдесят", "восьмидесяти"),
    100: ("сто", "ста"),
}


@lru_cache(maxsize=20_000)
def adjective(word: str) -> frozenset[str]:
    """The cases of an adjective given in the nominative («садовая», «новый», «малые»); empty for others."""
    stem, ending = word[:-2], word[-2:]
    if len(stem) < 2:
        return frozenset()
    hushing = stem[-1] in _HUSHING
    endings = {
        "ая": "ая ей ой ую ею" if hushing else "ая ой ую ою",
        "яя": "яя ей юю ею",
        "ый": "ый ого ому ым ом",
        "ой": "ой ого ому ым им ом",
        "ий": "ий ого ому им ом" if stem[-1] in "кгх" else "ий его ему им ем",
        "ое": "ое ого ому ым им ом",
        "ее": "ее его ему им ем",
        "ые": "ые ых ым ыми",
        "ие": "ие их им ими",
    }.get(ending, "")
    return frozenset(stem + each for each in endings.split())


@lru_cache(maxsize=20_000)
def noun(word: str) -> frozenset[str]:
    """The cases of a noun given in the nominative, with some that it may not have: they harm nobody."""
    stem, ending = word[:-1], word[-1:]
    if len(word) < 3:
        return frozenset({word})
    if word.endswith("овь"):
        return frozenset({word, f"{word}ю", f"{word[:-3]}ви"})
    endings = {
        "а": "а ы и е у ой ей ам ами ах -",
        "я": "я и е ю ей ям ях",
        "о": "о а у ом е",
        "е": "е я ю ем и",
        "ы": "ы ов ам ами ах -",
        "и": "и ей ов ам ами ах ям ях -",
        "ь": "ь и я ю ем ью е",
        "й": "й я ю ем е",
    }.get(ending)
    if endings is None:
        stems = {word} | ({word[:-2] + word[-1]} if word[-2:] in {"ок", "ек", "ец"} else set())
        return frozenset({word}) | {one + each for one in stems for each in ("а", "у", "ом", "е")}
    return frozenset(stem + each.strip("-") for each in endings.split())


def of_street(words: list[str]) -> tuple[frozenset[str], ...]:
    """For every word of a street's name the forms it is met in."""
    found: list[frozenset[str]] = []
    nominative = False
    for place, word in enumerate(words):
        own = adjective(word)
        if own:
            found.append(own)
            nominative = True
        elif word.isdigit():
            found.append(ordinal(int(word)) if place + 1 < len(words) else frozenset({word}))
        elif nominative or (len(words) == 1 and _is_plain_nominative(word)):
            found.append(noun(word))
        else:
            found.append(frozenset({word}))
    return tuple(found)


def of_settlement(words: list[str]) -> tuple[frozenset[str], ...]:
    """For every word of a settlement's or district's name the forms it is met in."""
    return tuple(adjective(word) or noun(word) for word in words)


def ordinal(number: int) -> frozenset[str]:
    """The digits and, to ten, the words: «1» and «первая», «первой», «первый» …"""
    if not 1 <= number <= len(_ORDINALS):
        return frozenset({str(number), *_TENS.get(number, ())})
    stem = _ORDINALS[number - 1]
    if number == 3:
        return frozenset({"3", *("трет" + each for each in ["ий", "ья", "ьей", "ью", "ьего", "ьему", "ьем"])})
    return frozenset({str(number)}) | adjective(stem + "ая") | adjective(stem + "ый")


def _is_plain_nominative(word: str) -> bool:
    first = language.grammemes(word)[0]
    return {"NOUN", "nomn"} <= first and not first & {"Surn", "Name", "Patr"}
