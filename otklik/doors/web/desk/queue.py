"""The queue: what will hurt first, filters in the address, search, saved views, paging by places."""

from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.doors.web.desk import bulk, filters, signs
from otklik.doors.web.desk.rows import rows
from otklik.doors.web.visit import Visit, staff
from otklik.flow import card, seeing
from otklik.ground.people.roles import Action
from otklik.register.cases import queue as asking
from otklik.register.cases import selectors as cases
from otklik.register.cases.queue import Asked, Scope
from otklik.register.catalog import selectors as catalog

PAGE_SIZE = 50


@staff(Action.SEE_CASES)
def queue(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """One page; a search that names a case exactly opens it."""
    if "q" in request.GET:
        return _search(request, visit)
    asked = asking.read(request.GET.dict())
    if asked.text and "after" not in request.GET and visit.can(Action.SEE_PERSONAL):
        seeing.search(
            asked.text, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id, ip=visit.ip
        )
    base = cases.visible(visit.access, Action.SEE_CASES, visit.town.id)
    page = cases.queue(
        visit.access, asked, municipality_id=visit.town.id, now=visit.now, zone=visit.zone,
        after=asking.place(request.GET.get("after", "")), size=PAGE_SIZE, within=signs.narrowed(base, asked),
    )  # fmt: skip
    told, snapshot = asking.write(asked), catalog.snapshot(visit.town.id)
    query = urlencode(told)
    quick = [view for _title, view in filters.quick(visit)]
    counted = cases.counts(base, quick, now=visit.now, zone=visit.zone)
    return render(
        request,
        "desk/queue.html",
        {
            "asked": asked,
            "query": asked.text,
            "shown": _("На странице: %(count)s") % {"count": len(page.rows)},
            "rows": rows(page.rows, visit, snapshot, query=query),
            "tabs": filters.tabs(asked),
            "chips": filters.chips(asked, visit, snapshot, counted),
            "is_narrowed": bool(told),
            "views": cases.saved_views(visit.town.id, visit.user_id),
            "current_query": query,
            "next_url": filters.address(asked) + f"{'&' if told else '?'}{urlencode({'after': page.next})}"
            if page.next
            else "",
            "first_url": "" if page.is_first else filters.address(asked),
            "acts": bulk.offered(visit),
            "may": {one: visit.can(one) for one in (Action.ENTER_CASE, Action.EXPORT, Action.IMPORT)},
        },
    )


@staff(Action.SEE_CASES)
def conditions(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The sheet of all conditions: brought into the page when opened, a page of its own without htmx."""
    asked = asking.read(request.GET.dict())
    name = "desk/conditions_form.html" if request.headers.get("HX-Request") else "desk/conditions.html"
    return render(request, name, {"asked": asked, "choices": filters.choices(asked, visit)})


def _search(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The box at the top: a number opens its case, words narrow the queue over all cases."""
    text = request.GET.get("q", "").strip()
    found = cases.by_numbers(
        visit.access, [text.upper(), text], municipality_id=visit.town.id, action=Action.SEE_CASES
    )
    if found:
        return redirect("desk:case", found[0].number)
    return redirect(filters.address(Asked(text=text, scope=Scope.ALL) if text else Asked()))


@require_POST
@staff(Action.SEE_CASES)
def save_view(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Keep the filters of the page by a name."""
    asked = asking.read(dict(parse_qsl(request.POST.get("query", ""))))
    title = request.POST.get("title", "").strip()
    if not title:
        messages.error(request, _("Назовите вид: под этим именем он встанет над списком."))
    else:
        card.save_view(
            municipality_id=visit.town.id, user_id=visit.user_id, title=title,
            query=urlencode(asking.write(asked)), is_shared="is_shared" in request.POST,
        )  # fmt: skip
        messages.success(request, _("Вид «%(title)s» сохранён.") % {"title": title})
    return redirect(filters.address(asked))


@require_POST
@staff(Action.SEE_CASES)
def forget_view(request: HttpRequest, visit: Visit, view_id: int) -> HttpResponseBase:
    """Delete one's own view."""
    if card.forget_view(view_id, user_id=visit.user_id):
        messages.success(request, _("Вид убран."))
    return redirect("desk:queue")
