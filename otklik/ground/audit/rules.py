"""How the journal is chained: each entry's hash covers the entry and the hash before it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing worth remembering. It holds ids, never names or texts (personal data stays in its room)."""

    action: str
    subject: str
    subject_id: str
    at: datetime
    municipality_id: int | None = None
    actor_id: int | None = None
    norm: str = ""
    ip: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


def seal(record: Record, previous: str) -> str:
    """SHA-256, hexadecimal, over the record's canonical form and the previous hash."""
    body = json.dumps(
        [
            previous,
            record.at.astimezone(UTC).isoformat(timespec="microseconds"),
            record.actor_id,
            record.municipality_id,
            record.action,
            record.subject,
            record.subject_id,
            record.norm,
            record.ip,
            dict(record.details),
        ],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(body.encode()).hexdigest()
