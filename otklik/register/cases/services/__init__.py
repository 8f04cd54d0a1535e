"""What changes in the register."""

from otklik.register.cases.complaints import Accused, Banned
from otklik.register.cases.services.accusing import name_accused, refuse_addressee
from otklik.register.cases.services.assigning import assign
from otklik.register.cases.services.basing import BasisKind, Grounds, keep_bases, undo_bases
from otklik.register.cases.services.co_executing import (
    CoExecution,
    add_co_executors,
    keep_co_executors,
    remove_co_executor,
)
from otklik.register.cases.services.converting import keep_applicant, register_as_appeal
from otklik.register.cases.services.editing import (
    Decision,
    Location,
    ask_decision,
    decide,
    link_duplicate,
    mark_fast_track,
    rate,
    relocate,
    set_term,
    set_urgency,
    tag,
)
from otklik.register.cases.services.evidence import drop_waiting, hand_over, lay_by
from otklik.register.cases.services.moving import Stale, add_post, hold, move, touch
from otklik.register.cases.services.questioning import (
    Asking,
    BadQuestion,
    remove_question,
    save_question,
    set_appeal_type,
)
from otklik.register.cases.services.refreshing import Refreshment, refresh
from otklik.register.cases.services.registering import register
from otklik.register.cases.services.repeating import Repeat, mark_repeats
from otklik.register.cases.services.viewing import forget_view, save_view

__all__ = [
    "Accused",
    "Asking",
    "BadQuestion",
    "Banned",
    "BasisKind",
    "CoExecution",
    "Decision",
    "Grounds",
    "Location",
    "Refreshment",
    "Repeat",
    "Stale",
    "add_co_executors",
    "add_post",
    "ask_decision",
    "assign",
    "decide",
    "drop_waiting",
    "forget_view",
    "hand_over",
    "hold",
    "keep_applicant",
    "keep_bases",
    "keep_co_executors",
    "lay_by",
    "link_duplicate",
    "mark_fast_track",
    "mark_repeats",
    "move",
    "name_accused",
    "rate",
    "refresh",
    "refuse_addressee",
    "register",
    "register_as_appeal",
    "relocate",
    "remove_co_executor",
    "remove_question",
    "save_question",
    "save_view",
    "set_appeal_type",
    "set_term",
    "set_urgency",
    "tag",
    "touch",
    "undo_bases",
]
