"""Facts go from the register to the lake."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from otklik.ground.outbox import services as outbox
from otklik.insight.analytics import facts
from otklik.insight.analytics.lake import Absorbed, Lake

SYNC = "sync_lake"
EVERY = timedelta(minutes=1)


def lake() -> Lake:
    return Lake(Path(settings.LAKE))


def sync_lake(*, now: datetime) -> Absorbed:
    """Take in the cases that have changed since the last time; safe to run twice."""
    return lake().absorb(facts.source(now=now))


def rebuild_lake(*, now: datetime) -> Absorbed:
    """Read all facts anew; readers see the old lake until the new one is whole."""
    return lake().rebuild(facts.source(now=now))


def compact_lake() -> None:
    """Fold the fresh facts into their months."""
    lake().fold()


def ask_again(*, now: datetime) -> None:
    """Ask for the next turn; one row a minute, however often it is asked for."""
    at = (now + EVERY).replace(second=0, microsecond=0)
    outbox.put(SYNC, f"{at:%Y-%m-%dT%H:%M}", {}, now=now, at=at)
