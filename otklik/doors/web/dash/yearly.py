"""The yearly report on the screen: plan, fact and why they differ, for seven targets."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.doors.web.dash.forms import PlanForm, ReasonsForm
from otklik.doors.web.dash.monthly import say_frozen
from otklik.doors.web.dash.months import year_of
from otklik.doors.web.dash.sheet import sheet
from otklik.doors.web.visit import Visit, staff
from otklik.ground.people.roles import Action
from otklik.insight.analytics.indicators import TARGETS, describe_target
from otklik.insight.reports import rules, services
from otklik.insight.reports import selectors as reports
from otklik.insight.reports.form import Cell, Filled, Row

FORM = "yearly"
_PLAN, _FACT = 3, 4
_OF_CASES = frozenset({1, 2, 5, 6, 7})


@staff(Action.SEE_REPORTS)
def yearly(request: HttpRequest, visit: Visit, year: int) -> HttpResponseBase:
    return _page(request, visit, year_of(year))


@require_POST
@staff(Action.FILL_REPORTS)
def set_plan(request: HttpRequest, visit: Visit, year: int) -> HttpResponseBase:
    form = _plan_form(visit, year_of(year), request)
    if not form.is_valid():
        return _page(request, visit, year, plan_form=form)
    if values := form.changed():
        services.set_plan(visit.town.id, year=year, values=values, actor_id=visit.user_id, now=visit.now)
    messages.success(request, _("План на %(year)s год сохранён.") % {"year": year})
    return redirect("dash:yearly", year)


@require_POST
@staff(Action.FILL_REPORTS)
def explain(request: HttpRequest, visit: Visit, year: int) -> HttpResponseBase:
    filled = reports.yearly(visit.town.id, year=year_of(year), as_of=visit.today)
    form = _reasons_form(visit, year, filled, request)
    if not form.is_valid():
        return _page(request, visit, year, reasons_form=form)
    for number, text in form.changed().items():
        services.explain(
            visit.town.id, year=year, number=number, text=text, actor_id=visit.user_id, now=visit.now
        )
    messages.success(request, _("Причины отклонения сохранены."))
    return redirect("dash:yearly", year)


@require_POST
@staff(Action.FILL_REPORTS)
def freeze(request: HttpRequest, visit: Visit, year: int) -> HttpResponseBase:
    """Keep the form as it stands now as a numbered version."""
    filled = reports.yearly(visit.town.id, year=year_of(year), as_of=visit.today)
    frozen = services.freeze_report(
        filled, municipality_id=visit.town.id, actor_id=visit.user_id, now=visit.now
    )
    say_frozen(request, frozen)
    return redirect("dash:version", frozen.snapshot_id)


def _page(
    request: HttpRequest,
    visit: Visit,
    year: int,
    *,
    plan_form: PlanForm | None = None,
    reasons_form: ReasonsForm | None = None,
) -> HttpResponseBase:
    filled = reports.yearly(visit.town.id, year=year, as_of=visit.today)
    can_fill = visit.can(Action.FILL_REPORTS)
    context = {
        "sheet": sheet(
            filled,
            link=lambda row, place, cell: _link(year, row, place, cell),
            how=lambda number: describe_target(TARGETS[number]),
        ),
        "year": year,
        "previous": year - 1,
        "next": year + 1 if year < visit.today.year else "",
        "as_of": filled.as_of,
        "due_on": rules.yearly_due(year),
        "norm": filled.form.norm,
        "versions": reports.snapshots(visit.town.id, form=FORM, period=str(year)),
        "plan_form": (plan_form or _plan_form(visit, year)) if can_fill else None,
        "reasons_form": (reasons_form or _reasons_form(visit, year, filled)) if can_fill else None,
        "can_fill": can_fill,
    }
    status = 422 if plan_form or reasons_form else 200
    return render(request, "dash/yearly.html", context, status=status)


def _plan_form(visit: Visit, year: int, request: HttpRequest | None = None) -> PlanForm:
    plan, decreed = reports.plan(visit.town.id, year), rules.decreed(year)
    return PlanForm(request.POST if request else None, plan=plan, decreed=decreed)


def _reasons_form(visit: Visit, year: int, filled: Filled, request: HttpRequest | None = None) -> ReasonsForm:
    wanted = frozenset(
        row.number
        for row in filled.rows
        if rules.needs_reason(row.cells[_PLAN].number, row.cells[_FACT].number)
    )
    reasons = reports.deviations(visit.town.id, year)
    return ReasonsForm(request.POST if request else None, reasons=reasons, wanted=wanted)


def _link(year: int, row: Row, place: int, cell: Cell) -> str:
    if place != _FACT or cell.number is None or row.number not in _OF_CASES:
        return ""
    return reverse("dash:target", args=[year, row.number])
