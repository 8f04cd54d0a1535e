"""What changes of an appeal under 59-ФЗ."""

from otklik.casework.appeals.services.deciding import (
    BadAppeal,
    Deciding,
    keep_decision,
    resume,
    retire_public_answer,
    save_public_answer,
)
from otklik.casework.appeals.services.journal import Who
from otklik.casework.appeals.services.noticing import (
    Drafting,
    Sending,
    draft_notice,
    edit_notice,
    send_notice,
)
from otklik.casework.appeals.services.papers import Checked, keep_code, keep_paper, save_way
from otklik.casework.appeals.services.receiving import (
    Booking,
    Hours,
    book,
    cancel,
    end_reception,
    save_hours,
)
from otklik.casework.appeals.services.sending import (
    Asking,
    Sent,
    answer_request,
    ask_body,
    keep_forwarding,
    remind,
    take_result,
)

__all__ = [
    "Asking",
    "BadAppeal",
    "Booking",
    "Checked",
    "Deciding",
    "Drafting",
    "Hours",
    "Sending",
    "Sent",
    "Who",
    "answer_request",
    "ask_body",
    "book",
    "cancel",
    "draft_notice",
    "edit_notice",
    "end_reception",
    "keep_code",
    "keep_decision",
    "keep_forwarding",
    "keep_paper",
    "remind",
    "resume",
    "retire_public_answer",
    "save_hours",
    "save_public_answer",
    "save_way",
    "send_notice",
    "take_result",
]
