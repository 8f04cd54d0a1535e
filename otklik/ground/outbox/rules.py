"""When a delivery is tried again, and how long a worker may hold it."""

from datetime import timedelta
from enum import StrEnum

LEASE = timedelta(minutes=5)
ATTEMPTS = 12


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


def pause_after(attempts: int) -> timedelta:
    """Doubling from five seconds to six hours."""
    return min(timedelta(seconds=5 * 2 ** max(0, attempts - 1)), timedelta(hours=6))
