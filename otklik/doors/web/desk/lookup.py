"""Finding by words while a person types: topics, recipients, addresses; and the outline for the map."""

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render

from otklik.doors.web.visit import Visit, staff
from otklik.ground.people.roles import Action
from otklik.ground.places import selectors as places
from otklik.kernel import language
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import RecipientView, Snapshot, TopicView

MOST = 8


@staff(Action.SEE_CASES)
def topics_found(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Topics whose titles or keywords begin with the words typed."""
    found = topics(catalog.snapshot(visit.town.id), request.GET.get("topic_words", ""))
    chosen = request.GET.get("topic", "")
    return render(request, "desk/found_topics.html", {"topics": found[:MOST], "chosen": chosen})


@staff(Action.SEE_CASES)
def recipients_found(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Recipients whose titles hold the words typed."""
    found = recipients(catalog.snapshot(visit.town.id), request.GET.get("recipient_words", ""))
    return render(request, "desk/found_recipients.html", {"recipients": found[:MOST]})


@staff(Action.SEE_CASES)
def outline(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The boundary of the town and its districts as GeoJSON."""
    features = []
    if boundary := places.boundary(visit.town.id):
        features.append(_feature("town", visit.town.title, boundary))
    for district in places.districts(visit.town.id):
        if district.boundary:
            features.append(_feature("district", district.title, district.boundary))
    response = JsonResponse({"type": "FeatureCollection", "features": features})
    response["Cache-Control"] = "private, max-age=3600"
    return response


def topics(snapshot: Snapshot, words: str) -> list[TopicView]:
    """All the topics for no words; otherwise those where every word begins some word of the topic."""
    typed = language.tokens(words)
    return [
        topic
        for topic in snapshot.assignable_topics()
        if _fits(typed, language.tokens(f"{topic.full_title} {' '.join(topic.keywords)}"))
    ]


def recipients(snapshot: Snapshot, words: str) -> list[RecipientView]:
    typed = language.tokens(words)
    return [one for one in snapshot.active_recipients() if _fits(typed, language.tokens(one.title))]


def degrees(told: str) -> float | None:
    """A latitude or longitude from a form."""
    try:
        value = float(told.replace(",", "."))
    except ValueError:
        return None
    return value if -180 <= value <= 180 else None


def told(value: float | None) -> str:
    """A latitude or longitude for a form, always with a point."""
    return "" if value is None else f"{value:.6f}"


def _fits(typed: list[str], words: list[str]) -> bool:
    return all(any(word.startswith(one) for word in words) for one in typed)


def _feature(kind: str, name: str, geometry: object) -> dict[str, object]:
    return {"type": "Feature", "properties": {"kind": kind, "name": name}, "geometry": geometry}
