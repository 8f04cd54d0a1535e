"""The monthly report on the screen: 28 rows as the annex has them, each number opening its cases."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.doors.web.dash.forms import EntryForm
from otklik.doors.web.dash.months import month_of, next_month, spoken
from otklik.doors.web.dash.sheet import sheet
from otklik.doors.web.visit import Visit, staff
from otklik.ground.people.roles import Action
from otklik.insight.analytics.indicators import INDICATORS, Indicator, Source, describe
from otklik.insight.analytics.values import Period
from otklik.insight.reports import rules, services
from otklik.insight.reports import selectors as reports
from otklik.insight.reports.form import Cell, Row

FORM = "monthly"
_VALUE, _TOTAL = 2, 5  # places of the columns that count cases
ENTERED = tuple(number for number, one in INDICATORS.items() if one.source is Source.ENTRY)


@staff(Action.SEE_REPORTS)
def monthly(request: HttpRequest, visit: Visit, month: str) -> HttpResponseBase:
    return _page(request, visit, month_of(month))


@require_POST
@staff(Action.FILL_REPORTS)
def enter(request: HttpRequest, visit: Visit, month: str, number: int) -> HttpResponseBase:
    """Keep a value that no case tells, with its source."""
    period = month_of(month)
    if number not in ENTERED:
        raise Http404
    form = EntryForm(request.POST, prefix=f"i{number}")
    if not form.is_valid():
        return _page(request, visit, period, forms={number: form})
    services.enter(
        visit.town.id, month=period.first, number=number, value=form.cleaned_data["value"],
        note=form.cleaned_data["note"], actor_id=visit.user_id, now=visit.now,
    )  # fmt: skip
    messages.success(request, _("Показатель %(number)s внесён.") % {"number": number})
    return redirect(reverse("dash:monthly", args=[period.code]) + f"#row-{number}")


@require_POST
@staff(Action.FILL_REPORTS)
def freeze(request: HttpRequest, visit: Visit, month: str) -> HttpResponseBase:
    """Keep the form as it stands now as a numbered version."""
    filled = reports.monthly(visit.town.id, month=month_of(month), as_of=visit.today)
    frozen = services.freeze_report(
        filled, municipality_id=visit.town.id, actor_id=visit.user_id, now=visit.now
    )
    say_frozen(request, frozen)
    return redirect("dash:version", frozen.snapshot_id)


def say_frozen(request: HttpRequest, frozen: services.Frozen) -> None:
    if frozen.is_new:
        messages.success(request, _("Версия %(number)s зафиксирована.") % {"number": frozen.version})
    else:
        told = _("Цифры не изменились: версия %(number)s уже хранит их.") % {"number": frozen.version}
        messages.info(request, told)


def _page(
    request: HttpRequest, visit: Visit, month: Period, *, forms: Mapping[int, EntryForm] | None = None
) -> HttpResponseBase:
    filled = reports.monthly(visit.town.id, month=month, as_of=visit.today)
    following = next_month(month)
    context = {
        "sheet": sheet(
            filled,
            link=lambda row, place, cell: _link(visit, month, row, place, cell),
            how=lambda number: describe(INDICATORS[number], reports.dating()),
        ),
        "month": month,
        "title": spoken(month),
        "previous": month.previous_month().code,
        "next": following.code if following.first <= visit.today else "",
        "is_running": visit.today <= month.last,
        "as_of": filled.as_of,
        "due_on": rules.monthly_due(month.first),
        "norm": filled.form.norm,
        "versions": reports.snapshots(visit.town.id, form=FORM, period=month.code),
        "entries": _entries(visit, month, forms or {}),
        "can_fill": visit.can(Action.FILL_REPORTS),
    }
    return render(request, "dash/monthly.html", context, status=422 if forms else 200)


def _entries(
    visit: Visit, month: Period, forms: Mapping[int, EntryForm]
) -> list[tuple[Indicator, EntryForm]]:
    if not visit.can(Action.FILL_REPORTS):
        return []
    kept = reports.entered(visit.town.id, month.first)
    return [
        (INDICATORS[number], forms.get(number) or EntryForm(prefix=f"i{number}", initial=kept.get(number)))
        for number in ENTERED
    ]


def _link(visit: Visit, month: Period, row: Row, place: int, cell: Cell) -> str:
    """Cases of the month behind the value and of the year behind the total; what is entered has its form."""
    if place not in (_VALUE, _TOTAL):
        return ""
    source = INDICATORS[row.number].source
    if source is Source.ENTRY:
        return f"#enter-{row.number}" if visit.can(Action.FILL_REPORTS) and place == _VALUE else ""
    if source is Source.RECIPIENTS:
        return reverse("setup:recipients") if visit.can(Action.EDIT_CATALOG) else ""
    if cell.number is None:
        return ""
    url = reverse("dash:indicator", args=[month.code, row.number])
    return f"{url}?total=1" if place == _TOTAL else url
