"""The co-executors of a case on its card: who they are, bringing one more, letting one go."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from otklik.doors.web.desk import acting
from otklik.doors.web.desk.opened import Opened
from otklik.ground.people import selectors as people
from otklik.register.cases import selectors as cases


@dataclass(frozen=True, slots=True)
class CoExecutor:
    """A person on the case and who or what brought them."""

    user_id: int
    name: str
    by: str


def context(opened: Opened) -> dict[str, Any]:
    """What the card shows; the addresses are empty for those who may not change it."""
    may_change = acting.may(opened, acting.CO_EXECUTING)
    number = opened.case.number
    return {
        "co_executors": _drawn(opened.case.id),
        "co_add_url": reverse("desk:sheet", args=[number, "co_executor"]) if may_change else "",
        "co_remove_url": acting.act_url(opened, "remove_co_executor") if may_change else "",
    }


def names(case_id: int) -> list[str]:
    return [one.name for one in _drawn(case_id)]


def _drawn(case_id: int) -> list[CoExecutor]:
    found = cases.co_executors(case_id)
    told = people.names([one.user_id for one in found]) if found else {}
    return [CoExecutor(one.user_id, told.get(one.user_id, ""), one.by_label) for one in found]
