"""What goes wrong in threads: the list, a person's verdict, and how often the finder was right."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.control import selectors as control
from otklik.casework.control import services
from otklik.casework.control.rules.findings import FINDING_TITLES, Finding, Verdict
from otklik.doors.web.visit import Visit, staff
from otklik.doors.web.watch.found import shown
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors as cases
from otklik.register.catalog import selectors as catalog

SIZE = 30
JUDGES = (Action.ROUTE, Action.APPROVE)
_VERDICTS = {"settled": Verdict.SETTLED, "no-conflict": Verdict.NO_CONFLICT, "again": None}


@staff(Action.SEE_CASES)
def conflicts(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Those that wait, or those judged, of one kind or of all."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in set(Finding) else ""
    is_judged = request.GET.get("scope") == "judged"
    before = request.GET.get("before", "")
    before_id = int(before) if before.isdecimal() and len(before) < 19 else None
    rows = control.conflicts(
        visit.town.id, kind=kind, is_judged=is_judged, before_id=before_id, most=SIZE + 1
    )
    found, _count = shown(rows[:SIZE], visit, catalog.snapshot(visit.town.id), most=SIZE)
    told = {"kind": kind, "scope": "judged" if is_judged else ""}
    query = urlencode({name: value for name, value in told.items() if value})
    more = {**told, "before": rows[SIZE - 1].id} if len(rows) > SIZE else {}
    return render(
        request,
        "watch/conflicts.html",
        {
            "found": found,
            "kind": kind,
            "kinds": [(one.value, FINDING_TITLES[one]) for one in Finding],
            "is_judged": is_judged,
            "tallies": control.tallies(visit.town.id) if visit.can(Action.SEE_DASHBOARD) else [],
            "may_judge": any(visit.can(one) for one in JUDGES),
            "next_url": f"?{urlencode({k: v for k, v in more.items() if v})}" if more else "",
            "first_url": f"?{query}" if before_id else "",
        },
    )


@require_POST
@staff(Action.SEE_CASES)
def judge(request: HttpRequest, visit: Visit, conflict_id: int, verdict: str) -> HttpResponseBase:
    """«Разобрано», «Не конфликт», or the verdict taken back."""
    row = control.conflict(conflict_id, municipality_id=visit.town.id)
    if row is None or verdict not in _VERDICTS or not _may(visit, row.case_id):
        raise Http404
    try:
        services.judge(
            conflict_id, _VERDICTS[verdict], municipality_id=visit.town.id,
            comment=request.POST.get("comment", ""), now=visit.now, actor_id=visit.user_id,
        )  # fmt: skip
    except services.BadVerdict as error:
        messages.error(request, str(error))
    else:
        said = {
            "settled": _("Отмечено: разобрано."),
            "no-conflict": _("Отмечено: не конфликт. Система это учтёт."),
            "again": _("Вернулось в список."),
        }
        undo = "" if verdict == "again" else f"undo={reverse('watch:judge', args=[conflict_id, 'again'])}"
        messages.success(request, said[verdict], extra_tags=undo)
    return redirect(_back(request))


def _may(visit: Visit, case_id: int) -> bool:
    """The verdict is of those who route the case or approve its answers."""
    return any(
        cases.by_ids(visit.access, [case_id], municipality_id=visit.town.id, action=one) for one in JUDGES
    )


def _back(request: HttpRequest) -> str:
    """The page of the list it was pressed on; nothing but our own addresses."""
    if request.POST.get("from") == "board":
        return reverse("watch:board")
    return reverse("watch:conflicts")
