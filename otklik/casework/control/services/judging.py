"""Keeping what was found in threads, and what a person says of it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.casework.control.models import Conflict
from otklik.casework.control.rules.findings import NORM, Found, Verdict
from otklik.ground.audit import services as audit


class BadVerdict(ValueError):
    """The verdict cannot be kept so; the message is Russian."""


def keep_found(case_id: int, found: Sequence[Found], *, municipality_id: int, now: datetime) -> int:
    """Keep what was found in the thread of a case; how much of it is new. What was judged stays as it is."""
    known = set(Conflict.objects.filter(case_id=case_id).values_list("kind", "post_id"))
    rows = [
        Conflict(
            case_id=case_id,
            municipality_id=municipality_id,
            kind=one.kind,
            post_id=one.post_id,
            start=one.start,
            end=one.end,
            reason=one.reason[:300],
            weight=one.weight,
            found_at=now,
        )
        for one in found
        if (one.kind.value, one.post_id) not in known
    ]
    Conflict.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def judge(
    conflict_id: int,
    verdict: Verdict | None,
    *,
    municipality_id: int,
    comment: str = "",
    now: datetime,
    actor_id: int,
) -> int:
    """Keep the verdict of a person, or with None take it back; the id of the case. Raises `BadVerdict`."""
    rows = Conflict.objects.select_for_update().filter(id=conflict_id, municipality_id=municipality_id)
    row = rows.first()
    if row is None:
        raise BadVerdict(_("Этой записи уже нет. Обновите страницу."))
    row.verdict = verdict or ""
    row.judged_by_id, row.judged_at = (actor_id, now) if verdict else (None, None)
    row.comment = comment.strip()[:500]
    row.save(update_fields=["verdict", "judged_by", "judged_at", "comment"])
    audit.record(
        action="judge_conflict",
        subject="case",
        subject_id=row.case_id,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        norm=NORM,
        details={"kind": row.kind, "verdict": row.verdict},
    )
    return row.case_id
