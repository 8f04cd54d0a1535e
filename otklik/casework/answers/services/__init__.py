"""What changes in the room: drafts with their approval, parts of several writers, templates, checks."""

from otklik.casework.answers.services.drafting import (
    PLAIN,
    BadDraft,
    Writing,
    Yes,
    approve,
    leave,
    save_template,
    send_back,
    sent,
    set_weight,
    submit,
    used,
    write,
)
from otklik.casework.answers.services.parting import BadPart, Part, ask, drop, hand_in, keep, send_part_back

__all__ = [
    "PLAIN",
    "BadDraft",
    "BadPart",
    "Part",
    "Writing",
    "Yes",
    "approve",
    "ask",
    "drop",
    "hand_in",
    "keep",
    "leave",
    "save_template",
    "send_back",
    "send_part_back",
    "sent",
    "set_weight",
    "submit",
    "used",
    "write",
]
