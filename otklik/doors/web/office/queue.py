"""The office's queue: what came, what is being done, what waits, what is over."""

from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.doors.web.desk.filters import Chip
from otklik.doors.web.desk.rows import rows
from otklik.doors.web.office.own import office_of, recipients_of
from otklik.doors.web.queue_row import Row
from otklik.doors.web.visit import Visit, staff
from otklik.ground.people.roles import Action
from otklik.kernel import language
from otklik.register.cases import queue as asking
from otklik.register.cases import selectors as cases
from otklik.register.cases.queue import Asked, Scope
from otklik.register.cases.rules import Status
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import Snapshot

PAGE_SIZE = 50
_MONTH = timedelta(days=30)
BESIDE = "beside"
_OWN = (
    ("new", gettext_lazy("Новые"), Asked(status=Status.ROUTED)),
    ("again", gettext_lazy("Возобновлённые"), Asked(status=Status.REOPENED)),
    ("work", gettext_lazy("В работе"), Asked(status=Status.IN_WORK)),
    ("approval", gettext_lazy("На согласовании"), Asked(status=Status.APPROVAL)),
    ("postponed", gettext_lazy("Отложенные"), Asked(status=Status.POSTPONED)),
    ("done", gettext_lazy("Завершённые"), Asked(scope=Scope.DONE)),
)
_TABS = (*_OWN, (BESIDE, gettext_lazy("Соисполнение"), Asked()))
_EMPTY = {
    "new": gettext_lazy("Сюда приходят сообщения, которые центр направил вашей организации."),
    "again": gettext_lazy("Сюда возвращаются сообщения, ответом на которые житель недоволен."),
    "work": gettext_lazy("Здесь будет то, что вы взяли в работу и на что ещё не ответили."),
    "approval": gettext_lazy("Здесь ответы ждут согласования руководителя."),
    "postponed": gettext_lazy("Здесь то, что вы обещали жителю сделать к определённому дню."),
    BESIDE: gettext_lazy("Сюда приходят сообщения других организаций, к которым вас позвали соисполнителем."),
    "done": gettext_lazy("Здесь останется всё, на что ответили."),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """The organisation's own terms; shares are words, unknown is «—»."""

    opened: int
    late: int
    answered: int
    timely: str


@staff(Action.TAKE)
def queue(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """A tab of the queue; the first with something in it where none is asked for."""
    office = office_of(visit)
    snapshot = catalog.snapshot(visit.town.id)
    base = cases.visible(office.access, Action.TAKE, visit.town.id, known=snapshot)
    counted = cases.counts(base, [asked for _, _, asked in _OWN], now=visit.now, zone=visit.zone)
    beside = cases.co_executed(visit.access, visit.town.id)
    counted += cases.counts(beside, [Asked()], now=visit.now, zone=visit.zone)
    code, asked = _chosen(request.GET.get("tab", ""), counted)
    page = cases.queue(
        office.access, asked, municipality_id=visit.town.id, now=visit.now, zone=visit.zone,
        after=asking.place(request.GET.get("after", "")), size=PAGE_SIZE,
        within=beside if code == BESIDE else base,
    )  # fmt: skip
    return render(
        request,
        "office/queue.html",
        {
            "rows": _rows(rows(page.rows, office, snapshot), is_own=code != BESIDE),
            "tabs": [
                Chip(str(title), _address(one), is_on=one == code, count=_count(number))
                for (one, title, _), number in zip(_TABS, counted, strict=True)
            ],
            "empty": _EMPTY[code],
            "figures": _figures(office, snapshot),
            "shown": _("На странице: %(count)s") % {"count": len(page.rows)},
            "next_url": f"{_address(code)}&{urlencode({'after': page.next})}" if page.next else "",
            "first_url": "" if page.is_first else _address(code),
        },
    )


def _chosen(told: str, counted: list[int]) -> tuple[str, Asked]:
    for code, _title, asked in _TABS:
        if code == told:
            return code, asked
    full = next((place for place, number in enumerate(counted) if number), 0)
    return _TABS[full][0], _TABS[full][2]


def _rows(found: list[Row], *, is_own: bool) -> list[Row]:
    """Whose the case is goes without saying where it is one's own."""
    return [
        replace(
            row, id=0, url=reverse("office:case", args=[row.number]),
            recipient="" if is_own else row.recipient,
        )
        for row in found
    ]  # fmt: skip


def _address(code: str) -> str:
    return f"{reverse('office:queue')}?{urlencode({'tab': code})}"


def _count(number: int) -> str:
    return language.number(min(number, cases.MOST_COUNTED)) + ("+" if number > cases.MOST_COUNTED else "")


def _figures(office: Visit, snapshot: Snapshot) -> Figures | None:
    """Why the list stands as it does: open, late, and how thirty days went."""
    ids = recipients_of(office, snapshot)
    if not ids:
        return None
    told = cases.work_in_figures(ids, since=office.now - _MONTH, now=office.now)
    opened, late, answered, timely = told
    share = f"{language.number(round(100 * timely / answered))}{language.NO_BREAK}%" if answered else "—"
    return Figures(opened, late, answered, share)
