"""The register of addresses: what it holds, loading ГАР or a table with a trial first, and its runs."""

from pathlib import Path

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.border.ports.errors import Unreadable
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.import_forms import FileForm
from otklik.doors.web.visit import Visit
from otklik.flow import addresses as road
from otklik.flow import uploads
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.ground.places import selectors as places
from otklik.ground.places import services
from otklik.ground.places.listing import BadList
from otklik.ground.places.selectors import LoadingView

_STOPPABLE = ("waiting", "running")
_RESUMABLE = ("stopped", "failed")


class LoadForm(FileForm):
    """The file of `FileForm`, and how to take it."""

    oktmo = fields.line("ОКТМО муниципалитета", most=14, help_text="Нужен для ГАР: в архиве весь регион.")
    is_landmarks = fields.switch("В таблице ориентиры", help_text="Школы, магазины, остановки и их адреса.")
    is_whole = fields.switch(
        "Закрыть то, чего в файле нет",
        help_text="Для полного реестра. Закрытые улицы и дома остаются в старых карточках.",
    )
    is_trial = forms.BooleanField(label="Сначала только посчитать", required=False, initial=True)


@keeper(Action.EDIT_SETTINGS)
def addresses(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """What is kept, the landing place for a file, and the loadings there have been."""
    form = LoadForm(request.POST or None, request.FILES or None, initial={"oktmo": visit.town.oktmo})
    if request.method == "POST" and form.is_valid():
        try:
            task = _prepared(visit, form)
        except (Unreadable, BadList) as error:
            form.add_error("file", str(error))
        else:
            road.queue_loading(task.id, now=visit.now)
            return redirect("setup:loading", task.id)
    context = {
        "form": form,
        "sums": places.sums(visit.town.id),
        "loadings": [(one, road.words(one)) for one in places.loadings(visit.town.id)],
    }
    return render(request, "setup/addresses.html", context, status=422 if form.errors else 200)


def _prepared(visit: Visit, form: LoadForm) -> LoadingView:
    told = form.cleaned_data
    kept = uploads.keep(told["file"].chunks(), name=told["file"].name)
    options = {"oktmo": told["oktmo"].strip(), "is_whole": told["is_whole"]}
    return road.prepare(
        kept.path, municipality_id=visit.town.id, name=told["file"].name, is_landmarks=told["is_landmarks"],
        options=options, is_dry_run=told["is_trial"], now=visit.now, actor_id=visit.user_id,
    )  # fmt: skip


@keeper(Action.EDIT_SETTINGS)
def loading(request: HttpRequest, visit: Visit, loading_id: int) -> HttpResponseBase:
    row = _loading(visit, loading_id)
    names = people.names([row.created_by]) if row.created_by else {}
    context = {
        "run": row, "author": names.get(row.created_by or 0, ""), "text": _text(row), "did": road.words(row),
        "can_stop": row.state in _STOPPABLE, "can_resume": row.state in _RESUMABLE,
    }  # fmt: skip
    return render(request, "setup/loading.html", context)


@keeper(Action.EDIT_SETTINGS)
def progress(request: HttpRequest, visit: Visit, loading_id: int) -> HttpResponseBase:
    """What `parts/progress.html` asks each second; when the loading is over the page is read anew."""
    row = _loading(visit, loading_id)
    told: dict[str, object] = {
        "done": row.done, "total": row.total, "text": _text(row),
        "state": "done" if row.is_over else "running",
    }  # fmt: skip
    if row.is_over:
        told["url"] = reverse("setup:loading", args=[loading_id])
    return JsonResponse(told)


@require_POST
@keeper(Action.EDIT_SETTINGS)
def stop(request: HttpRequest, visit: Visit, loading_id: int) -> HttpResponseBase:
    if services.ask_to_stop(loading_id, municipality_id=visit.town.id):
        messages.success(request, _("Загрузка скоро остановится. Записанное останется."))
    return redirect("setup:loading", loading_id)


@require_POST
@keeper(Action.EDIT_SETTINGS)
def resume(request: HttpRequest, visit: Visit, loading_id: int) -> HttpResponseBase:
    """Go on with what was stopped; after a trial, load for good."""
    row = _loading(visit, loading_id)
    if row.is_dry_run and row.state == "done":
        task = road.prepare(
            Path(row.file_path), municipality_id=visit.town.id, name=row.file_name,
            is_landmarks=row.kind == road.LANDMARKS, options=row.options, now=visit.now,
            actor_id=visit.user_id,
        )  # fmt: skip
        road.queue_loading(task.id, now=visit.now)
        return redirect("setup:loading", task.id)
    if row.state in _RESUMABLE:
        services.note_loading(loading_id, state="waiting", error="")
        road.queue_loading(loading_id, now=visit.now)
        messages.success(request, _("Загрузка продолжится с того места, где остановилась."))
    return redirect("setup:loading", loading_id)


@keeper(Action.EDIT_SETTINGS)
def rejects(request: HttpRequest, visit: Visit, loading_id: int) -> HttpResponseBase:
    """The rows that were not taken, each with its reason."""
    row = _loading(visit, loading_id)
    path = Path(row.rejects_path)
    if not row.rejects_path or not path.is_file():
        raise Http404
    name = _("Не приняты — %(name)s.xlsx") % {"name": Path(row.file_name).stem}
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _loading(visit: Visit, loading_id: int) -> LoadingView:
    try:
        row = places.loading(loading_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    if row.municipality_id != visit.town.id:
        raise Http404
    return row


def _text(row: LoadingView) -> str:
    if row.state == "waiting":
        return _("Ждёт очереди")
    share = f": {100 * row.done // row.total} %" if row.total else ""
    return (row.stage or _("Идёт")) + share
