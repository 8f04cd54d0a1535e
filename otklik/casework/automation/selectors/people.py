"""Who is on duty and who is away."""

import json
from collections.abc import Sequence
from datetime import date

from otklik.casework.automation.models import Absence, Shift
from otklik.casework.automation.rules.coordination import Away, Duty
from otklik.ground.bulk import selectors as bulk

# Asked with every message that is coordinated by itself.
_DUTIES = (
    f"SELECT user_id, since, until, weekdays FROM {Shift._meta.db_table} "  # noqa: S608  # our own names
    "WHERE user_id IN ({}) AND since <= %s AND until >= %s ORDER BY since, id"
)
_AWAY = (
    f"SELECT user_id, since, until, deputy_id, reason FROM {Absence._meta.db_table} "  # noqa: S608
    "WHERE municipality_id = %s AND since <= %s AND until >= %s ORDER BY since, id"
)


def duties(user_ids: Sequence[int], *, on: date) -> list[Duty]:
    """The duties of these people that take in the day; of weekdays the rules judge."""
    if not user_ids:
        return []
    rows = bulk.rows(_DUTIES.format(bulk.places_for(user_ids)), [*user_ids, on, on])
    return [Duty(user, since, until, _weekdays(days)) for user, since, until, days in rows]


def _weekdays(kept: str | list[int]) -> tuple[int, ...]:
    return tuple(json.loads(kept) if isinstance(kept, str) else kept)


def away(municipality_id: int, *, on: date) -> list[Away]:
    """Everybody of the town who is away on the day."""
    return [Away(*row) for row in bulk.rows(_AWAY, [municipality_id, on, on])]


def shifts(municipality_id: int, *, since: date) -> list[Shift]:
    """Duties that have not ended, for the settings."""
    rows = Shift.objects.filter(municipality_id=municipality_id, until__gte=since)
    return list(rows.select_related("user__organisation"))


def absences(municipality_id: int, *, since: date) -> list[Absence]:
    """Absences that have not ended, for the settings."""
    rows = Absence.objects.filter(municipality_id=municipality_id, until__gte=since)
    return list(rows.select_related("user__organisation", "deputy"))
