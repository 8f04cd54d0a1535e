"""Answered cases of the same topic, to learn from how they were answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from otklik.register.cases.models import Case, Post, PostKind
from otklik.register.cases.rules import Status

LOOKED_THROUGH = 150
_BAD = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class AnsweredCase:
    """A case that was answered well: what was asked in short, and the words of its answer."""

    id: int
    number: str
    summary: str
    answer: str
    rating: int | None
    answered_at: datetime | None
    street_id: int | None
    house_id: int | None
    district_id: int | None
    outcome: str


def answered_alike(case: Case) -> Sequence[AnsweredCase]:
    """The last answered cases of the topic that nobody has rated low, the newest first; two queries."""
    if case.topic_id is None:
        return []
    rows = (
        Case.objects.filter(
            municipality_id=case.municipality_id,
            topic_id=case.topic_id,
            status__in=(Status.ANSWERED, Status.CLOSED),
        )
        .exclude(id=case.id)
        .exclude(rating__in=_BAD)
        .order_by("-received_at", "-id")[:LOOKED_THROUGH]
    )
    found = {row.id: row for row in rows}
    said = Post.objects.filter(case_id__in=found, kind=PostKind.ANSWER).order_by("at", "id")
    answers = dict(said.values_list("case_id", "text"))
    return [
        AnsweredCase(
            row.id, row.number, row.summary, answers[row.id], row.rating, row.answered_at, row.street_id,
            row.house_id, row.district_id, row.outcome,
        )
        for row in found.values()
        if answers.get(row.id, "").strip()
    ]  # fmt: skip


def answers_to_author(case: Case, *, most: int = 3) -> list[tuple[int, str, datetime, str]]:
    """What the same author was answered before: case, its number, when, the words; the newest first."""
    if case.applicant_id is None:
        return []
    rows = Post.objects.filter(
        case__applicant_id=case.applicant_id, case__municipality_id=case.municipality_id, kind=PostKind.ANSWER
    )
    told = rows.exclude(case_id=case.id).order_by("-at", "-id")[:most]
    return list(told.values_list("case_id", "case__number", "at", "text"))
