"""Reading the register: always within what the person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, Q
from django.db.models.expressions import RawSQL

from otklik.ground.people.roles import Access, Action
from otklik.register.cases import search_index
from otklik.register.cases.models import Attachment, Case, CaseRows, Post, Question, SavedView, StatusChange
from otklik.register.cases.queue import Asked, Place, Scope
from otklik.register.catalog import selectors as catalog

_LIST_FIELDS = (
    "id", "number", "kind", "stream", "channel", "status", "is_open", "needs_decision", "topic_id",
    "block_id", "recipient_id", "assignee_id", "district_id", "address", "summary", "urgency", "received_at",
    "registered_at", "due_at", "attention_at", "answered_at", "promised_on", "rating", "reopened_count",
    "is_repeat", "duplicate_of_id", "topic_confidence", "municipality_id", "version", "updated_at",
)  # fmt: skip


MOST_COUNTED = 1000


class NotFound(LookupError):
    """No such case, or the person may not know that it exists."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of the queue and the places to go on from and back to."""

    rows: list[Case]
    next: Place | None
    is_first: bool


def visible(access: Access, action: Action, municipality_id: int) -> CaseRows:
    """The cases of a municipality on which the person may do the action."""
    rows = Case.objects.filter(municipality_id=municipality_id)
    grants = access.of(action, municipality_id)
    if any(grant.is_whole_town for grant in grants):
        return rows
    if not grants:
        return rows.none()
    snapshot = catalog.snapshot(municipality_id)
    block_codes = {grant.block_code for grant in grants if grant.block_code}
    organisations = {one for grant in grants for one in grant.organisation_ids}
    blocks = [b.id for b in snapshot.blocks.values() if b.code in block_codes]
    recipients = [r.id for r in snapshot.recipients.values() if r.organisation_id in organisations]
    return rows.filter(Q(block_id__in=blocks) | Q(recipient_id__in=recipients))


def may(access: Access, action: Action, case: Case) -> bool:
    """Whether the action is permitted on this case."""
    snapshot = catalog.snapshot(case.municipality_id)
    block = snapshot.blocks.get(case.block_id) if case.block_id else None
    recipient = snapshot.recipients.get(case.recipient_id) if case.recipient_id else None
    return access.can_on(
        action,
        municipality_id=case.municipality_id,
        block_code=block.code if block else "",
        organisation_id=recipient.organisation_id if recipient else None,
    )


def get_for(access: Access, number: str, action: Action, *, municipality_id: int) -> Case:
    """The case by its number, if the person may do the action on it; raises `NotFound`."""
    rows = visible(access, action, municipality_id).select_related("applicant", "duplicate_of", "account")
    case = rows.filter(number=number).first()
    if case is None:
        raise NotFound(number)
    return case


def queue(
    access: Access,
    asked: Asked,
    *,
    municipality_id: int,
    now: datetime,
    zone: ZoneInfo,
    after: Place | None = None,
    size: int = 50,
    within: CaseRows | None = None,
) -> Page:
    """A page of the queue: what will hurt first for work, the newest first for the rest.

    `within` is `visible` asked before, for a page that reads it more than once or for another action.
    """
    base = visible(access, Action.SEE_CASES, municipality_id) if within is None else within
    rows = narrowed(base, asked, now=now, zone=zone)
    if asked.scope is Scope.OPEN:
        if after is not None:
            rows = rows.filter(
                Q(attention_at__gt=after.at) | Q(attention_at=after.at, id__gt=after.id),
                attention_at__gte=after.at,
            )
        rows = rows.order_by("attention_at", "id")
    else:
        if after is not None:
            rows = rows.filter(
                Q(received_at__lt=after.at) | Q(received_at=after.at, id__lt=after.id),
                received_at__lte=after.at,
            )
        rows = rows.order_by("-received_at", "-id")
    found = list(rows.only(*_LIST_FIELDS)[: size + 1])
    more = len(found) > size
    found = found[:size]
    last = found[-1] if found and more else None
    at = None if last is None else last.attention_at if asked.scope is Scope.OPEN else last.received_at
    return Page(found, Place(at, last.id) if last is not None and at is not None else None, after is None)


def narrowed(rows: CaseRows, asked: Asked, *, now: datetime, zone: ZoneInfo) -> CaseRows:
    """The rows that pass the filters."""
    if asked.scope is not Scope.ALL:
        rows = rows.filter(is_open=asked.scope is Scope.OPEN)
    exact = {
        "status": asked.status, "stream": asked.stream, "kind": asked.kind, "channel": asked.channel,
        "urgency": asked.urgency, "topic_id": asked.topic_id, "topic__parent_id": asked.group_id,
        "block_id": asked.block_id, "recipient_id": asked.recipient_id, "district_id": asked.district_id,
        "assignee_id": asked.assignee_id, "rating": asked.rating,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in exact.items() if value not in ("", None)})
    if asked.is_overdue:
        rows = rows.filter(overdue(now))
    if asked.needs_decision:
        rows = rows.filter(needs_decision=True)
    if asked.is_urgent:
        rows = rows.filter(urgency__gt=0)
    if asked.is_due_today:
        rows = rows.filter(is_open=True, due_at__gte=now, due_at__lt=_midnight(now, zone))
    if asked.is_promise_broken:
        rows = rows.filter(is_open=True, promised_on__lt=now.astimezone(zone).date())
    if asked.received_from:
        rows = rows.filter(received_at__gte=datetime.combine(asked.received_from, time.min, zone))
    if asked.received_to:
        rows = rows.filter(
            received_at__lt=datetime.combine(asked.received_to, time.min, zone) + timedelta(days=1)
        )
    if asked.text and (condition := search_index.condition(asked.text)):
        rows = rows.filter(id__in=RawSQL(*condition))  # noqa: S611  # the words go in as parameters
    return rows


def _midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """The end of this day in the town."""
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time.min, zone)


def overdue(now: datetime) -> Q:
    """Overdue is computed, never stored: open past its term, or answered after it."""
    return Q(is_open=True, due_at__lt=now)


def counts(base: CaseRows, views: Sequence[Asked], *, now: datetime, zone: ZoneInfo) -> list[int]:
    """How many of the visible cases each view holds (capped at `MOST_COUNTED` + 1); all in one query."""
    parts = [narrowed(base, asked, now=now, zone=zone).order_by()[: MOST_COUNTED + 1] for asked in views]
    counted = dict(_together("SELECT {number}, COUNT(*) FROM ({rows}) v{number}", parts))
    return [counted[number] for number in range(len(views))]


def heads(
    base: CaseRows, views: Sequence[Asked], *, now: datetime, zone: ZoneInfo, most: int = 4
) -> list[list[Case]]:
    """The first few of the visible cases of each view, what hurts first; two queries for all of them."""
    ordered = [narrowed(base, asked, now=now, zone=zone).order_by("attention_at", "id") for asked in views]
    pairs = set(_together("SELECT {number}, id FROM ({rows}) v{number}", [rows[:most] for rows in ordered]))
    found = base.only(*_LIST_FIELDS).filter(id__in={one for _, one in pairs}).order_by("attention_at", "id")
    cases = list(found)
    return [[case for case in cases if (number, case.id) in pairs] for number in range(len(views))]


def _together(shape: str, parts: Sequence[CaseRows]) -> list[tuple[int, int]]:
    """One query for many: `shape` is filled with the number of each part and the SQL of its ids."""
    statements, parameters = [], []
    for number, rows in enumerate(parts):
        try:
            sql, told = rows.values("id").query.sql_with_params()
        except EmptyResultSet:
            sql, told = "SELECT 0 AS id WHERE 1 = 0", ()
        statements.append(shape.format(rows=sql, number=number))
        parameters.extend(told)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), parameters)
        return list(cursor.fetchall())


def by_ids(access: Access, ids: Sequence[int], *, municipality_id: int, action: Action) -> list[Case]:
    """The cases of these ids on which the action is permitted, in the given order."""
    found = {c.id: c for c in visible(access, action, municipality_id).filter(id__in=ids)}
    return [found[one] for one in ids if one in found]


def by_numbers(access: Access, numbers: Sequence[str], *, municipality_id: int, action: Action) -> list[Case]:
    rows = visible(access, action, municipality_id).filter(number__in=numbers)
    found = {case.number: case for case in rows}
    return [found[one] for one in numbers if one in found]


def by_id(case_id: int) -> Case:
    """A case for the system's own work (deliveries); doors use `get_for`."""
    return Case.objects.select_related("applicant", "account").get(id=case_id)


def posts(case_id: int) -> list[Post]:
    return list(Post.objects.filter(case_id=case_id).prefetch_related("attachments"))


def changes(case_id: int) -> list[StatusChange]:
    return list(StatusChange.objects.filter(case_id=case_id))


def questions(case_id: int) -> list[Question]:
    return list(Question.objects.filter(case_id=case_id))


def attachment(access: Access, attachment_id: int, *, municipality_id: int) -> Attachment:
    """A file of a case the person may see; raises `NotFound`."""
    row = Attachment.objects.select_related("case").filter(id=attachment_id).first()
    if row is None or row.case.municipality_id != municipality_id:
        raise NotFound(attachment_id)
    if not may(access, Action.SEE_PERSONAL, row.case):
        raise NotFound(attachment_id)
    return row


def of_applicant(case: Case, *, most: int = 10) -> list[Case]:
    """Other cases of the same person, the newest first."""
    if case.applicant_id is None:
        return []
    rows = Case.objects.filter(applicant_id=case.applicant_id).exclude(id=case.id)
    return list(rows.only(*_LIST_FIELDS).order_by("-received_at")[:most])


def alike(case: Case, *, days: int = 30, most: int = 5) -> list[Case]:
    """Cases of the same topic at the same place within so many days."""
    if case.topic_id is None or (case.street_id is None and case.house_id is None):
        return []
    here = Q(house_id=case.house_id) if case.house_id else Q(street_id=case.street_id)
    near = (case.received_at - timedelta(days=days), case.received_at + timedelta(days=days))
    rows = Case.objects.filter(here, topic_id=case.topic_id, received_at__range=near).exclude(id=case.id)
    return list(rows.only(*_LIST_FIELDS).order_by("-received_at")[:most])


def public(municipality_id: int, number: str, code: str) -> Case | None:
    """A case for its author, by the number and the secret code of the receipt."""
    rows = Case.objects.filter(municipality_id=municipality_id, number=number)
    return rows.filter(public_code=code.strip().upper()).first()


def open_case_of_thread(account_id: int, thread_ids: Sequence[str]) -> dict[str, int]:
    """The open case of each thread, if there is one."""
    rows = Case.objects.filter(
        account_id=account_id, thread_id__in=[t for t in thread_ids if t], is_open=True
    )
    return dict(rows.order_by("id").values_list("thread_id", "id"))


def saved_views(municipality_id: int, user_id: int) -> list[SavedView]:
    mine = Q(user_id=user_id) | Q(is_shared=True)
    return list(SavedView.objects.filter(mine, municipality_id=municipality_id))


def workload(municipality_id: int) -> dict[int, int]:
    """Open cases by recipient id."""
    rows = Case.objects.filter(municipality_id=municipality_id, is_open=True, recipient_id__isnull=False)
    return dict(rows.order_by().values_list("recipient_id").annotate(n=Count("id")))


def labelled(municipality_id: int, *, most: int = 100_000) -> list[tuple[str, int, int | None]]:
    """Texts with their topic and recipient, decided by a person or told by a source, for training."""
    rows = (
        Post.objects.filter(
            case__municipality_id=municipality_id,
            kind="message",
            is_inbound=True,
            case__topic_id__isnull=False,
            case__topic_by__in=("person", "source"),
        )
        .order_by("-id")
        .values_list("text", "case__topic_id", "case__recipient_id")
    )
    return [(text, topic, recipient) for text, topic, recipient in rows[:most] if topic is not None]


def by_code(municipality_ids: Sequence[int], number: str, code: str) -> Case | None:
    """A case for its author, in whichever of the towns it is; see `public`."""
    rows = Case.objects.select_related("account").filter(
        municipality_id__in=municipality_ids, number=number, public_code=code.strip().upper()
    )
    return rows.first() if code.strip() else None


def waiting_files(case_id: int) -> list[Attachment]:
    """Files that wait for the answer they will go out with."""
    return list(Attachment.objects.filter(case_id=case_id, post=None).order_by("id"))


def open_near(topic_id: int, *, street_id: int | None, at: tuple[float, float] | None) -> int:
    """Open cases of the topic on the street or, where the street is not known, some 300 m around the point."""
    rows = Case.objects.filter(topic_id=topic_id, is_open=True, duplicate_of=None)
    if street_id is not None:
        rows = rows.filter(street_id=street_id)
    elif at is not None:
        lat, lon = at
        rows = rows.filter(lat__range=(lat - 0.003, lat + 0.003), lon__range=(lon - 0.005, lon + 0.005))
    else:
        return 0
    return rows.order_by()[:99].count()


def month_in_figures(municipality_id: int, *, since: datetime) -> tuple[int, int, int]:
    """Received since, answered of these, and of the answered those with measures taken."""
    told = Case.objects.filter(municipality_id=municipality_id, received_at__gte=since).aggregate(
        received=Count("id"),
        answered=Count("id", filter=Q(answered_at__isnull=False)),
        solved=Count("id", filter=Q(answered_at__isnull=False, outcome="measures_taken")),
    )
    return told["received"], told["answered"], told["solved"]


def work_in_figures(
    recipient_ids: Sequence[int], *, since: datetime, now: datetime
) -> tuple[int, int, int, int]:
    """Open, overdue, answered since, and of these in time, for the recipients."""
    rows = Case.objects.filter(recipient_id__in=recipient_ids)
    opened = rows.filter(is_open=True).aggregate(n=Count("id"), late=Count("id", filter=Q(due_at__lt=now)))
    done = rows.filter(is_open=False, answered_at__gte=since).aggregate(
        n=Count("id"), timely=Count("id", filter=Q(answered_at__lte=F("due_at")))
    )
    return opened["n"], opened["late"], done["n"], done["timely"]
