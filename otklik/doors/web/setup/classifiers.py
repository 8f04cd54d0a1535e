"""A new edition of a foreign classifier: what it would change, and taking it."""

from datetime import date
from typing import TypedDict

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.fields import Upload
from otklik.doors.web.setup.saving import REFUSALS
from otklik.doors.web.setup.topic_forms import SCHEMES
from otklik.doors.web.visit import Visit
from otklik.flow import catalog as classifiers
from otklik.flow import uploads
from otklik.ground.people.roles import Action
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.importing import BadEdition

_KEPT = "classifier"


class Edition(TypedDict):
    """Which edition of which classifier, and from what day."""

    scheme: str
    edition: str
    valid_from: date


class EditionForm(forms.Form):
    file = forms.FileField(label="Файл классификатора", required=False)
    scheme = fields.choice("Классификатор", SCHEMES.items(), required=True)
    edition = fields.line("Название редакции", most=60, required=True, help_text="Например, «на 31.10.2026».")
    valid_from = fields.day("Действует с", required=True)

    def clean_file(self) -> "Upload | None":
        file: Upload | None = self.cleaned_data["file"]
        if file is not None and file.size and file.size > uploads.MOST_BYTES:
            raise forms.ValidationError(_("Файл больше 300 МБ: загрузите его частями."))
        return file


@keeper(Action.EDIT_CATALOG)
def classifier(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Upload, look at what would change, take; between the steps the file is known by its digest."""
    form = EditionForm(request.POST or None, request.FILES or None, initial={"valid_from": visit.today})
    preview = None
    if request.method == "POST" and form.is_valid():
        try:
            preview = _preview(request, visit, form)
            if request.POST.get("act") == "take":
                return _take(request, visit, form)
        except REFUSALS as error:
            form.add_error(None, str(error))
    schemes = [(title, len(catalog.foreign_codes(code, on=visit.today))) for code, title in SCHEMES.items()]
    context = {
        "form": form,
        "preview": preview,
        "schemes": schemes,
        "kept_name": request.session.get(_KEPT, ["", ""])[1],
    }
    return render(request, "setup/classifiers.html", context, status=422 if form.errors else 200)


def _preview(request: HttpRequest, visit: Visit, form: EditionForm) -> classifiers.ClassifierPreview:
    file = form.cleaned_data["file"]
    if file is not None:
        kept = uploads.keep(file.chunks(), name=file.name)
        request.session[_KEPT] = [kept.digest, file.name]
    digest = request.session.get(_KEPT, ["", ""])[0]
    path = uploads.find(digest)
    if path is None:
        raise BadEdition(_("Выберите файл классификатора: XLSX или CSV."))
    return classifiers.preview_classifier(path, **_asked(form), municipality_id=visit.town.id)


def _take(request: HttpRequest, visit: Visit, form: EditionForm) -> HttpResponseBase:
    path = uploads.find(request.session.pop(_KEPT)[0])
    if path is None:
        raise BadEdition(_("Файл пропал: выберите его ещё раз."))
    plan = classifiers.take_classifier(path, **_asked(form), now=visit.now, actor_id=visit.user_id)
    told = _("Редакция «%(edition)s» принята: новых кодов %(added)s, закрыто %(closed)s.")
    messages.success(
        request, told % {"edition": plan.edition, "added": len(plan.added), "closed": len(plan.closed)}
    )
    return redirect("setup:classifiers")


def _asked(form: EditionForm) -> Edition:
    told = form.cleaned_data
    return Edition(scheme=told["scheme"], edition=told["edition"], valid_from=told["valid_from"])
