"""Who is on duty and who is away."""

from collections.abc import Sequence
from datetime import date

from otklik.casework.automation.models import Absence, Shift
from otklik.casework.automation.rules.coordination import Away, Duty


def duties(user_ids: Sequence[int], *, on: date) -> list[Duty]:
    """The duties of these people that take in the day; of weekdays the rules judge."""
    rows = Shift.objects.filter(user_id__in=user_ids, since__lte=on, until__gte=on)
    return [Duty(row.user_id, row.since, row.until, tuple(row.weekdays)) for row in rows]


def away(municipality_id: int, *, on: date) -> list[Away]:
    """Everybody of the town who is away on the day."""
    rows = Absence.objects.filter(municipality_id=municipality_id, since__lte=on, until__gte=on)
    return [Away(row.user_id, row.since, row.until, row.deputy_id, row.reason) for row in rows]


def shifts(municipality_id: int, *, since: date) -> list[Shift]:
    """Duties that have not ended, for the settings."""
    rows = Shift.objects.filter(municipality_id=municipality_id, until__gte=since)
    return list(rows.select_related("user__organisation"))


def absences(municipality_id: int, *, since: date) -> list[Absence]:
    """Absences that have not ended, for the settings."""
    rows = Absence.objects.filter(municipality_id=municipality_id, until__gte=since)
    return list(rows.select_related("user__organisation", "deputy"))
