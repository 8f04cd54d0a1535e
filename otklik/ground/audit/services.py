"""Writing the journal; the only place that adds entries, and nothing changes them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from otklik.ground.audit.models import Entry
from otklik.ground.audit.rules import GENESIS, Record, seal
from otklik.ground.bulk import selectors as bulk_read
from otklik.ground.bulk import services as bulk

_COLUMNS = (
    "at", "actor_id", "municipality_id", "action", "subject", "subject_id", "norm", "ip", "details", "hash",
)  # fmt: skip
CHAIN_LOCK = 0x07_41_4B  # one number for PostgreSQL's advisory lock: the chain has one writer at a time


def record(
    *,
    action: str,
    subject: str,
    subject_id: int | str,
    now: datetime,
    municipality_id: int | None = None,
    actor_id: int | None = None,
    norm: str = "",
    ip: str = "",
    details: Mapping[str, object] | None = None,
) -> None:
    """Add one entry, in the caller's transaction."""
    record_many(
        [
            Record(
                action=action,
                subject=subject,
                subject_id=str(subject_id),
                at=now,
                municipality_id=municipality_id,
                actor_id=actor_id,
                norm=norm,
                ip=ip,
                details=details or {},
            )
        ]
    )


def record_many(records: Sequence[Record]) -> None:
    """Add entries in the given order, in the caller's transaction (or one of its own)."""
    if not records:
        return
    with transaction.atomic(savepoint=False):
        previous = _last_hash()
        rows = []
        for one in records:
            previous = seal(one, previous)
            rows.append(
                (
                    one.at, one.actor_id, one.municipality_id, one.action, one.subject, one.subject_id,
                    one.norm, one.ip, dict(one.details), previous,
                )
            )  # fmt: skip
        bulk.add(Entry, _COLUMNS, rows)


def _last_hash() -> str:
    """The hash to go on from. SQLite's immediate transactions have one writer; PostgreSQL needs a lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    row = bulk_read.first(f"SELECT hash FROM {Entry._meta.db_table} ORDER BY id DESC LIMIT 1")  # noqa: S608
    return str(row[0]) if row else GENESIS
