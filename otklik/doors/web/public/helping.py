"""What helps while the citizen writes: topics, addresses, cases alike nearby, the outline of the town."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST, require_safe

from otklik.doors.web.public import guards
from otklik.doors.web.public.writing import town_of
from otklik.doors.web.visit import client_ip
from otklik.flow import hints as hints_of
from otklik.flow import limits
from otklik.ground.places import matching
from otklik.ground.places import selectors as places
from otklik.kernel import clock

_SHORTEST, _LONGEST_QUERY = 12, 200
_MOST_NAMES = 400
"""So many streets are named on the outline, the longest: a big town has thousands."""


@require_POST
def hints(request: HttpRequest, code: str) -> HttpResponse:
    """Topics the text may be about and how many have written of the same nearby; a fragment."""
    town = town_of(code)
    if not _may_ask(request):
        return HttpResponse(status=204)
    text, chosen = request.POST.get("text", ""), request.POST.get("topic", "")
    if len(text.strip()) < _SHORTEST:
        return render(request, "public/hints.html", {"chosen": chosen, "the_town": town})
    seen = hints_of.hints(
        town.id,
        text,
        chosen=chosen,
        address=request.POST.get("address", "")[:_LONGEST_QUERY],
        lat=_degrees(request.POST.get("lat", ""), 90),
        lon=_degrees(request.POST.get("lon", ""), 180),
        now=clock.now(),
    )
    shown = {
        "topics": seen.topics,
        "alike": seen.alike,
        "seen": seen.seen,
        "chosen": chosen,
        "the_town": town,
    }
    return render(request, "public/hints.html", shown)


@require_safe
def topics(request: HttpRequest, code: str) -> HttpResponse:
    """Topics found by their words; a fragment."""
    town = town_of(code)
    if not _may_ask(request):
        return HttpResponse(status=204)
    words = request.GET.get("words", "")[:_LONGEST_QUERY]
    found = hints_of.find_topics(town.id, words)
    return render(request, "public/topics.html", {"found": found, "words": words.strip()})


@require_safe
def addresses(request: HttpRequest, code: str) -> HttpResponse:
    """Streets and houses for what is typed; a street alone has no point, its middle would mislead."""
    town = town_of(code)
    if not _may_ask(request):
        return JsonResponse({"items": []})
    found = matching.suggest(town.id, request.GET.get("q", "")[:_LONGEST_QUERY], most=6)
    items = [
        {
            "title": one.title,
            "lat": one.lat if one.house_id else None,
            "lon": one.lon if one.house_id else None,
            "more": one.house_id is None,
        }
        for one in found
    ]
    return JsonResponse({"items": items})


@require_safe
def outline(request: HttpRequest, code: str) -> HttpResponse:
    """The boundary and the districts, for the map without tiles; 404 where none is drawn."""
    town = town_of(code)
    drawn: list[tuple[str, str, object]] = [("town", town.title, places.boundary(town.id))]
    drawn += [("district", one.title, one.boundary) for one in places.districts(town.id)]
    drawn += [
        (kind, name, {"type": "Point", "coordinates": [round(lon, 5), round(lat, 5)]})
        for kind, name, lat, lon in places.named(town.id, most=_MOST_NAMES)
    ]
    features = [
        {"type": "Feature", "properties": {"kind": kind, "name": name}, "geometry": shape}
        for kind, name, shape in drawn
        if shape
    ]
    if not features:
        return HttpResponse(status=404)
    answer = JsonResponse({"type": "FeatureCollection", "features": features})
    patch_cache_control(answer, public=True, max_age=3600)
    return answer


def _may_ask(request: HttpRequest) -> bool:
    return limits.spend("hints", client_ip(request), most=guards.MOST_HINTS, seconds=guards.HINTS_SECONDS)


def _degrees(told: str, limit: int) -> float | None:
    try:
        value = float(told)
    except ValueError:
        return None
    return value if -limit <= value <= limit else None
