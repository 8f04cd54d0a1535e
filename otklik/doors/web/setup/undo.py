"""Taking back a removal: what was removed travels signed in the address and is put back by the service."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.doors.web.setup.access import holds
from otklik.doors.web.setup.saving import REFUSALS
from otklik.doors.web.visit import Visit, staff
from otklik.ground.people import services as people
from otklik.ground.people.roles import Action
from otklik.ground.worktime import services as worktime
from otklik.ground.worktime.rules import DayKind
from otklik.register.catalog import services as catalog

_SALT = "setup.undo"
_LIVES_FOR = 3600  # seconds
_RIGHTS = {"duty": Action.EDIT_CATALOG, "role": Action.EDIT_PEOPLE, "day": Action.EDIT_SETTINGS}


def address(visit: Visit, kind: str, to: str, fields: dict[str, Any]) -> str:
    """The address that puts the removed thing back and leads to `to`; good for an hour, for this person."""
    told = {"kind": kind, "to": to, "town": visit.town.id, "user": visit.user_id, "fields": fields}
    return reverse("setup:undo", args=[signing.dumps(told, salt=_SALT, compress=True)])


@require_POST
@staff()
def undo(request: HttpRequest, visit: Visit, token: str) -> HttpResponseBase:
    try:
        told = signing.loads(token, salt=_SALT, max_age=_LIVES_FOR)
    except signing.BadSignature:
        messages.error(request, _("Вернуть уже нельзя: прошло больше часа."))
        return redirect("setup:index")
    is_own = (told["town"], told["user"]) == (visit.town.id, visit.user_id)
    if not is_own or not holds(visit, _RIGHTS[told["kind"]]):
        raise Http404
    try:
        _put_back(visit, told["kind"], told["fields"])
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Возвращено."))
    return redirect(told["to"])


def _put_back(visit: Visit, kind: str, fields: dict[str, Any]) -> None:
    if kind == "duty":
        duty = catalog.Duty(**_dated(fields))
        catalog.set_responsibility(duty, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id)
    elif kind == "role":
        people.give_role(
            **_dated(fields), municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id
        )
    else:
        worktime.set_day(
            municipality_id=visit.town.id, day=date.fromisoformat(fields["day"]),
            kind=DayKind(fields["kind"]), title=fields["title"], source=fields["source"],
            now=visit.now, actor_id=visit.user_id, ip=visit.ip,
        )  # fmt: skip


def _dated(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with their days read."""
    days = {name: date.fromisoformat(fields[name]) if fields[name] else None for name in ("since", "until")}
    return {**fields, **days}
