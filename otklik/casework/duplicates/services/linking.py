"""Writing down what cases are like, and what people say of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from otklik.casework.duplicates import learning, rules
from otklik.casework.duplicates.models import Link, Setting
from otklik.casework.duplicates.rules import Verdict
from otklik.casework.duplicates.selectors.links import verdicts
from otklik.casework.duplicates.selectors.looking import Alike
from otklik.casework.duplicates.selectors.settings import MANNER, Manner, manner
from otklik.ground.audit import services as audit
from otklik.ground.bulk import services as bulk

_NAMES = ("municipality_id", "case_id", "other_id", "kind", "score", "ground", "state", "at", "decided_at")


def link(found: Mapping[int, Sequence[Alike]], *, municipality_id: int, told: Manner, now: datetime) -> None:
    """Keep for every new case what it is like; what is sure enough needs no person where the town says so."""
    rows = []
    for case_id, likenesses in found.items():
        for one in likenesses:
            is_sure = told.joins_by_itself and one.score >= told.join
            rows.append(
                (
                    municipality_id, case_id, one.case_id, one.kind, one.score, one.ground[:300],
                    Verdict.CONFIRMED if is_sure else Verdict.PROPOSED, now, now if is_sure else None,
                )
            )  # fmt: skip
    bulk.add(Link, _NAMES, rows)


@transaction.atomic
def relink(
    case_id: int, likenesses: Sequence[Alike], *, municipality_id: int, told: Manner, now: datetime
) -> None:
    """The case has another topic or place: what no person has judged is looked for anew."""
    mine = Link.objects.filter(case_id=case_id)
    mine.filter(user_id__isnull=True).delete()
    judged = set(mine.values_list("other_id", flat=True))
    fresh = [one for one in likenesses if one.case_id not in judged]
    link({case_id: fresh}, municipality_id=municipality_id, told=told, now=now)


@transaction.atomic
def judge(
    case_id: int,
    other_id: int,
    verdict: Verdict,
    *,
    municipality_id: int,
    now: datetime,
    actor_id: int | None,
    kind: rules.Kind = rules.Kind.SAME_PROBLEM,
) -> Link:
    """A person says whether two cases are about one thing; a pair the system has not seen is added."""
    late, early = max(case_id, other_id), min(case_id, other_id)
    row, is_new = Link.objects.select_for_update().get_or_create(
        case_id=late,
        other_id=early,
        defaults={
            "municipality_id": municipality_id, "kind": kind, "score": 0.0,
            "ground": "указано человеком", "at": now,
        },
    )  # fmt: skip
    was = "" if is_new else str(row.state)
    row.state, row.user_id, row.decided_at = verdict, actor_id, now
    if verdict is Verdict.PROPOSED:
        row.user_id = row.decided_at = None
    row.save(update_fields=["state", "user_id", "decided_at"])
    audit.record(
        action="likeness",
        subject="case",
        subject_id=late,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        details={"verdict": str(verdict), "other": early, "kind": row.kind, "was": was},
    )
    _learn(municipality_id, now=now)
    return row


def _learn(municipality_id: int, *, now: datetime) -> None:
    """The thresholds follow the verdicts, unless a person has set them."""
    if manner(municipality_id).is_set_by_hand:
        return
    learned = learning.learn(verdicts(municipality_id))
    Setting.objects.update_or_create(
        municipality_id=municipality_id,
        defaults={"propose": learned.propose, "join": learned.join, "changed_at": now},
    )


@transaction.atomic
def set_manner(told: Manner, *, municipality_id: int, now: datetime, actor_id: int | None) -> None:
    """A person sets how the town looks for likenesses; raises `BadManner`."""
    learning.check(told.propose, told.join)
    values = {name: getattr(told, name) for name in MANNER}
    if not told.is_set_by_hand:
        learned = learning.learn(verdicts(municipality_id))
        values |= {"propose": learned.propose, "join": learned.join}
    Setting.objects.update_or_create(municipality_id=municipality_id, defaults={**values, "changed_at": now})
    audit.record(
        action="set_likeness",
        subject="municipality",
        subject_id=municipality_id,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
        details=values,
    )
