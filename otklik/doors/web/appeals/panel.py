"""The road of an appeal as the card shows it: kind, questions, what went where, what may be decided."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from otklik.border.ports.messages import CaseKind
from otklik.doors.web.appeals import drawing
from otklik.doors.web.desk.opened import Failed, Opened, open_card
from otklik.doors.web.visit import Visit, staff
from otklik.flow import hints
from otklik.flow.appeals import coding
from otklik.ground.people.roles import Action

UNPROCESSABLE = 422
MOST = 8


@staff(Action.SEE_CASES)
def panel(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """The fragment that the card brings in; of a message, what its way in is by law."""
    opened = open_card(visit, number)
    if opened.case.kind != CaseKind.APPEAL:
        return render(request, "appeals/way.html", drawing.way(opened))
    return render(request, "appeals/panel.html", drawing.context(opened))


@staff(Action.SEE_CASES)
def road(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """The same on a page of its own."""
    return page(request, opened_appeal(visit, number))


def page(request: HttpRequest, opened: Opened, *, failed: Failed | None = None) -> HttpResponse:
    """A refused act comes back with its reason, what changed meanwhile and all that was typed (422)."""
    context: dict[str, Any] = drawing.context(opened, failed)
    return render(request, "appeals/road.html", context, status=UNPROCESSABLE if failed else 200)


@staff(Action.SEE_CASES)
def codes(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Codes of the national classifier by digits or by words of their titles, as they are typed."""
    words = request.GET.get("code", "")
    found = coding.find(words, on=visit.today, most=MOST)
    topics = hints.find_topics(visit.town.id, words, most=3) if not found else []
    return render(request, "appeals/found_codes.html", {"codes": found, "topics": topics})


def opened_appeal(visit: Visit, number: str) -> Opened:
    """The card of an appeal; of a message there is no such road (404)."""
    opened = open_card(visit, number)
    if opened.case.kind != CaseKind.APPEAL:
        raise Http404
    return opened
