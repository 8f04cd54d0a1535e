"""The terms of a case: begun on demand, extended, paused; the face of the case follows each time."""

from datetime import date, datetime

from django.db import transaction

from otklik.casework.deadlines import selectors as deadlines_read
from otklik.casework.deadlines import services as deadlines
from otklik.casework.deadlines.decisions import BadClock, Extending, Notice, Pausing
from otklik.casework.deadlines.rules import Rung
from otklik.casework.deadlines.terms import Stop
from otklik.casework.deadlines.times import CaseTimes
from otklik.flow import times
from otklik.flow.decide import renew_clocks
from otklik.ground.worktime import selectors as worktime
from otklik.register.cases import selectors as cases


@transaction.atomic
def begin(
    case_id: int,
    *,
    kind: str,
    now: datetime,
    at: datetime | None = None,
    key: str = "",
    until: date | None = None,
    title: str = "",
    actor_id: int | None = None,
) -> Rung:
    """Begin a request, a notice owed, a result awaited; see `deadlines.begin`. Raises `BadClock`."""
    case = times.of_case(case_id)
    return deadlines.begin(
        case, kind=kind, now=now, at=at, key=key, until=until, title=title, actor_id=actor_id
    )


@transaction.atomic
def met(
    case_id: int,
    *,
    kind: str,
    event: Stop,
    now: datetime,
    key: str | None = None,
    actor_id: int | None = None,
) -> int:
    """A term begun on demand is met: the request was answered, the notice sent; how many clocks stopped."""
    return deadlines.stop(case_id, event=event, code=kind, key=key, at=now, now=now, actor_id=actor_id)


@transaction.atomic
def promised(
    case_id: int, *, until: date | None, at: datetime, now: datetime, actor_id: int | None = None
) -> None:
    """An interim answer went out at `at` and promised a day: its clock takes over, the face shows it."""
    case = times.of_case(case_id)
    if until is not None and until >= worktime.calendar_for(case.municipality_id).day_of(at):
        deadlines.promise(case, until=until, at=at, now=now, actor_id=actor_id)
    renew_clocks(case_id, now=now, actor_id=actor_id)


def retold(told: CaseTimes, *, now: datetime, actor_id: int | None = None) -> None:
    """A foreign register tells more of a case: what it says was met stops, a promise not known takes over."""
    for event, at in told.past:
        if event is not Stop.PROMISED:
            deadlines.stop(told.case_id, event=event, at=at, now=now, actor_id=actor_id)
    for one in told.opened:
        have = deadlines_read.clocks_of_kind(told.case_id, one.kind)
        if one.at and one.until and not any(clock.legal_on == one.until for clock in have):
            promised(told.case_id, until=one.until, at=one.at, now=now, actor_id=actor_id)


def check_promise(case_id: int) -> None:
    """Whether an answer may put the case off once more: asked before it goes. Raises `BadClock`."""
    case = cases.by_id(case_id)
    if deadlines_read.promises_left(case_id, case.municipality_id) < 1:
        raise BadClock(
            "Срок, обещанный жителю, переносили столько раз, сколько разрешено. Дайте окончательный ответ "
            "или попросите руководителя изменить предел в настройках сроков."
        )


@transaction.atomic
def extend(case_id: int, asked: Extending, *, now: datetime, actor_id: int | None) -> int:
    """Extend the answer: the id of the decision. Raises `BadClock`, `NeedsConfirming`."""
    found = deadlines.extend(times.of_case(case_id), asked, now=now, actor_id=actor_id)
    renew_clocks(case_id, now=now, actor_id=actor_id)
    return found


@transaction.atomic
def give_notice(
    case_id: int, extension_id: int, notice: Notice, *, now: datetime, actor_id: int | None
) -> None:
    """The citizen was told of the extension: it holds from now on. Raises `BadClock`."""
    deadlines.give_notice(times.of_case(case_id), extension_id, notice, now=now, actor_id=actor_id)
    renew_clocks(case_id, now=now, actor_id=actor_id)


@transaction.atomic
def revoke_extension(
    case_id: int, extension_id: int, *, why: str, now: datetime, actor_id: int | None
) -> None:
    """Take back an extension entered by mistake. Raises `BadClock`."""
    deadlines.revoke_extension(times.of_case(case_id), extension_id, why=why, now=now, actor_id=actor_id)
    renew_clocks(case_id, now=now, actor_id=actor_id)


@transaction.atomic
def pause(case_id: int, asked: Pausing, *, now: datetime, actor_id: int | None) -> None:
    """Stop counting until a day. Raises `BadClock`."""
    deadlines.pause(times.of_case(case_id), asked, now=now, actor_id=actor_id)
    renew_clocks(case_id, now=now, actor_id=actor_id)


@transaction.atomic
def resume(case_id: int, *, now: datetime, actor_id: int | None) -> None:
    """Count again from now. Raises `BadClock`."""
    deadlines.resume(times.of_case(case_id), now=now, actor_id=actor_id)
    renew_clocks(case_id, now=now, actor_id=actor_id)
