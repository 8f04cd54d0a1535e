"""What others have changed of a case since a form was opened."""

from dataclasses import dataclass
from datetime import datetime

from otklik.ground.audit import selectors as audit
from otklik.ground.people import selectors as people


@dataclass(frozen=True, slots=True)
class Changed:
    """An act of somebody else: the code of the action, who and when."""

    action: str
    who: str
    at: datetime


def changed_since(case_id: int, seen_at: str) -> list[Changed]:
    """Acts on the case after the moment that the form bears; nothing where it bears none."""
    try:
        since = datetime.fromisoformat(seen_at)
    except ValueError:
        return []
    lines = [one for one in audit.of_subject("case", case_id) if one.at > since]
    names = people.names([one.actor_id for one in lines if one.actor_id])
    return [Changed(one.action, names.get(one.actor_id or 0, "система"), one.at) for one in lines]
