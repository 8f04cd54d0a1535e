"""Choosing the landmarks that words may mean: of the settlement or the street named, else of the town."""

from collections.abc import Sequence

from otklik.ground.places.index import Index
from otklik.ground.places.reading import Reading
from otklik.ground.places.resolving import Spot, Told
from otklik.ground.places.sighting import Sight
from otklik.ground.places.views import Landmark


def fitting(
    index: Index, reading: Reading, sight: Sight, *, spots: Sequence[Spot], told: Told
) -> Sequence[Landmark]:
    """One where it is clear, several where it is not, none where a kind alone is not enough."""
    named = {one.id for mention in reading.settlements for one in mention.name.settlements}
    if told.within is not None:
        named.add(told.within)
    left = sight.landmarks
    if sight.is_kind and not named and (len(left) > 1 or not sight.is_beside):
        return ()
    streets = {spot.street.id for spot in spots}
    for chosen in (
        [one for one in left if one.settlement_id in named],
        [one for one in left if one.street_id in streets],
        [one for one in left if one.settlement_id == index.main_settlement_id],
    ):
        if chosen and len(left) > 1:
            left = chosen
    is_enough = not sight.is_kind or (len(left) == 1 and _is_told(index, sight, left[0], named))
    return left if is_enough else ()


def _is_told(index: Index, sight: Sight, landmark: Landmark, named: set[int]) -> bool:
    """Whether a kind alone is enough: one in the town and «у вокзала», or the one of a village named."""
    if landmark.settlement_id in named and landmark.settlement_id != index.main_settlement_id:
        return True
    return sight.is_beside and len(sight.landmarks) == 1
