"""Followers who asked to be told: whom a person is to call or write to, and that it is done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.duplicates.outbreaks import State
from otklik.doors.web.mass import page
from otklik.doors.web.visit import Visit, staff
from otklik.flow import telling
from otklik.ground.people.roles import Action


@staff(Action.SEE_PERSONAL)
def contacts(request: HttpRequest, visit: Visit, outbreak_id: int) -> HttpResponseBase:
    """The list; every look at it is journalled."""
    view = page.found(visit, outbreak_id)
    rows = telling.by_hand(
        view.id, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id, ip=visit.ip
    )
    context = {"problem": view, "rows": rows, "is_solved": view.state is State.CLOSED}
    return render(request, "mass/contacts.html", context)


@require_POST
@staff(Action.SEE_PERSONAL)
def told(request: HttpRequest, visit: Visit, outbreak_id: int, follower_id: int) -> HttpResponseBase:
    """The person has told the follower: the contact is erased."""
    view = page.found(visit, outbreak_id)
    if telling.told_by_hand(view.id, follower_id, now=visit.now, actor_id=visit.user_id):
        messages.success(request, _("Отмечено, контакт удалён."))
    else:
        messages.info(request, _("Этому жителю уже сообщили."))
    return redirect("mass:contacts", view.id)
