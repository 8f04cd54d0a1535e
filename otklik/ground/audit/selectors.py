"""Reading the journal and proving that nobody has touched it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from otklik.ground.audit.models import Entry
from otklik.ground.audit.rules import GENESIS, Record, seal


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a reader sees it."""

    id: int
    at: datetime
    actor_id: int | None
    action: str
    subject: str
    subject_id: str
    norm: str
    ip: str
    details: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What of the journal is asked for; an empty value does not narrow, `until` is not included."""

    action: str = ""
    actor_id: int | None = None
    subject_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


ANY = Sought()


@dataclass(frozen=True, slots=True)
class Verdict:
    """`broken_at` is the id of the first entry whose hash does not follow from the ones before it."""

    checked: int
    broken_at: int | None


def of_subject(subject: str, subject_id: int | str, *, most: int = 200) -> list[Line]:
    rows = Entry.objects.filter(subject=subject, subject_id=str(subject_id)).order_by("-id")[:most]
    return [_line(row) for row in rows]


def latest(
    *,
    municipality_ids: frozenset[int] | None,
    before_id: int | None = None,
    most: int = 100,
    sought: Sought = ANY,
    actor_ids: frozenset[int] = frozenset(),
) -> list[Line]:
    """The newest entries first; `None` for municipalities means all of them.

    Entries of no municipality (a password changed) are added where `actor_ids` have made them.
    """
    rows = Entry.objects.order_by("-id")
    if municipality_ids is not None:
        common = Q(municipality_id=None, actor_id__in=actor_ids) if actor_ids else Q(pk__in=[])
        rows = rows.filter(Q(municipality_id__in=municipality_ids) | common)
    exact = {"action": sought.action, "actor_id": sought.actor_id, "subject_id": sought.subject_id}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if sought.since is not None:
        rows = rows.filter(at__gte=sought.since)
    if sought.until is not None:
        rows = rows.filter(at__lt=sought.until)
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    return [_line(row) for row in rows[:most]]


def verify() -> Verdict:
    """Walk the whole chain in constant memory."""
    previous, checked = GENESIS, 0
    for row in Entry.objects.order_by("id").iterator(chunk_size=2000):
        previous = seal(_record(row), previous)
        if previous != row.hash:
            return Verdict(checked, row.id)
        checked += 1
    return Verdict(checked, None)


def actions_since(since: datetime) -> Iterator[tuple[str, str]]:
    """Pairs of action and subject id, oldest first."""
    return Entry.objects.filter(at__gte=since).order_by("id").values_list("action", "subject_id").iterator()


def _record(row: Entry) -> Record:
    return Record(
        action=row.action,
        subject=row.subject,
        subject_id=row.subject_id,
        at=row.at,
        municipality_id=row.municipality_id,
        actor_id=row.actor_id,
        norm=row.norm,
        ip=row.ip,
        details=row.details,
    )


def _line(row: Entry) -> Line:
    return Line(
        row.id, row.at, row.actor_id, row.action, row.subject, row.subject_id, row.norm, row.ip, row.details
    )
