"""Reading the journal and proving that nobody has touched it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

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
    """What of the journal is asked for; an empty value does not narrow, `until` is not included.

    An action also means its kinds: `move` is every `move:…`.
    """

    action: str = ""
    actor_id: int | None = None
    subject: str = ""
    subject_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


ANY = Sought()
CHUNK, STEP = 2_000, 50_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """`broken_at` is the id of the first entry whose hash does not follow from the ones before it.

    `head` is the hash of the last entry that was checked: kept elsewhere, it shows later that the end of the
    journal has not been cut off. `is_head_met` says whether the head asked for is among the entries.
    """

    checked: int
    broken_at: int | None
    head: str = field(default=GENESIS, compare=False)
    is_head_met: bool = True


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
    rows = _narrowed(
        Entry.objects.order_by("-id"), sought, municipality_ids=municipality_ids, actor_ids=actor_ids
    )
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    return [_line(row) for row in rows[:most]]


def stream(
    *, municipality_ids: frozenset[int] | None = None, sought: Sought = ANY
) -> Iterator[tuple[Line, int | None, str]]:
    """Entries from the first, each with its municipality and its hash, in constant memory."""
    rows = _narrowed(Entry.objects.order_by("id"), sought, municipality_ids=municipality_ids)
    for row in rows.iterator(chunk_size=CHUNK):
        yield _line(row), row.municipality_id, row.hash


def _narrowed(
    rows: QuerySet[Entry],
    sought: Sought,
    *,
    municipality_ids: frozenset[int] | None,
    actor_ids: frozenset[int] = frozenset(),
) -> QuerySet[Entry]:
    if municipality_ids is not None:
        common = Q(municipality_id=None, actor_id__in=actor_ids) if actor_ids else Q(pk__in=[])
        rows = rows.filter(Q(municipality_id__in=municipality_ids) | common)
    exact = {"actor_id": sought.actor_id, "subject": sought.subject, "subject_id": sought.subject_id}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if sought.action:
        rows = rows.filter(Q(action=sought.action) | Q(action__startswith=f"{sought.action}:"))
    if sought.since is not None:
        rows = rows.filter(at__gte=sought.since)
    if sought.until is not None:
        rows = rows.filter(at__lt=sought.until)
    return rows


def verify(*, head: str = "", on: Callable[[int], None] | None = None) -> Verdict:
    """Walk the whole chain in constant memory; `on` is told how many entries stand, every `STEP` of them.

    With `head`, the hash of an entry seen before, a journal whose end was cut off is found too.
    """
    previous, checked, is_met = GENESIS, 0, not head or head == GENESIS
    for row in Entry.objects.order_by("id").iterator(chunk_size=CHUNK):
        previous = seal(_record(row), previous)
        if previous != row.hash:
            return Verdict(checked, row.id, is_head_met=is_met)
        checked += 1
        is_met = is_met or previous == head
        if on is not None and checked % STEP == 0:
            on(checked)
    return Verdict(checked, None, previous, is_met)


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
