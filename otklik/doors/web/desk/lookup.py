"""Finding by words while a person types: topics, recipients, addresses."""

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render

from otklik.doors.web.visit import Visit, staff
from otklik.flow import hints
from otklik.ground.people.roles import Action
from otklik.ground.places import matching
from otklik.kernel import language
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import RecipientView, Snapshot

MOST = 8


@staff(Action.SEE_CASES)
def topics_found(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Topics whose titles or keywords begin with the words typed."""
    found = hints.find_topics(visit.town.id, request.GET.get("topic_words", ""), most=MOST)
    return render(request, "desk/found_topics.html", {"topics": found})


@staff(Action.SEE_CASES)
def recipients_found(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Recipients whose titles hold the words typed."""
    found = recipients(catalog.snapshot(visit.town.id), request.GET.get("recipient_words", ""))
    return render(request, "desk/found_recipients.html", {"recipients": found[:MOST]})


@staff(Action.ENTER_CASE)
def addresses(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Streets and houses for what is typed; a street alone has no point, its middle would mislead."""
    found = matching.suggest(visit.town.id, request.GET.get("q", "")[:200], most=MOST)
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


def recipients(snapshot: Snapshot, words: str) -> list[RecipientView]:
    """Those where every word typed begins some word of the title."""
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
