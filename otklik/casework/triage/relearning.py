"""When a town learns anew, how much a person's correction weighs, and when a training is given up."""

from datetime import datetime, timedelta

DEFAULT_RETRAIN_AFTER = 50
LEAST_RETRAIN_AFTER, MOST_RETRAIN_AFTER = 10, 10_000
CORRECTION_WEIGHT = 3.0
"""Where a person has put another topic or recipient than the system did: that is where it was wrong."""

ATTEMPTS = 3
SILENT = timedelta(minutes=30)
"""A training that has told nothing for so long is led by nobody."""

KEPT_FILES = 10
_SPACING = {"nightly": timedelta(hours=20), "weekly": timedelta(days=6, hours=20)}


def is_due(retrain: str, *, fresh: int, after: int, last_at: datetime | None, now: datetime) -> bool:
    """Whether to learn tonight: enough fresh labels, and the last training is not too near."""
    spacing = _SPACING.get(retrain)
    if spacing is None or fresh < after:
        return False
    return last_at is None or now - last_at >= spacing
