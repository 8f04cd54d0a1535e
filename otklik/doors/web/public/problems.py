"""A citizen follows what others have told of: a published mass problem or single messages."""

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.casework.duplicates import selectors as duplicates
from otklik.casework.duplicates.services import BadContact
from otklik.doors.web.public import consents, guards
from otklik.doors.web.public.writing import around, town_of
from otklik.doors.web.visit import client_ip
from otklik.flow import limits, telling, watching
from otklik.ground.places import selectors as places
from otklik.kernel import clock

COOKIE = "otklik_follow"
_YEAR = 365 * 24 * 3600
_UNPROCESSABLE = 422


@require_safe
def problem(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a published mass problem."""
    return _page(request, code)


def _page(
    request: HttpRequest, code: str, *, error: str = "", contact: str = "", status: int = 200
) -> HttpResponse:
    """With what was typed and why it was not taken."""
    found = duplicates.public_problem(code, now=clock.now())
    if found is None:
        raise Http404
    municipality_id, view = found
    if view.public_code != code.upper():
        return redirect("public:problem", view.public_code)  # it was merged into this one
    key = request.COOKIES.get(COOKIE, "")
    town = places.municipality(municipality_id)
    context = {
        "problem": view,
        "people": view.cases + view.followers,
        "is_following": bool(key) and duplicates.is_following(key=key, outbreak_id=view.id),
        "will_be_told": bool(key) and duplicates.has_contact(key=key, outbreak_id=view.id),
        "document": consents.document(consents.TELLING, town),
        "the_town": town,
        "error": error,
        "contact": contact,
        "is_agreed": bool(request.POST.get("consent")),
        **around(town),
    }
    return render(request, "public/problem.html", context, status=status)


@require_POST
def leave_contact(request: HttpRequest, code: str) -> HttpResponse:
    """Where to tell once that the problem is solved; only with a consent of its own."""
    if not _may(request):
        return _too_often(request)
    found = duplicates.public_problem(code, now=clock.now())
    if found is None:
        raise Http404
    told, edition = request.POST.get("contact", "")[:300], request.POST.get("consent", "")
    if edition != consents.document(consents.TELLING, places.municipality(found[0])).edition:
        why = _("Чтобы оставить контакт, прочитайте согласие на его обработку и отметьте его.")
        return _page(request, code, error=why, contact=told, status=_UNPROCESSABLE)
    key = request.COOKIES.get(COOKIE) or uuid4().hex
    try:
        is_kept = telling.leave(code, told, key=key, edition=edition, now=clock.now(), ip=client_ip(request))
    except BadContact as error:
        return _page(request, code, error=str(error), contact=told, status=_UNPROCESSABLE)
    if not is_kept:
        raise Http404
    return _kept(redirect("public:problem", code), key)


@require_POST
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """«Me too»: counted once a browser; from the form a fragment, from the page back to it."""
    if not _may(request):
        return _too_often(request)
    key = request.COOKIES.get(COOKIE) or uuid4().hex
    is_wanted = "stop" not in request.POST
    if not watching.follow(code, key=key, now=clock.now(), is_wanted=is_wanted):
        raise Http404
    if request.headers.get("HX-Request"):
        address = reverse("public:problem", args=[code])
        return _kept(render(request, "public/followed_one.html", {"address": address}), key)
    return _kept(redirect("public:problem", code), key)


@require_POST
def follow_case(request: HttpRequest, code: str, case_id: int) -> HttpResponse:
    """The same for a single message; its page is the list of what this browser follows."""
    town = town_of(code)
    if not _may(request):
        return _too_often(request)
    key = request.COOKIES.get(COOKIE) or uuid4().hex
    count = watching.follow_case(case_id, municipality_id=town.id, key=key, now=clock.now())
    if count is None:
        raise Http404
    address = reverse("public:followed", args=[code])
    if request.headers.get("HX-Request"):
        shown = {"address": address, "count": count}
        return _kept(render(request, "public/followed_one.html", shown), key)
    return _kept(redirect(address), key)


@require_safe
def followed(request: HttpRequest, code: str) -> HttpResponse:
    """What this browser follows."""
    town = town_of(code)
    key = request.COOKIES.get(COOKIE, "")
    seen = watching.followed(key, municipality_id=town.id) if key else ()
    return render(request, "public/followed.html", {"seen": seen, **around(town)})


def _may(request: HttpRequest) -> bool:
    return limits.spend(
        "follow", client_ip(request), most=guards.MOST_FOLLOWS, seconds=guards.FOLLOWS_SECONDS
    )


def _too_often(request: HttpRequest) -> HttpResponse:
    return render(request, "public/followed_one.html", {"is_too_often": True}, status=429)


def _kept(answer: HttpResponse, key: str) -> HttpResponse:
    answer.set_cookie(COOKIE, key, max_age=_YEAR, httponly=True, samesite="Lax")
    return answer
