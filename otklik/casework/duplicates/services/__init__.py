"""What changes in the room of duplicates."""

from otklik.casework.duplicates.contacts import BadContact
from otklik.casework.duplicates.services.acting import begin_run, end_run, fail_item, note_item
from otklik.casework.duplicates.services.following import (
    follow,
    follow_case,
    leave_contact,
    told,
    unfollow,
    unfollow_case,
)
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
from otklik.casework.duplicates.services.parting import part_off
from otklik.casework.duplicates.services.printing import keep, renew

__all__ = [
    "About",
    "BadContact",
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
    "leave_contact",
    "link",
    "merge",
    "note_item",
    "part_off",
    "promise",
    "relink",
    "renew",
    "set_manner",
    "set_state",
    "split",
    "told",
    "unfollow",
    "unfollow_case",
]
