"""Marking cases that ask again what was answered, or not answered in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from otklik.ground.audit import services as audit
from otklik.ground.audit.rules import Record
from otklik.register.cases.models import Case

NORM_OF_REPEAT = "59-ФЗ, ст. 11, ч. 5; типовые требования к работе с обращениями (повторное обращение)"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A case with the first one of the same question; None takes the mark off."""

    case_id: int
    first_id: int | None


@transaction.atomic
def mark_repeats(
    repeats: Sequence[Repeat], *, municipality_id: int, now: datetime, actor_id: int | None = None
) -> None:
    """Put the marks on the faces; the first of a chain is always meant, never a link of it."""
    firsts = dict(
        Case.objects.filter(id__in=[one.first_id for one in repeats if one.first_id]).values_list(
            "id", "repeat_of_id"
        )
    )
    for one in repeats:
        first = one.first_id and (firsts.get(one.first_id) or one.first_id)
        Case.objects.filter(id=one.case_id).update(
            is_repeat=first is not None, repeat_of=first, version=F("version") + 1, updated_at=now
        )
    audit.record_many(
        [
            Record(
                action="mark_repeat" if one.first_id else "unmark_repeat",
                subject="case",
                subject_id=str(one.case_id),
                at=now,
                municipality_id=municipality_id,
                actor_id=actor_id,
                norm=NORM_OF_REPEAT,
                details={"first": one.first_id},
            )
            for one in repeats
        ]
    )
