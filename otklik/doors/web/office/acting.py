"""What the office does with a case: takes it, gives it back, answers, approves, lays photos by."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.answers import rules as slots
from otklik.casework.answers import selectors as answers
from otklik.doors.web.desk import answer_form, answering, filling
from otklik.doors.web.desk.opened import Opened
from otklik.doors.web.desk.refusals import REFUSALS, refusal
from otklik.doors.web.office import card
from otklik.doors.web.office.card import Failed, opened_in_office
from otklik.doors.web.visit import Visit, staff
from otklik.flow import answer as road
from otklik.flow import card as cards
from otklik.flow import evidence, finish, photos
from otklik.ground.people.roles import Action

Act = Callable[[HttpRequest, Opened], str]
_ANSWERING = frozenset({"keep", "submit", "approve", "template", "photo", "return"})


@require_POST
@staff(Action.TAKE)
def act(request: HttpRequest, visit: Visit, number: str, act: str) -> HttpResponseBase:
    """One act; a refusal shows the card with the reason and what was typed."""
    if act not in _ACTS:
        raise Http404
    needed, do = _ACTS[act]
    opened = opened_in_office(visit, number)
    if act == "submit" and not opened.may_submit:
        raise Http404
    is_approving = needed is Action.APPROVE and (
        answer_form.may_send(opened) or answer_form.is_in_turn(opened)
    )
    if not opened.can(needed) and not is_approving:
        raise Http404
    try:
        said = do(request, opened)
    except (*REFUSALS, photos.BadFile) as error:
        return _refused(request, opened, act, refusal(error))
    if said:
        messages.success(request, said)
    if act in ("give_back", "approve"):
        return redirect("office:queue")
    return redirect("office:case", number)


@require_POST
@staff(Action.DRAFT)
def draft(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """Keep what is being written and say what is worth a remark; a fragment."""
    opened = opened_in_office(visit, number)
    typed = answer_form.read(request.POST)
    told: dict[str, object] = {"remarks": answer_form.remarks(opened, typed)}
    try:
        told["version"] = _kept(opened, typed)
    except REFUSALS as error:
        told["conflict"] = refusal(error)
    return render(request, "office/remarks.html", told)


@staff(Action.TAKE)
def look(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """Remarks to the kept draft, asked for after the page; a fragment."""
    opened = opened_in_office(visit, number)
    if not answer_form.may_look(opened):
        raise Http404
    found = answer_form.remarks(opened, answer_form.of_draft(opened))
    told = {"remarks": found, "chain": answer_form.steps(opened)}
    return render(request, "office/remarks.html", told)


def _refused(request: HttpRequest, opened: Opened, act: str, reason: str) -> HttpResponse:
    if act in _ANSWERING:
        return card.page(request, opened, typed=answer_form.read(request.POST, reason=reason))
    return card.page(request, opened, failed=Failed(act, reason, request.POST.get("reason", "")))


def _kept(opened: Opened, typed: answer_form.Typed) -> int:
    return cards.keep_draft(
        opened.case.id,
        typed.writing,
        now=opened.visit.now,
        actor_id=opened.visit.user_id,
        version=typed.version,
    )


def _take(_request: HttpRequest, opened: Opened) -> str:
    visit = opened.visit
    finish.take(opened.case.id, now=visit.now, actor_id=visit.user_id, by_label=visit.name)
    return _("Взято в работу, исполнитель — вы.")


def _give_back(request: HttpRequest, opened: Opened) -> str:
    visit = opened.visit
    finish.give_back(
        opened.case.id,
        reason=request.POST.get("reason", ""),
        now=visit.now,
        actor_id=visit.user_id,
        by_label=visit.name,
    )
    return _("Возвращено в центр с вашим пояснением.")


def _keep(request: HttpRequest, opened: Opened) -> str:
    _kept(opened, answer_form.read(request.POST))
    return _("Черновик сохранён.")


def _submit(request: HttpRequest, opened: Opened) -> str:
    visit, typed = opened.visit, answer_form.read(request.POST)
    road.submit(
        opened.case.id,
        typed.writing,
        now=visit.now,
        today=visit.today,
        actor_id=visit.user_id,
        by_label=visit.name,
        version=typed.version,
        reasons=typed.reasons,
    )
    return _("Ответ отправлен на согласование.")


def _approve(request: HttpRequest, opened: Opened) -> str:
    waits = answering.approved(opened, answer_form.read(request.POST), for_all=False)
    if waits:
        return _("Вы согласовали. Дальше согласует {name}.").format(name=waits)
    return _("Ответ согласован и уходит заявителю.")


def _return(request: HttpRequest, opened: Opened) -> str:
    visit = opened.visit
    living = answers.living(opened.case.id)
    if living is None or living.state != "submitted":
        raise Http404
    road.send_back(
        opened.case.id,
        living.id,
        comment=request.POST.get("comment", ""),
        now=visit.now,
        actor_id=visit.user_id,
        by_label=visit.name,
    )
    return _("Черновик возвращён исполнителю.")


def _template(request: HttpRequest, opened: Opened) -> str:
    """The chosen template goes under what is written, its slots filled with the facts of the case."""
    told = request.POST.get("template", "")
    found = answers.template(opened.visit.town.id, int(told)) if told.isdecimal() else None
    typed = answer_form.read(request.POST)
    if found is None:
        raise cards.BadCard(_("Выберите шаблон из списка."))
    text = slots.fill(found.text, filling.facts(opened))
    whole = f"{typed.text.rstrip()}\n\n{text}" if typed.text.strip() else text
    _kept(opened, replace(typed, text=whole))
    cards.template_used(found.id)
    return ""


def _photo(request: HttpRequest, opened: Opened) -> str:
    """What is written is kept with the photos, so that nothing is lost by the page's turn."""
    visit, typed = opened.visit, answer_form.read(request.POST)
    sent = [one for one in request.FILES.getlist("photo") if one.name]
    photos.weigh([(str(one.name), one.size or 0) for one in sent])
    evidence.lay_by(
        opened.case.id,
        [(str(one.name), one.read()) for one in sent],
        now=visit.now,
        actor_id=visit.user_id,
    )
    if typed.text.strip():
        _kept(opened, typed)
    return _("Фотографии приложены к ответу.") if sent else ""


def _drop(request: HttpRequest, opened: Opened) -> str:
    told = request.POST.get("file", "")
    if told.isdecimal():
        evidence.drop(opened.case.id, int(told), now=opened.visit.now, actor_id=opened.visit.user_id)
    return ""


_ACTS: Mapping[str, tuple[Action, Act]] = {
    "take": (Action.TAKE, _take),
    "give_back": (Action.TAKE, _give_back),
    "keep": (Action.DRAFT, _keep),
    "submit": (Action.DRAFT, _submit),
    "template": (Action.DRAFT, _template),
    "photo": (Action.DRAFT, _photo),
    "drop": (Action.DRAFT, _drop),
    "approve": (Action.APPROVE, _approve),
    "return": (Action.APPROVE, _return),
}
