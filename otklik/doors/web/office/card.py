"""The office's card: the citizen's words, the term, the answer and its proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.answers import selectors as answers
from otklik.casework.deadlines import selectors as deadlines
from otklik.doors.web.desk import answer_form, co_execution, history, ladder, rows, thread
from otklik.doors.web.desk.opened import Opened, open_card
from otklik.doors.web.office.own import office_of
from otklik.doors.web.visit import Visit, staff
from otklik.flow import card as cards
from otklik.flow import photos
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.register.cases import files
from otklik.register.cases import selectors as cases
from otklik.register.cases.rules import STATUS_TITLES, Status
from otklik.register.catalog.rules import EVIDENCE as EVIDENCE_TITLES

UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that will go out with the answer."""

    id: int
    name: str
    url: str
    is_picture: bool


@dataclass(frozen=True, slots=True)
class Failed:
    """An act that was refused and why; `text` is what had been typed in its field."""

    act: str
    reason: str
    text: str = ""


@staff(Action.TAKE)
def case(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """The card, of the person's own organisations or one they were brought to as a co-executor."""
    return page(request, opened_in_office(visit, number))


@require_POST
@staff(Action.TAKE)
def person(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """Who wrote: shown on asking, and the asking is journalled."""
    opened = opened_in_office(visit, number)
    if not opened.can(Action.SEE_PERSONAL):
        raise Http404
    cards.personal_seen(
        opened.case.id, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id, ip=visit.ip
    )
    return page(request, opened, is_named=True)


@staff(Action.TAKE)
def waiting_file(request: HttpRequest, visit: Visit, attachment_id: int) -> HttpResponseBase:
    """A photo laid by for the answer."""
    try:
        row = cases.attachment(office_of(visit).access, attachment_id, municipality_id=visit.town.id)
    except cases.NotFound as error:
        raise Http404 from error
    path = files.path_of(row.sha256)
    if not path.is_file():
        raise Http404
    is_picture = row.content_type in thread.PICTURES
    kind = row.content_type if is_picture else "application/octet-stream"
    answer = FileResponse(path.open("rb"), content_type=kind, filename=row.name, as_attachment=not is_picture)
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


def opened_in_office(visit: Visit, number: str) -> Opened:
    """The card of what the person takes, or of what they were brought to as a co-executor."""
    office = office_of(visit)
    try:
        return open_card(office, number, action=Action.TAKE)
    except Http404:
        return open_card(office, number, action=Action.SEE_CASES)


def page(
    request: HttpRequest,
    opened: Opened,
    *,
    typed: answer_form.Typed | None = None,
    failed: Failed | None = None,
    is_named: bool = False,
) -> HttpResponse:
    """The card; a refused act comes back with its reason and all that was typed (422)."""
    one = opened.case
    tone, left = rows.term(one, opened.visit)
    context: dict[str, Any] = {
        "opened": opened,
        "case": one,
        "title": opened.topic.title if opened.topic else _("Тема не выбрана"),
        "posts": thread.posts(opened, cases.thread(one.id), is_named=is_named),
        "steps": ladder.steps(deadlines.rungs(one.id), opened.visit),
        "tone": tone,
        "left": left,
        "alarm": rows.alarm_word(one.urgency) if one.is_open else "",
        "status": STATUS_TITLES[Status(one.status)],
        "assignee": people.names([one.assignee_id]).get(one.assignee_id, "") if one.assignee_id else "",
        "co_executors": co_execution.names(one.id),
        "failed": failed,
        "is_named": is_named,
        "may_see_person": opened.can(Action.SEE_PERSONAL) and one.applicant_id is not None,
        "may_take": opened.may_move(Status.IN_WORK) and one.status != Status.APPROVAL,
        "may_give_back": one.status == Status.ROUTED and opened.can(Action.TAKE),
        "evidence": _evidence(opened),
        "waiting": _waiting(one.id),
        "accept": photos.ACCEPT,
        "returned": _returned(one.id),
        "events": history.events(opened)[:12],
        **answer_form.context(opened, typed, look_url=reverse("office:remarks", args=[opened.case.number])),
    }
    if context.get("may_answer"):
        context["templates"] = answers.templates_by_words(
            opened.visit.town.id,
            "",
            channel=one.channel,
            topic_id=one.topic_id,
            block_id=one.block_id,
            most=40,
        )
    is_refused = failed or (typed is not None and typed.reason)
    return render(request, "office/case.html", context, status=UNPROCESSABLE if is_refused else 200)


def _evidence(opened: Opened) -> str:
    """What proof the topic asks for, in words; nothing where it asks for none."""
    asked = opened.topic.evidence if opened.topic else ""
    return "" if asked in ("", "none") else EVIDENCE_TITLES.get(asked, "")


def _waiting(case_id: int) -> Sequence[Waiting]:
    return [
        Waiting(row.id, row.name, reverse("office:file", args=[row.id]), row.content_type in thread.PICTURES)
        for row in cases.waiting_files(case_id)
    ]


def _returned(case_id: int) -> str:
    """Why the head has returned the draft that is being mended now."""
    draft = answers.living(case_id)
    if draft is None or draft.state != "returned":
        return ""
    told = [one.comment for one in answers.approvals(case_id) if one.draft_id == draft.id and one.comment]
    return told[-1] if told else ""
