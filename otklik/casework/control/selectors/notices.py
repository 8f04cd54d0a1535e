"""What a person has been told."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from otklik.casework.control.models import Notice, Reminder
from otklik.casework.control.rules.telling import KIND_TITLES, NoticeKind
from otklik.ground.bulk import selectors as bulk

MOST_SHOWN = 99
MOST_LINES = 30
_UNREAD = (
    f"SELECT COUNT(*) FROM (SELECT 1 FROM {Notice._meta.db_table} "  # noqa: S608
    f"WHERE user_id = %s AND read_at IS NULL LIMIT {MOST_SHOWN + 1}) u"
)


@dataclass(frozen=True, slots=True)
class ReminderView:
    """A mark of a term, with the number of its case."""

    case_number: str
    title: str
    level: str
    norm: str
    due_at: datetime
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A notice with the first of its marks; `hidden` is how many more there are."""

    id: int
    kind: str
    kind_title: str
    title: str
    text: str
    about: str
    at: datetime
    is_read: bool
    lines: tuple[ReminderView, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice to go by e-mail."""

    address: str
    title: str
    text: str
    about: str
    lines: tuple[ReminderView, ...]
    hidden: int


def unread(user_id: int) -> int:
    """Asked with every page: one small query, no more than `MOST_SHOWN` + 1."""
    row = bulk.first(_UNREAD, [user_id])
    return int(row[0]) if row else 0


def notices(
    user_id: int, *, municipality_id: int, is_unread: bool = False, before_id: int | None = None, most: int
) -> list[NoticeView]:
    """The newest first, two queries whatever is in them."""
    rows = Notice.objects.filter(user_id=user_id, municipality_id=municipality_id)
    if is_unread:
        rows = rows.filter(read_at=None)
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    found = list(rows.order_by("-id")[:most])
    lines = _lines([row.id for row in found])
    return [_view(row, lines.get(row.id, [])) for row in found]


def letter(notice_id: int) -> Letter | None:
    """None where it went out already or the person has no address."""
    row = Notice.objects.select_related("user").filter(id=notice_id, mailed_at=None).first()
    if row is None or not row.user.email or not row.user.is_active:
        return None
    lines = _lines([row.id]).get(row.id, [])
    shown = lines[:MOST_LINES]
    return Letter(row.user.email, row.title, row.text, row.about, tuple(shown), len(lines) - len(shown))


def _view(row: Notice, lines: Sequence[ReminderView]) -> NoticeView:
    return NoticeView(
        id=row.id,
        kind=row.kind,
        kind_title=KIND_TITLES[NoticeKind(row.kind)],
        title=row.title,
        text=row.text,
        about=row.about,
        at=row.at,
        is_read=row.read_at is not None,
        lines=tuple(lines[:MOST_LINES]),
        hidden=max(len(lines) - MOST_LINES, 0),
    )


def _lines(notice_ids: Sequence[int]) -> dict[int, list[ReminderView]]:
    rows = Reminder.objects.filter(notice_id__in=notice_ids).order_by("due_at", "id")
    lines: dict[int, list[ReminderView]] = defaultdict(list)
    told = rows.values_list("notice_id", "case__number", "title", "level", "norm", "due_at", "mark")
    for notice_id, number, title, level, norm, due_at, mark in told:
        over = mark.startswith("over")
        lines[notice_id or 0].append(ReminderView(number, title, level, norm, due_at, over))
    return lines
