"""Extending the answer to an appeal, on the ground that a request was sent or the case is exceptional."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from otklik.casework.appeals import selectors as appeals_read
from otklik.casework.appeals.services import BadAppeal
from otklik.casework.deadlines.decisions import Deciding, Extending, Ground, Notice
from otklik.flow import terms
from otklik.flow.appeals.acting import Actor, hold
from otklik.ground.people.roles import Action

MAY_NOT = "Продлить срок может руководитель, должностное лицо или уполномоченный (59-ФЗ, ст. 12, ч. 2)."


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """By how many days, why, who has decided, and how the citizen was told of it."""

    days: int
    reason: str
    decided_by: str
    notice_on: date | None = None
    notice_proof: str = ""
    is_again: bool = False


@transaction.atomic
def extend(case_id: int, order: Order, *, actor: Actor) -> int:
    """Put the answer off; what the law wants of it is asked by `deadlines.extend`. Raises `BadClock`."""
    if not (actor.may(Action.APPROVE) or actor.may(Action.LEAVE_UNANSWERED)):
        raise BadAppeal(MAY_NOT)
    held = hold(case_id, actor)
    has_request = any(one.answered_on is None for one in appeals_read.requests(case_id))
    told = Notice(order.notice_on, order.notice_proof) if order.notice_on or order.notice_proof else None
    deciding = Deciding(
        ground=Ground.REQUEST if has_request else Ground.EXCEPTIONAL,
        reason=order.reason,
        decided_by=order.decided_by,
        decided_on=held.today,
        notice=told,
    )
    asked = Extending(deciding, days=order.days, is_again=order.is_again)
    return terms.extend(case_id, asked, now=actor.now, actor_id=actor.user_id)
