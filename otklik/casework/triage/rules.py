"""What is right in triage: which topic a message gets, when a person must decide, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from otklik.casework.triage.dangers import Level
from otklik.casework.triage.parts import Part
from otklik.casework.triage.routing import Routes, route
from otklik.casework.triage.signs import Sign, find
from otklik.casework.triage.urgency import Urgency, weigh
from otklik.casework.triage.words import Words
from otklik.register.catalog.views import Snapshot, TopicView

DEFAULT_THRESHOLD = 0.7
SUGGESTIONS = 3


class By:
    """Who said it; a person's word is «person»."""

    SOURCE, MODEL, KEYWORDS, PERSON = "source", "model", "keywords", "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is known of a message before triage. Hints are the words of its source; `on` dates the routes.

    `kind` is of `ports.messages.CaseKind`; `author` and `reply_to` are as told, empty for the unknown.
    """

    text: str
    topic_hint: str = ""
    recipient_hint: str = ""
    district_id: int | None = None
    settlement_id: int | None = None
    channel: str = ""
    system: str = ""
    on: date | None = None
    kind: str = ""
    author: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic to choose with one key; `reason` is Russian."""

    topic_id: int
    confidence: float
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Topics proposed for a text, the best first, and the group sure enough to name when no topic is."""

    suggestions: tuple[Suggestion, ...]
    group_id: int | None = None
    model_version_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What triage makes of a message.

    Below the threshold `topic_id` is None; `group_id` and `block_id` are set where they at least are sure.
    `confidence` is that of the best suggestion; None where there is none.
    """

    topic_id: int | None
    group_id: int | None
    block_id: int | None
    confidence: float | None
    topic_by: str
    recipient_id: int | None
    recipient_by: str
    recipient_ground: str
    urgency: int
    urgency_reason: str
    needs_decision: bool
    suggestions: tuple[Suggestion, ...]
    is_fast_track: bool
    fast_track_days: int | None
    internal_days: int | None
    model_version_id: int | None = None
    signs: tuple[Sign, ...] = ()
    parts: tuple[Part, ...] = ()


def told_by_source(asked: Asked, catalog: Snapshot) -> Suggestion | None:
    """The topic the source names, when it is one of ours by title or by code."""
    topic = catalog.topic_by_title(asked.topic_hint) if asked.topic_hint else None
    if topic is None:
        return None
    where = f"в выгрузке «{asked.system}»" if asked.system else "в самом сообщении"
    return Suggestion(topic.id, 1.0, f"так указано {where}", By.SOURCE)


def reason_of(words: Sequence[str]) -> str:
    """Why a topic was proposed, by the words that decided."""
    return f"слова: {', '.join(words)}" if words else "по тексту в целом"


def merge(first: Sequence[Suggestion], second: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """The best three topics, each once; those of the second list come after those of the first."""
    seen: dict[int, Suggestion] = {}
    for one in (*first, *second):
        seen.setdefault(one.topic_id, one)
    return tuple(seen.values())[:SUGGESTIONS]


def decide(
    asked: Asked, heading: Heading, *, words: Words, catalog: Snapshot, routes: Routes, threshold: float
) -> Proposal:
    """A topic at or above the threshold stands; without topic or recipient a person decides."""
    best = heading.suggestions[0] if heading.suggestions else None
    likely = catalog.topics[best.topic_id] if best else None
    topic = likely if best and best.confidence >= threshold else None
    recipient = route(asked, topic, catalog=catalog, routes=routes)
    urgency = _urgency(
        words, best, likely=likely, threshold=threshold, month=asked.on.month if asked.on else 0
    )
    return Proposal(
        topic_id=topic.id if topic else None,
        group_id=topic.parent_id if topic else heading.group_id,
        block_id=topic.block_id if topic else _block(heading, catalog, threshold),
        confidence=best.confidence if best else None,
        topic_by=best.by if best and topic else "",
        recipient_id=recipient.recipient_id,
        recipient_by=recipient.by,
        recipient_ground=recipient.ground,
        urgency=urgency.level,
        urgency_reason=urgency.reason,
        needs_decision=topic is None or recipient.recipient_id is None,
        suggestions=heading.suggestions,
        is_fast_track=topic.is_fast_track if topic else False,
        fast_track_days=topic.fast_track_days if topic else None,
        internal_days=topic.internal_days if topic else None,
        model_version_id=heading.model_version_id,
        signs=find(words, asked.text, kind=asked.kind, author=asked.author, reply_to=asked.reply_to),
    )


def _urgency(
    words: Words, best: Suggestion | None, *, likely: TopicView | None, threshold: float, month: int
) -> Urgency:
    """A likely topic warns too: to look sooner at what proves usual costs little."""
    if best is None or likely is None or best.confidence < threshold / 2:
        return weigh(words, month=month)
    return weigh(words, topic_level=Level(likely.urgency), topic_title=likely.title, month=month)


def _block(heading: Heading, catalog: Snapshot, threshold: float) -> int | None:
    """The block that the suggestions agree on, or that all topics of the sure group share."""
    shares: dict[int, float] = {}
    for one in heading.suggestions:
        block_id = catalog.topics[one.topic_id].block_id
        if block_id is not None:
            shares[block_id] = shares.get(block_id, 0.0) + one.confidence
    best = max(shares, key=shares.__getitem__, default=None)
    if best is not None and shares[best] >= threshold:
        return best
    if heading.group_id is None:
        return None
    blocks = {t.block_id for t in catalog.topics.values() if t.parent_id == heading.group_id and t.is_active}
    return blocks.pop() if len(blocks) == 1 else None
