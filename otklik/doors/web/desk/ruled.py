"""What automatic rules did to a case, in words, and its tags."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from otklik.casework.answers import selectors as answers
from otklik.casework.automation import selectors as automation
from otklik.casework.automation.rules import speech
from otklik.casework.automation.rules.effects import TITLES, Effects
from otklik.casework.automation.rules.fields import Lists, shown
from otklik.casework.automation.selectors import Acting
from otklik.doors.web.desk import co_execution, filters
from otklik.doors.web.desk.opened import Opened, open_card
from otklik.doors.web.visit import Visit, staff
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.register.cases.queue import Asked
from otklik.register.catalog.views import Snapshot

OUTCOMES = {"returned": "получатель вернул", "rerouted": "человек решил иначе"}


@staff(Action.SEE_CASES)
def rules(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """What rules did to the case, who was brought to it and its tags, for the card."""
    opened = open_card(visit, number)
    found = [(title, filters.address(asked)) for title, asked in tags(opened)]
    return render(
        request, "desk/case_rules.html", {**context(opened), **co_execution.context(opened), "tags": found}
    )


def context(opened: Opened) -> dict[str, Any]:
    """The rules that acted, the last asking first; those asked before stand folded."""
    found = automation.actings(opened.case.id)
    if not found:
        return {}
    lists = _lists(opened.snapshot, [one.effects for one in found], opened.case.municipality_id)
    drawn = [(_drawn(one, lists), one.is_current) for one in found]
    return {
        "ruled": [one for one, is_current in drawn if is_current],
        "ruled_before": [one for one, is_current in drawn if not is_current],
        "may_see_rules": opened.visit.can(Action.EDIT_SETTINGS),
    }


def tags(opened: Opened) -> list[tuple[str, Asked]]:
    """The tags of the case, each with the queue it gathers."""
    return [(one.title, Asked(tag=one.title)) for one in opened.case.tags.all()]


def _drawn(one: Acting, lists: Lists) -> dict[str, Any]:
    return {
        "rule_id": one.rule_id,
        "title": one.title,
        "number": one.number,
        "at": one.version_at,
        "did": ", ".join(TITLES[key] for key in one.effects.keys()),  # noqa: SIM118  # a method of ours
        "effects": speech.say_effects(one.effects, lists),
        "failures": [f"{TITLES[key]}: {why}" for key, why in one.failures],
        "why": one.why,
        "outcome": OUTCOMES.get(one.outcome, ""),
    }


def _lists(snapshot: Snapshot, effects: list[Effects], municipality_id: int) -> Lists:
    """Only the names that are told."""
    ids = {one for told in effects for one in (*told.approvers, told.executor or 0) if one}
    templates = (
        {str(row.id): shown(row.title) for row in answers.templates(municipality_id)}
        if any(told.template for told in effects)
        else {}
    )
    return Lists(
        recipients={str(one.id): shown(one.title) for one in snapshot.recipients.values()},
        people={str(user): name for user, name in people.names(list(ids)).items()} if ids else {},
        templates=templates,
    )
