"""Reading triage: the town's triager, its opinion of a case, and how the learning goes."""

from otklik.casework.triage.rules import Asked, Proposal, Suggestion
from otklik.casework.triage.selectors.answering import (
    OpinionView,
    answers_by,
    labels_of,
    opinion,
    recipient_for,
    signs_of,
    threshold,
    triager,
)
from otklik.casework.triage.selectors.learning import (
    Fresh,
    LearningView,
    RunView,
    VersionView,
    corrected,
    fresh_labels,
    fresh_texts,
    learning,
    mistakes,
    run,
    runs,
    versions,
)
from otklik.casework.triage.selectors.marking import sign_titles, with_sign

__all__ = [
    "Asked",
    "Fresh",
    "LearningView",
    "OpinionView",
    "Proposal",
    "RunView",
    "Suggestion",
    "VersionView",
    "answers_by",
    "corrected",
    "fresh_labels",
    "fresh_texts",
    "labels_of",
    "learning",
    "mistakes",
    "opinion",
    "recipient_for",
    "run",
    "runs",
    "sign_titles",
    "signs_of",
    "threshold",
    "triager",
    "versions",
    "with_sign",
]
