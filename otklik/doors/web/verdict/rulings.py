"""The head rules on disputed and low ratings; the centre disputes an unfair one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.satisfaction import selectors as ratings
from otklik.casework.satisfaction.rules.rating import BadRating, Ruling
from otklik.doors.web.desk.opened import open_card
from otklik.doors.web.verdict import given
from otklik.doors.web.visit import Visit, staff
from otklik.flow import rate
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors as cases
from otklik.register.catalog import selectors as catalog

SAID = {
    Ruling.UPHELD: "Оценка оставлена в силе.",
    Ruling.EXCLUDED: "Оценка больше не учитывается, в истории она осталась.",
    Ruling.REOPENED: "Карточка возвращена в работу, срок пошёл заново.",
    Ruling.LEFT: "Карточка в работу не возвращается.",
}


@staff(Action.SEE_CASES)
def rulings(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """What waits for a ruling, the longest waiting first."""
    snapshot = catalog.snapshot(visit.town.id)
    found = ratings.waiting(cases.visible(visit.access, Action.SEE_CASES, visit.town.id))
    lines = [
        {
            "row": one,
            "label": rate.Given(mark=one.mark, is_solved=one.is_solved).label,
            "topic": snapshot.topics.get(one.case.topic_id or 0),
            "recipient": snapshot.recipients.get(one.case.recipient_id or 0),
            "dispute": next((step for step in reversed(list(one.rulings.all()))), None),
            "may_rule": rate.may_moderate(visit.access, one.case),
        }
        for one in found
    ]
    return render(request, "verdict/rulings.html", {"lines": lines})


@require_POST
@staff(Action.SEE_CASES)
def dispute(request: HttpRequest, visit: Visit, number: str, rating_id: int) -> HttpResponseBase:
    """Say why a rating is unfair."""
    opened = open_card(visit, number)
    if not opened.can(*given.DISPUTING):
        raise Http404
    ground = request.POST.get("ground", "")
    try:
        rate.dispute(opened.case.id, rating_id, ground=ground, now=visit.now, actor_id=visit.user_id)
    except BadRating as error:
        return given.page(request, opened, error=str(error), status=422)
    messages.success(request, _("Оценка оспорена. Решит руководитель."))
    return redirect(opened.url)


@require_POST
@staff(Action.SEE_CASES)
def rule(request: HttpRequest, visit: Visit, number: str, rating_id: int) -> HttpResponseBase:
    """The head's decision with its ground."""
    opened = open_card(visit, number)
    told = request.POST.get("ruling", "")
    if told not in {one.value for one in SAID} or not rate.may_moderate(visit.access, opened.case):
        raise Http404
    try:
        rate.rule(
            opened.case.id, rating_id, Ruling(told), ground=request.POST.get("ground", ""), now=visit.now,
            actor_id=visit.user_id, by_label=visit.name,
        )  # fmt: skip
    except BadRating as error:
        return given.page(request, opened, error=str(error), status=422)
    messages.success(request, _(SAID[Ruling(told)]))
    return redirect(opened.url)
