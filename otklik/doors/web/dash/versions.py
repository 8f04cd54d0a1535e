"""Frozen versions of reports: opening, signing, and files of what is on the screen or was frozen."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.doors.web.dash.months import month_of, spoken, year_of
from otklik.doors.web.dash.sheet import sheet
from otklik.doors.web.visit import Visit, staff
from otklik.ground.audit import services as audit
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.insight.reports import selectors as reports
from otklik.insight.reports import services
from otklik.insight.reports.form import Filled
from otklik.insight.reports.render import CONTENT_TYPES, RENDERERS
from otklik.insight.reports.selectors import SnapshotView

WORD = "подписать"


@staff(Action.SEE_REPORTS)
def version(request: HttpRequest, visit: Visit, snapshot_id: int) -> HttpResponseBase:
    """A version exactly as it was frozen."""
    return _page(request, visit, snapshot_id)


@require_POST
@staff(Action.SIGN_REPORTS)
def sign(request: HttpRequest, visit: Visit, snapshot_id: int) -> HttpResponseBase:
    """Mark the version as signed; it cannot be taken back, so the word is typed."""
    _snapshot(visit, snapshot_id)
    if request.POST.get("word", "").strip().casefold() != WORD:
        return _page(
            request, visit, snapshot_id, error=_("Напишите слово «%(word)s» целиком.") % {"word": WORD}
        )
    try:
        services.sign(snapshot_id, municipality_id=visit.town.id, actor_id=visit.user_id, now=visit.now)
    except services.RefusedEntry as error:
        return _page(request, visit, snapshot_id, error=str(error))
    messages.success(request, _("Отчёт подписан."))
    return redirect("dash:version", snapshot_id)


@staff(Action.SEE_REPORTS)
def download_version(request: HttpRequest, visit: Visit, snapshot_id: int, kind: str) -> HttpResponseBase:
    kept = _snapshot(visit, snapshot_id)
    name = f"{kept.form}-{kept.period}-v{kept.version}"
    return _file(visit, _body(visit, snapshot_id), kind, name=name)


@staff(Action.SEE_REPORTS)
def download_monthly(request: HttpRequest, visit: Visit, month: str, kind: str) -> HttpResponseBase:
    return _file(visit, reports.monthly(visit.town.id, month=month_of(month), as_of=visit.today), kind)


@staff(Action.SEE_REPORTS)
def download_yearly(request: HttpRequest, visit: Visit, year: int, kind: str) -> HttpResponseBase:
    return _file(visit, reports.yearly(visit.town.id, year=year_of(year), as_of=visit.today), kind)


def _file(visit: Visit, filled: Filled, kind: str, *, name: str = "") -> HttpResponse:
    """The form as a file; who took it and which is journalled."""
    if kind not in RENDERERS:
        raise Http404
    name = name or filled.file_name
    body = RENDERERS[kind](filled)
    audit.record(
        action="download_report", subject="report", subject_id=f"{name}.{kind}", now=visit.now,
        municipality_id=visit.town.id, actor_id=visit.user_id, ip=visit.ip,
    )  # fmt: skip
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return HttpResponse(body, content_type=CONTENT_TYPES[kind], headers=headers)


def _page(request: HttpRequest, visit: Visit, snapshot_id: int, *, error: str = "") -> HttpResponseBase:
    kept = _snapshot(visit, snapshot_id)
    is_monthly = kept.form == "monthly"
    names = people.names([one for one in (kept.created_by, kept.signed_by) if one])
    now_url = (
        reverse("dash:monthly", args=[kept.period])
        if is_monthly
        else reverse("dash:yearly", args=[int(kept.period)])
    )
    context = {
        "sheet": sheet(_body(visit, snapshot_id)),
        "kept": kept,
        "title": spoken(month_of(kept.period)) if is_monthly else _("%(year)s год") % {"year": kept.period},
        "created_by": names.get(kept.created_by or 0, ""),
        "signed_by": names.get(kept.signed_by or 0, ""),
        "now_url": now_url,
        "word": WORD,
        "error": error,
        "can_sign": visit.can(Action.SIGN_REPORTS) and kept.signed_at is None,
    }
    return render(request, "dash/version.html", context, status=422 if error else 200)


def _snapshot(visit: Visit, snapshot_id: int) -> SnapshotView:
    found = next((one for one in reports.snapshots(visit.town.id) if one.id == snapshot_id), None)
    if found is None:
        raise Http404
    return found


def _body(visit: Visit, snapshot_id: int) -> Filled:
    filled = reports.frozen(visit.town.id, snapshot_id)
    if filled is None:
        raise Http404
    return filled
