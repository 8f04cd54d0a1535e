"""The address of a case: written by hand or set on the map."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from otklik.doors.web.desk import acting, lookup
from otklik.doors.web.desk.opened import open_card
from otklik.doors.web.visit import Visit, staff
from otklik.ground.people.roles import Action


@staff(Action.SEE_CASES)
def place(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """The page with the map; who may not edit only looks."""
    opened = open_card(visit, number)
    case = opened.case
    context = {
        "opened": opened,
        "town_code": visit.town.code,
        "case": case,
        "url": acting.act_url(opened, "place"),
        "lat": lookup.told(case.lat),
        "lon": lookup.told(case.lon),
        "may_edit": opened.can(Action.EDIT_CASE),
    }
    return render(request, "desk/place.html", context)
