"""Reading invitations, ratings and what they say together."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from otklik.casework.satisfaction.models import Invitation, Rating, RatingManner, RatingRuling
from otklik.casework.satisfaction.rules.rating import Manner, Reopening, Ruling, Scale, Verdict, Way
from otklik.register.cases.selectors import CaseRows

__all__ = [
    "Invitation", "Rating", "calls", "calls_count", "disputed", "given", "invitation", "invitation_by_code",
    "invitation_of", "manner", "own_manners", "rating", "rulings", "standing", "waiting", "waiting_count",
]  # fmt: skip

_FIELDS = (
    "window_days", "remind_days", "reopen_at", "needs_words", "most_reopenings", "moderator", "few_below",
    "site",
)  # fmt: skip


def manner(municipality_id: int, stream: str = "") -> Manner:
    """What holds in a stream: its own, else the town's, else the usual. The site is the town's."""
    rows = {
        row.stream: row
        for row in RatingManner.objects.filter(municipality_id=municipality_id, stream__in=["", stream])
    }
    found = rows.get(stream) or rows.get("")
    if found is None:
        return Manner()
    town = rows.get("")
    told = {name: getattr(found, name) for name in _FIELDS}
    told["site"] = found.site or (town.site if town else "")
    return Manner(
        scale=Scale(found.scale), reopening=Reopening(found.reopening), reasons=tuple(found.reasons), **told
    )


def own_manners(municipality_id: int) -> list[str]:
    """Streams that have something of their own."""
    rows = RatingManner.objects.filter(municipality_id=municipality_id).exclude(stream="")
    return list(rows.order_by("stream").values_list("stream", flat=True))


def invitation(invitation_id: int) -> Invitation:
    return Invitation.objects.get(id=invitation_id)


def invitation_of(case_id: int, turn: int) -> Invitation | None:
    """How the answer of this round was asked about."""
    return Invitation.objects.filter(case_id=case_id, round=turn).first()


def invitation_by_code(code: str) -> Invitation | None:
    """The invitation whose questionnaire has this code."""
    return Invitation.objects.filter(code=code).first() if code else None


def standing(case_id: int, turn: int) -> Rating | None:
    """The rating of the answer of this round, if there is one."""
    return Rating.objects.filter(case_id=case_id, round=turn, stands=True).first()


def rating(rating_id: int) -> Rating | None:
    return Rating.objects.filter(id=rating_id).first()


def given(case_id: int) -> list[Rating]:
    """All that was ever given, in order."""
    return list(Rating.objects.filter(case_id=case_id).prefetch_related("rulings"))


def _latest() -> Subquery:
    return Subquery(RatingRuling.objects.filter(rating=OuterRef("pk")).order_by("-id").values("ruling")[:1])


def _unruled(seen: CaseRows) -> QuerySet[Rating]:
    """Ratings on which the head has yet to rule: low ones that wait, and disputed ones."""
    rows = Rating.objects.annotate(latest=_latest()).filter(case__in=seen)
    return rows.filter(Q(verdict=Verdict.WAITS, latest=None, stands=True) | Q(latest=Ruling.DISPUTED))


def waiting(seen: CaseRows, *, most: int = 100) -> list[Rating]:
    """The longest waiting first, of the cases seen."""
    rows = _unruled(seen).select_related("case").prefetch_related("rulings")
    return list(rows.order_by("kept_at", "id")[:most])


def waiting_count(seen: CaseRows) -> int:
    return _unruled(seen).count()


def disputed(rating_ids: Sequence[int]) -> set[int]:
    """Which of the ratings are under dispute now."""
    rows = Rating.objects.annotate(latest=_latest()).filter(id__in=rating_ids, latest=Ruling.DISPUTED)
    return set(rows.values_list("id", flat=True))


def _calls(seen: CaseRows, now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        way=Way.CALL, rated_at=None, given_up_at=None, closes_at__gte=now, case__in=seen
    )


def calls(seen: CaseRows, *, now: datetime, most: int = 100) -> list[Invitation]:
    """Whom to call and ask, those whose time ends soonest first."""
    rows = _calls(seen, now).select_related("case", "case__applicant")
    return list(rows.order_by("closes_at", "id")[:most])


def calls_count(seen: CaseRows, *, now: datetime) -> int:
    return _calls(seen, now).count()
