"""The one reader of the system clock."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC. Only doors call it; everyone below gets `now` as an argument."""
    return datetime.now(UTC)
