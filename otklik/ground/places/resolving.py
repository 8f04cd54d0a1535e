"""Choosing the one street of the register that a mention means."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from otklik.ground.places import numbers
from otklik.ground.places.houses import House
from otklik.ground.places.index import Index, Street
from otklik.ground.places.reading import Mention, Reading, houses_told
from otklik.kernel import geometry

WEAK = 0.7
_TURNING = ("на ", "по ", "от ", "до ", "с ", "у ", "возле ", "около ", "вдоль ", "улице ", "ул. ")
_BESIDE_M = 3000.0  # how far from the writer's point a street chosen by it may lie
_IN_REGISTER = 0.8  # how much a house that is there really confirms the street


@dataclass(frozen=True, slots=True)
class Spot:
    """`others` are the streets of the same name passed over; `is_within` when a settlement told chose it."""

    street: Street
    house: House | None
    number: str
    confidence: float
    mention: Mention
    others: tuple[Street, ...] = ()
    is_within: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What stands beside a text: `within` and `near` are the settlement and the point of the writer, `house`
    the spellings of a house told apart; an address is a field to fill in, not a message."""

    within: int | None = None
    near: tuple[float, float] | None = None
    house: Sequence[str] = ()
    is_address: bool = False


def spots(index: Index, reading: Reading, told: Told) -> list[Spot]:
    """The streets named that are clear, in their order. A street of another settlement than told is none."""
    if not reading.streets:
        return []
    districts = {one.id for mention in reading.districts for one in mention.name.districts}
    found = []
    for mention in reading.streets:
        spot = _resolved(index, mention, told, _settlements(reading, mention, told), districts)
        if spot:
            found.append(spot)
    return found


def best(reading: Reading, found: Sequence[Spot]) -> Spot | None:
    """The surest, those with a house of the register first.

    Where the same words may name two streets («Заводской»: улица or проезд) the one in the nominative is
    preferred after no preposition, the other is kept beside.
    """
    chosen = max(found, key=_rank, default=None)
    if chosen is None or len(found) == 1:
        return chosen
    rivals = [one for one in found if _is_rival(one, chosen)]
    if not rivals:
        return chosen
    titled = [one for one in (chosen, *rivals) if _is_as_titled(reading, one)]
    others = {one.street.id: one.street for one in (chosen, *rivals)}
    chosen = titled[0] if len(titled) == 1 else chosen
    return replace(chosen, others=tuple(one for one in others.values() if one.id != chosen.street.id))


def _is_rival(one: Spot, chosen: Spot) -> bool:
    return (
        one.street.id != chosen.street.id
        and one.mention.words == chosen.mention.words
        and (one.house is None) == (chosen.house is None)
    )


def _is_as_titled(reading: Reading, spot: Spot) -> bool:
    start, end = spot.mention.words
    low = reading.sentence.low
    return low[start:end] == spot.street.title.lower().replace("ё", "е") and not low[:start].endswith(
        _TURNING
    )


def _settlements(reading: Reading, mention: Mention, told: Told) -> set[int]:
    """Of the settlements named the nearest to the street, and the one told apart."""
    known = {told.within} if told.within is not None else set()
    if reading.settlements:
        nearest = min(reading.settlements, key=lambda one: _distance(one, mention))
        known |= {one.id for one in nearest.name.settlements}
    return known


def _distance(one: Mention, other: Mention) -> int:
    return other.start - one.end if one.end <= other.start else (one.start - other.end) * 2


def _resolved(
    index: Index, mention: Mention, told: Told, settlements: set[int], districts: set[int]
) -> Spot | None:
    """The one street meant, None when several fit and nothing tells which."""
    streets, doubt = mention.name.streets, 1.0
    fitting = [one for one in streets if one.kind in mention.kinds] if mention.kinds else streets
    if not fitting:
        fitting, doubt = streets, 0.6
    there = [one for one in fitting if one.settlement_id in settlements]
    if there or (settlements and (told.is_address or told.within is not None)):
        fitting = there
    if len(fitting) > 1 and districts:
        fitting = [one for one in fitting if district(index, one) in districts] or fitting
    house = told.house or spellings(mention)
    holding = [(one, index.houses.find(one.id, house)) for one in fitting]
    others: tuple[Street, ...] = ()
    if len(holding) > 1:
        narrowed, doubt = _narrowed(index, holding, doubt, told.near)
        if len(narrowed) == 1:
            others = tuple(one for one, _known in holding if one is not narrowed[0][0])
        holding = narrowed
    if len(holding) != 1:
        return None
    street, known = holding[0]
    if street.settlement_id not in settlements and street.settlement_id != index.main_settlement_id:
        doubt *= 0.85
    belief = mention.belief * doubt * (0.95 if mention.name.is_alias else 1.0)
    if known:
        belief = 1 - (1 - belief) * (1 - _IN_REGISTER)
    elif mention.house and _is_doubtful(mention):
        return None
    number = known.number if known else plain(house, mention)
    return Spot(street, known, number, belief, mention, others, street.settlement_id in settlements)


def _is_doubtful(mention: Mention) -> bool:
    """Whether only a house of the register could confirm the street."""
    if mention.likeness < 1 and not mention.kinds:
        return True
    return mention.belief < WEAK and mention.house is not None and not mention.house.is_told


def _narrowed(
    index: Index,
    holding: list[tuple[Street, House | None]],
    doubt: float,
    near: tuple[float, float] | None,
) -> tuple[list[tuple[Street, House | None]], float]:
    """Streets of one name: the nearest to the writer's point, else the main town's, the one that has the
    house, an «улица»."""
    if near is not None:
        placed = [(_metres(index, one, near), (one, known)) for one, known in holding]
        placed.sort(key=lambda each: each[0])
        if placed[0][0] < _BESIDE_M and placed[0][0] * 3 < placed[1][0]:
            return [placed[0][1]], doubt
    main = index.main_settlement_id
    for test in (
        lambda pair: pair[0].settlement_id == main,
        lambda pair: pair[1] is not None,
        lambda pair: pair[0].kind == "улица",
    ):
        left = [pair for pair in holding if test(pair)]
        if left and len(left) < len(holding):
            holding, doubt = left, doubt * 0.9
    return holding, doubt


def _metres(index: Index, street: Street, near: tuple[float, float]) -> float:
    middle = index.sums[street.id]
    lat, lon = (street.lat, street.lon) if street.lat is not None else (middle.lat, middle.lon)
    return geometry.distance_m(near, (lat, lon)) if lat is not None and lon is not None else inf


def with_house(index: Index, spot: Spot, reading: Reading) -> Spot:
    """A house told apart from the only street of the text («… на Садовой. У дома 5 …»)."""
    if len({street.id for one in reading.streets for street in one.name.streets}) > 3:
        return spot
    for told in houses_told(reading.sentence.low):
        known = index.houses.find(spot.street.id, told.spellings)
        if known:
            return replace(spot, house=known, number=known.number)
    return spot


def more_houses(index: Index, spot: Spot, reading: Reading) -> list[House]:
    """The other houses of the register told right after the first: «15 и 17», «6, 8, 10»."""
    found: list[House] = []
    if spot.mention.house is None or spot.house is None:
        return found
    place = spot.mention.house.end
    while match := numbers.MORE.match(reading.sentence.low, place):
        known = index.houses.find(spot.street.id, numbers.spellings(match))
        if known is None:
            break
        found.append(known)
        place = match.end()
    return found


def district(index: Index, street: Street, house: House | None = None) -> int | None:
    """Of the house, else of most of the street's houses, else of the settlement, else by the point."""
    if house and house.district_id:
        return house.district_id
    settlement = index.settlements.get(street.settlement_id)
    known = index.sums[street.id].district_id or (settlement.district_id if settlement else None)
    if known is None and street.lat is not None and street.lon is not None:
        return index.district_at(street.lat, street.lon)
    return known


def _rank(spot: Spot) -> tuple[bool, float, int]:
    return spot.house is not None, round(spot.confidence, 2), -spot.mention.start


def spellings(mention: Mention) -> tuple[str, ...]:
    return mention.house.spellings if mention.house else ()


def plain(house: Sequence[str], mention: Mention) -> str:
    """A number that the register does not hold: as told, without guesses."""
    if not house:
        return ""
    if mention.house and mention.house.is_loose and len(house) > 1:
        return house[1]
    return house[0]
