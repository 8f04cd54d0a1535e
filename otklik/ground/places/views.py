"""The places of a register as frozen values, and the words of their names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from otklik.ground.places.words import SUFFIXES

_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class District:
    id: int
    title: str
    boundary: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    id: int
    kind: str
    title: str
    district_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Street:
    """`aliases` are its former and popular names, without the kind."""

    id: int
    settlement_id: int
    kind: str
    title: str
    lat: float | None = None
    lon: float | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Landmark:
    """What people name instead of an address: «школа № 5», «детский сад «Ромашка»», «остановка «Рынок»».

    `kind` is a word of `words.LANDMARK_KINDS`, or any other noun in the nominative; `title` is the own name
    without the kind, the number and the quotes, "" where there is none («вокзал»); `aliases` are other ways
    to name it as a whole («пятая школа», «Центральный рынок», «ДК»).
    """

    id: int
    kind: str
    title: str = ""
    number: str = ""
    aliases: tuple[str, ...] = ()
    settlement_id: int | None = None
    street_id: int | None = None
    house_id: int | None = None
    lat: float | None = None
    lon: float | None = None


def words_of(title: str) -> list[str]:
    """The words of a name for comparing: «1-я Степная» is «1», «степная»."""
    found = _WORD.findall(title.lower().replace("ё", "е"))
    return [
        word
        for place, word in enumerate(found)
        if not (place and word in SUFFIXES and found[place - 1].isdigit())
    ]
