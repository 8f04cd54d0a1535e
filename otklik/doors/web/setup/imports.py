"""Taking a register in: the file, a look at what it holds, the map of columns, the start."""

from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.border.ports.errors import Unreadable
from otklik.doors.web.setup.import_forms import FileForm, MapForm
from otklik.doors.web.visit import Visit, staff
from otklik.flow import columns, exchange, uploads
from otklik.flow.columns import ColumnMap
from otklik.flow.exchange import Preview
from otklik.ground.people.roles import Action
from otklik.register.intake import selectors as intake
from otklik.register.intake import services

_KEPT = "imports"
_MOST_KEPT = 10


@staff(Action.IMPORT)
def imports(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The landing place for a file, and the runs there have been."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kept = uploads.keep(file.chunks(), name=file.name)
        try:
            exchange.preview(kept.path, town=visit.town)
        except Unreadable as error:
            form.add_error("file", str(error))
        else:
            _remember(request, kept.digest, file.name)
            return redirect("setup:import_preview", kept.digest)
    context = {"form": form, "runs": intake.runs(visit.town.id)}
    return render(request, "setup/imports.html", context, status=422 if form.errors else 200)


@staff(Action.IMPORT)
def preview(request: HttpRequest, visit: Visit, digest: str) -> HttpResponseBase:
    """What the file would become; for an unknown layout with the map of columns to mend."""
    path, name = _kept(request, digest)
    plan, errors = _chosen_plan(request, visit), []
    try:
        seen = exchange.preview(path, town=visit.town, plan=plan)
        form = None
        if seen.plan is not None:
            form = MapForm(request.POST or None, header=seen.header, plan=seen.plan)
            if form.is_bound and form.is_valid():
                seen = exchange.preview(path, town=visit.town, plan=columns.as_map(form.plain()))
        ready = request.method == "POST" and not seen.problems and (form is None or form.is_valid())
        if ready and request.POST.get("act") == "start":
            return _start(visit, path, name, seen)
    except (Unreadable, ValueError) as error:
        return _unreadable(request, str(error))
    if form is not None and form.errors:
        errors = list(seen.problems)
    return _show(request, visit, digest, seen, form, name=name, errors=errors)


def _show(
    request: HttpRequest, visit: Visit, digest: str, seen: Preview, form: MapForm | None, *, name: str,
    errors: list[str],
) -> HttpResponseBase:  # fmt: skip
    context = {
        "digest": digest, "name": name, "seen": seen, "form": form, "problems": errors or seen.problems,
        "plans": intake.plans(visit.town.id) if form is not None else [],
        "chosen": request.GET.get("plan", ""),
    }  # fmt: skip
    status = (
        422 if request.method == "POST" and (seen.problems or (form is not None and form.errors)) else 200
    )
    return render(request, "setup/import_preview.html", context, status=status)


def _start(visit: Visit, path: Path, name: str, seen: Preview) -> HttpResponseBase:
    """Keep the map if it has a name, open the run and ask the worker."""
    if seen.plan is not None and seen.plan.name:
        services.save_plan(
            municipality_id=visit.town.id, title=seen.plan.name, body=columns.as_plain(seen.plan),
            now=visit.now, actor_id=visit.user_id,
        )  # fmt: skip
    run = exchange.prepare(
        path, town=visit.town, name=name, plan=seen.plan, now=visit.now, actor_id=visit.user_id
    )
    exchange.queue_run(run.id, now=visit.now)
    return redirect("setup:import_run", run.id)


def _chosen_plan(request: HttpRequest, visit: Visit) -> ColumnMap | None:
    """The saved map named in the address."""
    title = request.GET.get("plan", "")
    row = intake.plan(visit.town.id, title) if title else None
    if row is None:
        return None
    try:
        return columns.as_map(row.body)
    except ValueError as error:
        messages.error(request, _("Карту «%(title)s» не прочитать: %(why)s") % {"title": title, "why": error})
        return None


def _unreadable(request: HttpRequest, why: str) -> HttpResponseBase:
    messages.error(request, why)
    return redirect(reverse("setup:imports"))


def _remember(request: HttpRequest, digest: str, name: str) -> None:
    """The digests this person has uploaded: the address of a step is good for its owner alone."""
    kept = {one: told for one, told in request.session.get(_KEPT, {}).items() if one != digest}
    request.session[_KEPT] = dict(list(kept.items())[1 - _MOST_KEPT :]) | {digest: name}


def _kept(request: HttpRequest, digest: str) -> tuple[Path, str]:
    name = request.session.get(_KEPT, {}).get(digest)
    path = uploads.find(digest) if name is not None else None
    if path is None:
        raise Http404
    return path, name
