"""Messages that wait for moderation: read, accepted or refused one after another."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.stages import selectors as stages
from otklik.casework.stages.rules import Deed
from otklik.doors.web.desk.opened import Opened, open_card
from otklik.doors.web.desk.refusals import REFUSALS, refusal
from otklik.doors.web.visit import Visit, staff
from otklik.flow import finish, moderating
from otklik.flow import stages as road
from otklik.ground.people.roles import Action
from otklik.kernel import personal
from otklik.register.cases import selectors as cases
from otklik.register.catalog import selectors as catalog

RIGHTS = (Action.ROUTE, Action.REFUSE)


@staff(Action.SEE_CASES)
def moderation(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Those that hurt first first."""
    return page(request, visit)


def page(
    request: HttpRequest,
    visit: Visit,
    *,
    failed: str = "",
    reason: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """The list; a refusal comes back to its message with what was typed."""
    snapshot = catalog.snapshot(visit.town.id)
    is_on = stages.moderates(visit.town.id)
    found = stages.to_moderate(cases.visible(visit.access, Action.ROUTE, visit.town.id)) if is_on else []
    texts = cases.firsts([one.id for one in found])
    lines = [
        {
            "case": one,
            "text": personal.mask(texts.get(one.id, one.summary)),
            "topic": snapshot.topics.get(one.topic_id or 0),
            "recipient": snapshot.recipients.get(one.recipient_id or 0),
            "error": error if one.number == failed else "",
            "reason": reason if one.number == failed else "",
        }
        for one in found
    ]
    told = {"lines": lines, "is_on": is_on, "error": "" if any(x["error"] for x in lines) else error}
    return render(request, "stages/moderation.html", told, status=status)


@require_POST
@staff(Action.SEE_CASES)
def accept(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """Take the message up."""
    opened = _opened(visit, number)
    try:
        moderating.accept(opened.case.id, now=visit.now, actor_id=visit.user_id, by_label=visit.name)
    except REFUSALS as error:
        return page(request, visit, failed=number, error=refusal(error), status=422)
    messages.success(request, _("Сообщение принято."))
    return _back(request, opened)


@require_POST
@staff(Action.REFUSE)
def refuse(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """Decline it with a reason that the card keeps."""
    opened = _opened(visit, number, action=Action.REFUSE)
    reason = request.POST.get("reason", "")
    try:
        finish.refuse(
            opened.case.id, reason=reason, now=visit.now, actor_id=visit.user_id, by_label=visit.name
        )
    except REFUSALS as error:
        return page(request, visit, failed=number, reason=reason, error=refusal(error), status=422)
    messages.success(request, _("Отклонено: ответ не требуется."))
    return _back(request, opened)


def may_accept(opened: Opened) -> bool:
    """Whether this person may take the message up now."""
    visit = opened.visit
    return opened.can(*RIGHTS) and road.allows(
        opened.case, Deed.ACCEPT, actor_id=visit.user_id, now=visit.now
    )


def _opened(visit: Visit, number: str, *, action: Action = Action.ROUTE) -> Opened:
    return open_card(visit, number, action=action)


def _back(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    return redirect(opened.url if "card" in request.POST else "stages:moderation")
