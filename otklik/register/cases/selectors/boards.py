"""The register at a glance: how many open cases of every recipient and block pass each of many filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from otklik.ground.bulk import selectors as bulk
from otklik.register.cases.models import YES, Case
from otklik.register.cases.queue import Asked
from otklik.register.cases.rules import Status
from otklik.register.cases.selectors.narrowing import clause
from otklik.register.cases.selectors.seeing import LIST_FIELDS


@dataclass(frozen=True, slots=True)
class Group:
    """Open cases of one recipient and one block; `counts` are in the order of the filters."""

    recipient_id: int | None
    block_id: int | None
    total: int
    counts: tuple[int, ...]


def grouped(municipality_id: int, views: Sequence[Asked], *, now: datetime, zone: ZoneInfo) -> list[Group]:
    """One pass over the open cases of a town; what a person may see is chosen among the groups."""
    asked = [clause(view, now=now, zone=zone, is_counted=True) for view in views]
    counted = ", ".join(f"COUNT(CASE WHEN {sql} THEN 1 END)" for sql, _parameters in asked)
    sql = (
        f'SELECT "cases_case"."recipient_id", "cases_case"."block_id", COUNT(*), {counted} FROM "cases_case" '  # noqa: S608
        'WHERE "cases_case"."municipality_id" = %s AND "cases_case"."is_open" GROUP BY 1, 2'
    )
    told = [one for _sql, parameters in asked for one in parameters]
    return [
        Group(recipient_id, block_id, total, tuple(counts))
        for recipient_id, block_id, total, *counts in bulk.rows(sql, [*told, municipality_id])
    ]


def untaken(
    municipality_id: int, *, systems: Sequence[str], since: datetime, until: datetime, most: int
) -> list[Case]:
    """Cases of these systems sent to a recipient in the stretch and not taken yet."""
    rows = Case.objects.filter(
        municipality_id=municipality_id,
        is_open__in=YES,
        status=Status.ROUTED,
        status_since__range=(since, until),
        system__in=systems,
    )
    return list(rows.order_by("status_since", "id").only(*LIST_FIELDS, "status_since")[:most])
