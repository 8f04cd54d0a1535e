"""Keeping ratings, disputing them, and the head's ruling."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from otklik.casework.satisfaction.models import Invitation, Rating, RatingRuling
from otklik.casework.satisfaction.rules.rating import (
    NORM,
    NORM_OF_REOPENING,
    BadRating,
    Given,
    Ruling,
    Source,
    Verdict,
    Way,
)
from otklik.ground.audit import services as audit
from otklik.ground.bulk import services as bulk


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A rating of an answer and what it does; `turn` is the round of the case, `at` when it was told."""

    case_id: int
    municipality_id: int
    turn: int
    given: Given
    verdict: Verdict
    source: Source
    at: datetime
    post_id: int | None = None
    taken_by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a foreign register tells: that the citizen was asked, and perhaps a mark."""

    case_id: int
    municipality_id: int
    turn: int
    asked_at: datetime
    mark: int | None = None
    at: datetime | None = None


@transaction.atomic
def keep(told: Kept, *, now: datetime) -> int:
    """Add a rating; the earlier one of the same answer stands no more. Returns the row's id."""
    rows = Rating.objects.filter(case_id=told.case_id, round=told.turn, stands=True)
    was = list(rows.values_list("id", flat=True))
    rows.update(stands=False)
    row = Rating.objects.create(
        municipality_id=told.municipality_id,
        case_id=told.case_id,
        round=told.turn,
        mark=told.given.mark,
        is_solved=told.given.is_solved,
        is_satisfied=told.given.is_satisfied,
        reasons=list(told.given.reasons),
        post_id=told.post_id,
        at=told.at,
        kept_at=now,
        source=told.source,
        taken_by_id=told.taken_by_id,
        verdict=told.verdict,
    )
    Invitation.objects.filter(case_id=told.case_id, round=told.turn, rated_at=None).update(rated_at=told.at)
    audit.record(
        action="keep_rating",
        subject="case",
        subject_id=told.case_id,
        municipality_id=told.municipality_id,
        actor_id=told.taken_by_id,
        now=now,
        norm=NORM_OF_REOPENING if told.verdict is Verdict.REOPENED else NORM,
        details={
            "rating": row.id, "mark": told.given.mark, "solved": told.given.is_solved,
            "verdict": told.verdict.value, "source": told.source.value, "was": was[0] if was else None,
        },
    )  # fmt: skip
    return row.id


@transaction.atomic(savepoint=False)
def keep_told(rows: Sequence[Told], *, now: datetime) -> None:
    """Ratings and surveys of an import, hundreds at once; its run is what is journalled."""
    if not rows:
        return
    ids = [one.case_id for one in rows]
    stand = Rating.objects.filter(case_id__in=ids, stands=True, source=Source.REGISTER)
    known = {
        (case, turn): (row, mark)
        for row, case, turn, mark in stand.values_list("id", "case_id", "round", "mark")
    }
    asked = set(Invitation.objects.filter(case_id__in=ids).values_list("case_id", "round"))
    bulk.add(
        Invitation,
        ("municipality_id", "case_id", "round", "way", "asked_at", "closes_at", "rated_at"),
        [
            (one.municipality_id, one.case_id, one.turn, Way.REGISTER, one.asked_at, None, one.at)
            for one in rows
            if (one.case_id, one.turn) not in asked
        ],
    )
    fresh = [
        one
        for one in rows
        if one.mark is not None and known.get((one.case_id, one.turn), (0, None))[1] != one.mark
    ]
    old = [known[key][0] for one in fresh if (key := (one.case_id, one.turn)) in known]
    Rating.objects.filter(id__in=old).update(stands=False)
    names = (
        "municipality_id", "case_id", "round", "mark", "is_satisfied", "reasons", "at", "kept_at", "source",
        "verdict", "stands",
    )  # fmt: skip
    bulk.add(
        Rating,
        names,
        [
            (
                one.municipality_id, one.case_id, one.turn, one.mark, Given(mark=one.mark).is_satisfied, [],
                one.at or one.asked_at, now, Source.REGISTER, Verdict.KEPT, True,
            )
            for one in fresh
        ],
    )  # fmt: skip


@transaction.atomic
def dispute(rating_id: int, *, ground: str, now: datetime, actor_id: int) -> None:
    """The centre holds a rating to be unfair; the head will rule. Raises `BadRating`."""
    if not ground.strip():
        raise BadRating("Напишите, почему оценка несправедлива: руководитель решает по этому основанию.")
    row = Rating.objects.select_for_update().get(id=rating_id)
    if _latest(row) is Ruling.DISPUTED:
        raise BadRating("Эту оценку уже оспорили. Дождитесь решения руководителя.")
    if not row.stands:
        raise BadRating("Оспорить можно только действующую оценку: эту сменила другая или её исключили.")
    _ruled(row, Ruling.DISPUTED, ground, now=now, actor_id=actor_id)


@transaction.atomic
def rule(rating_id: int, ruling: Ruling, *, ground: str, now: datetime, actor_id: int) -> Rating:
    """The head decides with a ground: of a dispute, or whether a low rating reopens. Raises `BadRating`."""
    if not ground.strip():
        raise BadRating("Укажите основание решения: оно остаётся в истории оценки.")
    row = Rating.objects.select_for_update().get(id=rating_id)
    latest = _latest(row)
    asked = (
        {Ruling.UPHELD, Ruling.EXCLUDED}
        if latest is Ruling.DISPUTED
        else {Ruling.REOPENED, Ruling.LEFT}
        if latest is None and row.verdict == Verdict.WAITS
        else set()
    )
    if ruling not in asked:
        raise BadRating("По этой оценке решать уже нечего: обновите страницу, её мог решить другой.")
    _ruled(row, ruling, ground, now=now, actor_id=actor_id)
    if ruling is Ruling.EXCLUDED:
        row.stands = False
        row.save(update_fields=["stands"])
    return row


def _latest(row: Rating) -> Ruling | None:
    told = row.rulings.order_by("-id").values_list("ruling", flat=True).first()
    return Ruling(told) if told else None


def _ruled(row: Rating, ruling: Ruling, ground: str, *, now: datetime, actor_id: int) -> None:
    RatingRuling.objects.create(
        rating=row, ruling=ruling, ground=ground.strip()[:1000], user_id=actor_id, at=now
    )
    audit.record(
        action="rule_on_rating",
        subject="case",
        subject_id=row.case_id,
        municipality_id=row.municipality_id,
        actor_id=actor_id,
        now=now,
        norm=NORM_OF_REOPENING,
        details={"rating": row.id, "verdict": ruling.value},
    )
