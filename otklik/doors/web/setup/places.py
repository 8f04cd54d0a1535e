"""Streets with their other names, and landmarks: found by words, changed by hand, closed and opened."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.border.ports.addresses import ListedLandmark
from otklik.doors.web.setup import fields
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.saving import Page, settle
from otklik.doors.web.visit import Visit
from otklik.ground.people.roles import Action
from otklik.ground.places import selectors as places
from otklik.ground.places import services

MOST = 200
_OTHER_NAMES = "По одному в строке: прежние и народные. По ним место тоже узнаётся."


class StreetForm(forms.Form):
    aliases = fields.area("Другие названия", help_text=_OTHER_NAMES)
    is_active = fields.switch("Действует", help_text="Закрытая не предлагается и не узнаётся в текстах.")


class LandmarkForm(forms.Form):
    kind = fields.line("Вид", most=60, required=True, help_text="Школа, аптека, остановка.")
    number = fields.line("Номер", most=20)
    title = fields.line("Название", most=200, help_text="Без вида и кавычек: Ромашка.")
    aliases = fields.area("Другие названия", help_text=_OTHER_NAMES)
    address = fields.line("Адрес", most=300)
    lat = forms.FloatField(label="Широта", required=False, min_value=-90, max_value=90, localize=True)
    lon = forms.FloatField(label="Долгота", required=False, min_value=-180, max_value=180, localize=True)
    is_active = fields.switch("Действует")


@keeper(Action.EDIT_SETTINGS)
def streets(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The streets whose names hold the words; the first two hundred."""
    words = request.GET.get("words", "").strip()
    found = places.streets(visit.town.id, words=words)
    context = {"rows": found[:MOST], "count": len(found), "most": MOST, "words": words}
    return render(request, "setup/streets.html", context)


@keeper(Action.EDIT_SETTINGS)
def street(request: HttpRequest, visit: Visit, street_id: int) -> HttpResponseBase:
    row = next((one for one in places.streets(visit.town.id) if one.id == street_id), None)
    if row is None:
        raise Http404
    initial = {"aliases": "\n".join(row.aliases), "is_active": row.is_active}
    form = StreetForm(request.POST or None, initial=initial)

    def act() -> None:
        services.set_street(
            street_id, municipality_id=visit.town.id, aliases=form.cleaned_data["aliases"].splitlines(),
            is_active=form.cleaned_data["is_active"], now=visit.now, actor_id=visit.user_id, ip=visit.ip,
        )  # fmt: skip

    page = Page(
        title=f"{row}, {row.settlement}", up_url=reverse("setup:streets"), up_title=_("Улицы"),
        more={"houses": len(places.houses(street_id))},
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:streets", said=_("Улица сохранена."))


@keeper(Action.EDIT_SETTINGS)
def landmarks(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    words = request.GET.get("words", "").strip()
    found = places.landmarks(visit.town.id, words=words)
    context = {"rows": found[:MOST], "count": len(found), "most": MOST, "words": words}
    return render(request, "setup/landmarks.html", context)


@keeper(Action.EDIT_SETTINGS)
def landmark(request: HttpRequest, visit: Visit, landmark_id: int | None = None) -> HttpResponseBase:
    """Add a landmark or change it; its street and house are found by the address."""
    row = next((one for one in places.landmarks(visit.town.id) if one.id == landmark_id), None)
    if landmark_id is not None and row is None:
        raise Http404
    names = ("kind", "number", "title", "address", "lat", "lon", "is_active")
    initial = {name: getattr(row, name) for name in names} if row else {"is_active": True}
    form = LandmarkForm(
        request.POST or None, initial={**initial, "aliases": "\n".join(row.aliases if row else ())}
    )

    def act() -> None:
        told = dict(form.cleaned_data)
        is_active = told.pop("is_active")
        listed = ListedLandmark(**{**told, "aliases": tuple(told["aliases"].splitlines())})
        services.save_landmark(
            listed, municipality_id=visit.town.id, landmark_id=landmark_id, is_active=is_active,
            now=visit.now, actor_id=visit.user_id, ip=visit.ip,
        )  # fmt: skip

    page = Page(
        title=str(row) if row else _("Новый ориентир"), up_url=reverse("setup:landmarks"),
        up_title=_("Ориентиры"),
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:landmarks", said=_("Ориентир сохранён."))
