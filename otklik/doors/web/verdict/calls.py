"""Whom an operator calls to ask how the answer was."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.satisfaction import selectors as ratings
from otklik.casework.satisfaction import services
from otklik.doors.web.visit import Visit, staff
from otklik.flow import seeing
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors as cases
from otklik.register.catalog import selectors as catalog

MOST_CALLS = 3


@staff(Action.ENTER_CASE)
def calls(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Those whose time to rate ends soonest first."""
    snapshot = catalog.snapshot(visit.town.id)
    found = ratings.calls(cases.visible(visit.access, Action.SEE_PERSONAL, visit.town.id), now=visit.now)
    seeing.page("calls", municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id, ip=visit.ip)
    lines = [(one, snapshot.topics.get(one.case.topic_id or 0)) for one in found]
    return render(request, "verdict/calls.html", {"lines": lines, "most": MOST_CALLS})


@require_POST
@staff(Action.ENTER_CASE)
def missed(request: HttpRequest, visit: Visit, invitation_id: int) -> HttpResponseBase:
    """Nobody answered; after three calls, or when told so, the person is left in peace."""
    seen = cases.visible(visit.access, Action.SEE_PERSONAL, visit.town.id)
    found = {one.id: one for one in ratings.calls(seen, now=visit.now, most=1000)}
    row = found.get(invitation_id)
    if row is None:
        raise Http404
    gives_up = "give_up" in request.POST or row.calls + 1 >= MOST_CALLS
    services.called(row.id, gives_up=gives_up, now=visit.now, actor_id=visit.user_id)
    said = _("Больше звонить не будем.") if gives_up else _("Записано: не дозвонились.")
    messages.success(request, said)
    return redirect("verdict:calls")
