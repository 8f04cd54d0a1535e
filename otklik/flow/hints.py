"""What is offered to a citizen while the message is being written."""

from dataclasses import dataclass
from datetime import datetime

from otklik.border.ports.messages import Place
from otklik.casework.duplicates import selectors as duplicates
from otklik.casework.triage import selectors as triage
from otklik.flow import watching
from otklik.flow.watching import Seen
from otklik.ground.places import matching as places
from otklik.ground.places.matching import Found
from otklik.register.cases import selectors as cases_read
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import TopicView

MOST_TEXT = 4_000
_SURE_ENOUGH = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Topics that the text may be about, the best first, how many have told of it, and what they told."""

    topics: tuple[TopicView, ...]
    alike: int
    seen: Seen


def hints(
    municipality_id: int,
    text: str,
    *,
    chosen: str = "",
    address: str,
    lat: float | None,
    lon: float | None,
    now: datetime,
) -> Hints:
    """Look at the text and the place; `chosen` is the code of the topic the person has marked.

    Of others' messages nothing is told where the town does not want it.
    """
    snapshot = catalog.snapshot(municipality_id)
    asked = triage.Asked(text=text[:MOST_TEXT])
    (proposal,) = triage.triager(municipality_id).propose([asked])
    topics = [snapshot.topics[one.topic_id] for one in proposal.suggestions if one.confidence >= _SURE_ENOUGH]
    marked = snapshot.topic_by_title(chosen) if chosen else None
    if marked is not None and marked not in topics:
        topics.insert(0, marked)
    likely = marked or (topics[0] if topics else None)
    if not duplicates.manner(municipality_id).tells_citizens:
        return Hints(topics=tuple(topics), alike=0, seen=Seen())
    spot = places.matcher(municipality_id).find(Place(text=address, lat=lat, lon=lon), text[:MOST_TEXT])
    seen = watching.look(
        municipality_id,
        text[:MOST_TEXT],
        topic_id=likely.id if likely else 0,
        found=spot,
        now=now,
        is_exact=lat is not None,
    )
    return Hints(topics=tuple(topics), alike=max(seen.people, _alike(likely, spot)), seen=seen)


def find_topics(municipality_id: int, words: str, *, most: int = 12) -> list[TopicView]:
    """Topics whose title or keywords begin with every word typed."""
    asked = words.casefold().replace("ё", "е").split()
    if not asked:
        return []
    found = [
        topic
        for topic in catalog.snapshot(municipality_id).assignable_topics()
        if all(any(one.startswith(word) for one in _words_of(topic)) for word in asked)
    ]
    return found[:most]


def _words_of(topic: TopicView) -> list[str]:
    told = f"{topic.full_title} {' '.join(topic.keywords)}".casefold().replace("ё", "е")
    return [word.strip("«»(),.*") for word in told.replace("/", " ").split()]


def _alike(topic: TopicView | None, spot: Found) -> int:
    if topic is None:
        return 0
    at = (spot.lat, spot.lon) if spot.lat is not None and spot.lon is not None else None
    return cases_read.open_near(topic.id, street_id=spot.street_id, at=at)
