"""People of the municipality: who they are, their roles by acts, and their passwords."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.doors.web.setup import fields, undo
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.setup.people_forms import NewPersonForm, PasswordForm, PersonForm, RoleForm
from otklik.doors.web.setup.saving import Page, attempt, settle
from otklik.doors.web.visit import Visit
from otklik.ground.people import selectors as people
from otklik.ground.people import services
from otklik.ground.people.roles import Action
from otklik.ground.people.selectors import MembershipView, PersonView
from otklik.register.catalog import selectors as catalog


@keeper(Action.EDIT_PEOPLE)
def people_list(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    blocks = _blocks(visit)
    rows = [(one, _held(visit, one, blocks)) for one in people.persons(visit.town.id)]
    return render(request, "setup/people.html", {"rows": rows})


@keeper(Action.EDIT_PEOPLE)
def new_person(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """A person with a first role: without one nobody could see the person here."""
    form = NewPersonForm(
        request.POST or None, initial={"is_active": True}, organisations=_organisations(visit),
        roles=_roles(visit), snapshot=catalog.snapshot(visit.town.id),
    )  # fmt: skip

    def act() -> None:
        told = form.cleaned_data
        organisation_id = fields.id_of(told, "organisation")
        with transaction.atomic():
            user = services.save_user(
                username=told["username"], full_name=told["full_name"], position=told["position"],
                email=told["email"], phone=told["phone"], organisation_id=organisation_id,
                password=told["password"], is_active=told["is_active"], must_change_password=True,
                now=visit.now, actor_id=visit.user_id,
            )  # fmt: skip
            services.give_role(
                user_id=user.id, role_code=told["role"], municipality_id=visit.town.id,
                block_code=told["block"], organisation_id=organisation_id, act=told["act"],
                now=visit.now, actor_id=visit.user_id,
            )  # fmt: skip

    page = Page(
        title=_("Новый человек"), up_url=reverse("setup:people"), up_title=_("Люди"), button=_("Добавить")
    )
    said = _("Человек добавлен. Передайте ему имя для входа и временный пароль.")
    return settle(request, form, act, page=page, to="setup:people", said=said)


@keeper(Action.EDIT_PEOPLE)
def person(request: HttpRequest, visit: Visit, user_id: int) -> HttpResponseBase:
    found = _person(visit, user_id)
    initial = {
        "full_name": found.full_name, "position": found.position, "organisation": found.organisation_id,
        "email": found.email, "phone": found.phone, "is_active": found.is_active,
    }  # fmt: skip
    form = PersonForm(request.POST or None, initial=initial, organisations=_organisations(visit))
    if request.method == "POST" and not _is_ours(visit, found):
        return _not_ours(request, user_id)

    def act() -> None:
        told = dict(form.cleaned_data)
        organisation_id = fields.id_of(told, "organisation")
        del told["organisation"]
        services.save_user(
            username=found.username, organisation_id=organisation_id, is_demo=found.is_demo,
            must_change_password=found.must_change_password, now=visit.now, actor_id=visit.user_id, **told,
        )  # fmt: skip

    page = Page(
        title=found.full_name, up_url=reverse("setup:people"), up_title=_("Люди"),
        template="setup/person.html",
        more={
            "person_shown": found, "is_ours": _is_ours(visit, found), "is_me": user_id == visit.user_id,
            "held": _held(visit, found, _blocks(visit)),
        },
    )  # fmt: skip
    return settle(request, form, act, page=page, to=_url(user_id), said=_("Сохранено."))


@keeper(Action.EDIT_PEOPLE)
def give_role(request: HttpRequest, visit: Visit, user_id: int) -> HttpResponseBase:
    found = _person(visit, user_id)
    form = RoleForm(
        request.POST or None, initial={"organisation": found.organisation_id},
        roles=_roles(visit), snapshot=catalog.snapshot(visit.town.id),
        organisations=_organisations(visit),
    )  # fmt: skip

    def act() -> None:
        told = form.cleaned_data
        services.give_role(
            user_id=user_id, role_code=told["role"], municipality_id=visit.town.id,
            block_code=told["block"], organisation_id=fields.id_of(told, "organisation"), act=told["act"],
            since=told["since"], until=told["until"], now=visit.now, actor_id=visit.user_id,
        )  # fmt: skip

    page = Page(title=_("Новая роль"), up_url=_url(user_id), up_title=found.full_name, button=_("Назначить"))
    return settle(request, form, act, page=page, to=_url(user_id), said=_("Роль назначена."))


@require_POST
@keeper(Action.EDIT_PEOPLE)
def take_role(request: HttpRequest, visit: Visit, user_id: int, membership_id: int) -> HttpResponseBase:
    """The last role of the one who removes stays: nobody locks the door from inside."""
    held = [one for one in _person(visit, user_id).memberships if one.municipality_id == visit.town.id]
    one = next((one for one in held if one.id == membership_id), None)
    if one is None:
        raise Http404
    if user_id == visit.user_id and len(held) == 1:
        messages.error(request, _("Это ваша последняя роль: пусть её снимет другой администратор."))
        return redirect(_url(user_id))
    return attempt(
        request,
        lambda: services.take_role(
            membership_id, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id
        ),
        to=_url(user_id) if len(held) > 1 else "setup:people",
        said=_("Роль снята: %(role)s.") % {"role": one.role_title},
        undo=undo.address(visit, "role", _url(user_id), _kept(user_id, one)),
    )


@keeper(Action.EDIT_PEOPLE)
def password(request: HttpRequest, visit: Visit, user_id: int) -> HttpResponseBase:
    """A new password for a person of ours; it is changed at the next sign-in."""
    found = _person(visit, user_id)
    if not _is_ours(visit, found):
        return _not_ours(request, user_id)
    form = PasswordForm(request.POST or None)

    def act() -> None:
        services.save_user(
            username=found.username, full_name=found.full_name, position=found.position, email=found.email,
            phone=found.phone, organisation_id=found.organisation_id, is_active=found.is_active,
            is_demo=False, password=form.cleaned_data["password"], must_change_password=True,
            now=visit.now, actor_id=visit.user_id,
        )  # fmt: skip

    page = Page(title=_("Новый пароль"), up_url=_url(user_id), up_title=found.full_name)
    said = _("Пароль сменён. Передайте его лично: при входе его попросят сменить.")
    return settle(request, form, act, page=page, to=_url(user_id), said=said)


def _person(visit: Visit, user_id: int) -> PersonView:
    found = next((one for one in people.persons(visit.town.id) if one.id == user_id), None)
    if found is None:
        raise Http404
    return found


def _is_ours(visit: Visit, found: PersonView) -> bool:
    """Whether the visitor keeps people in every town where the person works; else it is not theirs."""
    towns = {one.municipality_id for one in found.memberships}
    kept = {grant.municipality_id for grant in visit.access.of(Action.EDIT_PEOPLE) if grant.is_whole_town}
    return towns <= kept


def _not_ours(request: HttpRequest, user_id: int) -> HttpResponseBase:
    told = _("Человек работает и в другом муниципалитете: его данные и пароль меняет техническая служба.")
    messages.error(request, told)
    return redirect(_url(user_id))


def _kept(user_id: int, one: MembershipView) -> dict[str, object]:
    return {
        "user_id": user_id, "role_code": one.role_code, "block_code": one.block_code,
        "organisation_id": one.organisation_id, "act": one.act,
        "since": one.since.isoformat() if one.since else "",
        "until": one.until.isoformat() if one.until else "",
    }  # fmt: skip


def _blocks(visit: Visit) -> dict[str, str]:
    return {one.code: one.short_title for one in catalog.snapshot(visit.town.id).blocks.values()}


def _held(visit: Visit, found: PersonView, blocks: dict[str, str]) -> list[tuple[MembershipView, str, bool]]:
    """Roles in this town: each with where it holds in words and whether it holds today."""
    return [
        (one, blocks.get(one.block_code, one.block_code) or one.organisation, one.holds_on(visit.today))
        for one in found.memberships
        if one.municipality_id == visit.town.id
    ]


def _organisations(visit: Visit) -> list[tuple[int, str]]:
    return [(one.id, one.short_title) for one in people.organisations(visit.town.id) if one.is_active]


def _roles(visit: Visit) -> fields.Choices:
    return [(one.code, one.title) for one in people.roles(visit.town.id)]


def _url(user_id: int) -> str:
    return reverse("setup:person", args=[user_id])
