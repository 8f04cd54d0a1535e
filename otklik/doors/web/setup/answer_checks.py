"""Checks of answers before they go: how much each matters here, and how often it was overridden."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from otklik.casework.answers import selectors as answers
from otklik.casework.answers import services
from otklik.casework.answers.checks import BY_CODE, CHECKS, Rule, Weight
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.visit import Visit
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors as cases

WEIGHTS = {
    Weight.DUTY: "исправить или объяснить",
    Weight.ADVICE: "совет",
    Weight.OFF: "не проверять",
}
DAYS = 90


@keeper(Action.EDIT_TEMPLATES)
def answer_checks(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The whole table is one form; what was not changed is not touched."""
    if request.method == "POST":
        for rule in CHECKS:
            told = request.POST.get(rule.code, "")
            if rule.usual is not None and told in WEIGHTS:
                services.set_weight(
                    municipality_id=visit.town.id,
                    code=rule.code,
                    weight=Weight(told),
                    now=visit.now,
                    actor_id=visit.user_id,
                )
        messages.success(request, _("Проверки сохранены: новые ответы смотрим по ним."))
        return redirect("setup:answer_checks")
    own = answers.weights(visit.town.id)
    left = answers.overridden(visit.town.id, since=visit.now - timedelta(days=DAYS))
    context = {
        "lines": [(rule, _weight(rule, own), rule.code in own, left.get(rule.code, 0)) for rule in CHECKS],
        "weights": list(WEIGHTS.items()),
        "days": DAYS,
    }
    return render(request, "setup/answer_checks.html", context)


@keeper(Action.EDIT_TEMPLATES)
def left(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Remarks left as they are: which check, why, who, in which case."""
    code = request.GET.get("code", "")
    rule = BY_CODE.get(code)
    found = answers.left(
        visit.town.id, since=visit.now - timedelta(days=DAYS), code=rule.code if rule else ""
    )
    names = people.names([one.user_id for one in found if one.user_id])
    ids = sorted({one.case_id for one in found})
    seen = cases.by_ids(visit.access, ids, municipality_id=visit.town.id, action=Action.SEE_CASES)
    numbers = {one.id: one.number for one in seen}
    rows = [
        (one, BY_CODE[one.code].title, names.get(one.user_id or 0, ""), numbers.get(one.case_id, ""))
        for one in found
        if one.code in BY_CODE
    ]
    return render(request, "setup/remarks_left.html", {"rows": rows, "rule": rule, "days": DAYS})


def _weight(rule: Rule, own: dict[str, Weight]) -> Weight | None:
    return own.get(rule.code, rule.usual)
