"""Where a message stands, as a part of the card: stage, term, promises, what must be proved."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from otklik.casework.stages import selectors as stages
from otklik.casework.stages.rules import ROWS, STAGES, Stage, is_of_stages
from otklik.doors.web.desk.opened import Opened, open_card
from otklik.doors.web.stages import moderation
from otklik.doors.web.visit import Visit, staff
from otklik.flow import stages as road
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.register.catalog.rules import EVIDENCE


@staff(Action.SEE_CASES)
def standing(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """A part of the card; a page of its own without scripts."""
    opened = open_card(visit, number)
    if not is_of_stages(opened.case.kind):
        raise Http404
    name = "stages/standing.html" if request.headers.get("HX-Request") else "stages/standing_page.html"
    return render(request, name, context(opened))


def context(opened: Opened) -> dict[str, Any]:
    """The stages in order, the present one with its term; promises with whether they were kept."""
    visit, case = opened.visit, opened.case
    found = road.standing(case)
    titles = {one.code: one.title for one in people.roles(visit.town.id)}
    order = [row.stage for row in STAGES if found.manner.stages[row.stage].is_on]
    at = order.index(found.stage) if found.stage in order else len(order)
    answered_on = case.answered_at.astimezone(visit.zone).date() if case.answered_at else visit.today
    return {
        "case": case,
        "opened": opened,
        "steps": [
            {
                "row": ROWS[stage],
                "role": titles.get(found.manner.stages[stage].role, ""),
                "is_done": number < at,
                "is_now": stage is found.stage,
            }
            for number, stage in enumerate(order)
        ],
        "stage": ROWS[found.stage] if found.stage else None,
        "ends_at": found.ends_at,
        "is_late": found.is_late(visit.now),
        "promises": _promises(case.id, answered_on=answered_on, is_open=case.is_open),
        "evidence": EVIDENCE.get(found.evidence, "") if found.evidence not in ("", "none") else "",
        "may_accept": found.stage is Stage.MODERATION and moderation.may_accept(opened),
        "may_whole": case.is_open and opened.can(Action.APPROVE) and opened.can(Action.ROUTE),
    }


def _promises(case_id: int, *, answered_on: Any, is_open: bool) -> list[tuple[Any, str]]:
    """Each promise with what became of it: moved, kept, broken, or still running."""
    rows = stages.postponements(case_id)
    told = []
    for number, row in enumerate(rows):
        is_last = number == len(rows) - 1
        if not is_last:
            word = "перенесено"
        elif row.promised_on < answered_on:
            word = "нарушено"
        else:
            word = "ждём" if is_open else "выполнено"
        told.append((row, word))
    return told
