"""Running an import: batch by batch from where it stopped, with a file of rejects of its own."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection

from otklik.border.integrations import registry
from otklik.border.integrations.rejects import write_rejects
from otklik.border.ports.errors import Unreadable
from otklik.border.ports.messages import Record, Rejected
from otklik.border.readers.tables import open_table
from otklik.flow import ahead, layouts
from otklik.flow.receive import think, tidy_record, write
from otklik.ground.places import selectors as places
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.catalog import selectors as catalog_read
from otklik.register.catalog import services as catalog
from otklik.register.intake import selectors as intake_read
from otklik.register.intake import services as intake
from otklik.register.intake.selectors import RunView

BATCH = 500
LONG = 5_000
"""Rows from which a second process that reads ahead is worth its start of some seconds."""

Progress = Callable[[RunView], None]


def run(run_id: int, *, now: datetime, progress: Progress | None = None) -> RunView:
    """Take the file in, a batch a transaction, from where it stopped.

    Safe to run twice: rows are known by their ids. A stop asked for takes effect at the next batch.
    """
    task = intake_read.run(run_id)
    town = places.municipality(task.municipality_id)
    rejects = Path(settings.DATA) / "imports" / f"rejects-{run_id}.jsonl"
    intake.note_run(run_id, state="running", error="")
    try:
        for batch in _batches(task, town, now=now):
            task = _take(batch, task, town=town, rejects=rejects, now=now)
            if progress:
                progress(task)
            if task.state == "stopping":
                intake.note_run(run_id, state="stopped")
                return intake_read.run(run_id)
    except KeyboardInterrupt:
        intake.note_run(run_id, state="stopped")
        return intake_read.run(run_id)
    except (Unreadable, OSError) as error:
        intake.note_run(run_id, state="failed", error=str(error)[:500], finished_at=now)
        raise
    path = _write_rejects(rejects, task, run_id)
    intake.note_run(run_id, state="done", rows_total=task.rows_read, rejects_path=path, finished_at=now)
    return intake_read.run(run_id)


def thought_batches(task: ahead.Task) -> Iterator[ahead.Batch]:
    """The rest of the file, batch by batch, thought over; topics of a newer edition are met before."""
    town = places.municipality(task.municipality_id)
    plan = registry.from_json(task.plan) if task.plan else None
    table = open_table(task.path)
    source = islice(layouts.records(table, task.layout, plan, town), task.skip, None)
    while batch := list(islice(source, task.batch)):
        records = [tidy_record(one) for one in batch if isinstance(one, Record)]
        if task.layout == layouts.INCIDENT:
            _meet_topics(records, task, town)
        yield ahead.Batch(
            rows=len(batch),
            thoughts=think(records, town=town, now=task.now),
            rejected=[one for one in batch if isinstance(one, Rejected)],
        )


def _batches(task: RunView, town: MunicipalityView, *, now: datetime) -> Iterator[ahead.Batch]:
    """A long register is read ahead by a second process where there is a second core for it."""
    what = ahead.Task(
        run_id=task.id,
        path=Path(task.file_path),
        layout=task.layout,
        plan=json.dumps(task.plan) if task.plan else "",
        municipality_id=town.id,
        skip=task.rows_read,
        batch=BATCH,
        now=now,
    )
    is_long = (task.rows_total or 0) - task.rows_read >= LONG and task.layout == layouts.REGISTRY
    if is_long and (os.cpu_count() or 1) > 1 and not connection.in_atomic_block:
        return ahead.batches(what)
    return thought_batches(what)


def _take(
    batch: ahead.Batch, task: RunView, *, town: MunicipalityView, rejects: Path, now: datetime
) -> RunView:
    """One batch: the cases and the run's counters are written together."""
    if batch.rejected:
        with rejects.open("a") as file:
            file.writelines(
                json.dumps([one.row, one.reason, one.cells], ensure_ascii=False) + "\n"
                for one in batch.rejected
            )
    with intake.counting(task.id, rows=batch.rows, rejected=len(batch.rejected)) as tally:
        taken = write(
            batch.thoughts, account_id=task.account_id, town=town, now=now, actor_id=task.created_by
        )
        for one in taken:
            tally[one.verdict] += 1
    return intake_read.run(task.id)


def _meet_topics(records: Sequence[Record], task: ahead.Task, town: MunicipalityView) -> None:
    """«Инцидент Менеджмент» is the source of our topics: those of its newer edition enter the catalog."""
    snapshot = catalog_read.snapshot(town.id)
    told = dict.fromkeys(one.inbound.topic for one in records if " / " in one.inbound.topic)
    unknown = [title for title in told if snapshot.topic_by_title(title) is None]
    if unknown:
        added = catalog.meet_topics(town.id, unknown, now=task.now)
        intake.note_topics(task.run_id, added)


def _write_rejects(lines: Path, task: RunView, run_id: int) -> str:
    """The rejected rows as a workbook with the reason beside each; no file where nothing was rejected."""
    if not lines.exists():
        return ""
    found: dict[int, Rejected] = {}
    with lines.open() as file:
        for line in file:
            row, reason, cells = json.loads(line)
            found[row] = Rejected(row=row, reason=reason, cells=tuple(cells))
    path = lines.with_name(f"rejects-{run_id}.xlsx")
    header = open_table(Path(task.file_path)).header
    write_rejects(path, header, [found[row] for row in sorted(found)])
    lines.unlink()
    return str(path)
