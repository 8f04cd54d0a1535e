"""A run of an import: its progress, stopping, going on, the result and the rows that were not taken."""

from pathlib import Path

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.doors.web.visit import Visit, staff
from otklik.flow import exchange
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.kernel import language
from otklik.register.intake import selectors as intake
from otklik.register.intake import services
from otklik.register.intake.selectors import RunView

_STOPPABLE = ("waiting", "running")
_RESUMABLE = ("stopped", "failed")


@staff(Action.IMPORT)
def run(request: HttpRequest, visit: Visit, run_id: int) -> HttpResponseBase:
    row = _run(visit, run_id)
    names = people.names([row.created_by]) if row.created_by else {}
    context = {
        "run": row, "author": names.get(row.created_by or 0, ""), "text": _text(row),
        "can_stop": row.state in _STOPPABLE, "can_resume": row.state in _RESUMABLE,
    }  # fmt: skip
    return render(request, "setup/import_run.html", context)


@staff(Action.IMPORT)
def progress(request: HttpRequest, visit: Visit, run_id: int) -> JsonResponse:
    """What `parts/progress.html` asks each second; when the run is over the page is read anew."""
    row = _run(visit, run_id)
    told: dict[str, object] = {
        "done": row.rows_read, "total": row.rows_total or 0, "text": _text(row),
        "state": "done" if row.is_over else "running",
    }  # fmt: skip
    if row.is_over:
        told["url"] = reverse("setup:import_run", args=[run_id])
    return JsonResponse(told)


@require_POST
@staff(Action.IMPORT)
def stop(request: HttpRequest, visit: Visit, run_id: int) -> HttpResponseBase:
    if services.ask_to_stop(run_id, municipality_id=visit.town.id):
        messages.success(request, _("Загрузка остановится на ближайших строках. Взятое останется."))
    return redirect("setup:import_run", run_id)


@require_POST
@staff(Action.IMPORT)
def resume(request: HttpRequest, visit: Visit, run_id: int) -> HttpResponseBase:
    """Go on from where it stopped."""
    if _run(visit, run_id).state in _RESUMABLE:
        services.note_run(run_id, state="waiting", error="")
        exchange.queue_run(run_id, now=visit.now)
        messages.success(request, _("Загрузка продолжится с того места, где остановилась."))
    return redirect("setup:import_run", run_id)


@staff(Action.IMPORT)
def rejects(request: HttpRequest, visit: Visit, run_id: int) -> HttpResponseBase:
    """The rows that were not taken, each with its reason."""
    row = _run(visit, run_id)
    path = Path(row.rejects_path)
    if not row.rejects_path or not path.is_file():
        raise Http404
    name = _("Не приняты — %(name)s.xlsx") % {"name": Path(row.file_name).stem}
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _run(visit: Visit, run_id: int) -> RunView:
    try:
        row = intake.run(run_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    if row.municipality_id != visit.town.id:
        raise Http404
    return row


def _text(row: RunView) -> str:
    if row.state == "waiting":
        return _("Ждёт очереди")
    read = language.number(row.rows_read)
    if row.rows_total:
        return _("Прочитано строк: %(read)s из %(total)s") % {
            "read": read,
            "total": language.number(row.rows_total),
        }
    return _("Прочитано строк: %(read)s") % {"read": read}
