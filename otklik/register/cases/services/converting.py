"""Making a message an appeal, and keeping a person who has no case yet."""

from datetime import datetime

from django.db import transaction

from otklik.border.ports.messages import Author, CaseKind, Stream
from otklik.ground.audit import services as audit
from otklik.register.cases.models import Case
from otklik.register.cases.rules import MoveNotAllowed
from otklik.register.cases.services.moving import lock, save
from otklik.register.cases.services.registering import keep_people

NORM = "59-ФЗ, ст. 8, ч. 2; порядок муниципалитета (настройка)"


@transaction.atomic
def register_as_appeal(
    case_id: int, *, now: datetime, actor_id: int | None = None, version: int | None = None
) -> Case:
    """The message is an appeal from now on, with its stream; what it has been stays in the journal."""
    case = lock(case_id, version=version)
    if case.kind == CaseKind.APPEAL or not case.is_open:
        raise MoveNotAllowed("Зарегистрировать как обращение можно открытое сообщение. Обновите карточку.")
    was = case.stream
    case.kind, case.stream = CaseKind.APPEAL, Stream.APPEALS
    save(case, ["kind", "stream"], now=now)
    audit.record(
        action="register_as_appeal",
        subject="case",
        subject_id=case.id,
        municipality_id=case.municipality_id,
        actor_id=actor_id,
        now=now,
        norm=NORM,
        details={"was": was},
    )
    return case


@transaction.atomic
def keep_applicant(municipality_id: int, author: Author) -> int | None:
    """The row of a person, found by identity or made; its id."""
    return keep_people(municipality_id, [author])[0]
