"""The catalog as the other rooms see it: frozen values and their look-ups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class BlockView:
    id: int
    code: str
    title: str
    short_title: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class TopicView:
    """`full_title` is «Группа / Тема»; a group has no parent and takes no cases."""

    id: int
    code: str
    title: str
    group_title: str
    parent_id: int | None
    block_id: int | None
    is_significant: bool
    is_fast_track: bool
    fast_track_days: int | None
    internal_days: int | None
    urgency: int
    evidence: str
    season: str
    keywords: tuple[str, ...]
    recipient_kind: str
    recipient_id: int | None
    merged_into_id: int | None
    is_active: bool

    @property
    def full_title(self) -> str:
        return f"{self.group_title} / {self.title}" if self.group_title else self.title

    @property
    def is_group(self) -> bool:
        return self.parent_id is None


@dataclass(frozen=True, slots=True)
class RecipientView:
    id: int
    title: str
    organisation_id: int
    duties: tuple[str, ...]
    is_in_centre: bool
    page_url: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class ResponsibilityView:
    """Who answers for a topic or a block, in a district or everywhere."""

    topic_id: int | None
    block_id: int | None
    district_id: int | None
    recipient_id: int
    since: date | None
    until: date | None


def fold(title: str) -> str:
    """A title as it is compared: no case, no «ё», no doubled spaces, no star of «социально значимая»."""
    return " ".join(title.replace("★", " ").casefold().replace("ё", "е").split())


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A town's catalog at one edition; all look-ups are by dictionaries."""

    municipality_id: int
    edition: int
    blocks: Mapping[int, BlockView]
    topics: Mapping[int, TopicView]
    recipients: Mapping[int, RecipientView]
    responsibilities: tuple[ResponsibilityView, ...]
    topic_ids_by_title: Mapping[str, int]
    topic_ids_by_code: Mapping[str, int]
    recipient_ids_by_title: Mapping[str, int]
    block_ids_by_code: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[int, int] = field(default_factory=dict)
    """The group of every topic, itself where it has none."""

    def topic_by_title(self, title: str) -> TopicView | None:
        """The topic of that title, of «Группа / Тема», of that code, or of that foreign code."""
        found = self.topic_ids_by_title.get(fold(title)) or self.topic_ids_by_code.get(title.strip())
        topic = self.topics.get(found) if found else None
        while topic is not None and topic.merged_into_id is not None:
            topic = self.topics.get(topic.merged_into_id)
        return topic if topic is not None and topic.is_active and not topic.is_group else None

    def recipient_by_title(self, title: str) -> RecipientView | None:
        found = self.recipient_ids_by_title.get(fold(title))
        return self.recipients.get(found) if found else None

    def block_by_code(self, code: str) -> BlockView | None:
        found = self.block_ids_by_code.get(code)
        return self.blocks.get(found) if found else None

    def assignable_topics(self) -> list[TopicView]:
        """Active topics that take cases, by group and title."""
        rows = [t for t in self.topics.values() if t.is_active and not t.is_group]
        return sorted(rows, key=lambda t: (t.group_title, t.title))

    def active_recipients(self) -> list[RecipientView]:
        return sorted((r for r in self.recipients.values() if r.is_active), key=lambda r: r.title)

    def recipients_in_centre(self) -> int:
        """Indicator 10: the number of responsible recipients of the town."""
        return sum(r.is_active and r.is_in_centre for r in self.recipients.values())
