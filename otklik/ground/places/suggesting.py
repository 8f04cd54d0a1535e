"""Streets and houses offered while an address is typed: «садов 5»."""

from dataclasses import dataclass
from itertools import takewhile

from otklik.ground.places import numbers, speech
from otklik.ground.places.index import Index, Street, words_of
from otklik.ground.places.words import STREET_KINDS

_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Suggestion:
    title: str
    street_id: int
    house_id: int | None
    lat: float | None
    lon: float | None


def suggest(index: Index, query: str, *, most: int) -> list[Suggestion]:
    """Each word typed begins a word of the street or of its settlement; the last number is a house."""
    words, house = _split(query)
    if not words:
        return []
    streets = [street for street in index.streets.values() if _fits(words, _known_words(index, street))]
    streets.sort(key=lambda one: _order(index, one, words))
    found: list[Suggestion] = []
    for street in streets:
        if len(found) >= most:
            break
        found += _of_street(index, street, house, most=most - len(found))
    return found


def _split(query: str) -> tuple[list[str], str]:
    """The words of the street and the house in normal form."""
    typed = query.lower().replace("ё", "е").replace(",", " ").split()[:_MOST_WORDS]
    head = list(takewhile(lambda word: not word[0].isdigit(), typed))
    if not head:  # «50 лет октября 5», «1-я степная»
        head = typed[:1] + list(takewhile(lambda word: not word[0].isdigit(), typed[1:]))
    words = [part for word in head for part in words_of(word) if part not in _SIGNS]
    return words, numbers.normal(" ".join(typed[len(head) :]))


_SIGNS = frozenset({*(sign for sign in STREET_KINDS if len(sign) <= 5), "улица", "дом", "д"})


def _known_words(index: Index, street: Street) -> list[str]:
    settlement = index.settlements.get(street.settlement_id)
    return words_of(f"{street.title} {street.kind} {settlement.title if settlement else ''}")


def _fits(words: list[str], known: list[str]) -> bool:
    return all(any(one.startswith(word) for one in known) for word in words)


def _order(index: Index, street: Street, words: list[str]) -> tuple[bool, bool, str, str]:
    """Streets whose own name begins so, then those of the main town, by name."""
    begins = any(word.startswith(words[0]) for word in words_of(street.title))
    return not begins, street.settlement_id != index.main_settlement_id, street.title, street.kind


def _of_street(index: Index, street: Street, house: str, *, most: int) -> list[Suggestion]:
    title = speech.full_line(index, street, "")
    if not house:
        middle = index.sums[street.id]
        lat, lon = (street.lat, street.lon) if street.lat is not None else (middle.lat, middle.lon)
        return [Suggestion(title, street.id, None, lat, lon)]
    return [
        Suggestion(speech.full_line(index, street, one.number), street.id, one.id, one.lat, one.lon)
        for one in index.houses.starting(street.id, house, most=most)
    ]
