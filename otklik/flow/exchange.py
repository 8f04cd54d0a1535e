"""Importing foreign registers: a preview, a run in batches that can be stopped, and the file of rejects."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from otklik.border.integrations import incident, registry
from otklik.border.integrations.rejects import write_rejects
from otklik.border.ports.errors import Unreadable
from otklik.border.ports.messages import Record, Rejected, Stream
from otklik.border.ports.tables import Table
from otklik.border.readers.cells import as_text
from otklik.border.readers.tables import open_table
from otklik.flow.receive import take_records, tidy_record
from otklik.ground.outbox import services as outbox
from otklik.ground.places import selectors as places
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.catalog import selectors as catalog_read
from otklik.register.catalog import services as catalog
from otklik.register.intake import selectors as intake_read
from otklik.register.intake import services as intake
from otklik.register.intake.selectors import RunView

RUN = "run_import"
INCIDENT, REGISTRY = "incident", "registry"
BATCH = 500
_SAMPLE = 20

Plan = registry.ColumnMap
Progress = Callable[[RunView], None]


@dataclass(frozen=True, slots=True)
class Sample:
    """A row of the preview: what would be taken, or why it would not."""

    row: int
    received_at: datetime | None
    text: str
    topic: str
    recipient: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a file holds before anything is written."""

    layout: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    expected_rows: int
    plan: registry.ColumnMap | None
    problems: tuple[str, ...]
    samples: list[Sample]


def preview(path: Path, *, town: MunicipalityView, plan: registry.ColumnMap | None = None) -> Preview:
    """Look at the head of the file: its layout, its columns and what its first rows would become.

    An unknown layout gets a guessed map of columns unless one is given. Raises `Unreadable`.
    """
    table = open_table(path)
    head = list(islice(table.rows, _SAMPLE))
    layout = INCIDENT if plan is None and incident.recognises(table.header) else REGISTRY
    problems: tuple[str, ...] = ()
    if layout == REGISTRY:
        plan = plan or registry.guess(table.header, [row.cells for row in head])
        problems = registry.problems(plan, table.header)
    shown = Table(name=table.name, header=table.header, rows=iter(head), expected_rows=len(head))
    samples = [] if problems else [_sample(one) for one in _records(shown, layout, plan, town)]
    return Preview(
        layout=layout,
        header=table.header,
        rows=[tuple(as_text(cell) for cell in row.cells) for row in head[:8]],
        expected_rows=table.expected_rows,
        plan=plan,
        problems=problems,
        samples=samples,
    )


def keep_file(path: Path, *, name: str = "") -> tuple[Path, str]:
    """Copy an upload into the data folder under its digest, so that the run can be resumed."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    folder = Path(settings.DATA) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / (digest.hexdigest() + Path(name or path.name).suffix.lower()[:10])
    if not kept.exists():
        part = kept.with_suffix(".part")
        shutil.copyfile(path, part)
        part.replace(kept)
    return kept, digest.hexdigest()


def prepare(
    path: Path,
    *,
    town: MunicipalityView,
    name: str = "",
    plan: registry.ColumnMap | None = None,
    now: datetime,
    actor_id: int | None = None,
) -> RunView:
    """Keep the file and open a run, or find the interrupted one of the same file. Raises `Unreadable`."""
    seen = preview(path, town=town, plan=plan)
    if seen.problems:
        raise Unreadable(" ".join(seen.problems))
    kept, digest = keep_file(path, name=name)
    return intake.begin_run(
        municipality_id=town.id,
        account_id=_account(seen, town, now=now),
        file_name=name or path.name,
        file_digest=digest,
        file_path=str(kept),
        layout=seen.layout,
        plan=json.loads(registry.to_json(seen.plan)) if seen.plan else None,
        rows_total=seen.expected_rows,
        now=now,
        actor_id=actor_id,
    )


def queue_run(run_id: int, *, now: datetime) -> None:
    """Ask the worker to run the import."""
    outbox.put(RUN, f"run:{run_id}:{now:%Y%m%d%H%M%S}", {"run": run_id}, now=now)


def run(run_id: int, *, now: datetime, progress: Progress | None = None) -> RunView:
    """Take the file in, a batch a transaction, from where it stopped; rejects go to a file of their own.

    Safe to run twice: rows are known by their ids. A stop asked for takes effect at the next batch.
    """
    task = intake_read.run(run_id)
    town = places.municipality(task.municipality_id)
    plan = registry.from_json(json.dumps(task.plan)) if task.plan else None
    rejects = Path(settings.DATA) / "imports" / f"rejects-{run_id}.jsonl"
    intake.note_run(run_id, state="running", error="")
    try:
        table = open_table(Path(task.file_path))
        source = islice(_records(table, task.layout, plan, town), task.rows_read, None)
        while batch := list(islice(source, BATCH)):
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
    path = _write_rejects(rejects, table.header, run_id)
    intake.note_run(run_id, state="done", rows_total=task.rows_read, rejects_path=path, finished_at=now)
    return intake_read.run(run_id)


def _take(
    batch: Sequence[Record | Rejected],
    task: RunView,
    *,
    town: MunicipalityView,
    rejects: Path,
    now: datetime,
) -> RunView:
    """One batch: the cases and the run's counters are written together."""
    records = [tidy_record(one) for one in batch if isinstance(one, Record)]
    refused = [one for one in batch if isinstance(one, Rejected)]
    if refused:
        with rejects.open("a") as file:
            file.writelines(
                json.dumps([one.row, one.reason, one.cells], ensure_ascii=False) + "\n" for one in refused
            )
    with intake.counting(task.id, rows=len(batch), rejected=len(refused)) as tally:
        _meet_topics(records, task, town, now=now)
        taken = take_records(
            records, account_id=task.account_id, town=town, now=now, actor_id=task.created_by
        )
        for one in taken:
            tally[one.verdict] += 1
    return intake_read.run(task.id)


def _meet_topics(records: Sequence[Record], task: RunView, town: MunicipalityView, *, now: datetime) -> None:
    """«Инцидент Менеджмент» is the source of our topics: those of its newer edition enter the catalog."""
    if task.layout != INCIDENT:
        return
    snapshot = catalog_read.snapshot(town.id)
    told = dict.fromkeys(one.inbound.topic for one in records if " / " in one.inbound.topic)
    unknown = [title for title in told if snapshot.topic_by_title(title) is None]
    if unknown:
        added = catalog.meet_topics(town.id, unknown, now=now, actor_id=task.created_by)
        intake.note_topics(task.id, added)


def _records(
    table: Table, layout: str, plan: registry.ColumnMap | None, town: MunicipalityView
) -> Iterator[Record | Rejected]:
    zone = ZoneInfo(town.timezone)
    if layout == INCIDENT:
        return incident.records(table, zone=zone)
    if plan is None:
        raise Unreadable("Для этого файла нужна карта столбцов: сопоставьте столбцы и запустите снова.")
    return registry.records(table, plan, zone=zone)


def _account(seen: Preview, town: MunicipalityView, *, now: datetime) -> int:
    """The id of the account that imported rows belong to: one a layout, one a named map."""
    if seen.layout == INCIDENT:
        return intake.open_account(
            municipality_id=town.id,
            kind="incident",
            code="incident",
            title="Инцидент Менеджмент",
            stream=Stream.DIGITAL,
            now=now,
        ).id
    name = seen.plan.name if seen.plan and seen.plan.name else "Выгрузка"
    code = "registry-" + hashlib.sha256(name.encode()).hexdigest()[:12]
    stream = seen.plan.stream if seen.plan else Stream.DIGITAL
    return intake.open_account(
        municipality_id=town.id, kind="registry", code=code, title=name, stream=stream, now=now
    ).id


def _write_rejects(lines: Path, header: tuple[str, ...], run_id: int) -> str:
    """The rejected rows as a workbook with the reason beside each; no file where nothing was rejected."""
    if not lines.exists():
        return ""
    found: dict[int, Rejected] = {}
    with lines.open() as file:
        for line in file:
            row, reason, cells = json.loads(line)
            found[row] = Rejected(row=row, reason=reason, cells=tuple(cells))
    path = lines.with_name(f"rejects-{run_id}.xlsx")
    write_rejects(path, header, [found[row] for row in sorted(found)])
    lines.unlink()
    return str(path)


def _sample(one: Record | Rejected) -> Sample:
    if isinstance(one, Rejected):
        return Sample(one.row, None, " · ".join(one.cells[:6])[:300], "", "", "", one.reason)
    inbound = one.inbound
    return Sample(
        one.row,
        inbound.received_at,
        inbound.text[:300],
        inbound.topic,
        inbound.recipient,
        one.outcome or "",
        "",
    )


def saved_plan(plan: Mapping[str, object]) -> registry.ColumnMap:
    """A kept map of columns; raises ValueError with a Russian text when it is broken."""
    return registry.from_json(json.dumps(plan))
