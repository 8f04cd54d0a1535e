"""Parts of the answer on a card: what is in, late or missing, one's own part, and assembling them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.answers import selectors as answers
from otklik.casework.answers.selectors import PartView
from otklik.doors.web.desk import answer_form, letter_form
from otklik.doors.web.desk.opened import Opened, open_card
from otklik.doors.web.desk.refusals import REFUSALS, refusal
from otklik.doors.web.visit import Visit, staff
from otklik.flow import parts as road
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.kernel import language
from otklik.register.cases import selectors as cases

Act = Callable[[HttpRequest, Opened], str]
_OWN = frozenset({"keep", "hand_in"})


@staff(Action.SEE_CASES)
def parts(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """The parts for the card; nothing where the case has none and needs none."""
    opened = open_card(visit, number)
    found = answers.parts(opened.case.id) if opened.case.is_open else []
    mine = [one for one in found if one.user_id == visit.user_id]
    questions = cases.questions(opened.case.id)
    is_shared = bool(found) or len(questions) > 1 or bool(cases.co_executors(opened.case.id))
    may_gather = opened.may_submit and is_shared
    context: dict[str, Any] = {
        "case": opened.case,
        "office": request.GET.get("from") == "office",
        "mine": mine,
        "lines": _lines(found, visit) if may_gather else [],
        "may_gather": may_gather,
        "ready": sum(one.is_handed for one in found),
        "questions": [(one.id, f"{one.order}. {one.text or _('Само обращение')}"[:90]) for one in questions],
        "people": road.may_write(opened.case.id, today=visit.today) if may_gather else [],
        "today": visit.today,
    }
    return render(request, "desk/parts.html", context)


@require_POST
@staff(Action.DRAFT)
def act(request: HttpRequest, visit: Visit, number: str, act: str) -> HttpResponseBase:
    """Ask, hand in, return, drop or assemble; a refusal is told in a toast and a written part stays."""
    opened = open_card(visit, number, action=Action.DRAFT)
    do = _ACTS.get(act)
    if do is None or (act not in _OWN and not opened.may_submit):
        raise Http404
    try:
        messages.success(request, do(request, opened))
    except REFUSALS as error:
        messages.error(request, refusal(error))
    name = "office:case" if request.POST.get("from") == "office" else "desk:case"
    return redirect(name, number)


def _lines(found: list[PartView], visit: Visit) -> list[dict[str, Any]]:
    names = people.names([one.user_id for one in found])
    return [
        {
            "part": one,
            "name": names.get(one.user_id, ""),
            "is_late": one.is_late(visit.today),
            "late": _late(one, visit),
        }
        for one in found
    ]


def _late(one: PartView, visit: Visit) -> str:
    if one.due_on is None or not one.is_late(visit.today):
        return ""
    return language.counted((visit.today - one.due_on).days, "день", "дня", "дней")


def _ask(request: HttpRequest, opened: Opened) -> str:
    told, visit = request.POST, opened.visit
    part = road.Part(
        user_id=_number(told.get("user", "")) or 0,
        question_id=_number(told.get("question", "")),
        task=told.get("task", ""),
        due_on=letter_form.day(told.get("due_on", "")),
    )
    road.ask(
        opened.case.id, part, now=visit.now, today=visit.today, actor_id=visit.user_id, by_label=visit.name
    )
    return _("Часть ответа запрошена: человек видит её на своей карточке.")


def _keep(request: HttpRequest, opened: Opened) -> str:
    part_id, text, version = _written(request)
    road.keep(opened.case.id, part_id, text, user_id=opened.visit.user_id, version=version)
    return _("Ваша часть сохранена, но ещё не сдана.")


def _hand_in(request: HttpRequest, opened: Opened) -> str:
    part_id, text, version = _written(request)
    visit = opened.visit
    road.hand_in(opened.case.id, part_id, text, now=visit.now, user_id=visit.user_id, version=version)
    return _("Ваша часть сдана: её соберут в общий ответ.")


def _return(request: HttpRequest, opened: Opened) -> str:
    visit = opened.visit
    part_id = _number(request.POST.get("part", "")) or 0
    reason = request.POST.get("reason", "")
    road.send_back(opened.case.id, part_id, reason=reason, now=visit.now, actor_id=visit.user_id)
    return _("Часть возвращена на доработку с вашим пояснением.")


def _drop(request: HttpRequest, opened: Opened) -> str:
    visit = opened.visit
    part_id = _number(request.POST.get("part", "")) or 0
    road.drop(opened.case.id, part_id, now=visit.now, actor_id=visit.user_id)
    return _("Часть больше не ждём.")


def _assemble(_request: HttpRequest, opened: Opened) -> str:
    visit = opened.visit
    typed = answer_form.of_draft(opened)
    done = road.assemble(
        opened.case.id, typed.writing, now=visit.now, actor_id=visit.user_id, version=typed.version
    )
    if done.missing:
        left = language.counted(done.missing, "часть", "части", "частей")
        return _("Части собраны в ответ. Ещё не сдано: {left}.").format(left=left)
    return _("Все части собраны в ответ: поправьте его и отправьте на согласование.")


def _written(request: HttpRequest) -> tuple[int, str, int | None]:
    told = request.POST
    text = told.get("text", "").replace("\r\n", "\n")
    return _number(told.get("part", "")) or 0, text, _number(told.get("version", ""))


def _number(told: str) -> int | None:
    return int(told) if told.isdecimal() and len(told) < 18 else None


_ACTS: Mapping[str, Act] = {
    "ask": _ask,
    "keep": _keep,
    "hand_in": _hand_in,
    "return": _return,
    "drop": _drop,
    "assemble": _assemble,
}
