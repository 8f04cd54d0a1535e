"""The tree of organisations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

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
from otklik.ground.people.roles import Action

KINDS = (
    ("administration", "администрация"),
    ("department", "структурное подразделение"),
    ("institution", "муниципальное учреждение"),
    ("company", "организация"),
    ("state", "государственный орган"),
)
_DEEPEST = 3


class Node(Protocol):
    """What of an organisation the tree is made by."""

    id: int
    parent_id: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class Branch:
    """An organisation of the tree and how deep it stands."""

    row: Node
    depth: int
    kind: str


class OrganisationForm(forms.Form):
    short_title = fields.line("Краткое название", most=120, required=True)
    title = fields.line("Полное название", most=300)
    kind = fields.choice("Вид", KINDS, required=True)
    parent = fields.choice("Кому подчиняется", ())
    phone = fields.line("Телефон", most=60)
    email = forms.EmailField(label="Электронная почта", required=False)
    address = fields.line("Адрес", most=300)
    is_active = fields.switch("Действует")

    def __init__(self, *args: object, above: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they are
        listed = [(str(row_id), title) for row_id, title in above]
        self.fields["parent"].choices = [fields.EMPTY, *listed]  # type: ignore[attr-defined]  # a ChoiceField


@keeper(Action.EDIT_PEOPLE)
def organisations(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    return render(
        request, "setup/organisations.html", {"branches": tree(people.organisations(visit.town.id))}
    )


@keeper(Action.EDIT_PEOPLE)
def organisation(request: HttpRequest, visit: Visit, organisation_id: int | None = None) -> HttpResponseBase:
    """Add an organisation or change it."""
    rows = people.organisations(visit.town.id)
    row = next((one for one in rows if one.id == organisation_id), None)
    if organisation_id is not None and row is None:
        raise Http404
    initial: dict[str, object] = {"kind": "institution", "is_active": True}
    if row:
        names = set(OrganisationForm.base_fields) - {"parent"}
        initial = {name: getattr(row, name) for name in names} | {"parent": row.parent_id}
    above = [(one.id, one.short_title) for one in rows if one.id != organisation_id]
    form = OrganisationForm(request.POST or None, initial=initial, above=above)

    def act() -> None:
        told = dict(form.cleaned_data)
        parent_id = fields.id_of(told, "parent")
        del told["parent"]
        services.save_organisation(
            municipality_id=visit.town.id, organisation_id=organisation_id, parent_id=parent_id,
            now=visit.now, actor_id=visit.user_id, **told,
        )  # fmt: skip

    page = Page(
        title=row.short_title if row else _("Новая организация"), up_url=reverse("setup:organisations"),
        up_title=_("Организации"),
    )  # fmt: skip
    return settle(request, form, act, page=page, to="setup:organisations", said=_("Организация сохранена."))


def tree(rows: Sequence[Node]) -> list[Branch]:
    """The rows so that each stands under the one it is subordinate to; a circle in the data does not hang."""
    kinds = dict(KINDS)
    children: dict[int | None, list[Node]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    found: list[Branch] = []
    waiting = [(row, 0) for row in reversed(children.get(None, []))]
    while waiting:
        row, depth = waiting.pop()
        found.append(Branch(row, min(depth, _DEEPEST), kinds.get(row.kind, row.kind)))
        waiting.extend((child, depth + 1) for child in reversed(children.get(row.id, [])))
    return found
