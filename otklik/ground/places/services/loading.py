"""Adding many places at once: what is not there yet is added, what is there is completed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction

from otklik.ground.places.listing import ListedDistrict, ListedSettlement, ListedStreet
from otklik.ground.places.services.changes import changed
from otklik.ground.places.services.filling import Filling

STREETS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many places were added; how many were there and changed (renamed and reopened among them), how many
    were closed because a whole list lacks them."""

    districts: int
    settlements: int
    streets: int
    houses: int
    changed: int = 0
    reopened: int = 0
    renamed: int = 0
    closed: int = 0
    landmarks: int = 0

    @property
    def is_anything(self) -> bool:
        return any(getattr(self, name) for name in self.__dataclass_fields__)


@transaction.atomic
def load_places(
    *,
    municipality_id: int,
    districts: Iterable[ListedDistrict] = (),
    settlements: Iterable[ListedSettlement] = (),
    streets: Iterable[ListedStreet] = (),
    now: datetime,
    actor_id: int | None = None,
    ip: str = "",
) -> Loaded:
    """Add what is not there yet and complete what is; what the list does not tell is left as it was.

    The same list twice adds nothing. Raises `BadPlace` for a district or settlement that nobody listed.
    """
    filling = Filling(municipality_id)
    filling.districts(districts)
    filling.settlements(settlements)
    remaining = iter(streets)
    while batch := list(islice(remaining, STREETS_AT_ONCE)):
        filling.streets(batch)
    loaded = loaded_by(filling.tally)
    changed("load_places", municipality_id, told(loaded), now=now, actor_id=actor_id, ip=ip)
    return loaded


def loaded_by(tally: Counter[str]) -> Loaded:
    return Loaded(**{name: tally[name] for name in Loaded.__dataclass_fields__})


def told(loaded: Loaded) -> Mapping[str, int]:
    """The counts for the journal, those above nought."""
    counts = {name: getattr(loaded, name) for name in Loaded.__dataclass_fields__}
    return {name: count for name, count in counts.items() if count}
