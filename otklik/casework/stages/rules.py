"""Which stage a message stands at, who does each, by when, and what may be promised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from otklik.border.ports.messages import CaseKind
from otklik.ground.worktime.rules import Calendar, OutsideCalendar
from otklik.register.cases.rules import Status

NORM_OF_PROMISE = "Регламент ПОС: отложенный ответ с обещанным сроком (настройка)"
"""Domain rules R2.7 [M]: the day is named, postponements are limited, the work is confirmed."""


class Stage(StrEnum):
    """Domain rules R2.1 [R2]."""

    MODERATION = "moderation"
    COORDINATION = "coordination"
    EXECUTION = "execution"
    APPROVAL = "approval"


class Deed(StrEnum):
    """What a person does with a message."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    ROUTE = "route"
    TAKE = "take"
    SUBMIT = "submit"
    APPROVE = "approve"


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage of the table; one that is not `optional` cannot be switched off."""

    stage: Stage
    title: str
    what: str
    norm: str
    optional: bool = False


STAGES: tuple[StageRow, ...] = (
    StageRow(
        Stage.MODERATION, "Модерация", "принять сообщение или отклонить с причиной",
        "Этапы обработки ПОС, п. 8 (модерация)", optional=True,
    ),
    StageRow(
        Stage.COORDINATION, "Координация", "выбрать тему и получателя",
        "Этапы обработки ПОС, п. 8 (координация)",
    ),
    StageRow(
        Stage.EXECUTION, "Исполнение", "сделать и написать ответ", "Этапы обработки ПОС, п. 9 (исполнение)",
    ),
    StageRow(
        Stage.APPROVAL, "Согласование и утверждение", "проверить ответ и отправить",
        "Этапы обработки ПОС, п. 10 (согласование и утверждение)", optional=True,
    ),
)  # fmt: skip
ROWS = {row.stage: row for row in STAGES}


@dataclass(frozen=True, slots=True)
class StageRule:
    """A stage in a municipality: whether it is kept, the role that does it, its working hours.

    An empty `role` leaves it to everybody whose rights permit; 0 hours are no term.
    """

    is_on: bool
    role: str = ""
    hours: int = 0


USUAL: Mapping[Stage, StageRule] = {
    Stage.MODERATION: StageRule(is_on=False),
    Stage.COORDINATION: StageRule(is_on=True),
    Stage.EXECUTION: StageRule(is_on=True),
    Stage.APPROVAL: StageRule(is_on=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StageManner:
    """How a municipality treats messages. A promise reaches at most `promise_days` ahead."""

    stages: Mapping[Stage, StageRule] = field(default_factory=lambda: USUAL)
    promise_days: int = 30
    needs_ground: bool = True
    needs_confirmation: bool = True


class NotYourStage(ValueError):
    """Somebody else does this now; the message is Russian and says who."""


class BadPostponement(ValueError):
    """The answer cannot be put off so; the message is Russian and says what to do."""


class NotConfirmed(ValueError):
    """What was promised is said to be done without a proof; the message is Russian."""


_EXECUTING = frozenset({Status.ROUTED, Status.IN_WORK, Status.POSTPONED})
_OF_DEED = {
    Deed.ACCEPT: Stage.MODERATION,
    Deed.ROUTE: Stage.COORDINATION,
    Deed.TAKE: Stage.EXECUTION,
    Deed.SUBMIT: Stage.EXECUTION,
    Deed.APPROVE: Stage.APPROVAL,
}


def stage_of(status: str, manner: StageManner, *, is_accepted: bool) -> Stage | None:
    """Where a message stands; None where it is done with. One that came back is not moderated again."""
    if status == Status.NEW and manner.stages[Stage.MODERATION].is_on and not is_accepted:
        return Stage.MODERATION
    if status in (Status.NEW, Status.REOPENED):
        return Stage.COORDINATION
    if status in _EXECUTING:
        return Stage.EXECUTION
    return Stage.APPROVAL if status == Status.APPROVAL else None


def done_at(deed: Deed, manner: StageManner) -> Stage:
    """At which stage a deed is done: a stage that is switched off leaves its deed to the one before it."""
    if deed is Deed.REFUSE:
        return Stage.MODERATION if manner.stages[Stage.MODERATION].is_on else Stage.COORDINATION
    stage = _OF_DEED[deed]
    if stage is Stage.APPROVAL and not manner.stages[stage].is_on:
        return Stage.EXECUTION
    return stage


def refusal(
    deed: Deed, present: Stage | None, manner: StageManner, *, roles: Mapping[str, str], held: Sequence[str]
) -> str:
    """Why the deed may not be done by one who holds these roles over the case; empty where it may.

    `roles` are titles by code. Whether the status permits the move is for the table of moves to say.
    """
    if present is Stage.MODERATION and deed not in (Deed.ACCEPT, Deed.REFUSE):
        return "Сообщение на модерации. Сначала примите его или отклоните с причиной."
    if deed is Deed.ACCEPT and present is not Stage.MODERATION:
        return "Сообщение уже прошло модерацию. Обновите карточку."
    stage = done_at(deed, manner)
    role = manner.stages[stage].role
    if role and role not in held:
        return (
            f"Этап «{ROWS[stage].title}» выполняет {roles.get(role, role)}. "
            "Передайте карточку или измените этапы в настройках."
        )
    return ""


def ends_at(since: datetime, rule: StageRule, calendar: Calendar) -> datetime | None:
    """When the stage must be over; None where it has no term or the calendar does not reach so far."""
    if not rule.is_on or not rule.hours:
        return None
    try:
        return calendar.add_working_hours(since, rule.hours)
    except OutsideCalendar:
        return None


def check_postponement(
    promised_on: date | None, manner: StageManner, *, today: date, given: int, ground: str
) -> None:
    """Whether the day may be promised after so many promises in this round; raises `BadPostponement`."""
    if promised_on is None:
        return
    latest = today + timedelta(days=manner.promise_days)
    if promised_on > latest:
        raise BadPostponement(
            f"Обещать можно не дальше чем на {manner.promise_days} дней: до {latest:%d.%m.%Y}. "
            "Назовите день ближе или дайте окончательный ответ."
        )
    if given and manner.needs_ground and not ground.strip():
        raise BadPostponement(
            "Обещанный день переносится. Напишите в поле «Почему переносим» причину: её увидит руководитель."
        )


def check_confirmation(
    manner: StageManner, *, was_promised: bool, outcome: str, evidence: str, pictures: int, documents: int
) -> None:
    """Promised work is not said to be done without what the topic asks for; raises `NotConfirmed`."""
    if not (was_promised and manner.needs_confirmation and outcome in CONFIRMED):
        return
    if evidence in ("", "none") or pictures or (evidence != "photo" and documents):
        return
    what = "фотографию" if evidence == "photo" else "фотографию или документ"
    raise NotConfirmed(
        f"Эту работу обещали жителю. Приложите {what}: без подтверждения решения ответ не уйдёт."
    )


CONFIRMED = frozenset({"measures_taken", "supported"})
"""Outcomes that say that something was done."""


def is_of_stages(kind: str) -> bool:
    """Appeals go by 59-ФЗ and know no stages."""
    return kind == CaseKind.MESSAGE
