"""The cases behind a number, a page at a time, and why a case counts."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.doors.web.dash.months import month_of, spoken, year_of
from otklik.doors.web.dash.seeing import scope_of
from otklik.doors.web.desk.rows import rows
from otklik.doors.web.visit import Visit, staff
from otklik.ground.people.roles import Action
from otklik.insight.analytics import counts
from otklik.insight.analytics import overview as analytics
from otklik.insight.analytics.indicators import (
    INDICATORS,
    TARGETS,
    Source,
    describe,
    describe_target,
    reasons,
)  # fmt: skip
from otklik.insight.analytics.overview import RATED_DAYS
from otklik.insight.reports import selectors as reports
from otklik.register.cases import selectors as cases
from otklik.register.catalog import selectors as catalog

SIZE = 50
FIGURES = {
    "answered": ("Ответы за 7 дней", "Карточки, по которым окончательный ответ дан за последние 7 дней."),
    "rated": ("Оценённые ответы", f"Карточки с оценкой жителя, законченные за {RATED_DAYS} дней."),
}


@staff(Action.SEE_DASHBOARD)
def behind(request: HttpRequest, visit: Visit, figure: str) -> HttpResponseBase:
    """Cases of a figure of the head's screen that the queue cannot show by its filters."""
    if figure not in FIGURES:
        raise Http404
    title, told = FIGURES[figure]
    scope = scope_of(visit, catalog.snapshot(visit.town.id))
    ids = analytics.behind(
        reports.engine(), scope, figure, today=visit.today, after=_after(request), limit=SIZE + 1
    )
    return _list(request, visit, ids, {"title": _(title), "how": _(told), "up_url": reverse("dash:head")})


@staff(Action.SEE_REPORTS)
def indicator(request: HttpRequest, visit: Visit, month: str, number: int) -> HttpResponseBase:
    """Cases that a number of the monthly form counts: of the month, or `?total=1` since New Year."""
    one = INDICATORS.get(number)
    if one is None or one.source is not Source.CASES:
        raise Http404
    period, is_total = month_of(month), request.GET.get("total") == "1"
    counted = (period.since_new_year() if is_total else period).until(visit.today)
    lines = reports.cases_behind(
        visit.town.id, numbers=(number,), period=counted, after=_after(request), limit=SIZE + 1
    )
    asked = request.GET.get("case", "").strip()
    context = {
        "title": f"{number}. {one.title}",
        "lead": _("С начала года по %(month)s") % {"month": spoken(period)} if is_total else spoken(period),
        "how": describe(one, reports.dating()),
        "up_url": reverse("dash:monthly", args=[period.code]) + f"#row-{number}",
        "keep": {"total": "1"} if is_total else {},
        "asks_why": True,
        "asked": asked,
        "why": _why(visit, asked, number) if asked else None,
    }
    return _list(request, visit, [line.case_id for line in lines], context)


@staff(Action.SEE_REPORTS)
def target(request: HttpRequest, visit: Visit, year: int, number: int) -> HttpResponseBase:
    """Cases that a target of the year counts as done."""
    one = TARGETS.get(number)
    if one is None:
        raise Http404
    lines = reports.cases_behind_target(
        visit.town.id, number=number, year=year_of(year), as_of=visit.today, after=_after(request),
        limit=SIZE + 1,
    )  # fmt: skip
    context: dict[str, object] = {
        "title": f"{number}. {one.title}",
        "lead": _("%(year)s год") % {"year": year},
        "how": describe_target(one),
        "up_url": reverse("dash:yearly", args=[year]),
    }
    return _list(request, visit, [line.case_id for line in lines], context)


def _list(
    request: HttpRequest, visit: Visit, ids: Sequence[int], context: dict[str, object]
) -> HttpResponseBase:
    """A page of cases the person may see; how many of the page are hidden is told."""
    page = ids[:SIZE]
    found = cases.by_ids(visit.access, page, municipality_id=visit.town.id, action=Action.SEE_CASES)
    query = "".join(f"{name}={value}&" for name, value in _kept(context).items())
    context |= {
        "rows": rows(found, visit, catalog.snapshot(visit.town.id)),
        "hidden": len(page) - len(found),
        "is_first": not _after(request),
        "next_url": f"?{query}after={page[-1]}" if len(ids) > SIZE else "",
        "first_url": f"?{query}" if _after(request) else "",
    }
    return render(request, "dash/behind.html", context)


def _kept(context: dict[str, object]) -> dict[str, str]:
    keep = context.get("keep")
    return keep if isinstance(keep, dict) else {}


def _why(visit: Visit, case_number: str, number: int) -> dict[str, object]:
    """Each clause of the indicator and whether the case meets it, for a case the person may see."""
    found = cases.by_numbers(
        visit.access,
        [case_number.upper(), case_number],
        municipality_id=visit.town.id,
        action=Action.SEE_CASES,
    )
    fact = counts.fact(reports.engine(), visit.town.code, found[0].number) if found else None
    if fact is None:
        return {"number": case_number, "is_known": False}
    told = reasons(fact, INDICATORS[number])
    return {
        "number": fact.number,
        "is_known": True,
        "counts": all(reason.holds for reason in told),
        "registered_on": fact.registered_on,
        "reasons": told,
    }


def _after(request: HttpRequest) -> int:
    told = request.GET.get("after", "")
    return int(told) if told.isdecimal() and len(told) < 19 else 0
