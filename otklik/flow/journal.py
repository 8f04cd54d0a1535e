"""The journal of actions goes out: every entry with its hash, and the going out is an entry too."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from otklik.ground.audit import selectors as audit_read
from otklik.ground.audit import services as audit
from otklik.ground.audit.selectors import Sought
from otklik.ground.people import selectors as people
from otklik.ground.places import selectors as places

NORM = "152-ФЗ, ст. 19, ч. 2, п. 8; приказ ФСТЭК № 117 (журнал событий безопасности)"
COLUMNS = (
    "id", "at", "actor_id", "actor", "ip", "municipality", "action", "subject", "subject_id", "norm",
    "details", "hash",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Row = Mapping[str, object]


def export(
    *,
    municipality_id: int | None,
    sought: Sought,
    form: str,
    now: datetime,
    actor_id: int | None = None,
    ip: str = "",
) -> Iterator[Row]:
    """The entries from the first, ready for JSON; names are those of the accounts, so as few as possible."""
    told = {"form": form, "action": sought.action, "since": _iso(sought.since), "until": _iso(sought.until)}
    audit.record(
        action="export_journal", subject="journal", subject_id=municipality_id or "all", now=now,
        municipality_id=municipality_id, actor_id=actor_id, ip=ip, norm=NORM,
        details={name: value for name, value in told.items() if value},
    )  # fmt: skip
    towns = frozenset({municipality_id}) if municipality_id else None
    return _rows(towns, sought)


def cells(row: Row) -> list[str]:
    """A row of a table: nothing in it is a formula."""
    told = [_cell(row[name]) for name in COLUMNS]
    return [f"'{one}" if one.startswith(_FORMULA) else one for one in told]


def _rows(towns: frozenset[int] | None, sought: Sought) -> Iterator[Row]:
    codes = {town.id: town.code for town in places.municipalities()}
    names: dict[int, str] = {}
    for line, town_id, sealed in audit_read.stream(municipality_ids=towns, sought=sought):
        actor = line.actor_id
        if actor is not None and actor not in names:
            names[actor] = people.names([actor]).get(actor, "")
        yield {
            "id": line.id,
            "at": line.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor_id": actor,
            "actor": names.get(actor, "") if actor is not None else "",
            "ip": line.ip,
            "municipality": codes.get(town_id or 0, ""),
            "municipality_id": town_id,
            "action": line.action,
            "subject": line.subject,
            "subject_id": line.subject_id,
            "norm": line.norm,
            "details": line.details,
            "hash": sealed,
        }


def _cell(value: object) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict) else str(value)


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
