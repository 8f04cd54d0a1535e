"""Running an import: batch by batch from where it stopped, with a file of rejects of its own."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from otklik.border.integrations.rejects import write_rejects
from otklik.border.ports.errors import Unreadable
from otklik.border.ports.messages import Rejected
from otklik.border.ports.tables import Table
from otklik.border.readers.cells import as_text
from otklik.border.readers.tables import open_table
from otklik.flow import ahead, layouts
from otklik.flow.receive import write
from otklik.flow.stretches import Batch, Task
from otklik.flow.thinking import thought_batches
from otklik.ground.places import selectors as places
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.intake import selectors as intake_read
from otklik.register.intake import services as intake
from otklik.register.intake.selectors import RunView
from otklik.register.intake.services import TakenOver

__all__ = ["BATCH", "LONG", "TakenOver", "run"]

BATCH = 500
LONG = 5_000
"""Rows from which a second process that reads ahead is worth its start of some seconds."""

_FOREIGN = "номер этой строки уже занят другим сообщением: проверьте столбец с номером"

Progress = Callable[[RunView], None]


def run(run_id: int, *, now: datetime, progress: Progress | None = None) -> RunView:
    """Take the file in, a batch a transaction, from where it stopped.

    Safe to run twice: rows are known by their ids, and a second process gives way (`TakenOver`).
    A stop asked for takes effect at the next batch.
    """
    task = intake_read.run(run_id)
    if task.state == "done":
        return task
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


def _batches(task: RunView, town: MunicipalityView, *, now: datetime) -> Iterator[Batch]:
    """A long register is read ahead by a second process where there is a second core for it."""
    what = Task(
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


def _take(batch: Batch, task: RunView, *, town: MunicipalityView, rejects: Path, now: datetime) -> RunView:
    """One batch: the cases and the run's counters are written together."""
    with intake.counting(
        task.id, after=task.rows_read, rows=batch.rows, rejected=len(batch.rejected)
    ) as tally:
        taken = write(
            batch.thoughts, account_id=task.account_id, town=town, now=now, actor_id=task.created_by
        )
        for one in taken:
            tally[one.verdict] += 1
        pairs = zip(batch.thoughts, taken, strict=True)
        foreign = [thought.record.row for thought, one in pairs if one.verdict == "foreign"]
        _note_rejects(rejects, batch.rejected, foreign)
    return intake_read.run(task.id)


def _note_rejects(lines: Path, rejected: Sequence[Rejected], foreign: Sequence[int]) -> None:
    """Kept row by row, so that a killed run loses none; cells of foreign rows are read again at the end."""
    told: list[tuple[int, str, Sequence[str] | None]] = [(one.row, one.reason, one.cells) for one in rejected]
    told += [(row, _FOREIGN, None) for row in foreign]
    if told:
        with lines.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(one) + "\n" for one in sorted(told, key=lambda one: one[0]))


def _write_rejects(lines: Path, task: RunView, run_id: int) -> str:
    """The rejected rows as a workbook with the reason beside each; no file where nothing was rejected."""
    if not lines.exists():
        return ""
    path = lines.with_name(f"rejects-{run_id}.xlsx")
    table = open_table(Path(task.file_path))
    write_rejects(path, table.header, _rejects(lines, table))
    lines.unlink()
    return str(path)


def _rejects(lines: Path, table: Table) -> Iterator[Rejected]:
    """In the order of the file, each once: a run that was killed has told of a batch twice."""
    rows, last = iter(table.rows), 0
    with lines.open(encoding="utf-8") as file:
        for line in file:
            row, reason, cells = json.loads(line)
            if row <= last:
                continue
            last = row
            if cells is None:
                found = next((one for one in rows if one.number == row), None)
                cells = [as_text(cell) for cell in found.cells] if found else []
            yield Rejected(row=row, reason=reason, cells=tuple(cells))
