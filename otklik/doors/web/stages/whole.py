"""One form for one clerk: topic, recipient, answer and its proof; every stage is done in one step."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from otklik.casework.answers import selectors as answers
from otklik.casework.answers.checks import Remark
from otklik.doors.web.desk import words
from otklik.doors.web.desk.answer_form import WHY
from otklik.doors.web.desk.opened import Opened, open_card
from otklik.doors.web.desk.refusals import REFUSALS, refusal
from otklik.doors.web.visit import Visit, staff
from otklik.flow import answer as road
from otklik.flow import moderating, photos
from otklik.flow.answer import NotReady
from otklik.flow.decide import BadDecision
from otklik.flow.moderating import Whole, Writing
from otklik.flow.stages import GROUND
from otklik.ground.people.roles import Action
from otklik.register.cases import selectors as cases


@staff(Action.APPROVE)
def whole(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """Show the form, or do all of it; a refusal loses nothing."""
    opened = open_card(visit, number, action=Action.APPROVE)
    if not opened.case.is_open or not opened.can(Action.ROUTE):
        raise Http404
    if request.method != "POST":
        return _page(request, opened, _begun(opened))
    told = request.POST
    try:
        sent = [one for one in request.FILES.getlist("photo") if one.name]
        photos.weigh([(str(one.name), one.size or 0) for one in sent])
        asked = _read(opened, told, [(str(one.name), one.read()) for one in sent])
        next_one = moderating.settle_at_once(
            opened.case.id, asked, now=visit.now, today=visit.today, actor_id=visit.user_id,
            by_label=visit.name,
        )  # fmt: skip
    except (*REFUSALS, photos.BadFile) as error:
        held = error.remarks if isinstance(error, NotReady) else []
        return _page(request, opened, told, error=refusal(error), remarks=held, status=422)
    said = _("Дальше согласует %s.") % next_one if next_one else _("Сделано: ответ уходит заявителю.")
    messages.success(request, said)
    return redirect(opened.url)


def _read(opened: Opened, told: QueryDict, files: list[tuple[str, bytes]]) -> Whole:
    topic = told.get("topic", "")
    if not topic.isdecimal():
        raise BadDecision(_("Выберите тему: без неё не понять, кто отвечает."))
    recipient = told.get("recipient", "")
    return Whole(
        topic_id=int(topic),
        recipient_id=int(recipient) if recipient.isdecimal() else None,
        writing=_writing(told),
        proof=told.get("proof", ""),
        reasons={name.removeprefix(WHY): told.get(name, "") for name in told if name.startswith(WHY)},
        files=files,
    )


def _writing(told: QueryDict) -> Writing:
    try:
        promised_on = date.fromisoformat(told.get("promised_on", ""))
    except ValueError:
        promised_on = None
    return Writing(
        text=told.get("answer", "").replace("\r\n", "\n"),
        is_interim="is_interim" in told,
        promised_on=promised_on,
        outcome=told.get("outcome", ""),
    )


def _begun(opened: Opened) -> QueryDict:
    """What is known already: the topic, the recipient, the draft."""
    told = QueryDict(mutable=True)
    case, draft = opened.case, answers.living(opened.case.id)
    told["topic"] = str(case.topic_id or "")
    told["recipient"] = str(case.recipient_id or "")
    if draft is not None:
        told["answer"], told["outcome"] = draft.text, draft.outcome
        told["promised_on"] = draft.promised_on.isoformat() if draft.promised_on else ""
        if draft.is_interim:
            told["is_interim"] = "on"
    return told


def _page(
    request: HttpRequest,
    opened: Opened,
    told: QueryDict,
    *,
    error: str = "",
    remarks: Sequence[Remark] = (),
    status: int = 200,
) -> HttpResponse:
    case, snapshot = opened.case, opened.snapshot
    writing = _writing(told)
    context: dict[str, Any] = {
        "case": case,
        "opened": opened,
        "posts": [post for post in cases.thread(case.id) if post.is_inbound],
        "told": told,
        "error": error,
        "topics": [(str(one.id), one.full_title) for one in snapshot.assignable_topics()],
        "recipients": [(str(one.id), one.title) for one in snapshot.active_recipients()],
        "outcomes": list(words.OUTCOMES.items()),
        "needs_proof": not road.sender_of(case),
        "is_postponed": case.promised_on is not None,
        "ground": told.get(f"{WHY}{GROUND}", ""),
        "is_interim": writing.is_interim,
        "accept": photos.ACCEPT,
        "remarks": remarks,
        "may_see": opened.can(Action.SEE_PERSONAL),
    }
    return render(request, "stages/whole.html", context, status=status)
