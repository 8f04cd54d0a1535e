"""The register as a stream of light rows: what rules are tried on, narrowed in SQL where that can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import BooleanField, Count, QuerySet
from django.db.models.expressions import RawSQL

from otklik.ground.bulk import selectors as bulk
from otklik.kernel import conditions
from otklik.kernel.conditions import All, Any, Condition, Field, Not, Test, schema_of
from otklik.register.cases import search_index
from otklik.register.cases.models import Applicant, Case, Post, PostKind, Tag

_ASKED = ("topic", "block", "district", "settlement", "street", "stream", "kind", "channel", "urgency")
_IDS = frozenset({"topic", "block", "district", "settlement", "street"})
_SCHEMA = schema_of(*(Field(name, name, "choice") for name in _ASKED))
_COLUMNS = {
    name: f'CAST("cases_case"."{name}_id" AS VARCHAR(20))'
    if name in _IDS
    else f'CAST("cases_case"."{name}" AS VARCHAR(20))'
    for name in _ASKED
}


class Past(NamedTuple):
    """A case as it is now: what it is about, where, who wrote and what people decided."""

    id: int
    number: str
    topic_id: int | None
    block_id: int | None
    recipient_id: int | None
    assignee_id: int | None
    stream: str
    kind: str
    channel: str
    district_id: int | None
    settlement_id: int | None
    street_id: int | None
    house: str | None
    applicant_id: int | None
    is_organisation: bool | None
    name: str | None
    registered_at: datetime
    urgency: int
    confidence: float | None
    is_fast_track: bool
    returned_count: int
    hops: int
    recipient_by: str
    taken_at: datetime | None


_FIELDS = (
    "id", "number", "topic_id", "block_id", "recipient_id", "assignee_id", "stream", "kind", "channel",
    "district_id", "settlement_id", "street_id", "house__number", "applicant_id",
    "applicant__is_organisation", "applicant__name", "registered_at", "urgency", "topic_confidence",
    "is_fast_track", "returned_count", "hops", "recipient_by", "taken_at",
)  # fmt: skip


def past(
    municipality_id: int,
    *,
    since: datetime,
    where: Condition = All(()),  # noqa: B008  # frozen
    topics_of_group: Callable[[str], Sequence[str]] = lambda group: (),
    chunk: int = 2000,
) -> Iterator[list[Past]]:
    """The cases registered since, in portions, the newest first.

    `where` narrows them by whatever of it the database can answer; the rest is for the caller to ask.
    """
    rows = _narrowed(municipality_id, since, where, topics_of_group)
    portion: list[Past] = []
    for values in rows.order_by("-received_at", "-id").values_list(*_FIELDS).iterator(chunk_size=chunk):
        portion.append(Past._make(values))
        if len(portion) == chunk:
            yield portion
            portion = []
    if portion:
        yield portion


def past_count(municipality_id: int, *, since: datetime) -> int:
    """How many cases were registered since."""
    return Case.objects.filter(municipality_id=municipality_id, registered_at__gte=since).count()


def firsts(case_ids: Sequence[int]) -> dict[int, str]:
    """The texts that cases began with."""
    rows = Post.objects.filter(case_id__in=case_ids, kind=PostKind.MESSAGE, is_inbound=True).order_by("-id")
    return dict(rows.values_list("case_id", "text"))


def earlier(municipality_id: int, identities: Sequence[str]) -> dict[tuple[str, int | None], int]:
    """How many cases of a topic these authors have, by identity and topic."""
    known = [one for one in set(identities) if one]
    if not known:
        return {}
    sql = _EARLIER.format(bulk.places_for(known))
    return {(told, topic): count for told, topic, count in bulk.rows(sql, [municipality_id, *known])}


_EARLIER = (
    f"SELECT a.identity, c.topic_id, COUNT(*) FROM {Applicant._meta.db_table} a "  # noqa: S608  # our own
    f"JOIN {Case._meta.db_table} c ON c.applicant_id = a.id "
    "WHERE a.municipality_id = %s AND a.identity IN ({}) GROUP BY a.identity, c.topic_id"
)


_LOADS = (
    f"SELECT assignee_id, COUNT(*) FROM {Case._meta.db_table} "  # noqa: S608  # our own names
    "WHERE assignee_id IN ({}) AND is_open IN (%s) GROUP BY assignee_id"
)


def open_by_person(user_ids: Sequence[int]) -> dict[int, int]:
    """Open cases by their executor."""
    if not user_ids:
        return {}
    return dict(bulk.rows(_LOADS.format(bulk.places_for(user_ids)), [*user_ids, True]))


def repeat_numbers(municipality_id: int) -> dict[int, int]:
    """Which case of its author and topic each one is; those that are the first are left out."""
    return {case: number for case, number in bulk.rows(_NUMBERS, [municipality_id]) if number > 1}


_NUMBERS = (
    "SELECT id, ROW_NUMBER() OVER (PARTITION BY applicant_id, topic_id ORDER BY registered_at, id) "  # noqa: S608
    f"FROM {Case._meta.db_table} WHERE municipality_id = %s AND applicant_id IS NOT NULL"
)


def tags_of(municipality_id: int, *, most: int = 100) -> list[str]:
    """The tags in use, the most used first."""
    rows = Tag.objects.filter(case__municipality_id=municipality_id).order_by()
    counted = rows.values_list("title").annotate(n=Count("id")).order_by("-n", "title")
    return [title for title, _ in counted[:most]]


def _narrowed(
    municipality_id: int,
    since: datetime,
    where: Condition,
    topics_of_group: Callable[[str], Sequence[str]],
) -> QuerySet[Case]:
    rows = Case.objects.filter(municipality_id=municipality_id, registered_at__gte=since)
    for part in where.parts if isinstance(where, All) else (where,):
        if isinstance(part, Test) and part.op == "contains_words":
            found = search_index.condition(str(part.value))
            if found is not None:
                rows = rows.filter(id__in=RawSQL(*found))  # noqa: S611  # the words go in as parameters
            continue
        told = _by_topics(part, topics_of_group)
        if told is not None:
            clause, values = conditions.to_sql(told, _SCHEMA, columns=_COLUMNS, now=since)
            fits = RawSQL(clause.replace("?", "%s"), values, output_field=BooleanField())  # noqa: S611
            rows = rows.alias(fits=fits).filter(fits=True)
    return rows


def _by_topics(condition: Condition, topics_of_group: Callable[[str], Sequence[str]]) -> Condition | None:
    """The condition with groups told as their topics; None where the database cannot answer all of it."""
    if isinstance(condition, All | Any):
        parts = [_by_topics(part, topics_of_group) for part in condition.parts]
        whole = tuple(part for part in parts if part is not None)
        return type(condition)(whole) if len(whole) == len(parts) else None
    if isinstance(condition, Not):
        inner = _by_topics(condition.part, topics_of_group)
        return Not(inner) if inner is not None else None
    if condition.field == "group":
        if condition.value is None:
            return Test("topic", condition.op)
        told = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        topics = tuple(topic for group in told for topic in topics_of_group(str(group)))
        if not topics:
            return None
        return Test("topic", "in" if condition.op in ("is", "in") else "not_in", topics)
    return condition if condition.field in _ASKED else None
