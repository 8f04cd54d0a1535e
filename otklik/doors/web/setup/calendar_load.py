"""A year's production calendar from a file: what it would change, and taking it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import REFUSALS
from otklik.doors.web.visit import Visit
from otklik.flow import calendar, uploads
from otklik.ground.people.roles import Action
from otklik.ground.worktime.loading import BadYear

_KEPT = "calendar"


class YearForm(forms.Form):
    file = forms.FileField(label="Файл календаря", required=False)
    source = fields.line(
        "Основание", most=240, required=True, help_text="Постановление о переносе выходных: номер и дата."
    )


@keeper(Action.EDIT_SETTINGS)
def load(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Upload, look at what would change, take; between the steps the file is known by its digest."""
    form = YearForm(request.POST or None, request.FILES or None)
    preview = None
    if request.method == "POST" and form.is_valid():
        try:
            preview = _preview(request, visit, form)
            if request.POST.get("act") == "take":
                return _take(request, visit, form)
        except REFUSALS as error:
            form.add_error(None, str(error))
    kept_name = request.session.get(_KEPT, ["", ""])[1]
    context = {"form": form, "preview": preview, "kept_name": kept_name}
    return render(request, "setup/calendar_load.html", context, status=422 if form.errors else 200)


def _preview(request: HttpRequest, visit: Visit, form: YearForm) -> calendar.Preview:
    file = form.cleaned_data["file"]
    if file is not None:
        kept = uploads.keep(file.chunks(), name=file.name)
        request.session[_KEPT] = [kept.digest, file.name]
    path = uploads.find(request.session.get(_KEPT, ["", ""])[0])
    if path is None:
        raise BadYear(_("Выберите файл календаря: XLSX, CSV или XML."))
    return calendar.preview(path, municipality_id=visit.town.id)


def _take(request: HttpRequest, visit: Visit, form: YearForm) -> HttpResponseBase:
    path = uploads.find(request.session.pop(_KEPT)[0])
    if path is None:
        raise BadYear(_("Файл пропал: выберите его ещё раз."))
    source = form.cleaned_data["source"]
    done = calendar.take(
        path, municipality_id=visit.town.id, source=source, now=visit.now, actor_id=visit.user_id
    )
    said = _("Календарь на %(year)s год принят: изменено дней %(count)s.")
    messages.success(request, said % {"year": done.year, "count": len(done.changes)})
    return redirect(f"{reverse('setup:calendar')}?year={done.year}")
