"""One act over all cases of a mass problem: asked for once, done case by case, each told of."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from otklik.casework.duplicates.models import Event, Item, Run
from otklik.casework.duplicates.outbreaks import ACT_TITLES, ActCode, ItemState, RunState
from otklik.casework.duplicates.services.gathering import lock
from otklik.ground.audit import services as audit
from otklik.kernel import language


@transaction.atomic
def begin_run(
    outbreak_id: int,
    act: ActCode,
    *,
    told: Mapping[str, object],
    case_ids: Sequence[int],
    refused: Mapping[int, str],
    now: datetime,
    actor_id: int | None,
    by_label: str = "",
) -> int:
    """Write down what is to be done with which cases; `refused` are those that cannot be tried, with why."""
    row = lock(outbreak_id)
    run = Run.objects.create(
        outbreak_id=outbreak_id, act=act, told=dict(told), user_id=actor_id, by_label=by_label[:300], at=now
    )
    waiting = [Item(run=run, case_id=one) for one in case_ids]
    failed = [
        Item(run=run, case_id=one, state=ItemState.FAILED, reason=why[:500]) for one, why in refused.items()
    ]
    Item.objects.bulk_create([*waiting, *failed], batch_size=500)
    audit.record(
        action="outbreak",
        subject="outbreak",
        subject_id=outbreak_id,
        municipality_id=row.municipality_id,
        actor_id=actor_id,
        now=now,
        details={"deed": f"run:{act}", "run": run.id, "cases": len(case_ids), "refused": len(refused)},
    )
    return run.id


def note_item(run_id: int, case_id: int) -> bool:
    """The case is being done; false where another worker was first."""
    waiting = Item.objects.filter(run_id=run_id, case_id=case_id, state=ItemState.WAITING)
    return bool(waiting.update(state=ItemState.DONE))


def fail_item(run_id: int, case_id: int, *, reason: str) -> None:
    """Why the case could not be done."""
    mine = Item.objects.filter(run_id=run_id, case_id=case_id)
    mine.update(state=ItemState.FAILED, reason=reason[:500])


@transaction.atomic
def end_run(run_id: int, *, now: datetime) -> None:
    """Nothing is waiting any more: the history of the mass problem tells how it went."""
    run = Run.objects.select_for_update().get(id=run_id)
    if run.state == RunState.DONE or run.items.filter(state=ItemState.WAITING).exists():
        return
    run.state, run.done_at = RunState.DONE, now
    run.save(update_fields=["state", "done_at"])
    done = run.items.filter(state=ItemState.DONE).count()
    failed = run.items.filter(state=ItemState.FAILED).count()
    said = f"{ACT_TITLES[ActCode(run.act)]}: {language.counted(done, 'карточка', 'карточки', 'карточек')}"
    if failed:
        said += f", не вышло с {language.number(failed)}"
    Event.objects.create(outbreak_id=run.outbreak_id, at=now, text=said, user_id=run.user_id)
