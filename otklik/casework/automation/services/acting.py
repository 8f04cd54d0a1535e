"""Keeping what rules did, what became of it, and alarms of those that could not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from otklik.casework.automation.models import Alarm, HitOutcome, RuleHit
from otklik.casework.automation.rules import effects as effecting
from otklik.casework.automation.rules.acting import Acted, Hit
from otklik.ground.audit import services as audit
from otklik.ground.bulk import selectors as bulk_read
from otklik.ground.bulk import services as bulk

_COLUMNS = ("case_id", "version_id", "effects", "failures", "why", "at")


@dataclass(frozen=True, slots=True)
class Kept:
    """What the rules did to a case; `why` says how the executor was chosen, `at` when if not now."""

    case_id: int
    acted: Acted
    why: str = ""
    at: datetime | None = None


def keep(rows: Sequence[Kept], *, municipality_id: int, now: datetime) -> None:
    """One insert for all hits; what failed becomes alarms. In the caller's transaction."""
    hits = [
        (
            row.case_id, hit.version.version_id, effecting.dump(hit.applied),
            [list(one) for one in hit.failures], row.why if hit.applied.executor is not None else "",
            row.at or now,
        )
        for row in rows
        for hit in row.acted.hits
    ]  # fmt: skip
    bulk.add(RuleHit, _COLUMNS, hits)
    for row in rows:
        if row.acted.has_failed:
            _alarm(row, municipality_id=municipality_id, now=now)


@transaction.atomic
def keep_again(row: Kept, *, municipality_id: int, now: datetime, actor_id: int | None = None) -> None:
    """What rules did when a case was asked about anew; what they did before is not in force any more."""
    RuleHit.objects.filter(case_id=row.case_id, is_current=True).update(is_current=False)
    keep([row], municipality_id=municipality_id, now=now)
    audit.record(
        action="apply_rules", subject="case", subject_id=row.case_id, municipality_id=municipality_id,
        actor_id=actor_id, now=now, details={"versions": [hit.version.version_id for hit in row.acted.hits]},
    )  # fmt: skip


@transaction.atomic
def judge(case_id: int, outcome: HitOutcome, *, now: datetime) -> int:
    """People have undone what rules decided of the recipient or the executor; told once a hit."""
    rows = RuleHit.objects.filter(case_id=case_id, is_current=True, outcome="")
    ids = [row.id for row in rows if {"recipient", "executor"} & set(row.effects)]
    return RuleHit.objects.filter(id__in=ids).update(outcome=outcome, outcome_at=now)


@transaction.atomic
def close_alarms(rule_id: int, *, municipality_id: int, now: datetime, actor_id: int | None = None) -> None:
    """Somebody has seen to the rule: all its alarms are over."""
    rows = Alarm.objects.filter(rule_id=rule_id, rule__municipality_id=municipality_id, is_open=True)
    if not rows.update(is_open=False):
        return
    audit.record(
        action="close_rule_alarm", subject="rule", subject_id=rule_id, municipality_id=municipality_id,
        actor_id=actor_id, now=now,
    )  # fmt: skip


@transaction.atomic
def warn(rule_id: int, text: str, *, municipality_id: int, now: datetime) -> None:
    """A rule cannot do what it says, though no message has met it yet; an alarm that is open is enough."""
    told = {"first_at": now, "last_at": now}
    _, is_new = Alarm.objects.get_or_create(rule_id=rule_id, text=text[:300], is_open=True, defaults=told)
    if is_new:
        audit.record(
            action="rule_failed", subject="rule", subject_id=rule_id, municipality_id=municipality_id,
            now=now, details={"why": text[:300]},
        )  # fmt: skip


_AGAIN = (
    f"UPDATE {Alarm._meta.db_table} SET count = count + 1, last_at = %s, case_id = %s "  # noqa: S608
    "WHERE rule_id = %s AND text = %s AND is_open RETURNING id"
)


def _alarm(row: Kept, *, municipality_id: int, now: datetime) -> None:
    for rule_id, text in _troubles(row.acted.hits, row.acted):
        known = bulk_read.rows(_AGAIN, [bulk.moment(now), row.case_id, rule_id, text])
        if not known:
            Alarm.objects.create(
                rule_id=rule_id, text=text, first_at=now, last_at=now, count=1, case_id=row.case_id
            )
        audit.record(
            action="rule_failed", subject="rule", subject_id=rule_id, municipality_id=municipality_id,
            now=now, details={"case": row.case_id, "why": text},
        )  # fmt: skip


def _troubles(hits: Iterable[Hit], acted: Acted) -> list[tuple[int, str]]:
    told = [
        (hit.version.rule_id, f"{effecting.TITLES[key]}: {why}"[:300])
        for hit in hits
        for key, why in hit.failures
    ]
    return [*told, *((version.rule_id, why[:300]) for version, why in acted.faults)]
