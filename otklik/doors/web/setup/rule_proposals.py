"""Rules that the system proposes: what people always decide the same."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.automation import services
from otklik.casework.automation.rules import speech
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import attempt
from otklik.doors.web.visit import Visit
from otklik.flow import listing, proposing
from otklik.ground.people.roles import Action


@keeper(Action.EDIT_SETTINGS)
def proposals(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The surest first, each as the sentence it would become."""
    lists = listing.lists(visit.town.id)
    rows = [
        {"habit": one.habit, "sentence": speech.say(one.body, lists)}
        for one in proposing.proposals(visit.town.id, now=visit.now)
    ]
    return render(request, "setup/rule_proposals.html", {"rows": rows, "days": proposing.DAYS})


@require_POST
@keeper(Action.EDIT_SETTINGS)
def dismiss(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Not to be proposed again; can be taken back at once."""
    key = request.POST.get("key", "")[:160]
    return attempt(
        request,
        lambda: services.dismiss(key, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id),
        to="setup:rule_proposals",
        said=_("Больше не предложим."),
        undo=f"{reverse('setup:recall_proposal')}?key={key}",
    )


@require_POST
@keeper(Action.EDIT_SETTINGS)
def recall(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    key = request.GET.get("key", "")
    return attempt(
        request,
        lambda: services.recall(key, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id),
        to="setup:rule_proposals",
        said=_("Снова в предложениях."),
    )
