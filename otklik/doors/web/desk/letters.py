"""«Документы» of a case: letters made, looked at, registered, taken as files, sent or annulled."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.letters import render as files
from otklik.casework.letters import selectors as letters
from otklik.casework.letters.rules.kinds import BY_CODE, Kind, LetterKind
from otklik.casework.letters.rules.proof import WAY_TITLES, Way
from otklik.doors.web.desk import letter_form
from otklik.doors.web.desk.letter_form import Typed, link_of
from otklik.doors.web.desk.opened import Opened, open_card
from otklik.doors.web.visit import Visit, staff
from otklik.flow import letters as road
from otklik.flow import sending
from otklik.flow.letters import BadLetter, BadProof, Sending
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action

UNPROCESSABLE = 422
STATES = {"registered": "не отправлено", "sent": "отправлено", "annulled": "аннулировано"}


@staff(Action.SEE_CASES)
def of_case(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """The letters of the case for its card; a fragment."""
    opened = open_card(visit, number)
    rows = [
        (one, BY_CODE[one.kind].title, STATES[one.state], _sent_words(one))
        for one in letters.of_case(opened.case.id)
    ]
    context = {
        "case": opened.case,
        "letters": rows,
        "kinds": road.offered(opened.case.id) if _may_write(opened) else [],
        "may_open": opened.can(Action.SEE_PERSONAL),
        "may_journal": may_see_journal(visit),
        "reply": WAY_TITLES[sending.ways_of(opened.case)[0]],
    }
    return render(request, "desk/letters.html", context)


@staff(Action.DRAFT)
def new(request: HttpRequest, visit: Visit, number: str, kind: str) -> HttpResponseBase:
    """Write a letter: look at its pages, take the draft as a file, or register it."""
    opened, row = _writing(visit, number, kind)
    if request.method != "POST":
        return _form(request, opened, row, letter_form.begun(opened, row.code))
    typed, act = letter_form.read(request.POST, row.code), request.POST.get("act", "preview")
    if act == "project":
        content = road.project(opened.case.id, row.code, typed.words, today=visit.today)
        return _file(content, "docx", f"{row.title}, проект")
    if act != "register":
        return _form(request, opened, row, typed, is_seen=True)
    if not opened.can(Action.APPROVE):
        raise Http404
    try:
        letter_id = road.letter(
            opened.case.id, row.code, typed.words, now=visit.now, today=visit.today, actor_id=visit.user_id,
            number=typed.number, link=link_of(request, opened),
        )  # fmt: skip
    except BadLetter as error:
        return _form(request, opened, row, letter_form.refused(typed, str(error)))
    messages.success(request, _("Письмо зарегистрировано и сохранено: изменить его больше нельзя."))
    return redirect("desk:letter", number, letter_id)


@staff(Action.SEE_PERSONAL)
def letter(request: HttpRequest, visit: Visit, number: str, letter_id: int) -> HttpResponseBase:
    """A registered letter: its requisites, its files, and how it was sent."""
    return _letter_page(request, open_card(visit, number, action=Action.SEE_PERSONAL), letter_id)


@staff(Action.SEE_PERSONAL)
def file(request: HttpRequest, visit: Visit, number: str, letter_id: int, form: str) -> HttpResponseBase:
    """The frozen PDF or DOCX."""
    opened = open_card(visit, number, action=Action.SEE_PERSONAL)
    try:
        content = road.file_of(
            letter_id, opened.case.id, form, now=visit.now, actor_id=visit.user_id, ip=visit.ip
        )
    except LookupError as error:
        raise Http404 from error
    row = letters.letter(opened.case.id, letter_id)
    return _file(content, form, f"{BY_CODE[row.kind].title} {row.number}" if row else form)


@require_POST
@staff(Action.APPROVE)
def sent(request: HttpRequest, visit: Visit, number: str, letter_id: int) -> HttpResponseBase:
    """Mark that the letter has gone: how, when, and what confirms it."""
    opened = open_card(visit, number, action=Action.APPROVE)
    told = Sending(
        number="",
        sent_on=letter_form.day(request.POST.get("sent_on", "")),
        way=request.POST.get("way", ""),
        detail=request.POST.get("detail", ""),
    )
    try:
        road.sent(opened.case.id, letter_id, told, now=visit.now, today=visit.today, actor_id=visit.user_id)
    except (BadLetter, BadProof) as error:
        return _letter_page(request, opened, letter_id, told=told, reason=str(error))
    messages.success(request, _("Отправка отмечена: этого достаточно для подтверждения."))
    return redirect("desk:letter", number, letter_id)


@require_POST
@staff(Action.APPROVE)
def annul(request: HttpRequest, visit: Visit, number: str, letter_id: int) -> HttpResponseBase:
    """A letter made by mistake: its number stays in the journal with the reason."""
    opened = open_card(visit, number, action=Action.APPROVE)
    why = request.POST.get("why", "")
    try:
        road.annul(opened.case.id, letter_id, reason=why, now=visit.now, actor_id=visit.user_id)
    except BadLetter as error:
        return _letter_page(request, opened, letter_id, reason=str(error))
    messages.success(request, _("Письмо аннулировано, номер останется в журнале."))
    return redirect("desk:letter", number, letter_id)


def may_see_journal(visit: Visit) -> bool:
    """The journal of outgoing names all of the town's addressees."""
    return any(grant.is_whole_town for grant in visit.access.of(Action.SEE_PERSONAL, visit.town.id))


def _writing(visit: Visit, number: str, kind: str) -> tuple[Opened, Kind]:
    opened = open_card(visit, number, action=Action.DRAFT)
    row = BY_CODE.get(kind)
    if row is None or opened.case.kind not in row.cases or not _may_write(opened):
        raise Http404
    return opened, row


def _may_write(opened: Opened) -> bool:
    """A letter names its addressee, so whoever writes it may see who wrote."""
    return opened.can(Action.DRAFT) and opened.can(Action.SEE_PERSONAL) and not opened.is_co_executor


def _form(
    request: HttpRequest, opened: Opened, row: Kind, typed: Typed, *, is_seen: bool = False
) -> HttpResponse:
    """The form, with the pages of the letter where they are asked for and the reason of a refusal."""
    context: dict[str, Any] = letter_form.context(opened, row, typed)
    context["may_register"] = opened.can(Action.APPROVE)
    if is_seen:
        drawn = road.preview(
            opened.case.id,
            LetterKind(row.code),
            typed.words,
            today=opened.visit.today,
            link=link_of(request, opened),
        )
        context["pages"] = letter_form.pictures(drawn)
    return render(request, "desk/letter_new.html", context, status=UNPROCESSABLE if typed.reason else 200)


def _letter_page(
    request: HttpRequest, opened: Opened, letter_id: int, *, told: Sending | None = None, reason: str = ""
) -> HttpResponse:
    row = letters.letter(opened.case.id, letter_id)
    if row is None:
        raise Http404
    kind = BY_CODE[row.kind]
    applicant = opened.case.applicant
    email = applicant.email if applicant and not kind.to_body else ""
    context = {
        "opened": opened,
        "case": opened.case,
        "letter": row,
        "kind": kind,
        "state": STATES[row.state],
        "sent_words": _sent_words(row),
        "by": people.names([row.created_by or 0]).get(row.created_by or 0, ""),
        "ways": letter_form.ways(sending.ways_of(opened.case, to_body=kind.to_body)),
        "told": told or Sending(number="", sent_on=opened.visit.today, way="", detail=email),
        "reason": reason,
        "today": opened.visit.today,
        "may_send": opened.can(Action.APPROVE) and row.state == "registered",
        "files": [
            (form.upper(), reverse("desk:letter_file", args=[opened.case.number, row.id, form]))
            for form in sorted(files.CONTENT_TYPES, reverse=True)
        ],
    }
    return render(request, "desk/letter.html", context, status=UNPROCESSABLE if reason else 200)


def _sent_words(row: letters.Letter) -> str:
    """«почтой 02.03.2026; реестр 15»."""
    if row.state != "sent" or row.sent_on is None:
        return row.annulled_reason
    said = f"{WAY_TITLES[Way(row.way)]} {row.sent_on:%d.%m.%Y}"
    return f"{said}; {row.sent_detail}" if row.sent_detail else said


def _file(content: bytes, form: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=files.CONTENT_TYPES[form])
    told = content_disposition_header(as_attachment=True, filename=f"{name}.{form}".replace("/", "-"))
    answer["Content-Disposition"] = told or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer
