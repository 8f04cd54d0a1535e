"""What changes in the room of duplicates."""

from otklik.casework.duplicates.services.acting import begin_run, end_run, fail_item, note_item
from otklik.casework.duplicates.services.following import follow, follow_case, unfollow, unfollow_case
from otklik.casework.duplicates.services.gathering import (
    About,
    BadOutbreak,
    Edit,
    Joining,
    add,
    begin,
    confirm_all,
    edit,
    judge_member,
    merge,
    promise,
    set_state,
    split,
)
from otklik.casework.duplicates.services.linking import judge, link, relink, set_manner
from otklik.casework.duplicates.services.printing import keep, renew

__all__ = [
    "About",
    "BadOutbreak",
    "Edit",
    "Joining",
    "add",
    "begin",
    "begin_run",
    "confirm_all",
    "edit",
    "end_run",
    "fail_item",
    "follow",
    "follow_case",
    "judge",
    "judge_member",
    "keep",
    "link",
    "merge",
    "note_item",
    "promise",
    "relink",
    "renew",
    "set_manner",
    "set_state",
    "split",
    "unfollow",
    "unfollow_case",
]
