"""Who is on duty and who is away: days entered by people."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from otklik.casework.automation.models import Absence, Shift
from otklik.casework.automation.services.changes import finish


class BadDays(ValueError):
    """The days cannot be kept; the message is Russian and says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftDraft:
    """Days of duty; `weekdays` narrows them, 1 is Monday."""

    user_id: int
    since: date
    until: date
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceDraft:
    """Days away, and who stands in."""

    user_id: int
    since: date
    until: date
    deputy_id: int | None = None
    reason: str = ""


@transaction.atomic
def save_shift(draft: ShiftDraft, *, municipality_id: int, now: datetime, actor_id: int | None = None) -> int:
    """Put a person on duty; raises `BadDays`."""
    _check_days(draft.since, draft.until)
    row = Shift.objects.create(
        municipality_id=municipality_id, user_id=draft.user_id, since=draft.since, until=draft.until,
        weekdays=sorted(set(draft.weekdays)),
    )  # fmt: skip
    finish(
        "save_shift", row.id, subject="shift", municipality_id=municipality_id, now=now, actor_id=actor_id,
        details={"user": draft.user_id},
    )  # fmt: skip
    return row.id


@transaction.atomic
def remove_shift(
    shift_id: int, *, municipality_id: int, now: datetime, actor_id: int | None = None
) -> ShiftDraft:
    """Take a duty off the roster; returns it for taking it back."""
    row = Shift.objects.get(id=shift_id, municipality_id=municipality_id)
    row.delete()
    finish(
        "remove_shift", shift_id, subject="shift", municipality_id=municipality_id, now=now, actor_id=actor_id
    )
    return ShiftDraft(user_id=row.user_id, since=row.since, until=row.until, weekdays=tuple(row.weekdays))


@transaction.atomic
def save_absence(
    draft: AbsenceDraft, *, municipality_id: int, now: datetime, actor_id: int | None = None
) -> int:
    """Say that a person is away; raises `BadDays`."""
    _check_days(draft.since, draft.until)
    if draft.deputy_id == draft.user_id:
        raise BadDays("Человек не замещает сам себя. Выберите другого заместителя.")
    row = Absence.objects.create(
        municipality_id=municipality_id, user_id=draft.user_id, since=draft.since, until=draft.until,
        deputy_id=draft.deputy_id, reason=draft.reason.strip()[:60],
    )  # fmt: skip
    finish(
        "save_absence", row.id, subject="absence", municipality_id=municipality_id, now=now,
        actor_id=actor_id, details={"user": draft.user_id, "deputy": draft.deputy_id},
    )  # fmt: skip
    return row.id


@transaction.atomic
def remove_absence(
    absence_id: int, *, municipality_id: int, now: datetime, actor_id: int | None = None
) -> AbsenceDraft:
    """The person is back, or was never away; returns the absence for taking it back."""
    row = Absence.objects.get(id=absence_id, municipality_id=municipality_id)
    row.delete()
    finish(
        "remove_absence", absence_id, subject="absence", municipality_id=municipality_id, now=now,
        actor_id=actor_id,
    )  # fmt: skip
    return AbsenceDraft(
        user_id=row.user_id, since=row.since, until=row.until, deputy_id=row.deputy_id, reason=row.reason
    )


def _check_days(since: date, until: date) -> None:
    if since > until:
        raise BadDays("Последний день раньше первого. Поправьте дни.")
    if (until - since).days > 366:
        raise BadDays("Больше года подряд не бывает. Поправьте дни.")
