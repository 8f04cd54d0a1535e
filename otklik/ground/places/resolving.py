"""Choosing the one street of the register that a mention means."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from otklik.ground.places.houses import House
from otklik.ground.places.index import Index, Street
from otklik.ground.places.reading import Mention, Reading, houses_told

WEAK = 0.7
_IN_REGISTER = 0.8  # how much a house that is there really confirms the street


@dataclass(frozen=True, slots=True)
class Spot:
    street: Street
    house: House | None
    number: str
    confidence: float
    mention: Mention


@dataclass(frozen=True, slots=True)
class _Named:
    """The settlements and districts that stand by; strict when a street elsewhere cannot be meant."""

    settlements: set[int]
    districts: set[int]
    is_strict: bool


def best(
    index: Index,
    reading: Reading,
    *,
    within: int | None = None,
    house: Sequence[str] = (),
    is_address: bool = False,
) -> Spot | None:
    """The surest of the streets named, those with a house of the register first.

    A street of another settlement than the one told is none.
    """
    settlements = {one.id for mention in reading.settlements for one in mention.name.settlements}
    if within is not None:
        settlements.add(within)
    named = _Named(
        settlements,
        {one.id for mention in reading.districts for one in mention.name.districts},
        is_strict=bool(settlements) and (is_address or within is not None),
    )
    best: Spot | None = None
    for mention in reading.streets:
        spot = _resolved(index, mention, named, house or spellings(mention))
        if spot and (best is None or _rank(spot) > _rank(best)):
            best = spot
    return best


def _resolved(index: Index, mention: Mention, named: _Named, house: Sequence[str]) -> Spot | None:
    """The one street meant, None when several fit and nothing tells which."""
    streets, doubt = mention.name.streets, 1.0
    fitting = [one for one in streets if one.kind in mention.kinds] if mention.kinds else streets
    if not fitting:
        fitting, doubt = streets, 0.6
    there = [one for one in fitting if one.settlement_id in named.settlements]
    if there or named.is_strict:
        fitting = there
    if len(fitting) > 1 and named.districts:
        fitting = [one for one in fitting if district(index, one) in named.districts] or fitting
    holding = [(one, index.houses.find(one.id, house)) for one in fitting]
    if len(holding) > 1:
        holding, doubt = _narrowed(index, holding, doubt)
    if len(holding) != 1:
        return None
    street, known = holding[0]
    if street.settlement_id not in named.settlements and street.settlement_id != index.main_settlement_id:
        doubt *= 0.85
    belief = mention.belief * doubt * (0.95 if mention.name.is_alias else 1.0)
    if known:
        belief = 1 - (1 - belief) * (1 - _IN_REGISTER)
    elif mention.belief < WEAK and mention.house and not mention.house.is_told:
        return None
    number = known.number if known else plain(house, mention)
    return Spot(street, known, number, belief, mention)


def _narrowed(
    index: Index, holding: list[tuple[Street, House | None]], doubt: float
) -> tuple[list[tuple[Street, House | None]], float]:
    """Streets of one name: the main town's, an «улица», the one that has the house."""
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


def with_house(index: Index, spot: Spot, reading: Reading) -> Spot:
    """A house told apart from the only street of the text («… на Садовой. У дома 5 …»)."""
    if len({street.id for one in reading.streets for street in one.name.streets}) > 3:
        return spot
    for told in houses_told(reading.text):
        known = index.houses.find(spot.street.id, told.spellings)
        if known:
            return replace(spot, house=known, number=known.number)
    return spot


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
