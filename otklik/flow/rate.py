"""The citizen's rating of an answer, and what follows from a low one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from otklik.casework.satisfaction import selectors as ratings_read
from otklik.casework.satisfaction import services as ratings
from otklik.casework.satisfaction.rules.rating import (
    BadRating,
    Given,
    Manner,
    Ruling,
    Source,
    Verdict,
    checked,
    closes_at,
    promise,
    weigh,
)
from otklik.casework.satisfaction.services import BadSheet
from otklik.flow import conflicts
from otklik.flow.finish import reopen
from otklik.ground.people.roles import Access, Action
from otklik.ground.places import selectors as places
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.cases.rules import Status

__all__ = ["BadRating", "BadSheet", "Given"]

BY = "Заявитель"
_RATED = frozenset({Status.ANSWERED, Status.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of the rating, in words for the one who gave it."""

    verdict: Verdict
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """An operator who enters what was told by telephone at that moment."""

    user_id: int
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a case stands with its rating: what is asked, until when, and what was given last."""

    manner: Manner
    may_rate: bool
    is_late: bool
    closes_at: datetime | None
    given: Given | None
    note: str


def standing(case: cases_read.Case, *, now: datetime) -> Standing:
    """Whether the answer may be rated now, and how; after the window the first rating is still taken."""
    manner = ratings_read.manner(case.municipality_id, case.stream)
    is_answered = case.status in _RATED and case.answered_at is not None
    closes = closes_at(case.answered_at, manner) if is_answered and case.answered_at else None
    row = ratings_read.standing(case.id, _turn(case)) if is_answered else None
    is_late = closes is not None and now > closes
    return Standing(
        manner=manner,
        may_rate=is_answered and not (row and is_late),
        is_late=is_late,
        closes_at=closes,
        given=Given(mark=row.mark, is_solved=row.is_solved, reasons=tuple(row.reasons)) if row else None,
        note=promise(manner),
    )


def take(case_id: int, given: Given, *, now: datetime, caller: Caller | None = None) -> Taken:
    """Keep the rating; a low one reopens the case by the town's rule. Raises `BadRating`.

    A rating told by telephone counts from when it was told. The same told twice changes nothing.
    """
    try:
        with transaction.atomic():
            return _take(case_id, given, now=now, caller=caller)
    except IntegrityError as error:
        raise BadRating("Этот ответ только что уже оценили. Обновите страницу.") from error


def _take(case_id: int, given: Given, *, now: datetime, caller: Caller | None) -> Taken:
    cases.hold(case_id)
    case = cases_read.by_id(case_id)
    manner = ratings_read.manner(case.municipality_id, case.stream)
    told = checked(given, manner)
    at = caller.at if caller else now
    is_late = _is_late(case, manner, at=at, now=now)
    earlier = ratings_read.standing(case_id, _turn(case))
    if earlier and _is_same(earlier, told):
        return Taken(verdict=Verdict(earlier.verdict), said="Оценка уже принята.")
    if earlier and is_late:
        raise BadRating("Этот ответ уже оценён, срок для изменения оценки прошёл. Прежняя оценка осталась.")
    verdict = weigh(told, manner, is_late=is_late, reopened=case.reopened_count)
    by = caller.user_id if caller else None
    post_id = _keep_words(case_id, told, at=at, now=now, caller=caller)
    kept = ratings.Kept(
        case_id=case_id,
        municipality_id=case.municipality_id,
        turn=_turn(case),
        given=told,
        verdict=verdict,
        source=Source.PHONE if caller else Source.PAGE,
        at=at,
        post_id=post_id,
        taken_by_id=by,
    )
    ratings.keep(kept, now=now)
    if told.mark is not None:
        cases.rate(case_id, told.mark, now=now, actor_id=by)
    if verdict is Verdict.REOPENED:
        why = told.said or told.label
        reopen(case_id, reason=why[:1_000], now=now, actor_id=None, by_label=BY)
    return Taken(verdict=verdict, said=_said(verdict, told, manner))


def _is_late(case: cases_read.Case, manner: Manner, *, at: datetime, now: datetime) -> bool:
    """Whether the window had closed when the rating was told; raises `BadRating` where there is no answer."""
    if case.status not in _RATED or case.answered_at is None:
        raise BadRating("Оценить можно только данный ответ: сейчас по сообщению ещё работают.")
    if not case.answered_at <= at <= now:
        raise BadRating("Время звонка должно быть после ответа и не позже нынешнего: проверьте дату и часы.")
    return at > closes_at(case.answered_at, manner)


def _is_same(earlier: ratings_read.Rating, told: Given) -> bool:
    """The same form sent twice; new words or files are a new rating."""
    if (earlier.mark, earlier.is_solved, tuple(earlier.reasons)) != (
        told.mark,
        told.is_solved,
        told.reasons,
    ):
        return False
    if told.files or not told.words:
        return not told.files
    said = {post.id: post.text for post in cases_read.thread(earlier.case_id)}
    return said.get(earlier.post_id or 0) == told.said


def _keep_words(
    case_id: int, told: Given, *, at: datetime, now: datetime, caller: Caller | None
) -> int | None:
    """What was said beside the mark joins the correspondence."""
    if not told.explains:
        return None
    label = f"{told.label} (по телефону)" if caller else told.label
    post_id = cases.add_post(
        case_id,
        kind="comment",
        text=told.said or "Фотографии",
        at=at,
        now=now,
        is_inbound=True,
        by_label=label,
        actor_id=caller.user_id if caller else None,
        attachments=told.files,
    )
    conflicts.look(case_id, now=now)
    return post_id


def _turn(case: cases_read.Case) -> int:
    """Which answer of the case is rated: the first, or that of a later round."""
    return case.reopened_count + 1


def _said(verdict: Verdict, told: Given, manner: Manner) -> str:
    days = manner.window_days
    if verdict is Verdict.REOPENED:
        return "Сообщение вернули в работу, срок ответа обновлён."
    if verdict is Verdict.WAITS:
        return "Оценка принята. Руководитель решит, вернуть ли сообщение в работу."
    if verdict is Verdict.LATE:
        return (
            f"Оценка принята, но в работу сообщение не вернётся: со дня ответа прошло больше {days} дней. "
            "Если вопрос не решён, напишите новое сообщение."
        )
    if not told.is_satisfied and manner.needs_words and not told.explains:
        return "Оценка принята. Чтобы сообщение вернулось в работу, напишите, что не решено."
    return "Оценка принята. Её можно изменить до конца срока для оценки."


def may_moderate(access: Access, case: cases_read.Case) -> bool:
    """Whether the person holds over this case the role that rules on ratings."""
    manner = ratings_read.manner(case.municipality_id, case.stream)
    held = tuple(grant for grant in access.grants if grant.role_code == manner.moderator)
    return cases_read.may(Access(access.user_id, held), Action.SEE_CASES, case)


@transaction.atomic
def dispute(case_id: int, rating_id: int, *, ground: str, now: datetime, actor_id: int) -> None:
    """The centre asks the head to look at an unfair rating. Raises `BadRating`."""
    _of_case(case_id, rating_id)
    ratings.dispute(rating_id, ground=ground, now=now, actor_id=actor_id)


@transaction.atomic
def rule(
    case_id: int, rating_id: int, ruling: Ruling, *, ground: str, now: datetime, actor_id: int, by_label: str
) -> None:
    """The head decides. An excluded rating counts no more, yet stays; raises `BadRating`."""
    cases.hold(case_id)
    row = _of_case(case_id, rating_id)
    case = cases_read.by_id(case_id)
    ratings.rule(rating_id, ruling, ground=ground, now=now, actor_id=actor_id)
    if ruling is Ruling.EXCLUDED and row.mark is not None and row.round == _latest_rated(case_id):
        cases.rate(case_id, None, now=now, actor_id=actor_id)
    if ruling is Ruling.REOPENED:
        if case.status not in _RATED or row.round != _turn(case):
            raise BadRating(
                "Карточка уже в работе: возвращать нечего. Закройте решение словом «не возвращать»."
            )
        reopen(case_id, reason=ground.strip()[:1_000], now=now, actor_id=actor_id, by_label=by_label)


def _latest_rated(case_id: int) -> int:
    return max((one.round for one in ratings_read.given(case_id) if one.mark is not None), default=0)


def _of_case(case_id: int, rating_id: int) -> ratings_read.Rating:
    row = ratings_read.rating(rating_id)
    if row is None or row.case_id != case_id:
        raise BadRating("Такой оценки у карточки нет. Обновите страницу.")
    return row


def tell_of_centre(code: str, replies: Mapping[int, str], *, now: datetime) -> None:
    """Take the questionnaire of an invitation in; raises `BadSheet`."""
    invitation = ratings_read.invitation_by_code(code)
    if invitation is None:
        raise BadSheet("Такой анкеты нет. Откройте её по ссылке из приглашения.")
    zone = ZoneInfo(places.municipality(invitation.municipality_id).timezone)
    ratings.take_sheet(code, replies, today=now.astimezone(zone).date(), now=now)
