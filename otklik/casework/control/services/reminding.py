"""Telling people: a mark once, a digest once a day, what is urgent at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.casework.control.models import Notice, Peace, Reminder
from otklik.casework.control.rules.telling import NoticeKind
from otklik.kernel import language

BATCH = 500
APART = 3
"""So many urgent marks of one moment stand as notices of their own; more of them come in one."""
Key = tuple[int, int, str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A mark for a person; `title` and `text` name nobody, `about` is `case:` and the number."""

    user_id: int
    case_id: int
    round: int
    code: str
    mark: str
    level: str
    title: str
    text: str
    about: str
    norm: str
    is_urgent: bool
    due_at: datetime

    @property
    def key(self) -> Key:
        return (self.case_id, self.round, self.code, self.mark, self.user_id)


@transaction.atomic
def tell(municipality_id: int, wanted: Sequence[Wanted], *, now: datetime) -> list[int]:
    """Write down the marks that were not told before; ids of the notices made at once for the urgent.

    Two workers stand in line for the town's row, so a mark is told once.
    """
    _held(municipality_id)
    fresh = _untold(wanted)
    rows = {one.key: _reminder(one, now=now) for one in fresh}
    Reminder.objects.bulk_create(rows.values(), batch_size=BATCH)
    urgent: dict[int, list[Wanted]] = defaultdict(list)
    for one in fresh:
        if one.is_urgent:
            urgent[one.user_id].append(one)
    made = []
    for user_id, marks in urgent.items():
        for notice, of in _urgent(municipality_id, user_id, marks, now=now):
            Reminder.objects.filter(id__in=[rows[one.key].id for one in of]).update(notice=notice)
            made.append(notice.id)
    return made


@transaction.atomic
def make_digests(municipality_id: int, *, today: date, now: datetime) -> list[int]:
    """One notice a person of all that waits to be told; the ids. The second time of a day makes none."""
    held = _held(municipality_id)
    if held.told_on is not None and held.told_on >= today:
        return []
    held.told_on = today
    held.save(update_fields=["told_on"])
    waiting = Reminder.objects.filter(notice=None, is_urgent=False, case__municipality_id=municipality_id)
    marks: dict[int, list[Reminder]] = defaultdict(list)
    for row in waiting.order_by("due_at", "id").only("id", "user_id", "mark", "due_at"):
        marks[row.user_id].append(row)
    made = []
    for user_id, rows in marks.items():
        over = sum(row.mark.startswith("over") for row in rows)
        near = len(rows) - over
        notice, is_new = Notice.objects.get_or_create(
            user_id=user_id,
            key=f"digest:{municipality_id}:{today:%Y-%m-%d}",
            defaults={
                "municipality_id": municipality_id,
                "kind": NoticeKind.DIGEST,
                "title": _("На сегодня: %s")
                % language.counted(len(rows), "напоминание", "напоминания", "напоминаний"),
                "text": _digest_words(near, over),
                "at": now,
            },
        )
        for start in range(0, len(rows), BATCH):
            ids = [row.id for row in rows[start : start + BATCH]]
            Reminder.objects.filter(id__in=ids).update(notice=notice)
        if is_new:
            made.append(notice.id)
    return made


def notify(
    user_ids: Sequence[int],
    *,
    municipality_id: int,
    kind: NoticeKind,
    key: str,
    title: str,
    text: str = "",
    about: str = "",
    now: datetime,
) -> list[int]:
    """Tell people of something else; the same key tells a person once. Ids of what is new."""
    told = set(Notice.objects.filter(user_id__in=user_ids, key=key).values_list("user_id", flat=True))
    rows = [
        Notice(
            user_id=user_id,
            municipality_id=municipality_id,
            kind=kind,
            key=key[:80],
            title=title[:200],
            text=text[:500],
            about=about[:80],
            at=now,
        )
        for user_id in dict.fromkeys(user_ids)
        if user_id not in told
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    made = Notice.objects.filter(user_id__in=[row.user_id for row in rows], key=key[:80])
    return list(made.values_list("id", flat=True))


def read(notice_id: int, *, user_id: int, now: datetime) -> bool:
    """The person has read it; false where it is not theirs or was read before."""
    return bool(Notice.objects.filter(id=notice_id, user_id=user_id, read_at=None).update(read_at=now))


def read_all(user_id: int, *, municipality_id: int, now: datetime) -> int:
    """Everything of the town is read; how much that was."""
    unread = Notice.objects.filter(user_id=user_id, municipality_id=municipality_id, read_at=None)
    return unread.update(read_at=now)


def mailed(notice_id: int, *, now: datetime) -> bool:
    """The letter went out; false where another worker was first."""
    return bool(Notice.objects.filter(id=notice_id, mailed_at=None).update(mailed_at=now))


def _held(municipality_id: int) -> Peace:
    Peace.objects.get_or_create(municipality_id=municipality_id)
    return Peace.objects.select_for_update().get(municipality_id=municipality_id)


def _untold(wanted: Sequence[Wanted]) -> list[Wanted]:
    by_key: Mapping[Key, Wanted] = {one.key: one for one in wanted}
    ids = sorted({one.case_id for one in wanted})
    told: set[Key] = set()
    for start in range(0, len(ids), BATCH):
        rows = Reminder.objects.filter(case_id__in=ids[start : start + BATCH])
        told.update(rows.values_list("case_id", "round", "code", "mark", "user_id"))
    return [one for key, one in by_key.items() if key not in told]


def _reminder(one: Wanted, *, now: datetime) -> Reminder:
    return Reminder(
        user_id=one.user_id,
        case_id=one.case_id,
        round=one.round,
        code=one.code,
        mark=one.mark,
        level=one.level,
        title=one.text[:200],
        norm=one.norm,
        is_urgent=one.is_urgent,
        due_at=one.due_at,
        at=now,
    )


def _urgent(
    municipality_id: int, user_id: int, marks: Sequence[Wanted], *, now: datetime
) -> list[tuple[Notice, Sequence[Wanted]]]:
    def notice(title: str, text: str, about: str, key: str) -> Notice:
        return Notice.objects.create(
            user_id=user_id,
            municipality_id=municipality_id,
            kind=NoticeKind.URGENT,
            key=key[:80],
            title=title[:200],
            text=text[:500],
            about=about,
            at=now,
        )

    if len(marks) <= APART:
        return [
            (
                notice(one.title, one.text, one.about, f"m:{one.case_id}:{one.round}:{one.code}:{one.mark}"),
                [one],
            )
            for one in marks
        ]
    told = language.counted(len(marks), "карточка", "карточки", "карточек")
    text = "; ".join(one.title for one in marks[:APART]) + _(" и ещё.")
    return [(notice(_("Срочно: %s") % told, text, "", f"urgent:{now.isoformat()}"), marks)]


def _digest_words(near: int, over: int) -> str:
    parts = []
    if over:
        parts.append(_("просрочено — %s") % language.number(over))
    if near:
        parts.append(_("срок близко — %s") % language.number(near))
    return "; ".join(parts)
