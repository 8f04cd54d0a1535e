"""Runs of loadings: opened, noted, asked to stop."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from otklik.ground.audit import services as audit
from otklik.ground.places.models import Loading, LoadState
from otklik.ground.places.selectors import LoadingView, loading_view


@transaction.atomic
def begin_loading(
    *,
    municipality_id: int,
    kind: str,
    file_name: str,
    file_path: str,
    options: Mapping[str, object],
    is_dry_run: bool,
    now: datetime,
    actor_id: int | None = None,
) -> LoadingView:
    """A loading to start, or the interrupted one of the same file and options to go on with."""
    asked = {
        "municipality_id": municipality_id,
        "kind": kind,
        "file_path": file_path,
        "is_dry_run": is_dry_run,
    }
    unfinished = Loading.objects.filter(**asked).exclude(state__in=(LoadState.DONE, LoadState.FAILED))
    row = next((one for one in unfinished.order_by("-id") if one.options == dict(options)), None)
    if row is None:
        row = Loading.objects.create(
            **asked, file_name=file_name[:255], options=dict(options), created_by=actor_id, created_at=now
        )
        audit.record(
            action="begin_loading",
            subject="places",
            subject_id=municipality_id,
            municipality_id=municipality_id,
            actor_id=actor_id,
            now=now,
            details={"loading": row.id, "kind": kind, "is_dry_run": is_dry_run},
        )
    return loading_view(row)


def note_loading(loading_id: int, **values: object) -> None:
    """Say where the loading stands (fields of `Loading`)."""
    Loading.objects.filter(id=loading_id).update(**values)


def ask_to_stop(loading_id: int, *, municipality_id: int) -> bool:
    """Ask a loading to stop at its next batch; what was written stays, and it can go on later."""
    rows = Loading.objects.filter(id=loading_id, municipality_id=municipality_id)
    running = rows.filter(state=LoadState.RUNNING).update(state=LoadState.STOPPING)
    return bool(running or rows.filter(state=LoadState.WAITING).update(state=LoadState.STOPPED))
