"""What a trial of rules has shown: figures against what people did, cases, and the health of all rules."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.automation import selectors as automation
from otklik.casework.automation.rules import speech
from otklik.casework.automation.rules.effects import TITLES
from otklik.casework.automation.rules.health import TROUBLE_TITLES, Trouble
from otklik.casework.automation.rules.mining import agreement
from otklik.casework.automation.selectors import TrialView
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.visit import Visit
from otklik.flow import listing, trying
from otklik.ground.people.roles import Action
from otklik.register.catalog import selectors as catalog

VERDICTS = {
    "same": ("так же", "good"),
    "other": ("иначе", "warn"),
    "open": ("ещё не решено", "none"),
    "": ("", "none"),
}
HEALTH_DAYS = 90


@keeper(Action.EDIT_SETTINGS)
def trial(request: HttpRequest, visit: Visit, trial_id: int) -> HttpResponseBase:
    """The page of a trial, or its part for the form that asked."""
    found = _trial(visit, trial_id)
    is_part = bool(request.headers.get("HX-Request"))
    context = _shown(visit, found) | {"is_part": is_part}
    return render(request, "setup/rule_trial_part.html" if is_part else "setup/rule_trial.html", context)


@keeper(Action.EDIT_SETTINGS)
def progress(request: HttpRequest, visit: Visit, trial_id: int) -> HttpResponseBase:
    found = _trial(visit, trial_id)
    return JsonResponse(
        {
            "done": found.done, "total": found.total or 1, "state": found.state,
            "text": _("Правило примеряется к карточкам"), "url": reverse("setup:rule_trial", args=[trial_id]),
        }
    )  # fmt: skip


@require_POST
@keeper(Action.EDIT_SETTINGS)
def check(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Try all rules together: which are dead, shadowed or in conflict."""
    trial_id = trying.ask(
        None, municipality_id=visit.town.id, days=HEALTH_DAYS, now=visit.now, actor_id=visit.user_id
    )
    return redirect("setup:rule_trial", trial_id)


def _trial(visit: Visit, trial_id: int) -> TrialView:
    found = automation.trial(visit.town.id, trial_id)
    if found is None:
        raise Http404
    return found


def _shown(visit: Visit, found: TrialView) -> dict[str, Any]:
    result: dict[str, Any] = dict(found.result)
    context: dict[str, Any] = {"trial": found, "result": result}
    if found.state != "done":
        return context
    if found.body is None:
        return context | _health(visit, result)
    recipients = catalog.snapshot(visit.town.id).recipients
    titles = {one.id: one.title for one in recipients.values()}
    return context | {
        "sentence": speech.say(found.body, listing.lists(visit.town.id)),
        "share": result["matched"] / result["cases"] if result["cases"] else None,
        "effects": [
            {
                "title": TITLES[key], "same": counts.get("same", 0), "other": counts.get("other", 0),
                "open": counts.get("open", 0), "agreement": agreement(_decided(counts)),
            }
            for key, counts in result["by_effect"].items()
        ],
        "instead": [(titles.get(one, _("нет в справочнике")), count) for one, count in result["instead"]],
        "cases": [
            {
                "number": number, "at": datetime.fromisoformat(at), "recipient": titles.get(recipient, "—"),
                "verdict": VERDICTS[verdict][0], "tone": VERDICTS[verdict][1],
            }
            for number, at, recipient, verdict in result["listed"]
        ],
    }  # fmt: skip


def _decided(counts: dict[str, int]) -> dict[str, int]:
    """Those that nobody has decided yet agree with nobody."""
    return {key: count for key, count in counts.items() if key != "open"}


def _health(visit: Visit, result: dict[str, Any]) -> dict[str, Any]:
    rules = {one.id: one for one in automation.rules(visit.town.id, now=visit.now)}
    return {
        "findings": [
            {"rule": rules[rule_id], "title": TROUBLE_TITLES[Trouble(trouble)], "text": text}
            for rule_id, trouble, text, _other in result["findings"]
            if rule_id in rules
        ],
        "matched": [(one, result["matched"].get(str(one.id), 0)) for one in rules.values() if one.is_on],
    }
