"""Giving a town the default catalog, and later what the catalog has gained since."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from otklik.register.catalog import defaults
from otklik.register.catalog.models import ForeignCode, SectorBlock, Topic, TopicCode
from otklik.register.catalog.services.changes import finish

_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """How many rows were added; all zeros where the town had everything."""

    blocks: int
    groups: int
    topics: int
    topic_codes: int
    foreign_codes: int

    @property
    def is_anything(self) -> bool:
        return any((self.blocks, self.groups, self.topics, self.topic_codes, self.foreign_codes))


@transaction.atomic
def install_defaults(municipality_id: int, *, now: datetime, actor_id: int | None = None) -> Installed:
    """Add what the town lacks, by code; a row the town has is left as it is, whatever was edited in it."""
    blocks = _add_blocks(municipality_id)
    groups = _add_groups(municipality_id)
    topics = _add_topics(municipality_id)
    installed = Installed(
        blocks=blocks,
        groups=groups,
        topics=len(topics),
        topic_codes=_add_topic_codes(municipality_id, topics),
        foreign_codes=_add_foreign_codes(),
    )
    if installed.is_anything:
        finish(
            "install_catalog",
            "catalog",
            "defaults",
            municipality_id=municipality_id,
            now=now,
            actor_id=actor_id,
            details={"blocks": blocks, "groups": groups, "topics": len(topics)},
        )
    return installed


def _add_blocks(municipality_id: int) -> int:
    have = set(SectorBlock.objects.filter(municipality_id=municipality_id).values_list("code", flat=True))
    fresh = [
        SectorBlock(
            municipality_id=municipality_id,
            code=row.code,
            title=row.title,
            short_title=row.short_title,
            order=row.order,
            norm=row.norm,
        )
        for row in defaults.blocks()
        if row.code not in have
    ]
    SectorBlock.objects.bulk_create(fresh)
    return len(fresh)


def _add_groups(municipality_id: int) -> int:
    have = set(Topic.objects.filter(municipality_id=municipality_id).values_list("code", flat=True))
    fresh = [
        Topic(municipality_id=municipality_id, code=row.code, title=row.title)
        for row in defaults.groups()
        if row.code not in have
    ]
    Topic.objects.bulk_create(fresh)
    return len(fresh)


def _add_topics(municipality_id: int) -> set[str]:
    """The codes of the topics added."""
    ids = dict(Topic.objects.filter(municipality_id=municipality_id).values_list("code", "id"))
    group_ids = {row.title: ids[row.code] for row in defaults.groups()}
    block_ids = dict(SectorBlock.objects.filter(municipality_id=municipality_id).values_list("code", "id"))
    fresh = [
        Topic(
            municipality_id=municipality_id,
            parent_id=group_ids[row.group],
            code=row.code,
            title=row.title,
            block_id=block_ids[row.block] if row.block else None,
            is_significant=row.is_significant,
            is_fast_track=row.is_fast_track,
            fast_track_days=row.fast_track_days,
            urgency=row.urgency,
            evidence=row.evidence,
            season=row.season,
            keywords=list(row.keywords),
            recipient_kind=row.recipient_kind,
        )
        for row in defaults.topics()
        if row.code not in ids
    ]
    Topic.objects.bulk_create(fresh, batch_size=_BATCH)
    return {topic.code for topic in fresh}


def _add_topic_codes(municipality_id: int, added: set[str]) -> int:
    """Codes of the added topics, and of all default ones in a scheme the town has not met yet.

    A code the town has taken away from a topic does not come back.
    """
    met = set(
        TopicCode.objects.filter(topic__municipality_id=municipality_id)
        .values_list("scheme", flat=True)
        .distinct()
    )
    ids = dict(Topic.objects.filter(municipality_id=municipality_id).values_list("code", "id"))
    fresh = [
        TopicCode(topic_id=ids[row.code], scheme=code.scheme, code=code.code, is_primary=code.is_primary)
        for row in defaults.topics()
        for code in row.codes
        if row.code in added or code.scheme not in met
    ]
    TopicCode.objects.bulk_create(fresh, batch_size=_BATCH)
    return len(fresh)


def _add_foreign_codes() -> int:
    """Once for the instance: a code that any edition holds is not added again."""
    have = set(ForeignCode.objects.values_list("scheme", "code"))
    fresh = [
        ForeignCode(
            scheme=row.scheme, code=row.code, title=row.title, edition=row.edition, valid_from=row.valid_from
        )
        for row in defaults.foreign_codes()
        if (row.scheme, row.code) not in have
    ]
    ForeignCode.objects.bulk_create(fresh, batch_size=_BATCH)
    return len(fresh)
