"""The list of mass problems: suggested ones first, then those in work, then the past."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from otklik.casework.deadlines import speech as terms
from otklik.casework.duplicates import selectors as duplicates
from otklik.casework.duplicates.outbreaks import STATE_TITLES, State
from otklik.casework.duplicates.selectors import OutbreakView
from otklik.doors.web.visit import Visit, staff
from otklik.ground.people.roles import Action
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import Snapshot

PAST = (State.CLOSED, State.REJECTED, State.MERGED)


@dataclass(frozen=True, slots=True)
class Line:
    """A mass problem as the list draws it."""

    problem: OutbreakView
    state: str
    recipient: str
    tone: str
    left: str
    growth: str
    growth_tone: str
    growth_icon: str


@staff(Action.SEE_CASES)
def problems(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """All of the town, in three groups."""
    is_past = request.GET.get("scope") == "past"
    states = PAST if is_past else (State.SUGGESTED, State.OPEN)
    found = duplicates.problems(visit.town.id, states, now=visit.now)
    snapshot = catalog.snapshot(visit.town.id)
    lines = [line(one, visit, snapshot) for one in found]
    context: dict[str, Any] = {
        "suggested": [one for one in lines if one.problem.state is State.SUGGESTED],
        "opened": [one for one in lines if one.problem.state is State.OPEN],
        "past": [one for one in lines if one.problem.state in PAST],
        "is_past": is_past,
        "manner": duplicates.manner(visit.town.id),
        "may_edit": visit.can(Action.EDIT_CASE),
    }
    return render(request, "mass/problems.html", context)


def line(one: OutbreakView, visit: Visit, snapshot: Snapshot) -> Line:
    recipient = snapshot.recipients.get(one.recipient_id or 0)
    tone, left = "none", ""
    if one.nearest_due is not None:
        left = terms.left(one.nearest_due, now=visit.now, tz=visit.zone)
        tone = "danger" if one.nearest_due < visit.now else "warn" if _is_soon(one, visit) else "none"
    more = one.fresh - one.before
    word = _("за неделю %(now)s, до того %(before)s") % {"now": one.fresh, "before": one.before}
    return Line(
        problem=one,
        state=STATE_TITLES[one.state],
        recipient=recipient.title if recipient else "",
        tone=tone,
        left=left,
        growth=word if one.fresh or one.before else "",
        growth_tone="danger" if more > 0 else "good" if more < 0 else "none",
        growth_icon="up" if more > 0 else "down" if more < 0 else "flat",
    )


def _is_soon(one: OutbreakView, visit: Visit) -> bool:
    return one.nearest_due is not None and (one.nearest_due - visit.now).days < 1
