"""Loading a register of addresses or landmarks (ГАР or a table): in the background, stopped, gone on with."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from otklik.border.integrations import gar
from otklik.border.integrations.rejects import write_rejects
from otklik.border.ports.errors import Unreadable
from otklik.border.ports.messages import Rejected
from otklik.border.ports.tables import TableRow
from otklik.border.readers.cells import as_text
from otklik.border.readers.tables import open_table
from otklik.ground.outbox import services as outbox
from otklik.ground.places import landmark_lists, listing
from otklik.ground.places import selectors as places_read
from otklik.ground.places import services as places
from otklik.ground.places.listing import BadList
from otklik.ground.places.selectors import LoadingView
from otklik.kernel import language

RUN = "load_addresses"
GAR, ADDRESSES, LANDMARKS = "gar", "addresses", "landmarks"
_MOST_REJECTS = 20_000

Progress = Callable[[LoadingView], None]


class Stopped(Exception):
    """The loading was asked to stop: what was written stays."""


def prepare(
    path: Path,
    *,
    municipality_id: int,
    name: str = "",
    is_landmarks: bool = False,
    options: Mapping[str, object],
    is_dry_run: bool = False,
    now: datetime,
    actor_id: int | None = None,
) -> LoadingView:
    """Look at the file and open a loading, or find the interrupted one of the same file.

    `options` are `oktmo`, `guid`, `region` (of ГАР) and `is_whole`. Raises `Unreadable` and `BadList`.
    """
    is_gar = not is_landmarks and gar.looks_like_gar(path)
    if is_gar:
        _wanted(options)
    elif path.is_dir():
        raise Unreadable(
            _("В папке нет файлов ГАР: их имена начинаются с AS_ADDR_OBJ, AS_HOUSES и так далее.")
        )
    else:
        (landmark_lists if is_landmarks else listing).columns_of(open_table(path).header)
    return places.begin_loading(
        municipality_id=municipality_id,
        kind=GAR if is_gar else LANDMARKS if is_landmarks else ADDRESSES,
        file_name=name or path.name,
        file_path=str(path.resolve()),
        options={key: value for key, value in options.items() if value},
        is_dry_run=is_dry_run,
        now=now,
        actor_id=actor_id,
    )


def queue_loading(loading_id: int, *, now: datetime) -> None:
    """Ask the worker to do it."""
    outbox.put(RUN, f"loading:{loading_id}:{now:%Y%m%d%H%M%S}", {"loading": loading_id}, now=now)


def run(loading_id: int, *, now: datetime, progress: Progress | None = None) -> LoadingView:
    """Take the list in, batch by batch. Safe to run twice: what is there already is only compared.

    A list that cannot be read ends the loading as failed with the reason; a stop takes effect at a batch.
    """
    task = places_read.loading(loading_id)
    if task.state == "done":
        return task
    places.note_loading(loading_id, state="running", error="", done=0, rejected=0)
    rejects: list[Rejected] = []
    try:
        summary = _take(task, rejects, now=now, progress=progress)
    except (Stopped, KeyboardInterrupt):
        places.note_loading(loading_id, state="stopped", stage="")
    except (Unreadable, BadList, places.BadPlace, OSError) as error:
        places.note_loading(loading_id, state="failed", error=str(error)[:500], stage="", finished_at=now)
    else:
        added = {name: getattr(summary.added, name) for name in summary.added.__dataclass_fields__}
        places.note_loading(
            loading_id,
            state="done",
            stage=summary.note[:120],
            counts={"rows": summary.rows} | {name: count for name, count in added.items() if count},
            rejected=summary.rejected_count,
            rejects_path=_write_rejects(task, rejects),
            finished_at=now,
        )
        if task.kind == GAR and not task.is_dry_run:
            _sifted_path(task).unlink(missing_ok=True)
    return places_read.loading(loading_id)


def _take(
    task: LoadingView, rejects: list[Rejected], *, now: datetime, progress: Progress | None
) -> places.ImportSummary:
    def note(stage: str, done: int, total: int) -> None:
        places.note_loading(task.id, stage=stage, done=done, total=total)
        if progress:
            progress(places_read.loading(task.id))
        if places_read.loading(task.id).state == "stopping":
            raise Stopped

    def reject(row: TableRow, reason: str) -> None:
        if len(rejects) < _MOST_REJECTS:
            cells = tuple(as_text(cell) for cell in row.cells)
            rejects.append(Rejected(row=row.number, reason=reason, cells=cells))

    total = 0 if task.kind == GAR else open_table(Path(task.file_path)).expected_rows
    asking = places.Asking(
        is_dry_run=task.is_dry_run,
        is_whole=bool(task.options.get("is_whole")),
        actor_id=task.created_by,
        progress=lambda done: note(_("Запись в реестр"), done, max(total, done)),
        reject=reject,
    )
    if task.kind == GAR:
        return _take_gar(task, asking, note, now=now)
    take = places.import_landmarks if task.kind == LANDMARKS else places.import_csv
    return take(task.municipality_id, Path(task.file_path), now=now, asking=asking)


def _take_gar(
    task: LoadingView, asking: places.Asking, note: Callable[[str, int, int], None], *, now: datetime
) -> places.ImportSummary:
    """Sifted once: a trial and the loading after it, or one gone on with, read the region's files once."""
    target = _sifted_path(task)
    target.parent.mkdir(parents=True, exist_ok=True)
    sifted = gar.sifted_before(target)
    if sifted is None:
        sifted = gar.sift(Path(task.file_path), _wanted(task.options), target, progress=note)
    return places.import_streets(
        task.municipality_id,
        gar.settlements(sifted.path),
        gar.streets(sifted.path),
        now=now,
        asking=asking,
    )


def _wanted(options: Mapping[str, object]) -> gar.Wanted:
    told = {name: str(options.get(name, "")) for name in ("oktmo", "guid", "region")}
    return gar.Wanted.of(**told)


def _sifted_path(task: LoadingView) -> Path:
    """Named by the file as it is now and by what is wanted of it."""
    path = Path(task.file_path)
    changed = path.stat().st_mtime_ns if path.exists() else 0
    key = json.dumps([task.file_path, changed, str(_wanted(task.options)), task.options.get("region", "")])
    return Path(settings.DATA) / "addresses" / f"gar-{hashlib.sha256(key.encode()).hexdigest()[:16]}.sqlite"


def _write_rejects(task: LoadingView, rejects: list[Rejected]) -> str:
    if not rejects:
        return ""
    path = Path(settings.DATA) / "addresses" / f"rejects-{task.id}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_rejects(path, open_table(Path(task.file_path)).header, rejects)
    return str(path)


def words(task: LoadingView) -> str:
    """What a loading did, or would do: «добавлено: улиц 3, домов 120; изменено 2»."""
    counts = task.counts
    added = [
        f"{title} {language.number(counts[name])}"
        for name, title in (
            ("districts", _("районов")),
            ("settlements", _("населённых пунктов")),
            ("streets", _("улиц")),
            ("houses", _("домов")),
            ("landmarks", _("ориентиров")),
        )
        if counts.get(name)
    ]
    verbs = (
        ("changed", _("изменится") if task.is_dry_run else _("изменено")),
        ("renamed", _("из них переименовано")),
        ("reopened", _("открыто снова")),
        ("closed", _("закроется") if task.is_dry_run else _("закрыто")),
    )
    verb = _("добавится") if task.is_dry_run else _("добавлено")
    parts = [f"{verb}: {', '.join(added)}"] if added else []
    parts += [f"{title} {language.number(counts[name])}" for name, title in verbs if counts.get(name)]
    if task.rejected:
        parts.append(f"{_('отклонено строк')} {language.number(task.rejected)}")
    return "; ".join(parts) or _("всё уже есть, изменений нет")
