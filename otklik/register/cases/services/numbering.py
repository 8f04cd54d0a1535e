"""Giving numbers: gapless within a committed year, never twice."""

from collections import Counter as Tally
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F

from otklik.ground.places.selectors import MunicipalityView
from otklik.register.cases.models import Counter
from otklik.register.cases.rules import make_number


def give(town: MunicipalityView, moments: Sequence[datetime]) -> list[str]:
    """Numbers for cases registered at these moments, in order; call it inside the transaction.

    The year is that of the town's own calendar.
    """
    zone = ZoneInfo(town.timezone)
    local = [moment.astimezone(zone) for moment in moments]
    last = {year: _advance(town.id, year, by=n) - n for year, n in Tally(at.year for at in local).items()}
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
    counter = Counter.objects.filter(municipality_id=municipality_id, year=year)
    if not counter.update(last=F("last") + by):
        Counter.objects.bulk_create(
            [Counter(municipality_id=municipality_id, year=year)], ignore_conflicts=True
        )
        counter.update(last=F("last") + by)
    return counter.values_list("last", flat=True).get()
