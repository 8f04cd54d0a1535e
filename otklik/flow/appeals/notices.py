"""A drafted notice is corrected and sent; what went to the citizen joins the correspondence."""

from datetime import UTC, date, datetime, time

from django.db import transaction

from otklik.casework.appeals import selectors as appeals_read
from otklik.casework.appeals import services as appeals
from otklik.casework.appeals.rules.letters import KIND_TITLES, Kind
from otklik.casework.appeals.rules.special import BY_CODE, Code
from otklik.casework.appeals.services import BadAppeal, Sending
from otklik.casework.deadlines.terms import Stop
from otklik.flow.appeals.acting import Actor, Held, hold, stop_clock
from otklik.flow.appeals.forwarding import NOTICE_CLOCK
from otklik.ground.people.roles import Action
from otklik.register.cases import services as cases

TO_CITIZEN = frozenset({Kind.FORWARDING, Kind.DECISION, Kind.LAWFUL_WAYS})
MAY_NOT = "Отправлять уведомления вам не разрешено."


@transaction.atomic
def edit(case_id: int, notice_id: int, text: str, *, actor: Actor) -> None:
    """Another wording."""
    held = _held(case_id, notice_id, actor)
    appeals.edit_notice(notice_id, text, who=held.who)


@transaction.atomic
def send(case_id: int, notice_id: int, *, on: date | None, how: str, number: str, actor: Actor) -> None:
    """It went: the proof is its day, way and number; the citizen's notice is seen in the thread."""
    held = _held(case_id, notice_id, actor)
    if on is None:
        raise BadAppeal("Укажите, когда отправлено.")
    row = appeals.send_notice(
        notice_id, Sending(on=on, how=how, number=number), today=held.today, who=held.who
    )
    clock = NOTICE_CLOCK if row.kind == Kind.FORWARDING else _clock(row.code)
    if clock:
        stop_clock(held, clock, Stop.NOTIFIED, key=notice_id)
    if Kind(row.kind) in TO_CITIZEN:
        at = _moment(held, on)
        proof = ", ".join(
            part for part in (f"исх. {number}" if number else "", f"{on:%d.%m.%Y}", how) if part
        )
        cases.add_post(
            case_id, kind="answer", text=row.text, at=at, now=actor.now, actor_id=actor.user_id, sent_at=at,
            by_label=KIND_TITLES[Kind(row.kind)], external_id=proof,
        )  # fmt: skip


def _clock(code: str) -> str:
    """The term of the notice of a decision."""
    return BY_CODE[Code(code)].clock if code else ""


def _held(case_id: int, notice_id: int, actor: Actor) -> Held:
    if not (actor.may(Action.ROUTE) or actor.may(Action.DRAFT)):
        raise BadAppeal(MAY_NOT)
    held = hold(case_id, actor, needs_open=False)
    row = appeals_read.notice(notice_id)
    if row is None or row.case_id != case_id:
        raise BadAppeal("Этого уведомления нет. Обновите страницу.")
    return held


def _moment(held: Held, on: date) -> datetime:
    return min(datetime.combine(on, time(12), tzinfo=held.zone).astimezone(UTC), held.who.now)
