"""A message goes by the stages of its municipality: who may do what now, and what may be promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from otklik.casework.stages import selectors as stages_read
from otklik.casework.stages import services as stages
from otklik.casework.stages.rules import (
    BadPostponement,
    Deed,
    NotConfirmed,
    NotYourStage,
    Stage,
    StageManner,
    check_confirmation,
    check_postponement,
    done_at,
    ends_at,
    is_of_stages,
    refusal,
    stage_of,
)
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Access, Action
from otklik.ground.worktime import selectors as worktime
from otklik.register.cases import selectors as cases_read
from otklik.register.catalog import selectors as catalog

__all__ = ["BadPostponement", "NotConfirmed", "NotYourStage"]

GROUND = "postpone"
"""Under what code the reason of one more postponement comes, beside the reasons of remarks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a message stands: its stage, since when, until when, what proof its promise asks for."""

    manner: StageManner
    stage: Stage | None
    since: datetime
    ends_at: datetime | None
    evidence: str

    def is_late(self, now: datetime) -> bool:
        return self.ends_at is not None and now > self.ends_at


def standing(case: cases_read.Case) -> Standing:
    """Where the message stands now."""
    manner = stages_read.manner(case.municipality_id)
    accepted_at = stages_read.accepted_at(case.id)
    stage = stage_of(case.status, manner, is_accepted=accepted_at is not None)
    since = _since(case, stage, accepted_at)
    calendar = worktime.calendar_for(case.municipality_id)
    topic = catalog.snapshot(case.municipality_id).topics.get(case.topic_id or 0)
    return Standing(
        manner=manner,
        stage=stage,
        since=since,
        ends_at=ends_at(since, manner.stages[stage], calendar) if stage else None,
        evidence=topic.evidence if topic and case.promised_on and case.is_open else "none",
    )


def is_broken(case: cases_read.Case, *, today: date) -> bool:
    """The promised day has passed and there is no answer."""
    return bool(case.is_open and case.promised_on and case.promised_on < today)


def _since(case: cases_read.Case, stage: Stage | None, accepted_at: datetime | None) -> datetime:
    if stage is Stage.MODERATION:
        return case.registered_at
    if stage is Stage.COORDINATION and accepted_at:
        return max(accepted_at, case.status_since)
    if stage is Stage.EXECUTION and case.routed_at:
        return max(case.routed_at, case.registered_at)
    return case.status_since


def check(case: cases_read.Case, deed: Deed, *, actor_id: int | None, now: datetime) -> None:
    """Whether this person may do it with the message now; the system itself is not asked.

    Raises `NotYourStage`.
    """
    if actor_id is None or not is_of_stages(case.kind):
        return
    manner = stages_read.manner(case.municipality_id)
    is_moderated = manner.stages[Stage.MODERATION].is_on
    accepted = stages_read.accepted_at(case.id) is not None if is_moderated else False
    present = stage_of(case.status, manner, is_accepted=accepted)
    role = manner.stages[done_at(deed, manner)].role
    held = _held(case, role, actor_id=actor_id, now=now) if role else ()
    roles = {one.code: one.title for one in people.roles(case.municipality_id)} if role and not held else {}
    if told := refusal(deed, present, manner, roles=roles, held=held):
        raise NotYourStage(told)


def allows(case: cases_read.Case, deed: Deed, *, actor_id: int, now: datetime) -> bool:
    """The same as a question, for pages that offer only what may be done."""
    try:
        check(case, deed, actor_id=actor_id, now=now)
    except NotYourStage:
        return False
    return True


def sends_without_approval(case: cases_read.Case) -> bool:
    """Whether who writes the answer also sends it: the municipality has no approval of messages."""
    if not is_of_stages(case.kind):
        return False
    return not stages_read.manner(case.municipality_id).stages[Stage.APPROVAL].is_on


def _held(case: cases_read.Case, role: str, *, actor_id: int, now: datetime) -> Sequence[str]:
    """The role, where the person holds it over this case."""
    today = worktime.calendar_for(case.municipality_id).day_of(now)
    access = people.access(actor_id, today=today)
    narrow = Access(actor_id, tuple(grant for grant in access.grants if grant.role_code == role))
    return (role,) if cases_read.may(narrow, Action.SEE_CASES, case) else ()


@transaction.atomic
def check_promise(
    case_id: int, promised_on: date | None, *, ground: str, now: datetime, today: date, actor_id: int | None
) -> None:
    """Before an interim answer goes on: its day is kept with its ground. Raises `BadPostponement`."""
    case = cases_read.by_id(case_id)
    if not is_of_stages(case.kind) or promised_on is None:
        return
    told = ground.strip() or stages_read.waiting_ground(case_id)
    manner = stages_read.manner(case.municipality_id)
    check_postponement(promised_on, manner, today=today, given=_given(case_id), ground=told)
    stages.ask_postponement(case_id, promised_on, ground=told, now=now, actor_id=actor_id)


def _given(case_id: int) -> int:
    """How many days were promised since the case was last reopened."""
    first = cases_read.interim_sent_at(case_id)
    if first is None:
        return 0
    told = [one for one in stages_read.postponements(case_id) if one.sent_at and one.sent_at >= first]
    return max(1, len(told))


def promised(case_id: int, promised_on: date | None, *, now: datetime) -> None:
    """The citizen was told of the day."""
    if promised_on is not None:
        stages.postponed(case_id, promised_on, now=now)


def check_done(case_id: int, outcome: str) -> None:
    """The final answer after a promise brings what the topic asks for. Raises `NotConfirmed`."""
    case = cases_read.by_id(case_id)
    if not is_of_stages(case.kind) or case.promised_on is None:
        return
    topic = catalog.snapshot(case.municipality_id).topics.get(case.topic_id or 0)
    files = cases_read.waiting_files(case_id)
    pictures = sum(one.content_type.startswith("image/") for one in files)
    check_confirmation(
        stages_read.manner(case.municipality_id),
        was_promised=cases_read.interim_sent_at(case_id) is not None,
        outcome=outcome,
        evidence=topic.evidence if topic else "none",
        pictures=pictures,
        documents=len(files) - pictures,
    )
