"""What is put in order every night."""

from datetime import datetime, time, timedelta

from otklik.flow import outbreaks, publish, training, trying, watch
from otklik.ground.outbox import services as outbox

NIGHTLY = "nightly"
_KEEP_DONE = timedelta(days=30)
_AT = time(0, 30)


def run(*, now: datetime) -> None:
    """Bring the lake up to date and compact it; learn anew, seek mass problems, forget old finished work."""
    publish.sync_lake(now=now)
    publish.compact_lake()
    training.ask_where_due(now=now)
    outbreaks.seek_everywhere(now=now)
    trying.check_everywhere(now=now)
    watch.turn(now=now)
    outbox.forget_done(before=now - _KEEP_DONE)


def ask_again(*, now: datetime) -> None:
    """Ask for the next night's turn (UTC); asking twice is asking once."""
    at = datetime.combine(now.date() + timedelta(days=1), _AT, now.tzinfo)
    outbox.put(NIGHTLY, f"{at:%Y-%m-%d}", {}, now=now, at=at)


def begin(*, now: datetime) -> None:
    """Make sure that the periodic turns are asked for (at the worker's start)."""
    ask_again(now=now)
    publish.ask_again(now=now)
    watch.ask_again(now=now)
