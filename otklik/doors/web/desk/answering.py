"""The answer at the bottom of the card: a draft kept while it is written, remarks, approval and sending."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.answers import rules as slots
from otklik.casework.answers import selectors as answers
from otklik.doors.web.desk import card, filling
from otklik.doors.web.desk.answer_form import (
    Typed,
    is_in_turn,
    may_look,
    may_send,
    of_draft,
    read,
    remarks,
    steps,
)
from otklik.doors.web.desk.opened import Opened, open_card
from otklik.doors.web.desk.refusals import REFUSALS, refusal
from otklik.doors.web.visit import Visit, staff
from otklik.flow import answer as road
from otklik.flow import card as cards
from otklik.ground.people.roles import Action
from otklik.register.cases.rules import Status

CONFLICT = 422


@require_POST
@staff(Action.DRAFT)
def draft(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """Keep what is being written; the page goes on, and says when somebody else has written meanwhile."""
    opened = open_card(visit, number, action=Action.DRAFT)
    typed = read(request.POST)
    told: dict[str, Any] = {"remarks": remarks(opened, typed), "typed": typed}
    try:
        version = cards.keep_draft(
            opened.case.id, typed.writing, now=visit.now, actor_id=visit.user_id, version=typed.version
        )
        told |= {"version": version, "kept_at": visit.now}
        status = 200
    except REFUSALS as error:
        other = answers.living(opened.case.id)
        told |= {"conflict": refusal(error), "other": other, "version": other.version if other else ""}
        status = CONFLICT
    return render(request, "desk/draft_state.html", told, status=status)


@staff(Action.SEE_CASES)
def look(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """Remarks to the kept draft, asked for after the page."""
    opened = open_card(visit, number)
    if not may_look(opened):
        raise Http404
    typed = of_draft(opened)
    told = {"remarks": remarks(opened, typed), "version": typed.version, "chain": steps(opened)}
    return render(request, "desk/draft_state.html", told)


@staff(Action.DRAFT)
def templates(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """Templates that fit the case, or hold the words that are typed."""
    opened = open_card(visit, number, action=Action.DRAFT)
    case = opened.case
    words = request.GET.get("words", "")[:100]
    found = answers.templates_by_words(
        visit.town.id, words, channel=case.channel, topic_id=case.topic_id, block_id=case.block_id
    )
    told = {"opened": opened, "case": case, "templates": found, "words": words}
    name = "desk/templates_found.html" if "words" in request.GET else "desk/templates.html"
    return render(request, name, told)


@require_POST
@staff(Action.DRAFT)
def template(request: HttpRequest, visit: Visit, number: str, template_id: int) -> HttpResponseBase:
    """The text of the answer with the template put in, its slots filled with the facts of the case."""
    opened = open_card(visit, number, action=Action.DRAFT)
    found = answers.template(visit.town.id, template_id)
    if found is None:
        raise Http404
    typed = read(request.POST)
    text = slots.fill(found.text, filling.facts(opened))
    text = f"{typed.text.rstrip()}\n\n{text}" if typed.text.strip() else text
    cards.template_used(template_id)
    response = render(request, "desk/answer_text.html", {"text": text})
    response["HX-Trigger-After-Settle"] = "kept"  # the draft is kept with the template in it
    return response


@require_POST
@staff(Action.SEE_CASES)
def answer(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """Submit, approve and send, or return with a reason; a refusal keeps the text."""
    act = request.POST.get("act", "")
    opened = open_card(visit, number, action=Action.DRAFT if act == "submit" else Action.SEE_CASES)
    if act == "submit" and not opened.may_submit:
        raise Http404
    if act != "submit" and not may_send(opened) and not is_in_turn(opened):
        raise Http404
    typed = read(request.POST)
    try:
        said = _do(act, opened, typed)
    except REFUSALS as error:
        return card.page(request, opened, answer=read(request.POST, reason=refusal(error)))
    messages.success(request, said)
    back = request.POST.get("back", "")
    return redirect(opened.url + (f"?{back}" if back else ""))


def approved(opened: Opened, typed: Typed, *, for_all: bool) -> str:
    """Say yes, for all who are left where so asked and explained; the name of the next, or nothing."""
    visit = opened.visit
    if for_all and not typed.instead.strip():
        raise cards.BadDraft(_("Напишите, почему согласуете за остальных."))
    return road.approve(
        opened.case.id, typed.writing, now=visit.now, today=visit.today, actor_id=visit.user_id,
        proof=typed.proof, version=typed.version, reasons=typed.reasons,
        instead=typed.instead if for_all else "",
    )  # fmt: skip


def _do(act: str, opened: Opened, typed: Typed) -> str:
    case, visit = opened.case, opened.visit
    now: datetime = visit.now
    if act == "submit":
        road.submit(
            case.id, typed.writing, now=now, today=visit.today, actor_id=visit.user_id,
            by_label=visit.name, version=typed.version, reasons=typed.reasons,
        )  # fmt: skip
        return _("Ответ отправлен на согласование.")
    if act in ("approve", "approve_all"):
        waits = approved(opened, typed, for_all=act == "approve_all")
        if waits:
            return _("Вы согласовали. Дальше согласует {name}.").format(name=waits)
        return _("Ответ согласован и уходит заявителю.") if not typed.proof else _("Ответ записан.")
    living = answers.living(case.id)
    if act != "return" or living is None or case.status != Status.APPROVAL:
        raise Http404
    road.send_back(
        case.id, living.id, comment=typed.comment, now=now, actor_id=visit.user_id, by_label=visit.name
    )
    return _("Черновик возвращён исполнителю.")
