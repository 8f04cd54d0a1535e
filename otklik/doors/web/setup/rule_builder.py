"""Building a rule: a form without a syntax that reads itself back as a sentence."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.automation import selectors as automation
from otklik.casework.automation import services
from otklik.casework.automation.rules import speech
from otklik.casework.automation.rules.effects import EffectsError
from otklik.casework.automation.rules.fields import Lists
from otklik.casework.automation.selectors import RuleView
from otklik.casework.automation.services import BadRule, Draft
from otklik.doors.web.setup import rule_drawing as drawing
from otklik.doors.web.setup import rule_sketch as sketching
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.rule_sketch import Sketch, Unfilled
from otklik.doors.web.visit import Visit
from otklik.flow import listing, proposing, trying
from otklik.ground.people.roles import Action
from otklik.kernel.conditions import ConditionError
from otklik.register.cases import selectors as cases

REFUSALS = (BadRule, ConditionError, EffectsError, Unfilled)
UNPROCESSABLE = 422
DAYS = (7, 30, 90, 365)


@keeper(Action.EDIT_SETTINGS)
def rule(request: HttpRequest, visit: Visit, rule_id: int | None = None) -> HttpResponseBase:
    """A new rule or another version of one."""
    kept = _kept(visit, rule_id) if rule_id is not None else None
    lists = listing.lists(visit.town.id)
    if request.method != "POST":
        return _page(request, visit, _begun(request, visit, kept), lists, kept=kept)
    sketch = sketching.posted(request.POST)
    act = request.POST.get("do", "")
    if act not in ("save", "switch_on"):
        return _page(request, visit, sketch, lists, kept=kept)
    try:
        saved = _save(visit, sketch, lists, rule_id, is_on=True if act == "switch_on" else None)
    except REFUSALS as error:
        return _page(request, visit, sketch, lists, kept=kept, refusal=str(error))
    is_on = act == "switch_on" or bool(kept and kept.is_on)
    said = (
        _("Правило работает: новые сообщения пойдут по нему.")
        if is_on
        else _("Правило сохранено и выключено.")
    )
    messages.success(request, said)
    return redirect(f"{reverse('setup:rules')}#rule-{saved}")


@require_POST
@keeper(Action.EDIT_SETTINGS)
def form(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The form after a row was added, dropped or asks another field."""
    lists = listing.lists(visit.town.id)
    sketch = sketching.posted(request.POST)
    return render(request, "setup/rule_form.html", _drawn(visit, sketch, lists))


@require_POST
@keeper(Action.EDIT_SETTINGS)
def sentence(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """What the form says by now."""
    lists = listing.lists(visit.town.id)
    return render(request, "setup/rule_sentence.html", read_back(sketching.posted(request.POST), lists))


@require_POST
@keeper(Action.EDIT_SETTINGS)
def trial(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Try what the form says on history before it is kept."""
    lists = listing.lists(visit.town.id)
    told = request.POST.get("rule", "")
    try:
        body = sketching.body_of(sketching.posted(request.POST), lists)
    except REFUSALS as error:
        return render(request, "setup/rule_refused.html", {"refusal": str(error)})
    days = int(told_days) if (told_days := request.POST.get("days", "")) in map(str, DAYS) else 30
    trial_id = trying.ask(
        body, municipality_id=visit.town.id, days=days, now=visit.now, actor_id=visit.user_id,
        rule_id=int(told) if told.isdecimal() else None,
    )  # fmt: skip
    return redirect("setup:rule_trial", trial_id)


def read_back(sketch: Sketch, lists: Lists) -> dict[str, object]:
    """The sentence, or what is missing for one."""
    try:
        return {"sentence": speech.say(sketching.body_of(sketch, lists), lists), "missing": ""}
    except REFUSALS as error:
        return {"sentence": "", "missing": str(error)}


def _kept(visit: Visit, rule_id: int) -> RuleView:
    found = automation.rule(visit.town.id, rule_id)
    if found is None or found.version.body is None:
        raise Http404
    return found


def _begun(request: HttpRequest, visit: Visit, kept: RuleView | None) -> Sketch:
    """An empty form, a kept rule, or one that the system proposes."""
    if kept is not None and kept.version.body is not None:
        root, effects = sketching.sketch_of(kept.version.body)
        version = kept.version
        since, until = (day.isoformat() if day else "" for day in (version.since, version.until))
        return Sketch(title=kept.title, since=since, until=until, root=root, effects=effects)
    if key := request.GET.get("habit", ""):
        found = proposing.by_key(visit.town.id, key, now=visit.now)
        if found is not None:
            root, effects = sketching.sketch_of(found.body)
            return Sketch(root=root, effects=effects)
    return Sketch()


def _save(visit: Visit, sketch: Sketch, lists: Lists, rule_id: int | None, *, is_on: bool | None) -> int:
    since, until = sketching.days_of(sketch)
    draft = Draft(
        title=sketch.title, body=sketching.body_of(sketch, lists), since=since, until=until, note=sketch.note
    )
    return services.save(
        draft, municipality_id=visit.town.id, lists=lists, rule_id=rule_id, is_on=is_on, now=visit.now,
        actor_id=visit.user_id,
    )  # fmt: skip


def _page(
    request: HttpRequest,
    visit: Visit,
    sketch: Sketch,
    lists: Lists,
    *,
    kept: RuleView | None = None,
    refusal: str = "",
) -> HttpResponseBase:
    context = {
        **_drawn(visit, sketch, lists), "kept": kept, "refusal": refusal, "days": DAYS,
        "tags_in_use": cases.tags_of(visit.town.id),
    }  # fmt: skip
    return render(request, "setup/rule.html", context, status=UNPROCESSABLE if refusal else 200)


def _drawn(visit: Visit, sketch: Sketch, lists: Lists) -> dict[str, Any]:
    return {**drawing.context(sketch, lists), **read_back(sketch, lists), "visit": visit}
