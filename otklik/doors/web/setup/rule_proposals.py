"""Rules that the system proposes: what people always decide the same."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.automation import services
from otklik.casework.automation.rules import speech
from otklik.casework.automation.rules.mining import Habit
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import attempt
from otklik.doors.web.visit import Visit
from otklik.flow import listing, proposing, trying
from otklik.ground.people.roles import Action
from otklik.kernel import language

DAYS_TRIED = 90


@keeper(Action.EDIT_SETTINGS)
def proposals(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The surest first, each as the sentence it would become; those of words are asked for after the page."""
    rows = _rows(proposing.proposals(visit.town.id, now=visit.now), visit)
    return render(request, "setup/rule_proposals.html", {"rows": rows, "days": proposing.DAYS})


@keeper(Action.EDIT_SETTINGS)
def of_words(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """What people decide by words: texts are read for it, so it comes by itself; a page without scripts."""
    rows = _rows(proposing.of_words(visit.town.id, now=visit.now), visit)
    is_part = bool(request.headers.get("HX-Request"))
    name = "setup/rule_proposals_rows.html" if is_part else "setup/rule_proposals.html"
    return render(request, name, {"rows": rows, "days": proposing.DAYS, "is_of_words": True})


def _rows(found: list[proposing.Proposed], visit: Visit) -> list[dict[str, str]]:
    lists = listing.lists(visit.town.id) if found else None
    return [
        {
            "key": one.habit.key,
            "evidence": _evidence(one.habit),
            "sentence": speech.say(one.body, lists),
        }
        for one in found
        if lists is not None
    ]


def _evidence(habit: Habit) -> str:
    told = {"kept": language.number(habit.kept), "total": language.number(habit.total)}
    said = {
        "recipient": _("%(kept)s из %(total)s направлены туда же"),
        "executor": _("%(kept)s из %(total)s исполнял один и тот же человек"),
        "co_executors": _("К %(kept)s из %(total)s люди сами звали этого соисполнителя"),
        "urgency": _("У %(kept)s из %(total)s люди сами поставили эту срочность"),
        "fast_track": _("На %(kept)s из %(total)s ответили за %(days)s, без передач и возвратов"),
    }
    days = language.counted(proposing.QUICK_DAYS, "день", "дня", "дней")
    return said[habit.effect] % {**told, "days": days}


@require_POST
@keeper(Action.EDIT_SETTINGS)
def tried(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Try the proposed rule on the register before anything is made of it."""
    found = proposing.by_key(visit.town.id, request.POST.get("key", "")[:160], now=visit.now)
    if found is None:
        messages.info(
            request, _("Этого предложения больше нет: так уже делает правило, или привычка сменилась.")
        )
        return redirect("setup:rule_proposals")
    trial_id = trying.ask(
        found.body, municipality_id=visit.town.id, days=DAYS_TRIED, now=visit.now, actor_id=visit.user_id
    )
    return redirect("setup:rule_trial", trial_id)


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
