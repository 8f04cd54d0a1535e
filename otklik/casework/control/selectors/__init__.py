"""Reading what is watched, told and found."""

from otklik.casework.control.selectors.conflicts import (
    ConflictView,
    Tally,
    conflict,
    conflicts,
    conflicts_of_case,
    open_conflicts,
    tallies,
)
from otklik.casework.control.selectors.notices import (
    Letter,
    NoticeView,
    ReminderView,
    letter,
    notices,
    unread,
)
from otklik.casework.control.selectors.settings import manner_of, manners, peace_of, told_on, untaken_counts

__all__ = [
    "ConflictView",
    "Letter",
    "NoticeView",
    "ReminderView",
    "Tally",
    "conflict",
    "conflicts",
    "conflicts_of_case",
    "letter",
    "manner_of",
    "manners",
    "notices",
    "open_conflicts",
    "peace_of",
    "tallies",
    "told_on",
    "unread",
    "untaken_counts",
]
