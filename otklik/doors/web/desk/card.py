"""The page of a case, put together from its parts."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.border.ports.messages import CaseKind
from otklik.casework.appeals.rules.channels import NEVER
from otklik.casework.deadlines import selectors as deadlines
from otklik.doors.web.desk import (
    acting,
    answer_form,
    ladder,
    likes,
    rows,
    signs,
    thoughts,
    thread,
    words,
)
from otklik.doors.web.desk.opened import Failed, Opened, open_card
from otklik.doors.web.visit import Visit, staff
from otklik.flow import card as cards
from otklik.flow import stages
from otklik.ground.people.roles import Action
from otklik.kernel import personal
from otklik.register.cases import queue as asking
from otklik.register.cases import selectors as cases
from otklik.register.cases.rules import (
    STATUS_TITLES,
    URGENCY_TITLES,
    Status,
)

UNPROCESSABLE = 422


@staff(Action.SEE_CASES)
def case(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """The card."""
    return page(request, open_card(visit, number))


@require_POST
@staff(Action.SEE_PERSONAL)
def person(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """Who wrote: shown on asking, and the asking is journalled."""
    opened = open_card(visit, number, action=Action.SEE_PERSONAL)
    cards.personal_seen(
        opened.case.id, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id, ip=visit.ip
    )
    if request.headers.get("HX-Request"):
        return render(request, "desk/case_person.html", {"case": opened.case, "is_named": True})
    return page(request, opened, is_named=True)


@staff(Action.SEE_CASES)
def near(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """What is beside the case: the same person's cases, the like nearby, the words of the address."""
    opened = open_card(visit, number)
    of_person = cases.of_applicant(opened.case) if opened.can(Action.SEE_PERSONAL) else []
    seen = [one for one in of_person if cases.may(visit.access, Action.SEE_CASES, one, known=opened.snapshot)]
    drawn = rows.rows(seen, visit, opened.snapshot)
    context = {
        "opened": opened,
        "case": opened.case,
        "of_applicant": drawn,
        **likes.context(opened),
        "before": thoughts.before(opened),
        "fragment": cards.where_in_text(opened.case) if opened.case.address_by == "text" else "",
        "may_link": opened.can(Action.EDIT_CASE),
    }
    return render(request, "desk/case_near.html", context)


@staff(Action.SEE_CASES)
def neighbour(request: HttpRequest, visit: Visit, number: str, way: str) -> HttpResponseBase:
    """The next or the previous card of the queue the person came from."""
    opened = open_card(visit, number)
    asked = asking.read(request.GET.dict())
    base = cases.visible(visit.access, Action.SEE_CASES, visit.town.id, known=opened.snapshot)
    found = cases.neighbour(
        signs.narrowed(base, asked),
        asked,
        opened.case,
        now=visit.now,
        zone=visit.zone,
        back=way == "previous",
    )
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    if not found:
        return redirect(f"{acting.queue_url()}{query}")
    return redirect(f"{acting.card_url(found)}{query}")


def page(
    request: HttpRequest,
    opened: Opened,
    *,
    failed: Failed | None = None,
    is_named: bool = False,
    answer: answer_form.Typed | None = None,
) -> HttpResponse:
    """The card; a refused act comes back with its reason and all that was typed (422)."""
    case = opened.case
    utterances = cases.thread(case.id)
    tone, left = rows.term(case, opened.visit)
    context: dict[str, Any] = {
        "opened": opened,
        "case": case,
        "failed": failed,
        "is_named": is_named,
        "title": opened.topic.title if opened.topic else _("Тема не выбрана"),
        "posts": thread.posts(opened, utterances, is_named=is_named),
        "steps": ladder.steps(deadlines.rungs(case.id), opened.visit),
        "tone": tone,
        "left": left,
        "alarm": rows.alarm_word(case.urgency),
        "is_promise_broken": stages.is_broken(case, today=opened.visit.today),
        "status": STATUS_TITLES[Status(case.status)],
        "kind": words.KINDS.get(case.kind, case.kind),
        "channel": words.channel_word(case.channel),
        "stream": words.STREAMS.get(case.stream, case.stream),
        "outcome": words.OUTCOMES.get(case.outcome, ""),
        "acts": acting.offered(opened, failed),
        "urging": acting.offer(opened, acting.URGENCY, failed) if _may_urge(opened) else None,
        "urgencies": list(URGENCY_TITLES.items()),
        "facts": _facts(opened),
        "back": request.GET.urlencode(),
        "may_edit": opened.can(Action.EDIT_CASE),
        "may_route": opened.can(Action.ROUTE) and opened.may_move(Status.ROUTED),
        "may_see_person": opened.can(Action.SEE_PERSONAL) and case.applicant_id is not None,
        **thoughts.thoughts(opened),
        "is_appeal": case.kind == CaseKind.APPEAL,
        "is_odd_way": case.kind != CaseKind.APPEAL and case.channel in NEVER,
        **answer_form.context(opened, answer, look_url=reverse("desk:remarks", args=[opened.case.number])),
    }
    status = UNPROCESSABLE if failed or (answer and answer.reason) else 200
    return render(request, "desk/case.html", context, status=status)


def _may_urge(opened: Opened) -> bool:
    return opened.case.is_open and acting.may(opened, acting.URGENCY)


def _facts(opened: Opened) -> list[tuple[str, str]]:
    """What the source told besides, masked for those who may not see who wrote."""
    told = [(name, str(value)) for name, value in opened.case.facts.items() if value]
    if opened.can(Action.SEE_PERSONAL):
        return told
    return [(name, personal.mask(value)) for name, value in told]
