"""What a town knows beside a case: terminated questions, public answers, legal status of ways in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from otklik.casework.appeals.models import PublicAnswer, Termination, WayIn
from otklik.casework.appeals.rules import channels
from otklik.casework.appeals.rules.channels import Legal, Policy, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminationView:
    """Correspondence of an author on a question that is over; `case_id` is where it was decided."""

    id: int
    case_id: int
    applicant_id: int | None
    topic_id: int | None
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicAnswerView:
    """An answer to many."""

    id: int
    title: str
    text: str
    url: str
    published_on: date
    topic_id: int | None
    is_active: bool


_ANSWER = tuple(PublicAnswerView.__dataclass_fields__)


def terminations(applicant_id: int | None, *, case_ids: Sequence[int] = ()) -> list[TerminationView]:
    """What is terminated for an author, or was terminated in the cases that this one repeats."""
    mine = Q(decision__case_id__in=list(case_ids))
    if applicant_id is not None:
        mine |= Q(applicant_id=applicant_id)
    rows = Termination.objects.filter(mine, resumed_at=None).order_by("at")
    return [
        TerminationView(id=id, case_id=case, applicant_id=author, topic_id=topic, subject=subject, at=at)
        for id, case, author, topic, subject, at in rows.values_list(
            "id", "decision__case_id", "applicant_id", "topic_id", "subject", "at"
        )
    ]


def public_answers(municipality_id: int, *, topic_id: int | None = None) -> list[PublicAnswerView]:
    """All answers to many, or those in use for a topic; the newest first."""
    rows = PublicAnswer.objects.filter(municipality_id=municipality_id)
    if topic_id is not None:
        rows = rows.filter(topic_id=topic_id, is_active=True)
    return [PublicAnswerView(**row) for row in rows.values(*_ANSWER)]


def public_answer(answer_id: int, *, municipality_id: int) -> PublicAnswerView | None:
    rows = PublicAnswer.objects.filter(id=answer_id, municipality_id=municipality_id)
    row = rows.values(*_ANSWER).first()
    return PublicAnswerView(**row) if row else None


def ways(municipality_id: int) -> list[Way]:
    """What the municipality has set of its ways in."""
    rows = WayIn.objects.filter(municipality_id=municipality_id)
    return [
        Way(
            channel=row.channel,
            title=channels.CHANNELS.get(row.channel, row.channel),
            legal=Legal(row.legal),
            norm=row.ground,
            since=row.since,
            needs_identification=row.needs_identification,
            policy=Policy(row.policy),
            confidence="D",
        )
        for row in rows
    ]


def way_of(municipality_id: int, channel: str, *, on: date) -> Way | None:
    """The legal status of a channel in the town on a day."""
    return channels.way_of(channel, on=on, own=ways(municipality_id))
