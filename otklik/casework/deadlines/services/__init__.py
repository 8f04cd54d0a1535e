"""What changes: the clocks of cases, and the terms a municipality sets."""

from otklik.casework.deadlines.services.running import recount, restart, start, stop
from otklik.casework.deadlines.services.setting import BadTerm, set_counting, set_term

__all__ = ["BadTerm", "recount", "restart", "set_counting", "set_term", "start", "stop"]
