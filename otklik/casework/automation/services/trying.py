"""Trials of rules on history, and proposals that people do not want."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from otklik.casework.automation.models import Dismissal, Trial, TrialState
from otklik.casework.automation.rules import shape
from otklik.casework.automation.rules.shape import Body
from otklik.ground.audit import services as audit


@transaction.atomic
def ask_trial(
    body: Body | None,
    *,
    municipality_id: int,
    days: int,
    total: int,
    now: datetime,
    rule_id: int | None = None,
    actor_id: int | None = None,
) -> int:
    """A trial to be run; older ones of the same rule are forgotten. Returns its id."""
    Trial.objects.filter(municipality_id=municipality_id, rule_id=rule_id, asked_by=actor_id).delete()
    condition, effects = shape.dump(body) if body is not None else (None, None)
    row = Trial.objects.create(
        municipality_id=municipality_id, rule_id=rule_id, condition=condition, effects=effects, days=days,
        total=total, asked_by=actor_id, asked_at=now,
    )  # fmt: skip
    audit.record(
        action="try_rule", subject="rule", subject_id=rule_id or 0, municipality_id=municipality_id,
        actor_id=actor_id, now=now, details={"days": days},
    )  # fmt: skip
    return row.id


def go_on(trial_id: int, done: int) -> bool:
    """So many cases are gone through; False where the trial is not wanted any more."""
    return bool(Trial.objects.filter(id=trial_id).update(done=done))


def end_trial(trial_id: int, result: Mapping[str, object], *, has_failed: bool = False) -> None:
    state = TrialState.FAILED if has_failed else TrialState.DONE
    Trial.objects.filter(id=trial_id).update(state=state, result=dict(result))


@transaction.atomic
def dismiss(key: str, *, municipality_id: int, now: datetime, actor_id: int | None = None) -> None:
    """This is not to be proposed again."""
    Dismissal.objects.get_or_create(
        municipality_id=municipality_id, key=key[:160], defaults={"by": actor_id, "at": now}
    )
    audit.record(
        action="dismiss_rule", subject="rule", subject_id=key[:40], municipality_id=municipality_id,
        actor_id=actor_id, now=now,
    )  # fmt: skip


@transaction.atomic
def recall(key: str, *, municipality_id: int, now: datetime, actor_id: int | None = None) -> None:
    """It may be proposed after all."""
    Dismissal.objects.filter(municipality_id=municipality_id, key=key).delete()
    audit.record(
        action="recall_rule", subject="rule", subject_id=key[:40], municipality_id=municipality_id,
        actor_id=actor_id, now=now,
    )  # fmt: skip
