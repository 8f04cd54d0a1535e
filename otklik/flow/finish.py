"""Taking in work, refusing, forwarding, closing and reopening."""

from datetime import datetime

from django.db import transaction

from otklik.border.ports.messages import CaseKind, Outcome
from otklik.casework.appeals import selectors as appeals_read
from otklik.casework.automation import services as automation
from otklik.casework.automation.services import HitOutcome
from otklik.casework.deadlines import services as deadlines
from otklik.casework.deadlines.terms import Stop
from otklik.casework.letters.rules.proof import BadProof
from otklik.casework.stages.rules import Deed
from otklik.flow import sending, stages
from otklik.flow.decide import restart_clocks
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.cases.rules import Status

_IN_HAND = frozenset({Status.IN_WORK, Status.POSTPONED, Status.APPROVAL})


class BadFinish(ValueError):
    """The step cannot be taken; the message is Russian and says what to do."""


@transaction.atomic
def take(case_id: int, *, now: datetime, actor_id: int | None, by_label: str = "") -> None:
    """The executor takes the case in work and becomes its assignee."""
    before = cases_read.by_id(case_id)
    stages.check(before, Deed.TAKE, actor_id=actor_id, now=now)
    if before.status == Status.APPROVAL:
        raise BadFinish("Ответ на согласовании. Дождитесь решения или попросите вернуть его на доработку.")
    case = cases.move(case_id, Status.IN_WORK, now=now, actor_id=actor_id, by_label=by_label)
    if case.assignee_id is None and actor_id is not None:
        cases.assign(case_id, actor_id, now=now, actor_id=actor_id)
    deadlines.stop(case_id, event=Stop.TAKEN, at=now, now=now, actor_id=actor_id)


@transaction.atomic
def give_back(case_id: int, *, reason: str, now: datetime, actor_id: int | None, by_label: str = "") -> None:
    """The recipient says that it is not theirs; the centre decides again."""
    if not reason.strip():
        raise BadFinish("Напишите, почему это не ваш вопрос и чей он: без причины вернуть нельзя.")
    stages.check(cases_read.by_id(case_id), Deed.TAKE, actor_id=actor_id, now=now)
    cases.move(case_id, Status.NEW, now=now, actor_id=actor_id, by_label=by_label, comment=reason)
    automation.judge(case_id, HitOutcome.RETURNED, now=now)
    cases.ask_decision(case_id, now=now)


@transaction.atomic
def refuse(case_id: int, *, reason: str, now: datetime, actor_id: int | None, by_label: str = "") -> None:
    """The message needs no answer (spam, not our town, no essence); the reason is kept."""
    case = cases_read.by_id(case_id)
    if case.kind == CaseKind.APPEAL:
        raise BadFinish(
            "Обращение по 59-ФЗ оставляют без ответа только по основанию закона: "
            "выберите его в разделе «Ход обращения»."
        )
    if case.status in _IN_HAND:
        raise BadFinish("Сообщение уже в работе: ответьте на него или верните на распределение.")
    if not reason.strip():
        raise BadFinish("Укажите причину: почему сообщение не требует ответа.")
    stages.check(cases_read.by_id(case_id), Deed.REFUSE, actor_id=actor_id, now=now)
    cases.move(
        case_id,
        Status.REFUSED,
        now=now,
        actor_id=actor_id,
        by_label=by_label,
        comment=reason,
        outcome=Outcome.LEFT_UNANSWERED,
    )
    deadlines.stop(case_id, event=Stop.CLOSED, at=now, now=now, actor_id=actor_id)


@transaction.atomic
def forward(
    case_id: int, *, whither: str, proof: str, now: datetime, actor_id: int | None, by_label: str = ""
) -> None:
    """Send the case to another competent body, with the letter's details and the citizen told of it."""
    if not whither.strip() or not proof.strip():
        raise BadFinish("Укажите, куда направлено, и номер с датой письма; уведомите заявителя.")
    stages.check(cases_read.by_id(case_id), Deed.ROUTE, actor_id=actor_id, now=now)
    cases.refuse_addressee(cases_read.by_id(case_id), whither.strip())
    comment = f"Направлено: {whither.strip()}. {proof.strip()}"
    cases.move(
        case_id,
        Status.FORWARDED,
        now=now,
        actor_id=actor_id,
        by_label=by_label,
        comment=comment,
        outcome=Outcome.FORWARDED,
    )
    deadlines.stop(case_id, event=Stop.FORWARDED, at=now, now=now, actor_id=actor_id)


@transaction.atomic
def close(case_id: int, *, reason: str, now: datetime, actor_id: int | None, by_label: str = "") -> None:
    """Take the answered case off control; an appeal once its notices have gone, with the proof of them."""
    try:
        sending.check_closing(cases_read.by_id(case_id))
    except BadProof as error:
        raise BadFinish(str(error)) from error
    if left := appeals_read.notices_left(case_id):
        raise BadFinish(
            f"Не отправлены уведомления заявителю: {left}. Отправьте их и запишите, когда и как, — "
            "это в разделе «Ход обращения»."
        )
    cases.move(case_id, Status.CLOSED, now=now, actor_id=actor_id, by_label=by_label, comment=reason)


@transaction.atomic
def reopen(case_id: int, *, reason: str, now: datetime, actor_id: int | None, by_label: str = "") -> None:
    """The citizen or the centre says that it is not solved; the case keeps its number and gets new clocks."""
    if not reason.strip():
        raise BadFinish("Напишите, что осталось нерешённым: причину увидит исполнитель.")
    cases.move(case_id, Status.REOPENED, now=now, actor_id=actor_id, by_label=by_label, comment=reason)
    restart_clocks(case_id, now=now, actor_id=actor_id)
