"""What changes in control."""

from otklik.casework.control.services.judging import BadVerdict, judge, keep_found
from otklik.casework.control.services.reminding import (
    Wanted,
    mailed,
    make_digests,
    notify,
    read,
    read_all,
    tell,
)
from otklik.casework.control.services.returning import keep_untaken
from otklik.casework.control.services.setting import set_peace, set_watch

__all__ = [
    "BadVerdict",
    "Wanted",
    "judge",
    "keep_found",
    "keep_untaken",
    "mailed",
    "make_digests",
    "notify",
    "read",
    "read_all",
    "set_peace",
    "set_watch",
    "tell",
]
