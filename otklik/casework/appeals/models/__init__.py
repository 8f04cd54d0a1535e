"""What is decided of appeals: their paper side, forwardings, requests, decisions, notices, receptions."""

from otklik.casework.appeals.models.deciding import Decision, Notice, PublicAnswer, Termination
from otklik.casework.appeals.models.paper import Paper, QuestionCode, WayIn
from otklik.casework.appeals.models.receiving import Reception, ReceptionHours
from otklik.casework.appeals.models.sending import BodyRequest, ForwardedQuestion, Forwarding

__all__ = [
    "BodyRequest",
    "Decision",
    "ForwardedQuestion",
    "Forwarding",
    "Notice",
    "Paper",
    "PublicAnswer",
    "QuestionCode",
    "Reception",
    "ReceptionHours",
    "Termination",
    "WayIn",
]
