"""A person says of a sign that it is right or wrong; cases are gathered by a sign."""

from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.triage import selectors as triage
from otklik.doors.web.desk.opened import open_card
from otklik.doors.web.visit import Visit, staff
from otklik.flow import card
from otklik.ground.people.roles import Action
from otklik.register.cases.queue import Asked

Rows = TypeVar("Rows", bound=QuerySet[Any])
_SAID = {"right": True, "wrong": False, "unsaid": None}


@require_POST
@staff(Action.SEE_CASES)
def judge(request: HttpRequest, visit: Visit, number: str, kind: str) -> HttpResponseBase:
    """«Верно», «Не так», or back to nothing said."""
    opened = open_card(visit, number)
    told = request.POST.get("said") or request.GET.get("said", "")
    if not opened.can(Action.ROUTE, Action.EDIT_CASE) or told not in _SAID:
        raise Http404
    try:
        was = card.judge_sign(
            opened.case.id, kind, is_right=_SAID[told], now=visit.now, actor_id=visit.user_id
        )
    except LookupError as error:
        raise Http404 from error
    said = {
        True: _("Отмечено: признак верный."),
        False: _("Отмечено: признак неверный."),
        None: _("Отметка снята."),
    }
    before = next(word for word, value in _SAID.items() if value is was)
    undo = f"undo={reverse('desk:sign', args=[number, kind])}?said={before}"
    messages.success(request, said[_SAID[told]], extra_tags=undo)
    return redirect(opened.url)


def narrowed(base: Rows, asked: Asked) -> Rows:
    """The sign of the filter is asked where signs are kept."""
    return base.filter(id__in=triage.with_sign(asked.sign)) if asked.sign else base
