"""What is read of the room: drafts with their approval, templates, checks, parts of several writers."""

from otklik.casework.answers.selectors.drafts import (
    Approval,
    Draft,
    approvals,
    draft,
    fitting,
    living,
    of_round,
    overridden,
    reasons,
    submitted,
    template,
    templates,
    turns,
    weights,
)
from otklik.casework.answers.selectors.parts import PartView, has_part, part, parts

__all__ = [
    "Approval",
    "Draft",
    "PartView",
    "approvals",
    "draft",
    "fitting",
    "has_part",
    "living",
    "of_round",
    "overridden",
    "part",
    "parts",
    "reasons",
    "submitted",
    "template",
    "templates",
    "turns",
    "weights",
]
