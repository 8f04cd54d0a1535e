"""Naming the executor of a case."""

from datetime import datetime

from django.db import transaction

from otklik.ground.audit import services as audit
from otklik.register.cases.models import Case
from otklik.register.cases.services.accusing import refuse_users
from otklik.register.cases.services.moving import lock, save


@transaction.atomic
def assign(case_id: int, user_id: int | None, *, now: datetime, actor_id: int | None = None) -> Case:
    """Name the executor within the recipient; raises `Banned` where the complaint is against them."""
    case = lock(case_id)
    if user_id is not None:
        refuse_users(case, [user_id])
    case.assignee_id = user_id
    save(case, ["assignee"], now=now)
    audit.record(
        action="assign",
        subject="case",
        subject_id=case.id,
        municipality_id=case.municipality_id,
        actor_id=actor_id,
        now=now,
        details={"assignee": user_id},
    )
    return case
