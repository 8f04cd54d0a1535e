"""Responsible recipients: the organisations that answer citizens, and what each answers for."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, settle
from otklik.doors.web.visit import Visit
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors as cases
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog import services
from otklik.register.catalog.defaults import recipient_kinds


class RecipientForm(forms.Form):
    organisation_id = fields.choice("Организация", (), required=True)
    title = fields.line("Название для жителей", most=160, help_text="Пусто — краткое название организации.")
    duties = forms.MultipleChoiceField(
        label="За что отвечает", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="По этим родам тема без своей строки в таблице ответственности найдёт получателя.",
    )  # fmt: skip
    is_in_centre = fields.switch("Входит в состав центра", help_text="Считается в индикаторе 10 и в отчётах.")
    page_url = fields.line("Официальная страница", most=200, help_text="Начинается с https://")
    is_active = fields.switch("Действует")

    def __init__(self, *args: object, organisations: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they are
        listed = [(str(row_id), title) for row_id, title in organisations]
        self.fields["organisation_id"].choices = listed  # type: ignore[attr-defined]  # a ChoiceField
        kinds = [(kind.code, kind.title) for kind in recipient_kinds()]
        self.fields["duties"].choices = kinds  # type: ignore[attr-defined]  # a ChoiceField


@keeper(Action.EDIT_CATALOG)
def recipients(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    snapshot, load = catalog.snapshot(visit.town.id), cases.workload(visit.town.id)
    kinds = {kind.code: kind.title for kind in recipient_kinds()}
    rows = [
        (one, ", ".join(kinds.get(duty, duty) for duty in one.duties), load.get(one.id, 0))
        for one in sorted(snapshot.recipients.values(), key=lambda one: (not one.is_active, one.title))
    ]
    context = {
        "rows": rows,
        "most": max(load.values(), default=0),
        "in_centre": snapshot.recipients_in_centre(),
    }
    return render(request, "setup/recipients.html", context)


@keeper(Action.EDIT_CATALOG)
def recipient(request: HttpRequest, visit: Visit, recipient_id: int | None = None) -> HttpResponseBase:
    """Add a recipient or change it."""
    row = catalog.snapshot(visit.town.id).recipients.get(recipient_id) if recipient_id else None
    if recipient_id is not None and row is None:
        raise Http404
    names = tuple(RecipientForm.base_fields)
    initial = (
        {name: getattr(row, name) for name in names} if row else {"is_in_centre": True, "is_active": True}
    )
    listed = [
        (one.id, one.short_title)
        for one in people.organisations(visit.town.id)
        if one.is_active or (row and one.id == row.organisation_id)
    ]
    form = RecipientForm(request.POST or None, initial=initial, organisations=listed)

    def act() -> None:
        told = {**form.cleaned_data, "organisation_id": int(form.cleaned_data["organisation_id"])}
        services.save_recipient(
            municipality_id=visit.town.id, recipient_id=recipient_id, now=visit.now,
            actor_id=visit.user_id, **told,
        )  # fmt: skip

    page = Page(
        title=row.title if row else _("Новый получатель"), up_url=reverse("setup:recipients"),
        up_title=_("Ответственные получатели"),
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:recipients", said=_("Получатель сохранён."))
