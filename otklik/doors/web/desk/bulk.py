"""Acts on many cases at once: each goes by itself, and one message tells of all."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from otklik.doors.web.desk import filters
from otklik.doors.web.desk.refusals import REFUSALS, refusal
from otklik.doors.web.visit import Visit, staff
from otklik.flow import card, decide, finish
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.kernel import language
from otklik.register.cases import queue as asking
from otklik.register.cases import selectors as cases
from otklik.register.catalog import selectors as catalog

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from otklik.register.cases.selectors import Case

MOST = 200
Deed = Callable[["Case"], None]


class Who(TypedDict):
    """When and by whom, as every step of the road asks."""

    now: datetime
    actor_id: int


@dataclass(frozen=True, slots=True)
class Act:
    """An act over marked cases: the permission it needs and the field it asks for, empty for none."""

    code: str
    title: "StrOrPromise"
    icon: str
    action: Action
    asks: str = ""
    key: str = ""


ACTS = (
    Act("route", gettext_lazy("Направить"), "route", Action.ROUTE, "recipient", "r"),
    Act("topic", gettext_lazy("Сменить тему"), "edit", Action.ROUTE, "topic", "t"),
    Act("assign", gettext_lazy("Назначить"), "person", Action.ROUTE, "assignee"),
    Act("take", gettext_lazy("В работу"), "check", Action.TAKE),
    Act("close", gettext_lazy("Снять с контроля"), "lock", Action.CLOSE, "reason"),
)


def offered(visit: Visit) -> list[Act]:
    """The acts open to the person."""
    return [act for act in ACTS if visit.can(act.action)]


def _choices(act: Act, visit: Visit) -> list[tuple[int, str]]:
    """What the field of the act offers."""
    snapshot = catalog.snapshot(visit.town.id)
    if act.asks == "recipient":
        return [(one.id, one.title) for one in snapshot.active_recipients()]
    if act.asks == "topic":
        return [(one.id, one.full_title) for one in snapshot.assignable_topics()]
    return people.staff(visit.town.id) if act.asks == "assignee" else []


@require_POST
@staff(Action.SEE_CASES)
def bulk(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Do the act with each of the marked cases that the person may do it with."""
    act = next((one for one in offered(visit) if one.code == request.POST.get("act")), None)
    if act is None:
        raise Http404
    back = redirect(filters.address(asking.read(dict(parse_qsl(request.POST.get("query", ""))))))
    ids = [int(one) for one in request.POST.getlist("case")[:MOST] if one.isdecimal()]
    if not ids:
        messages.error(request, _("Отметьте хотя бы одну карточку."))
    elif act.asks and act.asks not in request.POST:
        return _ask(request, visit, act, ids)
    else:
        value = request.POST.get(act.asks, "").strip()
        allowed = cases.by_ids(visit.access, ids, municipality_id=visit.town.id, action=act.action)
        reasons = _each(allowed, _deed(act, value, visit))
        if len(allowed) < len(ids):
            reasons[_("нет прав на карточку")] += len(ids) - len(allowed)
        _tell(request, done=len(ids) - reasons.total(), reasons=reasons)
    return back


def _ask(request: HttpRequest, visit: Visit, act: Act, ids: list[int]) -> HttpResponseBase:
    """A page that asks what the act needs, with the marked cases listed."""
    rows = cases.by_ids(visit.access, ids, municipality_id=visit.town.id, action=act.action)
    told = {
        "act": act,
        "cases": rows,
        "choices": _choices(act, visit),
        "back": request.POST.get("query", ""),
    }
    return render(request, "desk/bulk.html", told)


def _each(rows: list["Case"], deed: Deed) -> Counter[str]:
    """The reasons of those that could not be done."""
    reasons: Counter[str] = Counter()
    for case in rows:
        try:
            deed(case)
        except REFUSALS as error:
            reasons[refusal(error)] += 1
    return reasons


def _deed(act: Act, value: str, visit: Visit) -> Deed:
    chosen = int(value) if value.isdecimal() else None
    who: Who = {"now": visit.now, "actor_id": visit.user_id}

    def route(case: "Case") -> None:
        if case.topic_id is None:
            raise decide.BadDecision(_("Сначала выберите тему."))
        choice = decide.Choice(topic_id=case.topic_id, recipient_id=chosen)
        decide.decide(case.id, choice, **who, by_label=visit.name)

    def retopic(case: "Case") -> None:
        decide.decide(case.id, decide.Choice(topic_id=chosen or 0), **who, by_label=visit.name)

    def assign(case: "Case") -> None:
        card.assign(case.id, chosen, **who)

    def take(case: "Case") -> None:
        finish.take(case.id, **who, by_label=visit.name)

    def close(case: "Case") -> None:
        finish.close(case.id, reason=value, **who, by_label=visit.name)

    deeds: dict[str, Deed] = {one.__name__: one for one in (route, assign, take, close)}
    return {**deeds, "topic": retopic}[act.code]


def _tell(request: HttpRequest, *, done: int, reasons: Counter[str]) -> None:
    """One message for all of them."""
    words = _("Готово: %(count)s.") % {"count": language.counted(done, "карточка", "карточки", "карточек")}
    if not reasons:
        messages.success(request, words)
        return
    told = "; ".join(f"{reason.rstrip('.')} — {count}" for reason, count in reasons.most_common(4))
    rest = _("Не вышло с %(count)s: %(told)s.") % {"count": reasons.total(), "told": told}
    messages.warning(request, f"{words} {rest}" if done else rest)
