"""The mass problems of the demonstration: seen week by week, as the worker would have seen them."""

from datetime import datetime, timedelta

from otklik.casework.duplicates import selectors as duplicates_read
from otklik.casework.duplicates import services as duplicates
from otklik.casework.duplicates.outbreaks import LIVING, State
from otklik.flow import outbreaks

WEEKS = 66
_DOUBT = timedelta(days=21)
_FRESH = timedelta(days=10)
_REST = timedelta(days=21)
_CAUSE = "Причину установили по выездам и журналу работ, исполнитель отчитался"


def gather(municipality_id: int, *, now: datetime) -> int:
    """Old ones are closed, those of the last weeks are open, the latest wait for a person. How many."""
    if duplicates_read.problems(municipality_id, list(State), now=now, most=1):
        return 0
    count = 0
    for back in range(WEEKS, -1, -1):
        then = now - timedelta(weeks=back)
        count += len(outbreaks.seek(municipality_id, now=then))
        _settle(municipality_id, then=then, now=now)
    return count


def _settle(municipality_id: int, *, then: datetime, now: datetime) -> None:
    for one in duplicates_read.problems(municipality_id, LIVING, now=then):
        age = then - one.last_at
        if one.state is State.SUGGESTED and now - one.begun_at > _DOUBT:
            duplicates.set_state(one.id, State.OPEN, now=then, actor_id=None)
        elif one.proposed and now - then > _FRESH:
            duplicates.confirm_all(one.id, now=then, actor_id=None)
        if age > _REST and one.open == 0:
            duplicates.set_state(one.id, State.CLOSED, now=then, actor_id=None, reason=_CAUSE)
