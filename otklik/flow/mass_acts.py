"""One act over all cases of a mass problem: case by case, each in a transaction of its own, each told of."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from otklik.casework.answers import rules as checks
from otklik.casework.answers import selectors as answers_read
from otklik.casework.answers import services as answers
from otklik.casework.answers.services import BadDraft, Writing
from otklik.casework.deadlines.decisions import BadClock
from otklik.casework.duplicates import selectors as duplicates_read
from otklik.casework.duplicates import services as duplicates
from otklik.casework.duplicates.outbreaks import ActCode, RunState
from otklik.casework.duplicates.selectors import RunView
from otklik.flow import answer, chain, decide, finish, remarks, stages
from otklik.ground.outbox import services as outbox
from otklik.ground.people.roles import Access, Action
from otklik.ground.places import selectors as places
from otklik.register.cases import selectors as cases_read
from otklik.register.cases.rules import OPEN, MoveNotAllowed, Status
from otklik.register.cases.services import Banned, Stale
from otklik.register.catalog import selectors as catalog

RUN = "outbreak_run"
AT_ONCE = 20
BATCH = 50
NEEDS: Mapping[ActCode, Action] = {
    ActCode.ROUTE: Action.ROUTE,
    ActCode.TAKE: Action.TAKE,
    ActCode.INTERIM: Action.APPROVE,
    ActCode.ANSWER: Action.APPROVE,
    ActCode.CLOSE: Action.CLOSE,
}
_REFUSALS = (
    BadDraft,
    Banned,
    MoveNotAllowed,
    Stale,
    answer.NeedsProof,
    BadClock,
    answer.NotReady,
    chain.NotYourTurn,
    stages.BadPostponement,
    stages.NotConfirmed,
    stages.NotYourStage,
    decide.BadDecision,
    finish.BadFinish,
)


class BadAct(ValueError):
    """The act cannot begin; the message is Russian and says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be done with all: only the fields of the act are read.

    `reason` is that of closing, or why an answer goes in spite of remarks.
    """

    act: ActCode
    recipient_id: int | None = None
    text: str = ""
    outcome: str = ""
    promised_on: date | None = None
    reason: str = ""


def begin(
    outbreak_id: int,
    order: Order,
    *,
    case_ids: Sequence[int],
    access: Access,
    municipality_id: int,
    now: datetime,
    actor_id: int,
    by_label: str,
) -> int:
    """Write the run down and do the first cases at once; the rest are done by the worker. The run's id.

    Cases that have had their answer are left alone: only closing still concerns them.
    """
    _check(order)
    allowed = cases_read.by_ids(access, case_ids, municipality_id=municipality_id, action=NEEDS[order.act])
    mine = [case.id for case in allowed if _concerns(order.act, Status(case.status))]
    refused = dict.fromkeys(
        set(case_ids) - {case.id for case in allowed}, "нет прав на это действие с карточкой"
    )
    if not mine and not refused:
        raise BadAct("Делать не с чем: по всем карточкам уже ответили.")
    run_id = duplicates.begin_run(
        outbreak_id,
        order.act,
        told=_told(order),
        case_ids=mine,
        refused=refused,
        now=now,
        actor_id=actor_id,
        by_label=by_label,
    )
    if order.act is ActCode.INTERIM and order.promised_on is not None:
        duplicates.promise(outbreak_id, order.promised_on, now=now, actor_id=actor_id)
    go_on(run_id, now=now, most=AT_ONCE)
    return run_id


def _concerns(act: ActCode, status: Status) -> bool:
    return status is not Status.CLOSED if act is ActCode.CLOSE else status in OPEN


def go_on(run_id: int, *, now: datetime, most: int = BATCH) -> None:
    """Do the next cases of a run, and ask for the rest; run twice it does no case twice."""
    run = duplicates_read.run(run_id)
    if run.state is RunState.DONE:
        return
    for case_id in duplicates_read.waiting_items(run_id, most=most):
        _one(run, case_id, now=now)
    left = duplicates_read.run(run_id).waiting
    if left:
        outbox.put(RUN, f"{run_id}:{left}", {"run": run_id}, now=now)
    else:
        duplicates.end_run(run_id, now=now)


def _one(run: RunView, case_id: int, *, now: datetime) -> None:
    """The act and its mark are one transaction; a refused one leaves nothing but the reason."""
    try:
        with transaction.atomic():
            if duplicates.note_item(run.id, case_id) and (left := _DEEDS[run.act](run, case_id, now)):
                duplicates.fail_item(run.id, case_id, reason=left)
    except _REFUSALS as error:
        duplicates.fail_item(run.id, case_id, reason=str(error))


def _route(run: RunView, case_id: int, now: datetime) -> str:
    case = cases_read.by_id(case_id)
    outbreak = duplicates_read.problem(run.outbreak_id, municipality_id=case.municipality_id, now=now)
    topic_id = case.topic_id or (outbreak and outbreak.topic_id)
    if not topic_id:
        raise decide.BadDecision("Сначала выберите тему карточки.")
    choice = decide.Choice(topic_id=topic_id, recipient_id=int(str(run.told["recipient"])))
    decide.decide(case_id, choice, now=now, actor_id=run.user_id, by_label=run.by_label)
    return ""


def _take(run: RunView, case_id: int, now: datetime) -> str:
    finish.take(case_id, now=now, actor_id=run.user_id, by_label=run.by_label)
    return ""


def _close(run: RunView, case_id: int, now: datetime) -> str:
    reason = str(run.told["reason"])
    finish.close(case_id, reason=reason, now=now, actor_id=run.user_id, by_label=run.by_label)
    return ""


def _answer(run: RunView, case_id: int, now: datetime) -> str:
    """The text adapted to the case, through the same remarks, in the case's own channel.

    Where the channel is answered by hand, the text waits as a draft in the card, and that is what is left.
    """
    case = cases_read.by_id(case_id)
    zone = ZoneInfo(places.municipality(case.municipality_id).timezone)
    promised = str(run.told.get("promised_on") or "")
    writing = Writing(
        text=adapted(str(run.told["text"]), case, zone=zone),
        is_interim=run.act is ActCode.INTERIM,
        promised_on=date.fromisoformat(promised) if promised else None,
        outcome=str(run.told.get("outcome") or ""),
    )
    if answer.sender_of(case):
        today = now.astimezone(zone).date()
        why = str(run.told.get("reason") or "")
        found = remarks.remarks(case_id, writing, today=today) if why else []
        reasons = {one.code: why for one in found}
        return _approved(run, case, writing, now=now, today=today, reasons=reasons)
    answers.write(case_id, writing, now=now, author_id=run.user_id)
    return (
        "Этот канал отвечает только вручную: текст положен в карточку черновиком. "
        "Отправьте его и впишите подтверждение."
    )


def _approved(
    run: RunView,
    case: cases_read.Case,
    writing: Writing,
    *,
    now: datetime,
    today: date,
    reasons: Mapping[str, str],
) -> str:
    """A yes in its turn; before it the text goes to whoever approves first, unless another waits there."""
    living = answers_read.living(case.id)
    is_asked = living is not None and living.state == "submitted"
    try:
        with transaction.atomic():
            waits = answer.approve(
                case.id, writing, now=now, today=today, actor_id=run.user_id, reasons=reasons
            )
    except chain.NotYourTurn as error:
        if is_asked:
            raise
        answer.submit(
            case.id, writing, now=now, today=today, actor_id=run.user_id, by_label=run.by_label,
            reasons=reasons,
        )  # fmt: skip
        return f"Ответ положен на согласование. {error}"
    return f"Вы согласовали, ответ ждёт ещё: {waits}." if waits else ""


_NAMELESS = re.compile(r",?\s*\{name\}")


def adapted(text: str, case: cases_read.Case, *, zone: ZoneInfo) -> str:
    """The text with the slots of `answers.rules.SLOTS` filled from the case; nobody's name falls out."""
    snapshot = catalog.snapshot(case.municipality_id)
    topic, recipient = (
        snapshot.topics.get(case.topic_id or 0),
        snapshot.recipients.get(case.recipient_id or 0),
    )
    name = greeted(case.applicant.name) if case.applicant else ""
    values = {
        "name": name,
        "number": case.number,
        "received": f"{case.received_at.astimezone(zone):%d.%m.%Y}",
        "address": case.address,
        "topic": topic.title.lower() if topic else "",
        "organisation": recipient.title if recipient else "",
        "due": f"{case.due_at.astimezone(zone):%d.%m.%Y}" if case.due_at else "",
    }
    return checks.fill(text if name else _NAMELESS.sub("", text), values)


def greeted(full_name: str) -> str:
    """«Мартынова Ольга Петровна» is «Ольга Петровна»; a shorter name stands as it is."""
    words = full_name.split()
    return " ".join(words[1:3]) if len(words) >= 3 else full_name


def _told(order: Order) -> dict[str, object]:
    return {
        "recipient": order.recipient_id,
        "text": order.text,
        "outcome": order.outcome,
        "promised_on": order.promised_on.isoformat() if order.promised_on else None,
        "reason": order.reason,
    }


def _check(order: Order) -> None:
    if order.act is ActCode.ROUTE and not order.recipient_id:
        raise BadAct("Выберите получателя, которому направить все карточки.")
    if order.act in (ActCode.INTERIM, ActCode.ANSWER) and not order.text.strip():
        raise BadAct("Напишите текст ответа: он подставится в каждую карточку.")
    if order.act is ActCode.INTERIM and order.promised_on is None:
        raise BadAct("Назовите день, к которому обещаете решить: без него промежуточный ответ не уйдёт.")
    if order.act is ActCode.ANSWER and not order.outcome:
        raise BadAct("Выберите результат: его увидит каждый заявитель.")


_DEEDS: Mapping[ActCode, Callable[[RunView, int, datetime], str]] = {
    ActCode.ROUTE: _route,
    ActCode.TAKE: _take,
    ActCode.INTERIM: _answer,
    ActCode.ANSWER: _answer,
    ActCode.CLOSE: _close,
}
