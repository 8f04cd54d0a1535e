"""What is known of where a message is about, and of the places it might mean."""

from collections.abc import Iterable
from dataclasses import dataclass

_MOST_ALSO = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that the words fit as well."""

    address: str
    settlement_id: int | None = None
    street_id: int | None = None
    house_id: int | None = None
    landmark_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where it is. `by` is "source" (the sender told), "text", "point" (coordinates) or "" (not known).

    `confidence` is None where the register knows nothing of the address as told. The point is the sender's,
    else of the house, the landmark, the street or the settlement, whichever is known best. `fragment` is the
    text given from `start` to `end`. `flat` is personal data: it is never in `address`. `why` tells in
    Russian how each part was found; `also` are the other places of the text, in their order.
    """

    district_id: int | None = None
    settlement_id: int | None = None
    street_id: int | None = None
    house_id: int | None = None
    landmark_id: int | None = None
    address: str = ""
    flat: str = ""
    by: str = ""
    confidence: float | None = None
    lat: float | None = None
    lon: float | None = None
    fragment: str = ""
    start: int = 0
    end: int = 0
    why: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    also: tuple["Found", ...] = ()

    def completed(
        self, *, address: str, district_id: int | None, by: str, lat: float | None, lon: float | None
    ) -> "Found":
        """With what is known at the end; written out, since it is done for every message."""
        return Found(
            district_id=district_id,
            settlement_id=self.settlement_id,
            street_id=self.street_id,
            house_id=self.house_id,
            landmark_id=self.landmark_id,
            address=address,
            flat=self.flat,
            by=by,
            confidence=self.confidence,
            lat=lat,
            lon=lon,
            fragment=self.fragment,
            start=self.start,
            end=self.end,
            why=self.why,
            candidates=self.candidates,
            also=self.also,
        )

    def as_candidate(self) -> Candidate:
        return Candidate(
            address=self.address,
            settlement_id=self.settlement_id,
            street_id=self.street_id,
            house_id=self.house_id,
            landmark_id=self.landmark_id,
        )


def distinct(main: Found, others: Iterable[Found]) -> list[Found]:
    """Each place once, without the streets of houses that are told."""
    kept = [main]
    for one in others:
        if len(kept) > _MOST_ALSO:
            break
        is_known = any(
            (one.street_id, one.address) == (each.street_id, each.address)
            or (one.street_id is not None and one.street_id == each.street_id and one.house_id is None)
            for each in kept
        )
        if not is_known:
            kept.append(one)
    return kept[1:]
