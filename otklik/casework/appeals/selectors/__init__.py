"""Reading what is decided of appeals."""

from otklik.casework.appeals.models import Paper
from otklik.casework.appeals.selectors.cards import (
    DecisionView,
    Requested,
    Sent,
    Written,
    codes,
    decisions,
    forwardings,
    notice,
    notices,
    notices_left,
    paper,
    request,
    requests,
    results_left,
)
from otklik.casework.appeals.selectors.knowing import (
    PublicAnswerView,
    TerminationView,
    public_answer,
    public_answers,
    terminations,
    way_of,
    ways,
)
from otklik.casework.appeals.selectors.receiving import HoursView, ReceptionView, hours, reception, receptions

__all__ = [
    "DecisionView",
    "HoursView",
    "Paper",
    "PublicAnswerView",
    "ReceptionView",
    "Requested",
    "Sent",
    "TerminationView",
    "Written",
    "codes",
    "decisions",
    "forwardings",
    "hours",
    "notice",
    "notices",
    "notices_left",
    "paper",
    "public_answer",
    "public_answers",
    "reception",
    "receptions",
    "request",
    "requests",
    "results_left",
    "terminations",
    "way_of",
    "ways",
]
