"""From the register to facts: the one reader of the rows of other rooms; it takes nothing personal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, TextField

from otklik.ground.places.models import District, Municipality, Settlement
from otklik.insight.analytics.lake import Source
from otklik.insight.analytics.values import CaseFact
from otklik.kernel import geometry
from otklik.register.cases.models import Basis, BasisKind, Case
from otklik.register.catalog.models import Recipient, SectorBlock, Topic

BATCH = 5_000
OVERLAP = timedelta(minutes=10)
"""A transaction open longer than this when the lake is fed may be missed until the next rebuild."""

CELL_RESOLUTION = 8

_AS_THEY_ARE = (
    *("number", "kind", "stream", "channel", "system", "status", "outcome"),
    *("promised_on", "auto_delivered", "road_map_done", "rating"),
    *("is_repeat", "reopened_count", "hops", "returned_count", "urgency", "version"),
)
_INSTANTS = (
    *("registered_at", "routed_at", "taken_at", "first_answer_at", "answered_at", "closed_at", "due_at"),
    *("fast_track_due_at", "updated_at"),
)
_LOOKED_UP = (
    *("id", "municipality_id", "topic_id", "block_id", "recipient_id", "district_id", "settlement_id"),
    *("lat", "lon", "proof", "is_fast_by_basis"),
)
# A topic that became fast later, or by a person's choice, does not count: the basis of the registration does.
_FAST = Exists(Basis.objects.filter(case=OuterRef("pk"), kind=BasisKind.FAST_TRACK, undone_at=None))
# Read as plain values: Django's own conversion of instants takes longer than all the rest of a fact.
_PLAIN = {
    f"plain_{name}": ExpressionWrapper(F(name), output_field=TextField())
    for name in ("received_at", *_INSTANTS)
}


@dataclass(frozen=True, slots=True)
class _TopicWords:
    code: str
    group: str
    title: str
    is_in_block: bool
    block_code: str


def source(*, now: datetime) -> Source:
    """What changed in the register since a watermark, for the lake to take in.

    The watermark is the instant of the last reading and the last id read. New cases are found by id; changed
    ones by `updated_at`, from a little before that instant: a transaction may commit after the reading.
    """

    def read(watermark: str) -> Iterator[tuple[list[CaseFact], str]]:
        read_at, last_id = _parsed(watermark)
        catalog = _Catalog()
        newest = Case.objects.order_by("-id").values_list("id", flat=True).first() or 0
        reached = f"{now.isoformat()}|{newest}"
        if read_at is not None:
            for facts in _changed(catalog, since=read_at - OVERLAP, last_id=last_id):
                yield facts, reached
        for facts in _added(catalog, after=last_id, until=newest):
            yield facts, reached

    return read


def _parsed(watermark: str) -> tuple[datetime | None, int]:
    if not watermark:
        return None, 0
    instant, _, last_id = watermark.partition("|")
    return datetime.fromisoformat(instant), int(last_id)


def _added(catalog: "_Catalog", *, after: int, until: int) -> Iterator[list[CaseFact]]:
    while after < until:
        rows = Case.objects.filter(id__gt=after, id__lte=until).order_by("id")
        facts = catalog.facts(rows[:BATCH])
        if not facts:
            return
        yield facts
        after = facts[-1].case_id


def _changed(catalog: "_Catalog", *, since: datetime, last_id: int) -> Iterator[list[CaseFact]]:
    rows = Case.objects.filter(updated_at__gte=since, id__lte=last_id).order_by("updated_at", "id")
    while facts := catalog.facts(rows[:BATCH]):
        yield facts
        last = facts[-1]
        later = Case.objects.filter(updated_at__gt=last.updated_at)
        same = Case.objects.filter(updated_at=last.updated_at, id__gt=last.case_id)
        rows = (later | same).filter(id__lte=last_id).order_by("updated_at", "id")


class _Catalog:
    """The words behind the ids of the face, read once for a feeding."""

    def __init__(self) -> None:
        self.towns = {
            town_id: (code, ZoneInfo(zone))
            for town_id, code, zone in Municipality.objects.values_list("id", "code", "timezone")
        }
        self.blocks = dict(SectorBlock.objects.values_list("id", "code"))
        self.districts = dict(District.objects.values_list("id", "code"))
        self.settlements = dict(Settlement.objects.values_list("id", "title"))
        self.recipients = {
            recipient_id: (title, in_centre)
            for recipient_id, title, in_centre in Recipient.objects.values_list("id", "title", "is_in_centre")
        }
        self.topics = {
            row[0]: _TopicWords(row[1], row[2] or "", row[3], row[4] is not None, self.blocks.get(row[4], ""))
            for row in Topic.objects.values_list("id", "code", "parent__title", "title", "block_id")
        }
        self.cells: dict[tuple[float, float], str] = {}

    def facts(self, rows: Any) -> list[CaseFact]:
        plain = rows.annotate(**_PLAIN, is_fast_by_basis=_FAST).values_list(
            *_LOOKED_UP, *_AS_THEY_ARE, *_PLAIN
        )
        return [self._fact(row) for row in plain.iterator(BATCH)]

    def _fact(self, row: tuple[Any, ...]) -> CaseFact:
        case_id, town_id, topic_id, block_id, recipient_id, district_id, settlement_id = row[:7]
        lat, lon, proof, is_fast = row[7:11]
        told = dict(zip(_AS_THEY_ARE, row[11:], strict=False))
        received_at, *instants = map(_aware, row[-len(_PLAIN) :])
        told.update(zip(_INSTANTS, instants, strict=True))
        town, zone = self.towns[town_id]
        topic = self.topics.get(topic_id, _NO_TOPIC)
        recipient, in_centre = self.recipients.get(recipient_id, ("", False))
        done_at = told["answered_at"] or told["closed_at"]
        return CaseFact(
            **told,
            case_id=case_id,
            municipality=town,
            topic_code=topic.code,
            topic_group=topic.group,
            topic_title=topic.title,
            is_significant_topic=topic.is_in_block,
            block_code=self.blocks.get(block_id, topic.block_code),
            recipient_id=recipient_id,
            recipient_title=recipient,
            recipient_in_centre=in_centre,
            district_code=self.districts.get(district_id, ""),
            settlement=self.settlements.get(settlement_id, ""),
            lat_cell=self._cell(lat, lon),
            received_on=_day(received_at, zone),
            registered_on=_day(told["registered_at"], zone),
            done_on=_day(done_at, zone) if done_at else None,
            proof=proof or "none",
            is_fast_track=is_fast,
        )

    def _cell(self, lat: float | None, lon: float | None) -> str:
        if lat is None or lon is None:
            return ""
        found = self.cells.get((lat, lon))
        if found is None:
            found = self.cells[lat, lon] = geometry.cell(lat, lon, CELL_RESOLUTION)
        return found


_NO_TOPIC = _TopicWords("", "", "", False, "")


def _aware(instant: Any) -> Any:
    """SQLite gives an instant in UTC without its zone; PostgreSQL with it."""
    return instant if instant is None or instant.tzinfo else instant.replace(tzinfo=UTC)


def _day(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()
