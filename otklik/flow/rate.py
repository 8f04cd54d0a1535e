"""The citizen's mark of the answer, and what follows from a bad one."""

from datetime import datetime, timedelta

from django.db import transaction

from otklik.flow.finish import reopen
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.cases.rules import Status

WINDOW = timedelta(days=30)
BAD = 2
BY = "Заявитель"
_RATED = frozenset({Status.ANSWERED, Status.CLOSED})


class BadRating(ValueError):
    """The mark cannot be taken; the message is Russian and says what to do."""


def may_rate(status: str, answered_at: datetime | None, *, now: datetime) -> bool:
    """An answer is rated within thirty days; until then the mark may be changed."""
    return status in _RATED and answered_at is not None and now - answered_at <= WINDOW


@transaction.atomic
def take(case_id: int, rating: int, *, comment: str, now: datetime) -> bool:
    """Keep the mark; a bad one with a comment reopens the case. Says whether it was reopened."""
    case = cases_read.by_id(case_id)
    if not 1 <= rating <= 5:
        raise BadRating("Выберите оценку от 1 до 5.")
    if not may_rate(case.status, case.answered_at, now=now):
        raise BadRating("Оценить ответ можно в течение 30 дней после него.")
    told = comment.strip()[:4_000]
    cases.rate(case_id, rating, now=now)
    if told:
        cases.add_post(
            case_id, kind="comment", text=told, at=now, now=now, is_inbound=True, by_label=f"Оценка {rating}"
        )
    if rating > BAD or not told:
        return False
    reopen(case_id, reason=told[:1_000], now=now, actor_id=None, by_label=BY)
    return True
