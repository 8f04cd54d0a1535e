"""What a person sees first in the morning: sections of «Мой день» by what they may do and where."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from otklik.doors.web.visit import Visit
from otklik.ground.people.roles import Action
from otklik.register.cases.queue import Asked

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

RISK_DAYS = 3
_LAIN = timedelta(days=2)
Make = Callable[[Visit], Asked]
Sections = Mapping[str, tuple["StrOrPromise", "StrOrPromise", Make]]
SECTIONS: Sections = {
    "urgent": (
        gettext_lazy("Угроза и срочные"), gettext_lazy("Не ждут общего срока"),
        lambda visit: Asked(is_urgent=True),
    ),
    "decide": (
        gettext_lazy("Ждут решения"), gettext_lazy("Тема или получатель не ясны"),
        lambda visit: Asked(needs_decision=True),
    ),
    "approve": (
        gettext_lazy("На согласовании"), gettext_lazy("Ответ готов, ждёт вас"),
        lambda visit: Asked(status="approval"),
    ),
    "returned": (
        gettext_lazy("Вернули на доработку"), gettext_lazy("Ваш ответ просят исправить"),
        lambda visit: Asked(assignee_id=visit.user_id, status="in_work", is_returned=True),
    ),
    "overdue": (
        gettext_lazy("Просрочено"), gettext_lazy("Срок ответа прошёл"),
        lambda visit: Asked(is_overdue=True),
    ),
    "today": (
        gettext_lazy("Срок сегодня"), gettext_lazy("Ответить до конца дня"),
        lambda visit: Asked(is_due_today=True),
    ),
    "broken": (
        gettext_lazy("Обещание нарушено"), gettext_lazy("Обещанный жителю день прошёл"),
        lambda visit: Asked(is_promise_broken=True),
    ),
    "risk": (
        gettext_lazy("Срок близко"), gettext_lazy("Три дня до срока, а ответа на согласовании нет"),
        lambda visit: Asked(due_in=RISK_DAYS, is_behind=True),
    ),
    "untaken": (
        gettext_lazy("Не взяли в работу"), gettext_lazy("Лежат у получателя больше двух суток"),
        lambda visit: Asked(untaken_since=(visit.now - _LAIN).replace(minute=0, second=0, microsecond=0)),
    ),
    "fresh": (
        gettext_lazy("Новые поручения"), gettext_lazy("Возьмите в работу или верните с причиной"),
        lambda visit: Asked(status="routed"),
    ),
    "mine": (
        gettext_lazy("Мои"), gettext_lazy("Вы исполнитель"),
        lambda visit: Asked(assignee_id=visit.user_id),
    ),
}  # fmt: skip
DAYS: Mapping[str, tuple[str, ...]] = {
    "leads": ("urgent", "approve", "overdue", "broken", "decide", "untaken", "today", "mine"),
    "routes": ("urgent", "decide", "untaken", "overdue", "today", "broken", "approve", "mine"),
    "heads_block": ("urgent", "approve", "overdue", "broken", "risk", "untaken", "today", "mine"),
    "heads_recipient": ("urgent", "approve", "overdue", "fresh", "today", "broken", "risk", "mine"),
    "executes": ("urgent", "returned", "overdue", "today", "broken", "fresh", "mine"),
    "looks": ("urgent", "overdue", "broken", "today"),
}
"""What hurts first stands first; the order is that of the work of each."""


def sections(visit: Visit) -> list[tuple[str, str, Asked]]:
    """Title, why, and the filter of the queue; who has several duties has the sections of all."""
    codes = dict.fromkeys(code for duty in duties(visit) for code in DAYS[duty])
    if not visit.can(Action.APPROVE):
        codes.pop("approve", None)
    if not visit.can(Action.TAKE):
        codes.pop("mine", None)
    told = [SECTIONS[code] for code in codes]
    return [(str(title), str(why), make(visit)) for title, why, make in told]


def duties(visit: Visit) -> Iterator[str]:
    """What the person does here, by the rights of the roles and where they hold, never by their names."""
    town = visit.town.id
    routes = any(grant.is_whole_town for grant in visit.access.of(Action.ROUTE, town))
    if routes:
        yield "leads" if visit.can(Action.SEE_DASHBOARD) else "routes"
    approves = visit.access.of(Action.APPROVE, town)
    if any(grant.block_code for grant in approves):
        yield "heads_block"
    if any(grant.organisation_ids for grant in approves):
        yield "heads_recipient"
    takes = visit.access.of(Action.TAKE, town)
    if any(grant.organisation_ids and Action.APPROVE not in grant.actions for grant in takes):
        yield "executes"
    if not routes and not approves and not takes:
        yield "looks"
