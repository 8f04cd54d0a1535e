"""What the operator is told while a caller speaks: what it is about, whose it is and where."""

from dataclasses import dataclass
from datetime import datetime

from otklik.border.ports.messages import Place
from otklik.casework.triage import selectors as triage
from otklik.flow import watching
from otklik.flow.watching import Seen
from otklik.ground.places import matching as places
from otklik.register.cases import selectors as cases_read
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import RecipientView, TopicView

MOST_TEXT = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Overheard:
    """Topics (the best first), who would answer, the address as it is known, open cases alike nearby."""

    topics: tuple[TopicView, ...]
    chosen: TopicView | None
    recipient: RecipientView | None
    urgency: int
    urgency_reason: str
    address: str
    alike: int
    seen: Seen


def overhear(
    municipality_id: int, text: str, *, address: str, topic: str, channel: str, now: datetime
) -> Overheard:
    """Look at what has been typed so far; `topic` is the code the operator has marked, "" for none."""
    snapshot = catalog.snapshot(municipality_id)
    spot = places.matcher(municipality_id).find(Place(text=address), text[:MOST_TEXT])
    asked = triage.Asked(
        text=text[:MOST_TEXT], topic_hint=topic, district_id=spot.district_id, channel=channel
    )
    (proposal,) = triage.triager(municipality_id).propose([asked])
    topics = [snapshot.topics[one.topic_id] for one in proposal.suggestions]
    chosen = snapshot.topic_by_title(topic) if topic else None
    if chosen is not None and chosen not in topics:
        topics.insert(0, chosen)
    likely = chosen or (topics[0] if topics else None)
    recipient_id = proposal.recipient_id
    if recipient_id is None and likely is not None:
        recipient_id = triage.recipient_for(municipality_id, likely.id, spot.district_id)
    at = (spot.lat, spot.lon) if spot.lat is not None and spot.lon is not None else None
    near = cases_read.open_near(likely.id, street_id=spot.street_id, at=at) if likely else 0
    seen = watching.look(
        municipality_id, text[:MOST_TEXT], topic_id=likely.id if likely else 0, found=spot, now=now
    )
    return Overheard(
        topics=tuple(topics[:3]),
        chosen=chosen,
        recipient=snapshot.recipients.get(recipient_id or 0),
        urgency=proposal.urgency,
        urgency_reason=proposal.urgency_reason,
        address=spot.address,
        alike=max(near, seen.people),
        seen=seen,
    )
