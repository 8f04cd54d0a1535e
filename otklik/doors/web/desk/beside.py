"""What stands beside an answer being written: the facts of the case, what was said before, answers alike."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from otklik.casework.answers.rules import SLOTS
from otklik.doors.web.desk import filling
from otklik.doors.web.desk.opened import Opened, open_card
from otklik.doors.web.visit import Visit, staff
from otklik.flow import suggesting
from otklik.ground.people.roles import Action
from otklik.kernel import personal
from otklik.register.cases import selectors as cases

_NOTES = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact to put into the answer; `key` is the digit that puts it there."""

    title: str
    value: str
    key: int


@staff(Action.DRAFT)
def beside(request: HttpRequest, visit: Visit, number: str) -> HttpResponseBase:
    """Facts and answers alike; a fragment that is asked for when it is opened."""
    opened = open_card(visit, number, action=Action.DRAFT)
    case = opened.case
    found = suggesting.suggested(case)
    ids = [one.case_id for one in found]
    seen = cases.by_ids(visit.access, ids, municipality_id=visit.town.id, action=Action.SEE_CASES)
    may_see = {one.id for one in seen}
    context = {
        "case": case,
        "facts": _facts(opened),
        "notes": [one for one in cases.thread(case.id) if one.kind == "note"][-_NOTES:],
        "pictures": sum(row.content_type.startswith("image/") for row in cases.waiting_files(case.id)),
        "before": _before(opened),
        "alike": [(one, one.case_id in may_see) for one in found],
    }
    return render(request, "desk/beside.html", context)


def _facts(opened: Opened) -> list[Fact]:
    told = filling.facts(opened)
    if opened.case.promised_on:
        told["promised"] = f"{opened.case.promised_on:%d.%m.%Y}"
    titles = {**SLOTS, "promised": _("обещанный день")}
    known = [(titles.get(name, name), value) for name, value in told.items() if value]
    return [Fact(title, value, place) for place, (title, value) in enumerate(known, start=1)]


def _before(opened: Opened) -> list[tuple[str, str, str]]:
    """What the author was answered before; only for those who may know that it is the same person."""
    if not opened.can(Action.SEE_PERSONAL):
        return []
    visit = opened.visit
    told = cases.answers_to_author(opened.case)
    ids = [case_id for case_id, *_rest in told]
    seen = cases.by_ids(visit.access, ids, municipality_id=visit.town.id, action=Action.SEE_CASES)
    known = {one.id for one in seen}
    return [
        (number, f"{at.astimezone(visit.zone):%d.%m.%Y}", personal.mask(text))
        for case_id, number, at, text in told
        if case_id in known
    ]
