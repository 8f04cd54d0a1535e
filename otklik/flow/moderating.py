"""A message passes moderation; one clerk does every stage of it in one step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from otklik.casework.answers.services import Writing
from otklik.casework.stages import selectors as stages_read
from otklik.casework.stages import services as stages
from otklik.casework.stages.rules import Deed, Stage, is_of_stages, stage_of
from otklik.flow import answer, decide, evidence, finish
from otklik.flow.stages import check
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.cases.rules import Status

__all__ = ["Writing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """All that a clerk decides and writes about a message; `files` are names with bytes."""

    topic_id: int
    recipient_id: int | None
    writing: Writing
    proof: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[tuple[str, bytes]] = ()
    version: int | None = None


@transaction.atomic
def accept(case_id: int, *, now: datetime, actor_id: int | None, by_label: str = "") -> None:
    """The message is taken up; one whose recipient is sure goes on at once. Raises `NotYourStage`."""
    cases.hold(case_id)
    case = cases_read.by_id(case_id)
    check(case, Deed.ACCEPT, actor_id=actor_id, now=now)
    stages.accept(case_id, municipality_id=case.municipality_id, now=now, actor_id=actor_id)
    if case.recipient_id is not None and not case.needs_decision:
        cases.move(case_id, Status.ROUTED, now=now, actor_id=None, by_label="Автокоординация")
        decide.renew_clocks(case_id, now=now, actor_id=actor_id)


@transaction.atomic
def settle_at_once(
    case_id: int, whole: Whole, *, now: datetime, today: date, actor_id: int, by_label: str
) -> str:
    """Moderation, coordination, execution and approval, all or none; who approves next, or nothing.

    Raises whatever the single steps do.
    """
    case = cases_read.by_id(case_id)
    manner = stages_read.manner(case.municipality_id)
    is_accepted = stages_read.accepted_at(case_id) is not None
    if is_of_stages(case.kind) and stage_of(case.status, manner, is_accepted=is_accepted) is Stage.MODERATION:
        accept(case_id, now=now, actor_id=actor_id)
    is_decided = (case.topic_id, case.recipient_id) == (whole.topic_id, whole.recipient_id)
    if case.status in (Status.NEW, Status.REOPENED) or not is_decided:
        choice = decide.Choice(
            topic_id=whole.topic_id, recipient_id=whole.recipient_id, version=whole.version
        )
        decide.decide(case_id, choice, now=now, actor_id=actor_id, by_label=by_label)
    if cases_read.by_id(case_id).status in (Status.NEW, Status.REOPENED, Status.ROUTED):
        finish.take(case_id, now=now, actor_id=actor_id, by_label=by_label)
    if whole.files:
        evidence.lay_by(case_id, whole.files, now=now, actor_id=actor_id)
    return answer.approve(
        case_id,
        whole.writing,
        now=now,
        today=today,
        actor_id=actor_id,
        proof=whole.proof,
        reasons=whole.reasons,
    )
