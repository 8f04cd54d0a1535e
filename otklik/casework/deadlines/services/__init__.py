"""What changes: the clocks of cases, decisions about them, and the terms a municipality sets."""

from otklik.casework.deadlines.decisions import BadClock, NeedsConfirming
from otklik.casework.deadlines.services.beginning import begin, promise
from otklik.casework.deadlines.services.deciding import extend, give_notice, pause, resume, revoke_extension
from otklik.casework.deadlines.services.running import recount, restart, start, stop
from otklik.casework.deadlines.services.setting import BadTerm, set_counting, set_term, set_topic_term

__all__ = [
    "BadClock",
    "BadTerm",
    "NeedsConfirming",
    "begin",
    "extend",
    "give_notice",
    "pause",
    "promise",
    "recount",
    "restart",
    "resume",
    "revoke_extension",
    "set_counting",
    "set_term",
    "set_topic_term",
    "start",
    "stop",
]
