"""Keeping mass problems: opened, described, joined, split and closed by people."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.duplicates import services as duplicates
from otklik.casework.duplicates.outbreaks import State
from otklik.casework.duplicates.rules import Verdict
from otklik.doors.web.desk.opened import open_card
from otklik.doors.web.mass import page
from otklik.doors.web.visit import Visit, staff
from otklik.flow import outbreaks, telling
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors as cases

_SAID = {
    State.OPEN: "Массовая проблема в работе.",
    State.REJECTED: "Предложение отклонено.",
    State.CLOSED: "Массовая проблема закрыта. Сроки карточек не изменились.",
    State.SUGGESTED: "Снова среди предложенных.",
}
_BACK = {State.OPEN: State.SUGGESTED, State.REJECTED: State.SUGGESTED, State.CLOSED: State.OPEN}


@require_POST
@staff(Action.EDIT_CASE)
def begin(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Open one from a case and those it is like."""
    opened = open_card(visit, request.POST.get("number", ""), action=Action.EDIT_CASE)
    outbreak_id = outbreaks.begin_from(opened.case.id, now=visit.now, actor_id=visit.user_id)
    messages.success(request, _("Массовая проблема открыта. Проверьте название и карточки."))
    return redirect("mass:problem", outbreak_id)


@require_POST
@staff(Action.EDIT_CASE)
def state(request: HttpRequest, visit: Visit, outbreak_id: int, state: str) -> HttpResponseBase:
    """Accept, reject, close, or take one of these back."""
    view = page.found(visit, outbreak_id)
    try:
        target = State(state)
    except ValueError as error:
        raise Http404 from error
    if target not in _SAID:
        raise Http404
    reason = request.POST.get("reason", "")
    telling.set_state(view.id, target, now=visit.now, actor_id=visit.user_id, reason=reason)
    back = view.state if view.state in _SAID else _BACK.get(target)
    undo = f"undo={reverse('mass:state', args=[view.id, back])}" if back else ""
    messages.success(request, _(_SAID[target]), extra_tags=undo)
    return redirect("mass:problems" if target is State.REJECTED else reverse("mass:problem", args=[view.id]))


@require_POST
@staff(Action.EDIT_CASE)
def edit(request: HttpRequest, visit: Visit, outbreak_id: int) -> HttpResponseBase:
    """Keep what is written of it."""
    view, told = page.found(visit, outbreak_id), request.POST
    recipient, version = told.get("recipient", ""), told.get("version", "")
    try:
        promised_on = date.fromisoformat(told.get("promised_on", ""))
    except ValueError:
        promised_on = None
    edited = duplicates.Edit(
        title=told.get("title", ""),
        cause=told.get("cause", ""),
        promised_on=promised_on,
        recipient_id=int(recipient) if recipient.isdecimal() else None,
        is_public="is_public" in told,
        public_text=told.get("public_text", ""),
    )
    return _try(
        request,
        outbreak_id,
        lambda: duplicates.edit(
            view.id,
            edited,
            now=visit.now,
            actor_id=visit.user_id,
            version=int(version) if version.isdecimal() else None,
        ),
        _("Описание сохранено."),
    )


@require_POST
@staff(Action.EDIT_CASE)
def member(request: HttpRequest, visit: Visit, outbreak_id: int, case_id: int) -> HttpResponseBase:
    """Whether a case belongs here."""
    view = page.found(visit, outbreak_id)
    told = request.GET.get("verdict") or request.POST.get("verdict", "")
    try:
        verdict = Verdict(told)
    except ValueError as error:
        raise Http404 from error
    if not cases.by_ids(visit.access, [case_id], municipality_id=visit.town.id, action=Action.EDIT_CASE):
        raise Http404
    duplicates.judge_member(view.id, case_id, verdict, now=visit.now, actor_id=visit.user_id)
    back = Verdict.REJECTED if verdict is Verdict.CONFIRMED else Verdict.CONFIRMED
    said = _("Карточка добавлена.") if verdict is Verdict.CONFIRMED else _("Карточка убрана.")
    here = reverse("mass:member", args=[view.id, case_id])
    messages.success(request, said, extra_tags=f"undo={here}?verdict={back}")
    return redirect("mass:problem", view.id)


@require_POST
@staff(Action.EDIT_CASE)
def confirm_all(request: HttpRequest, visit: Visit, outbreak_id: int) -> HttpResponseBase:
    """All that may belong here do."""
    view = page.found(visit, outbreak_id)
    return _try(
        request,
        view.id,
        lambda: duplicates.confirm_all(view.id, now=visit.now, actor_id=visit.user_id),
        _("Карточки добавлены."),
    )


@require_POST
@staff(Action.EDIT_CASE)
def add(request: HttpRequest, visit: Visit, outbreak_id: int) -> HttpResponseBase:
    """A case told by its number joins."""
    view = page.found(visit, outbreak_id)
    number = request.POST.get("number", "").strip()
    named = cases.by_numbers(
        visit.access, [number, number.upper()], municipality_id=visit.town.id, action=Action.EDIT_CASE
    )
    if not named:
        messages.error(request, _("Карточки с таким номером нет. Проверьте номер."))
        return redirect("mass:problem", view.id)
    return _try(
        request,
        view.id,
        lambda: duplicates.judge_member(
            view.id, named[0].id, Verdict.CONFIRMED, now=visit.now, actor_id=visit.user_id
        ),
        _("Карточка добавлена."),
    )


@require_POST
@staff(Action.EDIT_CASE)
def merge(request: HttpRequest, visit: Visit, outbreak_id: int) -> HttpResponseBase:
    """All its cases go over to another one."""
    view, into = page.found(visit, outbreak_id), request.POST.get("into", "")
    if not into.isdecimal():
        messages.error(request, _("Выберите, с какой проблемой объединить."))
        return redirect("mass:problem", view.id)
    other = page.found(visit, int(into))
    return _try(
        request,
        other.id,
        lambda: duplicates.merge(view.id, other.id, now=visit.now, actor_id=visit.user_id),
        _("Проблемы объединены."),
    )


@require_POST
@staff(Action.EDIT_CASE)
def split(request: HttpRequest, visit: Visit, outbreak_id: int) -> HttpResponseBase:
    """The marked cases become a problem of their own."""
    view = page.found(visit, outbreak_id)
    marked = [int(one) for one in request.POST.getlist("case") if one.isdecimal()]
    title = request.POST.get("title", "").strip() or view.title
    return _try(
        request,
        view.id,
        lambda: duplicates.split(view.id, marked, title=title, now=visit.now, actor_id=visit.user_id),
        _("Карточки выделены в отдельную проблему."),
    )


def _try(request: HttpRequest, outbreak_id: int, deed: Callable[[], object], said: str) -> HttpResponseBase:
    try:
        deed()
    except duplicates.BadOutbreak as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("mass:problem", outbreak_id)
