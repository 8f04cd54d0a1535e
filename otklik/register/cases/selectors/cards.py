"""What a card shows: its correspondence, its way, and the cases beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Min, Q

from otklik.ground.people.roles import Access, Action
from otklik.register.cases.models import YES, Attachment, Case, Post, PostKind, Question, StatusChange
from otklik.register.cases.rules import Status
from otklik.register.cases.selectors.seeing import LIST_FIELDS, NotFound, co_executes, may


def posts(case_id: int) -> list[Post]:
    return list(Post.objects.filter(case_id=case_id).prefetch_related("attachments"))


@dataclass(frozen=True, slots=True)
class ThreadFile:
    id: int
    name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class ThreadPost:
    """An utterance with its files, as a card shows it."""

    id: int
    kind: str
    is_inbound: bool
    text: str
    at: datetime
    by_label: str
    user_id: int | None
    url: str
    sent_at: datetime | None
    files: list[ThreadFile]


_POST = ("id", "kind", "is_inbound", "text", "at", "by_label", "user_id", "url", "sent_at")
_FILE = ("attachments__id", "attachments__name", "attachments__content_type", "attachments__size")


def thread(case_id: int) -> list[ThreadPost]:
    """The correspondence in order with its files, for one query."""
    rows = Post.objects.filter(case_id=case_id).order_by("at", "id", "attachments__id")
    told: dict[int, ThreadPost] = {}
    for row in rows.values_list(*_POST, *_FILE):
        post, file = row[: len(_POST)], row[len(_POST) :]
        if row[0] not in told:
            told[row[0]] = ThreadPost(*post, files=[])  # type: ignore[misc]  # the fields of _POST in order
        if file[0] is not None:
            told[row[0]].files.append(ThreadFile(*file))
    return list(told.values())


def post_texts(post_ids: Sequence[int]) -> dict[int, str]:
    """The texts of posts by their ids."""
    return dict(Post.objects.filter(id__in=post_ids).values_list("id", "text"))


def interim_sent_at(case_id: int) -> datetime | None:
    """When the first interim answer since the last reopening went out."""
    again = StatusChange.objects.filter(case_id=case_id, target=Status.REOPENED).aggregate(at=Max("at"))["at"]
    sent = Post.objects.filter(case_id=case_id, kind=PostKind.INTERIM)
    if again is not None:
        sent = sent.filter(sent_at__gte=again)
    found: datetime | None = sent.aggregate(at=Min("sent_at"))["at"]
    return found


def ends(case_ids: Sequence[int]) -> dict[int, tuple[datetime | None, datetime | None]]:
    """When each case was answered and when its term ends."""
    rows = Case.objects.filter(id__in=case_ids).values_list("id", "answered_at", "due_at")
    return {id: (answered_at, due_at) for id, answered_at, due_at in rows}


def changes(case_id: int) -> list[StatusChange]:
    return list(StatusChange.objects.filter(case_id=case_id))


def questions(case_id: int) -> list[Question]:
    return list(Question.objects.filter(case_id=case_id))


def attachment(access: Access, attachment_id: int, *, municipality_id: int) -> Attachment:
    """A file of a case the person may see; raises `NotFound`."""
    row = Attachment.objects.select_related("case").filter(id=attachment_id).first()
    if row is None or row.case.municipality_id != municipality_id:
        raise NotFound(attachment_id)
    asked = (access, Action.SEE_PERSONAL, row.case)
    if not may(*asked) and not co_executes(*asked):
        raise NotFound(attachment_id)
    return row


def of_applicant(case: Case, *, most: int = 10) -> list[Case]:
    """Other cases of the same person, the newest first."""
    if case.applicant_id is None:
        return []
    rows = Case.objects.filter(applicant_id=case.applicant_id).exclude(id=case.id)
    return list(rows.only(*LIST_FIELDS).order_by("-received_at")[:most])


def alike(case: Case, *, days: int = 30, most: int = 5) -> list[Case]:
    """Cases of the same topic at the same place within so many days."""
    if case.topic_id is None or (case.street_id is None and case.house_id is None):
        return []
    here = Q(house_id=case.house_id) if case.house_id else Q(street_id=case.street_id)
    near = (case.received_at - timedelta(days=days), case.received_at + timedelta(days=days))
    rows = Case.objects.filter(here, topic_id=case.topic_id, received_at__range=near).exclude(id=case.id)
    return list(rows.only(*LIST_FIELDS).order_by("-received_at")[:most])


def precedents(case: Case, *, days: int = 365, most: int = 200) -> list[tuple[int, int]]:
    """Who answered before for the topic: (case id, recipient id), the newest first.

    In the district of the case if it is known, and only where a person or the source named the recipient.
    """
    if case.topic_id is None:
        return []
    here = Q(district_id=case.district_id) if case.district_id is not None else Q()
    rows = Case.objects.filter(
        here,
        municipality_id=case.municipality_id,
        topic_id=case.topic_id,
        recipient_id__isnull=False,
        recipient_by__in=("person", "source"),
        received_at__gt=case.received_at - timedelta(days=days),
    ).exclude(id=case.id)
    return list(rows.order_by("-received_at").values_list("id", "recipient_id")[:most])


def public(municipality_id: int, number: str, code: str) -> Case | None:
    """A case for its author, by the number and the secret code of the receipt."""
    rows = Case.objects.filter(municipality_id=municipality_id, number=number)
    return rows.filter(public_code=code.strip().upper()).first()


def open_case_of_thread(account_id: int, thread_ids: Sequence[str]) -> dict[str, int]:
    """The open case of each thread, if there is one."""
    rows = Case.objects.filter(
        account_id=account_id, thread_id__in=[t for t in thread_ids if t], is_open__in=YES
    )
    return dict(rows.order_by("id").values_list("thread_id", "id"))


def by_code(municipality_ids: Sequence[int], number: str, code: str) -> Case | None:
    """A case for its author, in whichever of the towns it is; see `public`."""
    rows = Case.objects.select_related("account").filter(
        municipality_id__in=municipality_ids, number=number, public_code=code.strip().upper()
    )
    return rows.first() if code.strip() else None


def number_by_code(case_id: int, code: str) -> str:
    """The number of the case if the code is its own, else nothing."""
    rows = Case.objects.filter(id=case_id, public_code=code.strip().upper())
    return (code.strip() and rows.values_list("number", flat=True).first()) or ""


def digest_of(attachment_id: int) -> str:
    """What the bytes of a file are kept under."""
    return Attachment.objects.values_list("sha256", flat=True).get(id=attachment_id)


def waiting_files(case_id: int) -> list[Attachment]:
    """Files that wait for the answer they will go out with."""
    return list(Attachment.objects.filter(case_id=case_id, post=None).order_by("id"))


def open_near(topic_id: int, *, street_id: int | None, at: tuple[float, float] | None) -> int:
    """Open cases of the topic on the street, or some 300 m around the point where it is not known."""
    rows = Case.objects.filter(topic_id=topic_id, is_open__in=YES, duplicate_of=None)
    if street_id is not None:
        rows = rows.filter(street_id=street_id)
    elif at is not None:
        lat, lon = at
        rows = rows.filter(lat__range=(lat - 0.003, lat + 0.003), lon__range=(lon - 0.005, lon + 0.005))
    else:
        return 0
    return rows.order_by()[:99].count()
