"""The page of a mass problem: its cases with their own terms, the map, what can be done, what was done."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from otklik.casework.answers.rules import SLOTS
from otklik.casework.duplicates import selectors as duplicates
from otklik.casework.duplicates.outbreaks import LIVING, State
from otklik.casework.duplicates.rules import Verdict
from otklik.casework.duplicates.selectors import OutbreakView
from otklik.doors.web import speech
from otklik.doors.web.desk import rows, words
from otklik.doors.web.mass import lists
from otklik.doors.web.mass.offers import Typed, offered
from otklik.doors.web.visit import Visit, staff
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.ground.places import selectors as places
from otklik.register.cases import selectors as cases
from otklik.register.catalog import selectors as catalog

MOST_SHOWN = 200


def found(visit: Visit, outbreak_id: int) -> OutbreakView:
    """The problem of this town, or 404."""
    view = duplicates.problem(outbreak_id, municipality_id=visit.town.id, now=visit.now)
    if view is None:
        raise Http404
    return view


@staff(Action.SEE_CASES)
def problem(request: HttpRequest, visit: Visit, outbreak_id: int) -> HttpResponseBase:
    """The page."""
    return show(request, visit, found(visit, outbreak_id))


def show(
    request: HttpRequest, visit: Visit, view: OutbreakView, *, typed: Typed | None = None, status: int = 200
) -> HttpResponse:
    """The page, with what was typed into a refused act."""
    snapshot = catalog.snapshot(visit.town.id)
    members = duplicates.members(view.id)
    grounds = {one.case_id: one for one in members}
    seen = cases.by_ids(
        visit.access,
        [one.case_id for one in members][:MOST_SHOWN],
        municipality_id=visit.town.id,
        action=Action.SEE_CASES,
    )
    drawn = list(zip(seen, rows.rows(seen, visit, snapshot), strict=True))
    sure = [row for case, row in drawn if grounds[case.id].state is Verdict.CONFIRMED]
    unsure = [(row, grounds[case.id]) for case, row in drawn if grounds[case.id].state is Verdict.PROPOSED]
    topic = snapshot.topics.get(view.topic_id or 0)
    context: dict[str, Any] = {
        "line": lists.line(view, visit, snapshot),
        "problem": view,
        "topic": topic,
        "district": places.district_titles(visit.town.id).get(view.district_id or 0, ""),
        "sure": sure,
        "unsure": unsure,
        "hidden": len(members) - len(seen),
        "events": _events(view, visit),
        "run": duplicates.last_run(view.id),
        "failures": _failures(view, visit),
        "typed": typed,
        "offers": offered(visit, view) if view.state is State.OPEN else [],
        "is_living": view.state in LIVING,
        "may_edit": visit.can(Action.EDIT_CASE),
        "others": _others(view, visit),
        "to_tell": duplicates.contact_count(view.id),
        "may_tell": visit.can(Action.SEE_PERSONAL),
        "recipients": snapshot.active_recipients(),
        "outcomes": list(words.OUTCOMES.items()),
        "slots": [(slot, word) for slot, word in SLOTS.items() if slot != "due"],
        "public_url": request.build_absolute_uri(reverse("public:problem", args=[view.public_code])),
    }
    return render(request, "mass/problem.html", context, status=status)


def _others(view: OutbreakView, visit: Visit) -> list[OutbreakView]:
    every = duplicates.problems(visit.town.id, LIVING, now=visit.now) if view.state in LIVING else []
    return [one for one in every if one.id != view.id]


def _events(view: OutbreakView, visit: Visit) -> list[dict[str, str]]:
    told = duplicates.history(view.id)
    names = people.names([one for *_, one in told if one])
    return [
        {
            "at": speech.when(at.astimezone(visit.zone).date(), now=visit.now),
            "text": f"{text} ({rows.short_name(names[by])})" if by in names else text,
        }
        for at, text, by in told
    ]


def _failures(view: OutbreakView, visit: Visit) -> list[tuple[str, str, str]]:
    """The cases of the last act that could not be done: number, address, why."""
    last = duplicates.last_run(view.id)
    if last is None or not last.failures:
        return []
    reasons = dict(last.failures)
    seen = cases.by_ids(visit.access, list(reasons), municipality_id=visit.town.id, action=Action.SEE_CASES)
    return [(one.number, reverse("desk:case", args=[one.number]), reasons[one.id]) for one in seen]


@staff(Action.SEE_CASES)
def points(request: HttpRequest, visit: Visit, outbreak_id: int) -> HttpResponseBase:
    """The outline of the town and the places of the cases, for the map without tiles."""
    view = found(visit, outbreak_id)
    drawn: list[tuple[str, str, object]] = [("town", visit.town.title, places.boundary(visit.town.id))]
    drawn += [("district", one.title, one.boundary) for one in places.districts(visit.town.id)]
    ids = [one.case_id for one in duplicates.members(view.id)]
    seen = cases.by_ids(visit.access, ids, municipality_id=visit.town.id, action=Action.SEE_CASES)
    drawn += [
        ("case", one.address or one.number, {"type": "Point", "coordinates": [one.lon, one.lat]})
        for one in seen
        if one.lat is not None and one.lon is not None
    ]
    features = [
        {"type": "Feature", "properties": {"kind": kind, "name": name}, "geometry": shape}
        for kind, name, shape in drawn
        if shape
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})
