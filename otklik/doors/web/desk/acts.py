"""Doing an act with a case: one flow function each, and back to the card with a word and a way to undo it."""

from collections.abc import Callable
from datetime import datetime
from typing import TypedDict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.doors.web.desk import acting, card, likes, lookup
from otklik.doors.web.desk.opened import Failed, Opened, open_card
from otklik.doors.web.desk.refusals import REFUSALS, refusal
from otklik.doors.web.visit import Visit, staff
from otklik.flow import card as cards
from otklik.flow import decide, finish, splitting
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors as cases
from otklik.register.cases.rules import BY_PERSON, URGENCY_TITLES

Undo = str
Deed = Callable[[Opened, QueryDict], Undo]


class Who(TypedDict):
    """When and by whom, as every step of the road asks."""

    now: datetime
    actor_id: int


class Signed(Who):
    """The same with the name that the timeline shows."""

    by_label: str


def _who(opened: Opened) -> Who:
    return {"now": opened.visit.now, "actor_id": opened.visit.user_id}


def _signed(opened: Opened) -> Signed:
    return {**_who(opened), "by_label": opened.visit.name}


@require_POST
@staff(Action.SEE_CASES)
def act(request: HttpRequest, visit: Visit, number: str, code: str) -> HttpResponseBase:
    """Do it; a refusal shows the card with the reason and what was typed."""
    opened = open_card(visit, number)
    deed = DEEDS.get(code)
    if deed is None or not _is_open_to(opened, code):
        raise Http404
    told = request.GET.copy()
    told.update(request.POST)
    try:
        undo = deed(opened, told)
    except REFUSALS as error:
        return card.page(request, opened, failed=Failed(code, refusal(error), told))
    messages.success(request, acting.done(code), extra_tags=undo)
    return redirect(opened.url + (f"?{request.POST['back']}" if request.POST.get("back") else ""))


@staff(Action.SEE_CASES)
def sheet(request: HttpRequest, visit: Visit, number: str, code: str) -> HttpResponseBase:
    """What an act asks, with its lists: brought into the card, or a page of its own without that."""
    opened = open_card(visit, number)
    found = acting.known(code)
    if found is None or not acting.may(opened, found):
        raise Http404
    context = {
        "opened": opened,
        "case": opened.case,
        "act": found,
        "url": acting.act_url(opened, code),
        "people": _people(opened, code),
        "likely": "" if opened.case.duplicate_of_id or code != "duplicate" else likes.likeliest(opened),
        "urgencies": list(URGENCY_TITLES.items()),
        "topics": opened.snapshot.assignable_topics() if code == "route" else [],
        "recipients": opened.snapshot.active_recipients() if code == "route" else [],
    }
    name = "desk/sheet.html" if request.headers.get("HX-Request") else "desk/sheet_page.html"
    return render(request, name, context)


def _people(opened: Opened, code: str) -> list[tuple[int, str]]:
    if code == "assign":
        return cards.may_execute(opened.case.id)
    if code == "co_executor":
        return cards.may_co_execute(opened.case.id, today=opened.visit.today)
    return []


def _is_open_to(opened: Opened, code: str) -> bool:
    known = acting.known(code)
    return acting.may(opened, known) if known else opened.can(Action.EDIT_CASE)


def _number(told: QueryDict, name: str) -> int | None:
    value = told.get(name, "")
    return int(value) if value.isdecimal() else None


def _take(opened: Opened, told: QueryDict) -> Undo:
    finish.take(opened.case.id, **_signed(opened))
    return ""


def _route(opened: Opened, told: QueryDict) -> Undo:
    """Back goes only what had a recipient before: the way itself cannot be untrodden."""
    case = opened.case
    topic_id = _number(told, "topic") or case.topic_id
    if topic_id is None:
        raise decide.BadDecision(_("Выберите тему: без неё не понять, кто отвечает."))
    choice = decide.Choice(
        topic_id=topic_id, recipient_id=_number(told, "recipient"), version=_number(told, "version")
    )
    decide.decide(case.id, choice, **_signed(opened))
    if case.topic_id is None or case.recipient_id is None:
        return ""
    return acting.undo(opened, "route", {"topic": case.topic_id, "recipient": case.recipient_id})


def _give_back(opened: Opened, told: QueryDict) -> Undo:
    finish.give_back(opened.case.id, reason=told.get("reason", ""), **_signed(opened))
    return ""


def _refuse(opened: Opened, told: QueryDict) -> Undo:
    finish.refuse(opened.case.id, reason=told.get("reason", ""), **_signed(opened))
    return ""


def _forward(opened: Opened, told: QueryDict) -> Undo:
    whither, proof = told.get("whither", ""), told.get("proof", "")
    finish.forward(opened.case.id, whither=whither, proof=proof, **_signed(opened))
    return ""


def _close(opened: Opened, told: QueryDict) -> Undo:
    finish.close(opened.case.id, reason=told.get("reason", ""), **_signed(opened))
    if not opened.can(Action.REOPEN):
        return ""
    return acting.undo(opened, "reopen", {"reason": _("снято с контроля по ошибке")})


def _reopen(opened: Opened, told: QueryDict) -> Undo:
    finish.reopen(opened.case.id, reason=told.get("reason", ""), **_signed(opened))
    return ""


def _assign(opened: Opened, told: QueryDict) -> Undo:
    was = cards.assign(opened.case.id, _number(told, "user"), **_who(opened))
    return acting.undo(opened, "assign", {"user": was})


def _add_co_executor(opened: Opened, told: QueryDict) -> Undo:
    user_id = _number(told, "user")
    cards.add_co_executor(opened.case.id, user_id, today=opened.visit.today, **_signed(opened))
    return acting.undo(opened, "remove_co_executor", {"user": user_id})


def _remove_co_executor(opened: Opened, told: QueryDict) -> Undo:
    user_id = _number(told, "user")
    cards.remove_co_executor(opened.case.id, user_id, **_who(opened))
    return acting.undo(opened, "co_executor", {"user": user_id})


def _urgency(opened: Opened, told: QueryDict) -> Undo:
    visit, was = opened.visit, opened.case
    cards.set_urgency(
        was.id, _number(told, "urgency"), reason=told.get("reason", ""), now=visit.now, actor_id=visit.user_id
    )
    before = was.urgency_reason.removeprefix(f"{BY_PERSON}: ") or _("как было")
    return acting.undo(opened, "urgency", {"urgency": was.urgency, "reason": before})


def _note(opened: Opened, told: QueryDict) -> Undo:
    cards.note(opened.case.id, told.get("text", ""), **_signed(opened))
    return ""


def _duplicate(opened: Opened, told: QueryDict) -> Undo:
    """The original is told by its number; an empty one takes the link back."""
    visit, number = opened.visit, told.get("number", "").strip()
    original = None
    if number:
        found = cases.by_numbers(
            visit.access, [number, number.upper()], municipality_id=visit.town.id, action=Action.SEE_CASES
        )
        if not found:
            raise cards.BadCard(_("Карточки с таким номером нет. Проверьте номер."))
        original = found[0].id
    cards.link_duplicate(opened.case.id, original, **_who(opened))
    was = opened.case.duplicate_of
    return acting.undo(opened, "duplicate", {"number": was.number if was else ""})


def _place(opened: Opened, told: QueryDict) -> Undo:
    case = opened.case
    lat, lon = lookup.degrees(told.get("lat", "")), lookup.degrees(told.get("lon", ""))
    text = told.get("address", "").strip()
    if not text and lat is None:
        raise cards.BadCard(_("Напишите адрес или поставьте метку на карте."))
    if text != case.address and told.get("lat") == lookup.told(case.lat):
        lat = lon = None  # another address with the old point: the register knows the new one
    decide.relocate(case.id, text=text, lat=lat, lon=lon, **_who(opened))
    before = {"address": case.address, "lat": lookup.told(case.lat), "lon": lookup.told(case.lon)}
    return acting.undo(opened, "place", before) if case.address or case.lat is not None else ""


def _question(opened: Opened, told: QueryDict) -> Undo:
    asking = cards.Asking(
        text=told.get("text", ""),
        topic_id=_number(told, "topic"),
        recipient_id=_number(told, "recipient"),
        outcome=told.get("outcome", ""),
        answer_part=told.get("answer_part", ""),
    )
    cards.save_question(opened.case.id, asking, question_id=_number(told, "question"), **_who(opened))
    return ""


def _remove_question(opened: Opened, told: QueryDict) -> Undo:
    held = cards.remove_question(opened.case.id, _number(told, "question") or 0, **_who(opened))
    before = {"text": held.text, "topic": held.topic_id, "recipient": held.recipient_id}
    return acting.undo(
        opened, "question", {**before, "outcome": held.outcome, "answer_part": held.answer_part}
    )


def _split(opened: Opened, told: QueryDict) -> Undo:
    number = _number(told, "part")
    splitting.split_off(opened.case.id, -1 if number is None else number, **_signed(opened))
    return ""


def _appeal_type(opened: Opened, told: QueryDict) -> Undo:
    cards.set_appeal_type(opened.case.id, told.get("type", ""), **_who(opened))
    return acting.undo(opened, "appeal_type", {"type": opened.case.appeal_type})


DEEDS: dict[str, Deed] = {
    "take": _take,
    "route": _route,
    "give_back": _give_back,
    "refuse": _refuse,
    "forward": _forward,
    "close": _close,
    "reopen": _reopen,
    "assign": _assign,
    "co_executor": _add_co_executor,
    "remove_co_executor": _remove_co_executor,
    "urgency": _urgency,
    "note": _note,
    "duplicate": _duplicate,
    "place": _place,
    "question": _question,
    "remove_question": _remove_question,
    "appeal_type": _appeal_type,
    "split": _split,
}
