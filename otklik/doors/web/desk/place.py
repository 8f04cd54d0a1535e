"""The address of a case: written by hand, set on the map, or chosen among those that its text names."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from otklik.doors.web.desk import acting, lookup
from otklik.doors.web.desk.opened import Opened, open_card
from otklik.doors.web.visit import Visit, staff
from otklik.flow import card as cards
from otklik.flow.card import PlaceRead
from otklik.ground.people.roles import Action
from otklik.ground.places import selectors as places
from otklik.kernel import personal

_AROUND = 90  # letters of the text shown on either side of the words


@dataclass(frozen=True, slots=True)
class Said:
    """The words by which the place was found, and the text around them."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Choice:
    address: str
    lat: str
    lon: str


@staff(Action.SEE_CASES)
def place(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """The page with the map; who may not edit only looks."""
    opened = open_card(visit, number)
    case = opened.case
    read = cards.place_in_text(case)
    context = {
        "opened": opened,
        "town_code": visit.town.code,
        "case": case,
        "url": acting.act_url(opened, "place"),
        "lat": lookup.told(case.lat),
        "lon": lookup.told(case.lon),
        "district": places.district_titles(visit.town.id).get(case.district_id or 0, ""),
        "may_edit": opened.can(Action.EDIT_CASE),
        "said": _said(opened, read),
        "sure": round(100 * read.found.confidence) if read.found.confidence else 0,
        "why": read.found.why,
        "choices": _choices(read, now=case.address),
    }
    return render(request, "desk/place.html", context)


@staff(Action.SEE_CASES)
def point(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """What lies at a point of the map, in words: the district by its boundary and the nearest house."""
    lat, lon = (lookup.degrees(request.GET.get(name, "")) for name in ("lat", "lon"))
    if lat is None or lon is None:
        return JsonResponse({"text": ""})
    seen = cards.at_point(visit.town.id, lat, lon)
    title = places.district_titles(visit.town.id).get(seen.district_id or 0, "")
    told = [_("Район: %s") % title if title else _("Точка вне районов муниципалитета")]
    if seen.address:
        told.append(_("рядом %s") % seen.address)
    return JsonResponse({"text": "; ".join(told) + "."})


@staff(Action.SEE_CASES)
def houses(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The houses in sight, each street named at one of its houses: latitude, longitude, number, street."""
    edges = [lookup.degrees(request.GET.get(name, "")) for name in ("south", "west", "north", "east")]
    south, west, north, east = edges
    if south is None or west is None or north is None or east is None:
        return JsonResponse({"houses": []})
    seen = places.houses_within(visit.town.id, south=south, west=west, north=north, east=east)
    titles: dict[int, str] = {}
    told = []
    for one in seen:
        title = "" if one.street_id in titles else str(one.street)
        titles[one.street_id] = title
        told.append([one.lat, one.lon, one.number, title])
    return JsonResponse({"houses": told})


def _said(opened: Opened, read: PlaceRead) -> Said | None:
    if not read.found.fragment:
        return None
    start, end = read.found.start, read.found.end
    before, after = read.text[max(0, start - _AROUND) : start], read.text[end : end + _AROUND]
    words = read.text[start:end]
    if not opened.can(Action.SEE_PERSONAL):
        before, after = personal.mask(before), personal.mask(after)
    lead = "…" if start > _AROUND else ""
    return Said(f"{lead}{before}", words, after + ("…" if end + _AROUND < len(read.text) else ""))


def _choices(read: PlaceRead, *, now: str) -> list[Choice]:
    """Each place once, the surest first, without the one that is written now."""
    found: dict[str, Choice] = {}
    for one in (read.found, *read.found.also, *read.candidates):
        if one.address and one.address != now and one.address not in found:
            found[one.address] = Choice(one.address, lookup.told(one.lat), lookup.told(one.lon))
    return list(found.values())
