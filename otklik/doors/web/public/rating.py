"""The citizen rates an answer, and fills in the questionnaire on the centre."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otklik.casework.satisfaction import selectors as ratings
from otklik.casework.satisfaction.selectors import questionnaire as asking
from otklik.doors.web.public import following, sent_files
from otklik.doors.web.public.following import address, opened, show
from otklik.doors.web.public.writing import around
from otklik.doors.web.visit import client_ip
from otklik.flow import author, photos, rate
from otklik.flow.author import AuthorsCase, TooManyTries, UnknownCase
from otklik.flow.rate import BadRating, Given
from otklik.ground.places import selectors as places
from otklik.kernel import clock

PAGES = {"case": "public/case.html", "rate": "public/rate.html"}
_SOLVED = {"yes": True, "no": False}


@require_safe
def short(request: HttpRequest, case_id: int, code: str) -> HttpResponse:
    """The short link of the invitation leads to the page of rating."""
    try:
        number = author.number_of(case_id, code, ip=client_ip(request))
    except (UnknownCase, TooManyTries) as error:
        raise Http404 from error
    return redirect(address("public:rate", number, code))


@require_http_methods(["GET", "HEAD", "POST"])
def rate_answer(request: HttpRequest, number: str) -> HttpResponse:
    """The page that asks how the answer was, and taking what was told; a refusal loses nothing typed."""
    is_sent = request.method == "POST"
    if not is_sent and not request.GET.get("code"):
        return following.ask(request, number=number)
    told = request.POST if is_sent else request.GET
    seen = opened(request, number, told.get("code", ""))
    if isinstance(seen, HttpResponse):
        return seen
    if not is_sent:
        return show(request, seen, PAGES["rate"], **_form(seen, None))
    try:
        given = read(request.POST)
        given = Given(
            mark=given.mark, is_solved=given.is_solved, reasons=given.reasons, words=given.words,
            files=sent_files.taken(request),
        )  # fmt: skip
        taken = rate.take(seen.id, given, now=clock.now())
    except (BadRating, photos.BadFile) as error:
        page = PAGES.get(request.POST.get("page", ""), PAGES["case"])
        more = _form(seen, read(request.POST))
        return show(request, seen, page, rate_error=str(error), status=422, **more)
    return redirect(address("public:case", seen.number, told["code"], done=taken.verdict.value))


def read(form: QueryDict) -> Given:
    """What the form tells; a mark beyond the scale is left for the rule to refuse."""
    mark = form.get("rating", "")
    return Given(
        mark=int(mark) if mark.isdecimal() and len(mark) < 3 else None,
        is_solved=_SOLVED.get(form.get("solved", "")),
        reasons=tuple(form.getlist("reason")),
        words=form.get("comment", "").replace("\x00", "").replace("\r\n", "\n"),
    )


def _form(seen: AuthorsCase, typed: Given | None) -> dict[str, Any]:
    return {"typed": typed or seen.verdict.given, "page": "rate"}


@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: HttpRequest, code: str) -> HttpResponse:
    """A few questions on the centre itself: no name, once for an invitation."""
    invitation = ratings.invitation_by_code(code)
    if invitation is None:
        raise Http404
    items = asking.items(invitation.municipality_id)
    town = places.municipality(invitation.municipality_id)
    is_done, error, told = invitation.told_on is not None, "", {}
    if request.method == "POST" and not is_done:
        told = {one.id: request.POST.get(f"item-{one.id}", "").replace("\x00", "") for one in items}
        try:
            rate.tell_of_centre(code, told, now=clock.now())
        except rate.BadSheet as refused:
            error = str(refused)
        else:
            is_done = True
    context = {
        "items": [(one, told.get(one.id, "")) for one in items],
        "is_done": is_done,
        "error": error,
        "stars": following.STARS,
        "answers": [("1", _("да")), ("0", _("нет"))],
        **around(town),
    }
    return render(request, "public/questionnaire.html", context, status=422 if error else 200)
