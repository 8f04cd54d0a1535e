"""Importing foreign registers: the preview, and opening a run."""

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings

from otklik.border.integrations import incident, registry
from otklik.border.ports.errors import Unreadable
from otklik.border.ports.messages import Record, Rejected, Stream
from otklik.border.ports.tables import Table
from otklik.border.readers.cells import as_text
from otklik.border.readers.tables import open_table
from otklik.flow import layouts
from otklik.ground.outbox import services as outbox
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.intake import services as intake
from otklik.register.intake.selectors import RunView

RUN = "run_import"
_SAMPLE = 20

Plan = registry.ColumnMap


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
    layout = layouts.INCIDENT if plan is None and incident.recognises(table.header) else layouts.REGISTRY
    problems: tuple[str, ...] = ()
    if layout == layouts.REGISTRY:
        plan = plan or registry.guess(table.header, [row.cells for row in head])
        problems = registry.problems(plan, table.header)
    shown = Table(name=table.name, header=table.header, rows=iter(head), expected_rows=len(head))
    samples = (
        []
        if problems
        else [_sample(one) for one in layouts.records(shown, layout=layout, plan=plan, town=town)]
    )
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
        part = kept.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
        try:
            shutil.copyfile(path, part)
            part.replace(kept)
        finally:
            part.unlink(missing_ok=True)
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


def _account(seen: Preview, town: MunicipalityView, *, now: datetime) -> int:
    """The id of the account that imported rows belong to: one a layout, one a named map."""
    if seen.layout == layouts.INCIDENT:
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
