"""Where a message of several questions is about: the place of the question whose topic it got."""

from collections.abc import Callable, Sequence

from otklik.border.ports.messages import Inbound, Place
from otklik.casework.triage.selectors import Proposal
from otklik.ground.places.found import Found
from otklik.register.cases.selectors import Case
from otklik.register.cases.services import Location

Find = Callable[[Place, str], Found]
IN_TEXT = "text"


def moved(
    inbounds: Sequence[Inbound], proposals: Sequence[Proposal], spots: Sequence[Found], *, find: Find
) -> dict[int, Found]:
    """The places that change, by the order of the messages; one that its sender told stays."""
    found = {}
    for n, (inbound, proposal, spot) in enumerate(zip(inbounds, proposals, spots, strict=True)):
        if not proposal.parts or spot.by != IN_TEXT or proposal.topic_id is None:
            continue
        text = next((one.text for one in proposal.parts if one.topic_id == proposal.topic_id), "")
        there = find(inbound.place, text) if text else spot
        if there.by == IN_TEXT and there.address != spot.address:
            found[n] = there
    return found


def of_topic(
    case: Case, parts: Sequence[tuple[int | None, str]], topic_id: int, *, find: Find
) -> Found | None:
    """Where the question of that topic is about; None where it is known already or was told."""
    if case.address_by not in (IN_TEXT, ""):
        return None
    text = next((text for topic, text in parts if topic == topic_id), "")
    there = find(Place(), text) if text else None
    return there if there is not None and there.by == IN_TEXT and there.address != case.address else None


def location(found: Found) -> Location:
    """As the register keeps it, found by the system in the words of the message."""
    return Location(
        address=found.address,
        district_id=found.district_id,
        settlement_id=found.settlement_id,
        street_id=found.street_id,
        house_id=found.house_id,
        lat=found.lat,
        lon=found.lon,
        confidence=found.confidence,
        by=found.by,
    )
