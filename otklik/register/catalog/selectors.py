"""Reading the catalog: one snapshot a town, kept in the process until the catalog changes."""

from dataclasses import dataclass
from datetime import date
from threading import Lock

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


def snapshot(municipality_id: int) -> Snapshot:
    """The catalog now: one tiny query asks whether the kept one is still good."""
    edition = Edition.objects.filter(municipality_id=municipality_id).values_list("number", flat=True).first()
    kept = _kept.get(municipality_id)
    if kept is not None and kept.edition == (edition or 0):
        return kept
    fresh = _read(municipality_id, edition or 0)
    with _lock:
        _kept[municipality_id] = fresh
    return fresh


def edition(municipality_id: int) -> int:
    """The number that grows with every change of the catalog."""
    found = Edition.objects.filter(municipality_id=municipality_id).values_list("number", flat=True).first()
    return found or 0


def codes_of(topic_id: int) -> list[TopicCode]:
    return list(TopicCode.objects.filter(topic_id=topic_id).order_by("scheme", "-is_primary", "code"))


def foreign_codes(scheme: str, *, on: date) -> list[CodeView]:
    """The codes of a classifier valid on a day."""
    rows = ForeignCode.objects.filter(scheme=scheme, valid_from__lte=on).order_by("code", "-valid_from")
    return [
        CodeView(r.scheme, r.code, r.title, r.edition, r.valid_from, r.valid_to)
        for r in rows
        if r.valid_to is None or r.valid_to >= on
    ]


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
