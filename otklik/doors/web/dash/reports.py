"""The list of duties: which report is due when, and what has been frozen and signed."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.doors.web.dash.months import FIRST_YEAR, month_of, spoken
from otklik.doors.web.visit import Visit, staff
from otklik.ground.people.roles import Action
from otklik.insight.analytics.values import Period
from otklik.insight.reports import rules
from otklik.insight.reports import selectors as reports
from otklik.insight.reports.selectors import SnapshotView

_MONTHS = 13
_LOUD_DAYS = 31


@dataclass(frozen=True, slots=True)
class Duty:
    """A report that is owed; `edge` is danger, warn, ok or none."""

    title: str
    url: str
    due_on: date
    state: str
    edge: str
    last: SnapshotView | None
    versions: int


@staff(Action.SEE_REPORTS)
def reports_list(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The duties of a year and a month, the nearest first; `?month=` and `?year=` lead to a page."""
    if month := request.GET.get("month"):
        return redirect("dash:monthly", month_of(month).code)
    if (asked := request.GET.get("year", "")).isdecimal() and len(asked) == 4:
        return redirect("dash:yearly", int(asked))
    kept = reports.snapshots(visit.town.id)
    year = visit.today.year
    return render(
        request,
        "dash/reports.html",
        {
            "monthly": [_monthly(month, kept, visit.today) for month in _months(visit.today)],
            "yearly": [_yearly(one, kept, visit.today) for one in (year, year - 1)],
            "this_month": Period.month_of(visit.today).code,
            "years": range(year, FIRST_YEAR, -1),
            "monthly_norm": rules.MONTHLY_NORM,
            "yearly_norm": rules.YEARLY_NORM,
        },
    )


def _months(today: date) -> list[Period]:
    months = [Period.month_of(today)]
    while len(months) < _MONTHS:
        months.append(months[-1].previous_month())
    return months


def _monthly(month: Period, kept: list[SnapshotView], today: date) -> Duty:
    versions = [one for one in kept if one.form == "monthly" and one.period == month.code]
    due = rules.monthly_due(month.first)
    url = reverse("dash:monthly", args=[month.code])
    return _duty(spoken(month), url, due, versions, today, is_running=today <= month.last)


def _yearly(year: int, kept: list[SnapshotView], today: date) -> Duty:
    versions = [one for one in kept if one.form == "yearly" and one.period == str(year)]
    due = rules.yearly_due(year)
    url = reverse("dash:yearly", args=[year])
    return _duty(_("%(year)s год") % {"year": year}, url, due, versions, today, is_running=today < due)


def _edge(due: date, today: date) -> str:
    """Only the last one that is owed is loud: what was not sent a year ago will not be sent today."""
    if (today - due).days > _LOUD_DAYS:
        return "none"
    return "danger" if today > due else "warn"


def _duty(
    title: str, url: str, due: date, versions: list[SnapshotView], today: date, *, is_running: bool
) -> Duty:
    last = versions[0] if versions else None
    if last is not None and last.signed_at:
        state, edge = _("подписан"), "ok"
    elif last is not None:
        state, edge = _("зафиксирован, не подписан"), "warn"
    elif is_running:
        state, edge = _("период идёт"), "none"
    else:
        state, edge = _("не зафиксирован"), _edge(due, today)
    return Duty(title, url, due, state, edge, last, len(versions))
