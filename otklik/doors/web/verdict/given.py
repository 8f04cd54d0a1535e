"""The ratings of one case as they were given, and a rating taken by telephone."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.satisfaction import selectors as ratings
from otklik.casework.satisfaction.rules.rating import (
    RULING_TITLES,
    VERDICT_TITLES,
    BadRating,
    Given,
    Ruling,
    Source,
    Verdict,
)
from otklik.doors.web.desk.opened import Opened, open_card
from otklik.doors.web.public.rating import read
from otklik.doors.web.visit import Visit, staff
from otklik.flow import rate
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action

SOURCES = {Source.PAGE: "на странице", Source.PHONE: "по телефону", Source.REGISTER: "из выгрузки"}
DISPUTING = (Action.APPROVE, Action.CLOSE)


@staff(Action.SEE_CASES)
def given(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """A part of the card, and a page of its own with the form for a rating told by telephone."""
    opened = open_card(visit, number)
    if request.headers.get("HX-Request"):
        return render(request, "verdict/given.html", context(opened))
    return page(request, opened)


@require_POST
@staff(Action.ENTER_CASE)
def by_phone(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """Keep what the citizen said, with who entered it and when it was said; a refusal loses nothing."""
    opened = open_card(visit, number)
    if not opened.can(Action.ENTER_CASE, Action.EDIT_CASE):
        raise Http404
    typed = read(request.POST)
    try:
        at = _moment(request.POST.get("at", ""), visit)
        caller = rate.Caller(user_id=visit.user_id, name=visit.name, at=at)
        taken = rate.take(opened.case.id, typed, now=visit.now, caller=caller)
    except BadRating as error:
        return page(request, opened, typed=typed, error=str(error), at=request.POST.get("at", ""), status=422)
    messages.success(request, taken.said)
    return redirect(opened.url)


def page(
    request: HttpRequest,
    opened: Opened,
    *,
    typed: Given | None = None,
    error: str = "",
    at: str = "",
    status: int = 200,
) -> HttpResponse:
    """Ratings and the form, with all that was typed."""
    now = opened.visit.now.astimezone(opened.visit.zone)
    more = {"typed": typed, "error": error, "at": at or f"{now:%Y-%m-%dT%H:%M}", "is_page": True}
    return render(request, "verdict/given_page.html", context(opened) | more, status=status)


def context(opened: Opened) -> dict[str, Any]:
    """The history of ratings, what may be done with each, and what the form asks."""
    case = opened.case
    rows = ratings.given(case.id)
    is_moderator = rate.may_moderate(opened.visit.access, case)
    named = people.names(
        [id for row in rows for id in (row.taken_by_id, *(r.user_id for r in row.rulings.all())) if id]
    )
    return {
        "case": case,
        "opened": opened,
        "lines": [
            _line(row, named, is_moderator=is_moderator, may_dispute=opened.can(*DISPUTING)) for row in rows
        ],
        "asked": rate.standing(case, now=opened.visit.now),
        "invitation": ratings.invitation_of(case.id, case.reopened_count + 1),
        "may_enter": opened.can(Action.ENTER_CASE, Action.EDIT_CASE),
        "marks": range(1, 6),
    }


def _line(
    row: ratings.Rating, named: dict[int, str], *, is_moderator: bool, may_dispute: bool
) -> dict[str, Any]:
    told = Given(mark=row.mark, is_solved=row.is_solved)
    steps = list(row.rulings.all())
    latest = Ruling(steps[-1].ruling) if steps else None
    waits = (
        "dispute"
        if latest is Ruling.DISPUTED
        else "reopen"
        if latest is None and row.verdict == Verdict.WAITS and row.stands
        else ""
    )
    return {
        "row": row,
        "label": told.label,
        "reasons": "; ".join(row.reasons),
        "source": SOURCES[Source(row.source)],
        "by": named.get(row.taken_by_id or 0, ""),
        "verdict": VERDICT_TITLES[Verdict(row.verdict)],
        "rulings": [
            (RULING_TITLES[Ruling(one.ruling)], one, named.get(one.user_id or 0, "")) for one in steps
        ],
        "is_low": not row.is_satisfied,
        "waits": waits,
        "may_rule": is_moderator and bool(waits),
        "may_dispute": may_dispute and row.stands and latest is None and not waits and not row.is_satisfied,
    }


def _moment(told: str, visit: Visit) -> datetime:
    """The local time of the call."""
    try:
        return datetime.fromisoformat(told).replace(tzinfo=visit.zone)
    except ValueError:
        raise BadRating(_("Укажите, когда говорили с жителем: день и время.")) from None
