"""A training on its page: asked for, its progress each second, stopped, and how it ended."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.triage import selectors as triage
from otklik.casework.triage import services
from otklik.casework.triage.selectors import RunView
from otklik.casework.triage.services import BadSetting
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.visit import Visit
from otklik.flow import training
from otklik.ground.people.roles import Action

_WAITS_LONG = timedelta(minutes=2)
_WHOLE = 100


@require_POST
@keeper(Action.EDIT_SETTINGS)
def train(request: HttpRequest, visit: Visit, kind: str) -> HttpResponseBase:
    """Ask the worker; its progress is shown on the page."""
    if kind not in training.KINDS:
        raise Http404
    try:
        training.ask(visit.town.id, kind=kind, now=visit.now, actor_id=visit.user_id)
    except BadSetting as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Обучение поставлено в очередь. Страницу можно закрыть."))
    return redirect(_address(kind))


@keeper(Action.EDIT_SETTINGS)
def progress(request: HttpRequest, visit: Visit, run_id: int) -> JsonResponse:
    """What `parts/progress.html` asks each second; when the run is over the page is read anew."""
    run = _run(visit, run_id)
    told: dict[str, object] = {
        "done": round(_WHOLE * run.share), "total": _WHOLE, "text": _words(run),
        "state": "done" if run.is_over else "running",
    }  # fmt: skip
    if run.is_over:
        told["url"] = _address(run.kind)
    return JsonResponse(told)


@require_POST
@keeper(Action.EDIT_SETTINGS)
def stop(request: HttpRequest, visit: Visit, run_id: int) -> HttpResponseBase:
    run = _run(visit, run_id)
    if services.stop_training(run_id, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id):
        messages.success(request, _("Обучение остановлено. В работе прежняя модель."))
    else:
        messages.info(request, _("Это обучение уже закончилось."))
    return redirect(_address(run.kind))


def told_of_run(runs: Sequence[RunView], names: Mapping[int, str], *, now: datetime) -> dict[str, object]:
    """For the template: the training that goes on, or how the last one ended if that must be told."""
    last = runs[0] if runs else None
    if last is None:
        return {}
    asked_by = names.get(last.asked_by or 0, "") or (_("по расписанию") if last.is_automatic else "")
    if last.is_over:
        return {"ended": last if last.state in ("failed", "stopped") else None, "asked_by": asked_by}
    return {
        "run": last,
        "run_text": _words(last),
        "run_done": round(_WHOLE * last.share),
        "waits_long": last.state == "waiting" and now - last.asked_at > _WAITS_LONG,
        "asked_by": asked_by,
    }


def _run(visit: Visit, run_id: int) -> RunView:
    run = triage.run(run_id, municipality_id=visit.town.id)
    if run is None:
        raise Http404
    return run


def _words(run: RunView) -> str:
    if run.state == "waiting":
        return _("Ждёт очереди")
    return f"{run.stage[:1].upper()}{run.stage[1:]}" or _("Начинается")


def _address(kind: str) -> str:
    return f"{reverse('setup:recognition')}?kind={kind}"
