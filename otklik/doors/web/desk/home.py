"""«Мой день»: what waits for this person, and the switch of towns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.automation import selectors as automation
from otklik.doors.web.context import may_watch
from otklik.doors.web.desk import day, filters
from otklik.doors.web.desk.rows import rows
from otklik.doors.web.public import writing
from otklik.doors.web.queue_row import Row
from otklik.doors.web.visit import TOWN, Visit, staff, visit
from otklik.flow import chain
from otklik.ground.people.roles import Action
from otklik.ground.places import selectors as places
from otklik.register.cases import selectors as cases
from otklik.register.cases.queue import Asked
from otklik.register.catalog import selectors as catalog

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Section:
    """A short list of what waits, with the way to all of it."""

    title: str
    why: str
    count: str
    url: str
    rows: list[Row]


def home(request: HttpRequest) -> HttpResponseBase:
    """The day of a person of the centre; a stranger goes to the citizens' pages."""
    found = visit(request)
    if found is None:
        return writing.home(request)
    return my_day(request)


@staff()
def my_day(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Sections by what the roles permit; empty ones are not shown."""
    if not visit.can(Action.SEE_CASES):
        return redirect(_address("setup:index") or "mfa_index")
    asked = day.sections(visit)
    views = [view for _title, _why, view in asked]
    snapshot = catalog.snapshot(visit.town.id)
    base = cases.visible(visit.access, Action.SEE_CASES, visit.town.id, known=snapshot)
    counts = cases.counts(base, views, now=visit.now, zone=visit.zone)
    heads = cases.heads(base, views, now=visit.now, zone=visit.zone, most=SHOWN)
    waiting = chain.waiting_for(visit.user_id, visit.town.id, on=visit.today)
    turns = cases.by_ids(
        visit.access, waiting, municipality_id=visit.town.id, action=Action.SEE_CASES, known=snapshot
    )
    drawn = {
        row.id: row for row in rows([*turns[:SHOWN], *(c for head in heads for c in head)], visit, snapshot)
    }
    sections = _turn(turns, drawn) + [
        Section(title, why, filters.capped(count), filters.address(view), _but(turns, head, drawn))
        for (title, why, view), count, head in zip(asked, counts, heads, strict=True)
        if count
    ]
    return render(
        request,
        "desk/home.html",
        {
            "sections": sections,
            "alarms": automation.alarmed(visit.town.id) if visit.can(Action.EDIT_SETTINGS) else [],
            "watch_url": reverse("watch:board") if may_watch(visit) else "",
            "dash_url": _address("dash:head") if visit.can(Action.SEE_DASHBOARD) else "",
            "may_enter": visit.can(Action.ENTER_CASE),
            "may_import": visit.can(Action.IMPORT),
        },
    )


def _turn(turns: Sequence[cases.Case], drawn: Mapping[int | str, Row]) -> list[Section]:
    """The answers that wait for this very person in a chain of approval; nothing where there are none."""
    if not turns:
        return []
    title, why, url = _("Ваша очередь согласовать"), _("До вас согласовали"), Asked(status="approval")
    shown = [drawn[case.id] for case in turns[:SHOWN]]
    return [Section(title, why, str(len(turns)), filters.address(url), shown)]


def _but(
    turns: Sequence[cases.Case], head: Sequence[cases.Case], drawn: Mapping[int | str, Row]
) -> list[Row]:
    """A case that stands above is not drawn again."""
    above = {case.id for case in turns[:SHOWN]}
    return [drawn[case.id] for case in head if case.id not in above]


@require_POST
@staff()
def switch_town(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Another municipality for the rest of the session; a card of the old one is left for the first page."""
    told = request.POST.get("town", "")
    if told.isdecimal() and int(told) in visit.towns:
        request.session[TOWN] = int(told)
        messages.success(request, places.municipality(int(told)).title)
    return redirect(_list_page(request.POST.get("next", "")))


def _list_page(url: str) -> str:
    path = url.partition("?")[0]
    if not url_has_allowed_host_and_scheme(url, allowed_hosts=None):
        return reverse("home")
    try:
        return reverse("home") if resolve(path).kwargs else path
    except Resolver404:
        return reverse("home")


def _address(name: str) -> str:
    """The address of a page of a neighbouring room, empty where that room has none yet."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
