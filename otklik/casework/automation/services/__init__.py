"""What changes in automation."""

from otklik.casework.automation.models import HitOutcome
from otklik.casework.automation.services.acting import Kept, close_alarms, judge, keep, keep_again, warn
from otklik.casework.automation.services.people import (
    AbsenceDraft,
    BadDays,
    ShiftDraft,
    remove_absence,
    remove_shift,
    save_absence,
    save_shift,
)
from otklik.casework.automation.services.ruling import (
    BadRule,
    Draft,
    archive,
    move,
    restore,
    save,
    switch,
    unarchive,
)
from otklik.casework.automation.services.trying import ask_trial, dismiss, end_trial, go_on, recall

__all__ = [
    "AbsenceDraft",
    "BadDays",
    "BadRule",
    "Draft",
    "HitOutcome",
    "Kept",
    "ShiftDraft",
    "archive",
    "ask_trial",
    "close_alarms",
    "dismiss",
    "end_trial",
    "go_on",
    "judge",
    "keep",
    "keep_again",
    "move",
    "recall",
    "remove_absence",
    "remove_shift",
    "restore",
    "save",
    "save_absence",
    "save_shift",
    "switch",
    "unarchive",
    "warn",
]
