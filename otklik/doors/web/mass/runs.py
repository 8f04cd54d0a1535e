"""Ordering one act over all cases of a mass problem, and how it goes."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.duplicates import selectors as duplicates
from otklik.casework.duplicates.outbreaks import ActCode, RunState, State
from otklik.casework.duplicates.rules import Verdict
from otklik.doors.web.mass import page
from otklik.doors.web.mass.offers import Typed, offered
from otklik.doors.web.visit import Visit, staff
from otklik.flow import mass_acts
from otklik.ground.people.roles import Action
from otklik.kernel import language

_UNPROCESSABLE = 422


@require_POST
@staff(Action.SEE_CASES)
def order(request: HttpRequest, visit: Visit, outbreak_id: int, code: str) -> HttpResponseBase:
    """Begin the act; the first cases are done at once, the rest by the worker."""
    view = page.found(visit, outbreak_id)
    if view.state is not State.OPEN or code not in {one.code for one in offered(visit, view)}:
        raise Http404
    try:
        run_id = mass_acts.begin(
            view.id,
            _order(ActCode(code), request.POST),
            case_ids=[one.case_id for one in duplicates.members(view.id) if one.state is Verdict.CONFIRMED],
            access=visit.access,
            municipality_id=visit.town.id,
            now=visit.now,
            actor_id=visit.user_id,
            by_label=visit.name,
        )
    except mass_acts.BadAct as error:
        values = {name: str(value) for name, value in request.POST.items()}
        typed = Typed(code, str(error), values)
        return page.show(request, visit, view, typed=typed, status=_UNPROCESSABLE)
    _tell(request, run_id)
    return redirect("mass:problem", view.id)


def _tell(request: HttpRequest, run_id: int) -> None:
    run = duplicates.run(run_id)
    done = language.counted(run.done, "карточка", "карточки", "карточек")
    if run.waiting:
        messages.info(request, _("Начато: сделано %(done)s, остальные делаются.") % {"done": done})
    elif run.failures:
        told = {"done": done, "failed": len(run.failures)}
        messages.warning(request, _("Сделано: %(done)s. Не вышло с %(failed)s, причины ниже.") % told)
    else:
        messages.success(request, _("Сделано: %(done)s.") % {"done": done})


def _order(act: ActCode, told: QueryDict) -> mass_acts.Order:
    recipient = told.get("recipient", "")
    try:
        promised_on = date.fromisoformat(told.get("promised_on", ""))
    except ValueError:
        promised_on = None
    return mass_acts.Order(
        act=act,
        recipient_id=int(recipient) if recipient.isdecimal() else None,
        text=told.get("text", "").replace("\r\n", "\n"),
        outcome=told.get("outcome", ""),
        promised_on=promised_on,
        reason=told.get("reason", "").strip(),
    )


@staff(Action.SEE_CASES)
def progress(request: HttpRequest, visit: Visit, run_id: int) -> HttpResponseBase:
    """How far a run is, for the bar of the page."""
    run = duplicates.run(run_id)
    page.found(visit, run.outbreak_id)
    is_done = run.state is RunState.DONE
    gone = run.total - run.waiting
    return JsonResponse(
        {
            "done": gone,
            "total": run.total,
            "text": _("Сделано %(done)s из %(total)s") % {"done": gone, "total": run.total},
            "state": "done" if is_done else "running",
            "url": reverse("mass:problem", args=[run.outbreak_id]) if is_done else "",
        }
    )
