"""Reading the catalog: one snapshot a town, kept in the process until the catalog changes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from threading import Lock

from otklik.ground.bulk import selectors as bulk
from otklik.register.catalog.foreign import is_assignable
from otklik.register.catalog.importing import Kept
from otklik.register.catalog.models import (
    Edition,
    ForeignCode,
    Recipient,
    Responsibility,
    SectorBlock,
    Topic,
    TopicCode,
)
from otklik.register.catalog.views import (
    BlockView,
    RecipientView,
    ResponsibilityView,
    Snapshot,
    TopicView,
    fold,
)

_kept: dict[int, Snapshot] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code of a foreign classifier in its edition."""

    scheme: str
    code: str
    title: str
    edition: str
    valid_from: date
    valid_to: date | None

    @property
    def is_assignable(self) -> bool:
        return is_assignable(self.scheme, self.code)


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic as the settings list it; `codes` are «scheme, code, whether primary»."""

    topic: TopicView
    block_title: str
    recipient_title: str
    merged_into_title: str
    codes: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class ResponsibilityLine:
    """A row of the table of responsibility in words; an empty district is the whole town."""

    id: int
    row: ResponsibilityView
    topic_title: str
    block_title: str
    district_title: str
    recipient_title: str


def snapshot(municipality_id: int) -> Snapshot:
    """The catalog now: one tiny query asks whether the kept one is still good."""
    now = edition(municipality_id)
    kept = _kept.get(municipality_id)
    if kept is not None and kept.edition == now:
        return kept
    fresh = _read(municipality_id, now)
    with _lock:
        _kept[municipality_id] = fresh
    return fresh


def last_read(municipality_id: int) -> Snapshot:
    """The catalog as this process read it last, without a query: for words, not for choices."""
    return _kept.get(municipality_id) or snapshot(municipality_id)


def edition(municipality_id: int) -> int:
    """The number that grows with every change of the catalog."""
    row = bulk.first(_EDITION, [municipality_id])
    return int(row[0]) if row else 0


_EDITION = f"SELECT number FROM {Edition._meta.db_table} WHERE municipality_id = %s"  # noqa: S608  # our own


def codes_of(topic_id: int) -> list[TopicCode]:
    return list(TopicCode.objects.filter(topic_id=topic_id).order_by("scheme", "-is_primary", "code"))


def foreign_codes(scheme: str, *, on: date) -> list[CodeView]:
    """The codes of a classifier valid on a day."""
    rows = ForeignCode.objects.filter(scheme=scheme, valid_from__lte=on).order_by("code", "-valid_from")
    return [_code(r) for r in rows if r.valid_to is None or r.valid_to >= on]


def code_history(scheme: str, code: str) -> list[CodeView]:
    """A code through its editions, the newest first."""
    rows = ForeignCode.objects.filter(scheme=scheme, code=code).order_by("-valid_from", "-id")
    return [_code(r) for r in rows]


def kept_codes(scheme: str) -> list[Kept]:
    """Every code of a classifier in every edition, to compare a new edition with."""
    fields = ("code", "title", "edition", "valid_from", "valid_to")
    return [Kept(*values) for values in ForeignCode.objects.filter(scheme=scheme).values_list(*fields)]


def topics_of_codes(municipality_id: int, scheme: str, codes: Collection[str]) -> dict[str, list[str]]:
    """The titles of the town's active topics that bear the codes, by code."""
    found: dict[str, list[str]] = {}
    rows = TopicCode.objects.filter(
        topic__municipality_id=municipality_id, topic__is_active=True, scheme=scheme
    ).order_by("topic__title")
    for code, title in rows.values_list("code", "topic__title"):
        if code in codes:
            found.setdefault(code, []).append(title)
    return found


def topic_rows(municipality_id: int) -> list[TopicLine]:
    """All topics and groups of the town with what they name, groups before their topics."""
    catalog = snapshot(municipality_id)
    codes: dict[int, tuple[tuple[str, str, bool], ...]] = {}
    rows = TopicCode.objects.filter(topic__municipality_id=municipality_id)
    for row in rows.order_by("scheme", "-is_primary", "code"):
        codes[row.topic_id] = (*codes.get(row.topic_id, ()), (row.scheme, row.code, row.is_primary))
    lines = [
        TopicLine(
            topic=topic,
            block_title=catalog.blocks[topic.block_id].title if topic.block_id else "",
            recipient_title=catalog.recipients[topic.recipient_id].title if topic.recipient_id else "",
            merged_into_title=catalog.topics[topic.merged_into_id].full_title if topic.merged_into_id else "",
            codes=codes.get(topic.id, ()),
        )
        for topic in catalog.topics.values()
    ]
    return sorted(lines, key=lambda line: _place_in_tree(line.topic))


def blocks(municipality_id: int) -> list[SectorBlock]:
    """All blocks of the town with their order and norm, for the settings."""
    return list(SectorBlock.objects.filter(municipality_id=municipality_id))


def responsibility_rows(municipality_id: int) -> list[ResponsibilityLine]:
    """The table of responsibility, by block and topic, the whole town before its districts."""
    rows = Responsibility.objects.filter(municipality_id=municipality_id).select_related(
        "topic__parent", "block", "district", "recipient"
    )
    lines = [
        ResponsibilityLine(
            id=r.id,
            row=ResponsibilityView(r.topic_id, r.block_id, r.district_id, r.recipient_id, r.since, r.until),
            topic_title=" / ".join(t.title for t in (r.topic.parent, r.topic) if t) if r.topic else "",
            block_title=r.block.title if r.block else "",
            district_title=r.district.title if r.district else "",
            recipient_title=r.recipient.title,
        )
        for r in rows
    ]
    return sorted(lines, key=lambda line: (line.block_title, line.topic_title, line.district_title, line.id))


def _place_in_tree(topic: TopicView) -> tuple[str, bool, str, int]:
    return (topic.group_title or topic.title, not topic.is_group, topic.title, topic.id)


def _code(row: ForeignCode) -> CodeView:
    return CodeView(row.scheme, row.code, row.title, row.edition, row.valid_from, row.valid_to)


def _read(municipality_id: int, edition: int) -> Snapshot:
    blocks = {
        b.id: BlockView(b.id, b.code, b.title, b.short_title or b.title, b.is_active)
        for b in SectorBlock.objects.filter(municipality_id=municipality_id)
    }
    topics = _topics(municipality_id)
    recipients = {
        r.id: RecipientView(
            r.id, r.title, r.organisation_id, tuple(r.duties), r.is_in_centre, r.page_url, r.is_active
        )
        for r in Recipient.objects.filter(municipality_id=municipality_id)
    }
    titles, codes = _names_of_topics(municipality_id, topics)
    return Snapshot(
        municipality_id=municipality_id,
        edition=edition,
        blocks=blocks,
        topics=topics,
        recipients=recipients,
        responsibilities=tuple(
            ResponsibilityView(r.topic_id, r.block_id, r.district_id, r.recipient_id, r.since, r.until)
            for r in Responsibility.objects.filter(municipality_id=municipality_id).order_by("id")
        ),
        topic_ids_by_title=titles,
        topic_ids_by_code=codes,
        recipient_ids_by_title=_names_of_recipients(municipality_id, recipients),
        block_ids_by_code={b.code: b.id for b in blocks.values()},
        groups={topic.id: topic.parent_id or topic.id for topic in topics.values()},
    )


def _topics(municipality_id: int) -> dict[int, TopicView]:
    rows = list(Topic.objects.filter(municipality_id=municipality_id))
    titles = {t.id: t.title for t in rows}
    return {
        t.id: TopicView(
            id=t.id,
            code=t.code,
            title=t.title,
            group_title=titles.get(t.parent_id, "") if t.parent_id else "",
            parent_id=t.parent_id,
            block_id=t.block_id,
            is_significant=t.is_significant,
            is_fast_track=t.is_fast_track,
            fast_track_days=t.fast_track_days,
            internal_days=t.internal_days,
            urgency=t.urgency,
            evidence=t.evidence,
            season=t.season,
            keywords=tuple(t.keywords),
            recipient_kind=t.recipient_kind,
            recipient_id=t.recipient_id,
            merged_into_id=t.merged_into_id,
            is_active=t.is_active,
        )
        for t in rows
    }


def _names_of_topics(
    municipality_id: int, topics: dict[int, TopicView]
) -> tuple[dict[str, int], dict[str, int]]:
    """All names that lead to a topic; a bare title leads only where one topic bears it."""
    titles: dict[str, int] = {}
    bare: dict[str, list[int]] = {}
    codes: dict[str, int] = {}
    for topic in topics.values():
        codes[topic.code] = topic.id
        if not topic.is_group:
            titles[fold(topic.full_title)] = topic.id
            bare.setdefault(fold(topic.title), []).append(topic.id)
    foreign = TopicCode.objects.filter(topic__municipality_id=municipality_id).order_by("is_primary", "id")
    for topic_id, scheme, code in foreign.values_list("topic_id", "scheme", "code"):
        if scheme == "otk":
            codes[code] = topic_id
        else:
            titles.setdefault(fold(code), topic_id)
    for title, ids in bare.items():
        if len(ids) == 1:
            titles.setdefault(title, ids[0])
    return titles, codes


def _names_of_recipients(municipality_id: int, recipients: dict[int, RecipientView]) -> dict[str, int]:
    """A recipient is known by its own title and by both titles of its organisation."""
    names: dict[str, int] = {}
    rows = Recipient.objects.filter(municipality_id=municipality_id).values_list(
        "id", "organisation__title", "organisation__short_title"
    )
    for recipient_id, title, short_title in rows:
        names.setdefault(fold(title), recipient_id)
        names.setdefault(fold(short_title), recipient_id)
    names.update({fold(r.title): r.id for r in recipients.values()})
    return names
