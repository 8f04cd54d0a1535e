"""Roles as bundles of actions; a town keeps its own edition of a default one."""

from typing import Any

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
from otklik.ground.people import services
from otklik.ground.people.roles import ACTION_TITLES, ROLES, Action

SCOPES = {"town": "весь муниципалитет", "block": "отраслевой блок", "organisation": "организация"}
_GROUPS: tuple[tuple[str, tuple[Action, ...]], ...] = (
    ("Видеть", (
        Action.SEE_CASES, Action.SEE_PERSONAL, Action.SEE_DASHBOARD, Action.SEE_REPORTS, Action.SEE_JOURNAL,
    )),
    ("Работать с карточками", (
        Action.ENTER_CASE, Action.EDIT_CASE, Action.ROUTE, Action.TAKE, Action.DRAFT, Action.APPROVE,
        Action.CLOSE, Action.REFUSE, Action.REOPEN, Action.IMPORT, Action.EXPORT, Action.PUBLISH,
    )),
    ("Отчёты", (Action.FILL_REPORTS, Action.SIGN_REPORTS)),
    ("Настройки", (
        Action.EDIT_CATALOG, Action.EDIT_PEOPLE, Action.EDIT_SETTINGS, Action.EDIT_TEMPLATES, Action.MAINTAIN,
    )),
)  # fmt: skip


class BundleForm(forms.Form):
    title = fields.line("Название роли", most=200, required=True)
    actions = forms.MultipleChoiceField(
        label="Что разрешено", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(title, [(one.value, ACTION_TITLES[one]) for one in group]) for title, group in _GROUPS],
    )  # fmt: skip


@keeper(Action.EDIT_PEOPLE)
def roles(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Every role of the town with how many hold it and what of the default has been changed."""
    holders: dict[str, int] = {}
    for person in people.persons(visit.town.id):
        codes = {one.role_code for one in person.memberships if one.municipality_id == visit.town.id}
        for code in codes:
            holders[code] = holders.get(code, 0) + 1
    default = {row.code: row.actions for row in ROLES}
    rows: list[dict[str, Any]] = [
        {
            "role": role, "scope": SCOPES.get(role.scope, role.scope), "holders": holders.get(role.code, 0),
            "is_own": frozenset(role.actions) != default.get(role.code, frozenset(role.actions)),
        }
        for role in people.roles(visit.town.id)
    ]  # fmt: skip
    return render(request, "setup/roles.html", {"rows": rows})


@keeper(Action.EDIT_PEOPLE)
def role(request: HttpRequest, visit: Visit, code: str) -> HttpResponseBase:
    row = next((one for one in people.roles(visit.town.id) if one.code == code), None)
    if row is None:
        raise Http404
    form = BundleForm(request.POST or None, initial={"title": row.title, "actions": row.actions})

    def act() -> None:
        services.edit_role(
            municipality_id=visit.town.id, code=code, now=visit.now, actor_id=visit.user_id,
            **form.cleaned_data,
        )  # fmt: skip

    told = _(
        "Действует: %(scope)s. Основание: %(norm)s. Изменение подействует сразу на всех, у кого эта роль."
    )
    page = Page(
        title=row.title, up_url=reverse("setup:roles"), up_title=_("Роли"),
        lead=told % {"scope": SCOPES.get(row.scope, row.scope), "norm": row.norm or "—"},
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:roles", said=_("Роль сохранена."))
