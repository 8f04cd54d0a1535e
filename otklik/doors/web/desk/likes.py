"""What a case is like: shown on its card with reasons, confirmed or denied with one press."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.casework.duplicates import rules
from otklik.casework.duplicates import selectors as duplicates
from otklik.casework.duplicates.rules import KIND_TITLES, Verdict
from otklik.casework.duplicates.selectors import LinkView
from otklik.doors.web.desk import rows
from otklik.doors.web.desk.opened import Opened, open_card
from otklik.doors.web.queue_row import Row
from otklik.doors.web.visit import Visit, staff
from otklik.flow import duplicates as likeness
from otklik.ground.people.roles import Action
from otklik.kernel import language
from otklik.register.cases import selectors as cases

_SAID = {
    Verdict.CONFIRMED: "Записано: это об одном и том же. Порог учтёт ваше решение.",
    Verdict.REJECTED: "Записано: это о разном. Порог учтёт ваше решение.",
    Verdict.PROPOSED: "Решение снято.",
}


@dataclass(frozen=True, slots=True)
class Like:
    """A likeness as the card draws it."""

    row: Row
    kind: str
    ground: str
    words: str
    share: int
    is_sure: bool
    is_original: bool
    may_be_original: bool


def context(opened: Opened) -> dict[str, Any]:
    """What the card shows of likenesses: of those cases the person may see."""
    case = opened.case
    found, problem = duplicates.beside(case.id)
    links = {one.case_id: one for one in found}
    visible = cases.visible(
        opened.visit.access, Action.SEE_CASES, opened.visit.town.id, known=opened.snapshot
    )
    rows_of = {one.id: one for one in visible.filter(id__in=links)} if links else {}
    seen = [rows_of[one] for one in links if one in rows_of]
    drawn = rows.rows(seen, opened.visit, opened.snapshot)
    return {
        **_family(opened),
        "likes": [_like(opened, links[one.id], one, row) for one, row in zip(seen, drawn, strict=True)],
        "problem": problem,
        "repeat": duplicates.repeat_number(case.id, case.repeat_of_id) if case.repeat_of_id else 0,
        "repeat_of": cases.number_of(case.repeat_of_id) if case.repeat_of_id else "",
    }


def _family(opened: Opened) -> dict[str, Any]:
    """The card that this one was made of, and those made of it, as far as the person may see them."""
    origin, made = duplicates.family(opened.case.id)
    ids = [*([origin] if origin else []), *made]
    if not ids:
        return {}
    visit = opened.visit
    seen = cases.by_ids(
        visit.access, ids, municipality_id=visit.town.id, action=Action.SEE_CASES, known=opened.snapshot
    )
    return {
        "origin": next((one.number for one in seen if one.id == origin), ""),
        "offshoots": [one.number for one in seen if one.id != origin],
    }


def _like(opened: Opened, link: LinkView, other: cases.Case, row: Row) -> Like:
    shared = rules.shared_words(language.lemmas(opened.case.summary), language.lemmas(other.summary))
    return Like(
        row=row,
        kind=KIND_TITLES[link.kind],
        ground=link.ground,
        words=", ".join(shared),
        share=round(link.score * 100),
        is_sure=link.state is Verdict.CONFIRMED,
        is_original=opened.case.duplicate_of_id == other.id,
        may_be_original=not link.is_later and other.duplicate_of_id != opened.case.id,
    )


def likeliest(opened: Opened) -> str:
    """The number of the case that this one most probably repeats, of those that the person may see."""
    found, _problem = duplicates.beside(opened.case.id)
    earlier = [one.case_id for one in found if not one.is_later]
    visible = cases.visible(
        opened.visit.access, Action.SEE_CASES, opened.visit.town.id, known=opened.snapshot
    )
    rows_of = {one.id: one for one in visible.filter(id__in=earlier)} if earlier else {}
    seen = (rows_of[one] for one in earlier if one in rows_of)
    return next((one.number for one in seen if one.duplicate_of_id != opened.case.id), "")


@require_POST
@staff(Action.SEE_CASES)
def judge(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """A person says whether two cases are about one thing."""
    told = request.GET.copy()
    told.update(request.POST)
    opened = open_card(visit, number, action=Action.EDIT_CASE)
    other = open_card(visit, told.get("other", ""))
    try:
        verdict = Verdict(told.get("verdict", ""))
    except ValueError as error:
        raise Http404 from error
    likeness.judge(opened.case.id, other.case.id, verdict, now=visit.now, actor_id=visit.user_id)
    messages.success(request, _(_SAID[verdict]), extra_tags=_undo(number, other.case.number, verdict))
    return redirect(opened.url)


def _undo(number: str, other: str, verdict: Verdict) -> str:
    if verdict is Verdict.PROPOSED:
        return ""
    back = QueryDict(mutable=True)
    back.update({"other": other, "verdict": Verdict.PROPOSED.value})
    return f"undo={reverse('mass:judge', args=[number])}?{back.urlencode()}"
