"""Giving numbers: gapless within a committed year, never twice."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from otklik.ground.bulk import selectors as bulk
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases.models import Counter
from otklik.register.cases.rules import make_number


def give(town: MunicipalityView, moments: Sequence[datetime]) -> list[str]:
    """Numbers for cases registered at these moments, in order; call it inside the transaction.

    The year is that of the town's own calendar.
    """
    zone = ZoneInfo(town.timezone)
    local = [moment.astimezone(zone) for moment in moments]
    years = [at.year for at in local]
    counts = {year: years.count(year) for year in dict.fromkeys(years)}
    last = {year: _advance(town.id, year, by=n) - n for year, n in counts.items()}
    numbers = []
    for at in local:
        last[at.year] += 1
        numbers.append(
            make_number(
                town.number_template,
                centre=town.centre_title,
                year=at.year,
                month=at.month,
                number=last[at.year],
            )
        )
    return numbers


def _advance(municipality_id: int, year: int, *, by: int) -> int:
    """The counter after moving it on: the row stays locked until the transaction ends."""
    row = bulk.first(_ADVANCE, [municipality_id, year, by])
    if row is None:
        raise LookupError(f"no counter of {municipality_id} for {year}")
    return int(row[0])


_TABLE = Counter._meta.db_table
_ADVANCE = (
    f"INSERT INTO {_TABLE} (municipality_id, year, last) VALUES (%s, %s, %s)"  # noqa: S608  # our own name
    f" ON CONFLICT (municipality_id, year) DO UPDATE SET last = {_TABLE}.last + excluded.last RETURNING last"
)
