"""Where likenesses are looked for: numbers that like messages share, dated so that old ones stay aside.

A key is a stretch of days and a hash, in this order: an index finds the keys of some weeks together, and
a register that grows for years is not looked through. Keys of places have shorter stretches than those of
texts, author keys have none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import floor
from zlib import crc32

from otklik.border.ports.messages import Author
from otklik.casework.duplicates.prints import BANDS, Print
from otklik.register.cases.rules import phone_key

_BITS = 44
_MASK = (1 << _BITS) - 1
_DAY = 86_400
_STRETCH, _SHORT_STRETCH = 16 * _DAY, 8 * _DAY
_BANDS_NOWHERE = 2
PLACE_DAYS = 15
"""Other words about one place so long ago are another matter: neighbours are looked for no further."""
_FACTOR, _OTHER_FACTOR = 0x9E37_79B9_7F4B, 0xC2B2_AE3D_27D5
_LAT, _LON = 0.003, 0.005
_METRES_A_DEGREE = 111_000.0
_NARROWEST = 45_000.0  # metres a degree of longitude at 66° N
_BAND, _SAME, _STREET, _CELL, _AUTHOR = range(1, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where and what of a message; `lat` and `lon` only where the point is exact, unknown ids are zero."""

    topic_id: int = 0
    group_id: int = 0
    street_id: int = 0
    house_id: int = 0
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Keys:
    """What a message is kept under; None where it has nothing of the kind."""

    bands: tuple[int | None, ...]
    same: int | None
    street: int | None
    cell: int | None
    authors: tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for among the kept: any of these numbers in its own column."""

    bands: Sequence[Sequence[int]]
    same: Sequence[int]
    street: Sequence[int]
    cell: Sequence[int]
    authors: Sequence[int]


def keys_of(print_: Print, spot: Spot, authors: tuple[int, ...], *, at: datetime, town: int) -> Keys:
    """The keys of a message received `at`."""
    seconds = int(at.timestamp())
    date, day = seconds // _STRETCH << _BITS, seconds // _SHORT_STRETCH << _BITS
    street, same, around = _bare(print_, spot, town)
    place = _salt(_BAND, town) ^ (spot.street_id * _FACTOR)
    cell = _cell(spot.lat, spot.lon) if around and spot.lat is not None and spot.lon is not None else None
    return Keys(
        tuple([date | ((place ^ band) & _MASK) for band in print_.bands]) or (None,) * BANDS,
        date | same if same else None,
        day | street if street else None,
        day | ((around ^ cell * _FACTOR) & _MASK) if cell is not None else None,
        (authors[0] if authors else None, authors[1] if len(authors) > 1 else None),
    )


def wanted(
    print_: Print, spot: Spot, authors: tuple[int, ...], *, reach: "Reach", town: int, metres: float
) -> Wanted:
    """What like messages of that time would be kept under.

    A text is looked for on its own street, and by two bands among those without one.
    """
    shifted, days = reach.texts, reach.places
    street, same, around = _bare(print_, spot, town)
    nowhere = _salt(_BAND, town)
    here = nowhere ^ (spot.street_id * _FACTOR)
    own = [(date, here) for date in shifted]
    both = own + [(date, nowhere) for date in shifted] if spot.street_id else own
    cells = _cells(spot.lat, spot.lon, metres=metres) if around else ()
    near = [(around ^ cell * _FACTOR) & _MASK for cell in cells]
    bands = [
        [date | ((place ^ band) & _MASK) for date, place in (both if number < _BANDS_NOWHERE else own)]
        for number, band in enumerate(print_.bands)
    ]
    return Wanted(
        bands or ((),) * BANDS,
        [date | same for date in shifted] if same else (),
        [day | street for day in days] if street else (),
        [day | cell for cell in near for day in days],
        authors,
    )


def _bare(print_: Print, spot: Spot, town: int) -> tuple[int, int, int]:
    """Undated: the key of the topic on the street, of the whole text, and what a cell's is made of."""
    topic = spot.topic_id * _OTHER_FACTOR
    street = (_salt(_STREET, town) ^ topic ^ spot.street_id * _FACTOR) & _MASK
    return (
        street if spot.topic_id and spot.street_id else 0,
        same_key(print_, town=town) if print_.same else 0,
        _salt(_CELL, town) ^ topic if spot.topic_id else 0,
    )


def same_key(print_: Print, *, town: int) -> int:
    """The undated key of the whole text."""
    return (print_.same ^ _salt(_SAME, town)) & _MASK


def undated(key: int) -> int:
    """A kept key without the stretch it is of."""
    return key & _MASK


def author_keys(author: Author, *, town: int) -> tuple[int, ...]:
    """What the same person is known by: telephone, e-mail, the outside id, name with address."""
    name = " ".join(author.name.casefold().replace("ё", "е").split())
    told = [
        f"tel:{phone_key(author.phone)}" if phone_key(author.phone) else "",
        f"mail:{author.email.strip().casefold()}" if author.email.strip() else "",
        f"id:{author.external_id}" if author.external_id else "",
        f"post:{name}:{_letters(author.address)}" if name and author.address.strip() else "",
    ]
    return tuple((_text(one) ^ _salt(_AUTHOR, town)) & _MASK for one in told if one)


@dataclass(frozen=True, slots=True)
class Reach:
    """The stretches of time in which a like message may stand, ready to be put before a hash."""

    texts: Sequence[int]
    places: Sequence[int]


def reach_around(at: datetime, *, days: int, now: datetime) -> Reach:
    """So many days to either side; nothing has come after `now`."""
    seconds, latest = int(at.timestamp()), int(now.timestamp())
    return Reach(
        _stretches(seconds, days * _DAY, latest, length=_STRETCH),
        _stretches(seconds, min(days, PLACE_DAYS) * _DAY, latest, length=_SHORT_STRETCH),
    )


def _stretches(seconds: int, reach: int, latest: int, *, length: int) -> list[int]:
    last = max(seconds, min(latest, seconds + reach))
    return [number << _BITS for number in range((seconds - reach) // length, last // length + 1)]


@lru_cache(maxsize=1024)
def _salt(kind: int, town: int) -> int:
    """Keys of one kind and town never meet those of another."""
    return crc32(f"{kind}:{town}".encode()) * _OTHER_FACTOR


def _text(told: str) -> int:
    raw = told.encode()
    return crc32(raw) << 16 ^ crc32(raw, 0x5BD1_E995)


def _letters(address: str) -> str:
    return "".join(letter for letter in address.casefold().replace("ё", "е") if letter.isalnum())


def _cell(lat: float, lon: float) -> int:
    return floor(lat / _LAT) << 20 | (floor(lon / _LON) & 0xF_FFFF)


def _cells(lat: float | None, lon: float | None, *, metres: float) -> Iterator[int]:
    """The cells that a square of twice so many metres around the point touches."""
    if lat is None or lon is None:
        return
    up, aside = metres / _METRES_A_DEGREE, metres / _NARROWEST
    for row in range(floor((lat - up) / _LAT), floor((lat + up) / _LAT) + 1):
        for column in range(floor((lon - aside) / _LON), floor((lon + aside) / _LON) + 1):
            yield row << 20 | (column & 0xF_FFFF)
