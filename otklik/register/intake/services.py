"""Keeping what came in, once; accounts, named column plans and runs of imports."""

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from otklik.ground.audit import services as audit
from otklik.ground.bulk import selectors as bulk_read
from otklik.ground.bulk import services as bulk
from otklik.register.intake.models import ChannelAccount, ColumnPlan, ImportRun, InboundRecord, RunState
from otklik.register.intake.selectors import TOKEN, RunView, run_view


class TakenOver(RuntimeError):
    """Another process leads this import; the batch is not written."""

    def __init__(self) -> None:
        super().__init__("Эту загрузку уже ведёт другой процесс. Дождитесь её конца: otklik imports")


@dataclass(frozen=True, slots=True)
class Raw:
    """A message as it came: its outside id, its canonical text and when."""

    external_id: str
    body: str
    received_at: datetime
    text: str = ""

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.body.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a raw message is to us: new, changed since it was kept, or the same (then nothing to do).

    `is_foreign`: another message came under the same id before, and this one must not replace it.
    """

    case_id: int | None
    is_new: bool
    is_changed: bool
    is_foreign: bool = False


@transaction.atomic(savepoint=False)
def compare(account_id: int, raws: Sequence[Raw], *, now: datetime) -> list[Verdict]:
    """Each message against what is kept, in order; a repeated id within the batch is one message.

    The copies of changed ones are renewed; new ones are kept by `keep`, when their case is known.
    A copy with another text of another time is another message, and stays as it was.
    """
    ids = [raw.external_id for raw in raws]
    digests: dict[str, str] = dict(
        bulk_read.rows(_KNOWN.format(bulk_read.places_for(ids)), [account_id, *ids])
    )
    known = (
        {
            row.external_id: row
            for row in InboundRecord.objects.filter(account_id=account_id, external_id__in=list(digests))
        }
        if digests
        else {}
    )
    told: set[str] = set()
    changed, verdicts = [], []
    for raw in raws:
        row, is_first = known.get(raw.external_id), raw.external_id not in told
        told.add(raw.external_id)
        is_changed = row is not None and is_first and row.digest != raw.digest
        if row is not None and is_changed and _is_foreign(row, raw):
            verdicts.append(Verdict(row.case_id, is_new=False, is_changed=False, is_foreign=True))
            continue
        if row is not None and is_changed:
            row.digest, row.body, row.kept_at = raw.digest, raw.body, now
            changed.append(row)
        verdicts.append(Verdict(row.case_id if row else None, row is None and is_first, is_changed))
    if changed:
        InboundRecord.objects.bulk_update(changed, ["digest", "body", "kept_at"], batch_size=200)
    return verdicts


_KNOWN = (
    f"SELECT external_id, digest FROM {InboundRecord._meta.db_table} "  # noqa: S608  # our own name
    "WHERE account_id = %s AND external_id IN ({})"
)


def _is_foreign(row: InboundRecord, raw: Raw) -> bool:
    return row.received_at != raw.received_at and bool(json.loads(row.body)["inbound"]["text"] != raw.text)


@transaction.atomic(savepoint=False)
def keep(account_id: int, pairs: Sequence[tuple[Raw, int]], *, now: datetime) -> None:
    """Keep new messages raw, each with the case it became. A message kept meanwhile breaks the constraint."""
    bulk.add(
        InboundRecord,
        ("account_id", "external_id", "digest", "body", "case_id", "received_at", "kept_at"),
        [
            (account_id, raw.external_id, raw.digest, raw.body, case_id, raw.received_at, now)
            for raw, case_id in pairs
        ],
    )


@transaction.atomic
def open_account(
    *,
    municipality_id: int,
    kind: str,
    code: str,
    title: str,
    stream: str,
    now: datetime,
    actor_id: int | None = None,
) -> ChannelAccount:
    """The account of that code, made where there is none; its title and stream are the editor's."""
    row, is_new = ChannelAccount.objects.get_or_create(
        municipality_id=municipality_id,
        code=code,
        defaults={"kind": kind, "title": title, "stream": stream},
    )
    if is_new:
        audit.record(
            action="open_account",
            subject="account",
            subject_id=row.id,
            municipality_id=municipality_id,
            actor_id=actor_id,
            now=now,
        )
    return row


@transaction.atomic
def edit_account(
    account_id: int,
    *,
    municipality_id: int,
    title: str,
    stream: str,
    is_active: bool,
    now: datetime,
    actor_id: int | None = None,
) -> ChannelAccount:
    row = ChannelAccount.objects.get(id=account_id, municipality_id=municipality_id)
    row.title, row.stream, row.is_active = title.strip() or row.title, stream, is_active
    row.save(update_fields=["title", "stream", "is_active"])
    audit.record(
        action="edit_account",
        subject="account",
        subject_id=row.id,
        municipality_id=municipality_id,
        actor_id=actor_id,
        now=now,
    )
    return row


@transaction.atomic
def issue_token(account_id: int, *, now: datetime, actor_id: int | None = None) -> str:
    """A new token of the API for the account, told once; the one before it stops working."""
    row = ChannelAccount.objects.select_for_update().get(id=account_id)
    token = f"otk_{row.id}_{secrets.token_urlsafe(32)}"
    row.settings = {**row.settings, TOKEN: hashlib.sha256(token.encode()).hexdigest()}
    row.save(update_fields=["settings"])
    audit.record(
        action="issue_token",
        subject="account",
        subject_id=row.id,
        municipality_id=row.municipality_id,
        actor_id=actor_id,
        now=now,
    )
    return token


@transaction.atomic
def save_plan(
    *, municipality_id: int, title: str, body: Mapping[str, object], now: datetime, actor_id: int | None
) -> ColumnPlan:
    """Keep a map of columns by name; the same name again replaces it."""
    row, _ = ColumnPlan.objects.update_or_create(
        municipality_id=municipality_id,
        title=title.strip()[:120],
        defaults={"body": dict(body), "created_by": actor_id, "created_at": now},
    )
    return row


@transaction.atomic
def begin_run(
    *,
    municipality_id: int,
    account_id: int,
    file_name: str,
    file_digest: str,
    file_path: str,
    layout: str,
    plan: Mapping[str, object] | None,
    rows_total: int,
    now: datetime,
    actor_id: int | None = None,
) -> RunView:
    """A run to start, or the interrupted one of the same file and layout to go on with."""
    unfinished = ImportRun.objects.filter(
        municipality_id=municipality_id,
        account_id=account_id,
        file_digest=file_digest,
        layout=layout,
        state__in=(RunState.WAITING, RunState.RUNNING, RunState.STOPPING, RunState.STOPPED),
    )
    row = next((one for one in unfinished.order_by("-id") if one.plan == plan), None)
    if row is None:
        row = ImportRun.objects.create(
            municipality_id=municipality_id,
            account_id=account_id,
            file_name=file_name[:255],
            file_digest=file_digest,
            file_path=file_path,
            layout=layout,
            plan=plan,
            rows_total=rows_total,
            created_by=actor_id,
            created_at=now,
        )
        audit.record(
            action="begin_import",
            subject="import",
            subject_id=row.id,
            municipality_id=municipality_id,
            actor_id=actor_id,
            now=now,
            details={"digest": file_digest},
        )
    return run_view(row)


def note_run(run_id: int, **values: object) -> None:
    """Say where the run stands (fields of `ImportRun`)."""
    ImportRun.objects.filter(id=run_id).update(**values)


def note_topics(run_id: int, titles: Sequence[str]) -> None:
    """Remember which topics of a newer edition the run has brought."""
    row = ImportRun.objects.get(id=run_id)
    row.new_topics = list(dict.fromkeys([*row.new_topics, *titles]))
    row.save(update_fields=["new_topics"])


def ask_to_stop(run_id: int, *, municipality_id: int) -> bool:
    """Ask a run to stop at its next batch; what was taken stays, and the run can go on later."""
    rows = ImportRun.objects.filter(id=run_id, municipality_id=municipality_id)
    running = rows.filter(state=RunState.RUNNING).update(state=RunState.STOPPING)
    return bool(running or rows.filter(state=RunState.WAITING).update(state=RunState.STOPPED))


@contextmanager
def counting(run_id: int, *, after: int, rows: int, rejected: int) -> Iterator[Counter[str]]:
    """One transaction for a batch and the run's counters, so that a killed run counts nothing twice.

    `after` is how many rows had been read before; raises `TakenOver` where another process has read on.

    The tally's keys are "added", "updated", "unchanged" ("joined" counts as added) and "foreign" (rejected).
    """
    tally: Counter[str] = Counter()
    with transaction.atomic():
        yield tally
        moved = ImportRun.objects.filter(id=run_id, rows_read=after).update(
            rows_read=F("rows_read") + rows,
            rejected=F("rejected") + rejected + tally["foreign"],
            added=F("added") + tally["added"] + tally["joined"],
            updated=F("updated") + tally["updated"],
            unchanged=F("unchanged") + tally["unchanged"],
        )
        if not moved:
            raise TakenOver


def move_cursor(account_id: int, cursor: str) -> None:
    """Remember where the channel has been read to."""
    ChannelAccount.objects.filter(id=account_id).update(cursor=cursor[:200])


def set_adapter(account_id: int, adapter: str) -> None:
    """Answers of this account go out through the named adapter (empty: by hand, with proof)."""
    row = ChannelAccount.objects.get(id=account_id)
    row.settings = {**row.settings, "adapter": adapter}
    row.save(update_fields=["settings"])
