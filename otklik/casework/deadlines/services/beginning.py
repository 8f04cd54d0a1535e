"""Beginning a term on demand: a request sent, a notice owed, a promise given, a result awaited."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from otklik.casework.deadlines import selectors
from otklik.casework.deadlines.decisions import BadClock
from otklik.casework.deadlines.norms import MESSAGES, ON_DEMAND, PROMISE, PROMISED_WORK
from otklik.casework.deadlines.rules import Rung, regime_of
from otklik.casework.deadlines.services.laying import clocks_of, laid, round_of
from otklik.casework.deadlines.services.running import stop
from otklik.casework.deadlines.services.writing import Fresh, insert
from otklik.casework.deadlines.terms import Stop
from otklik.casework.deadlines.times import CaseTimes, Opening
from otklik.ground.audit import services as audit
from otklik.ground.worktime import selectors as worktime

TITLE_MOST = 120


@transaction.atomic
def begin(
    case: CaseTimes,
    *,
    kind: str,
    now: datetime,
    at: datetime | None = None,
    key: str = "",
    until: date | None = None,
    title: str = "",
    actor_id: int | None = None,
) -> Rung:
    """Begin a term of `norms.ON_DEMAND` for a case; the same kind and key begin once.

    It counts from `at`, or from the term's own event (a notice counts from registration); `until` is a named
    day, `title` stands for the term's own («Ответ Росреестра на запрос»). Several of one kind need a `key`
    each. The face of the case may change with it: the flow recounts after. Raises `BadClock`.
    """
    term = ON_DEMAND.get(kind)
    regime = regime_of(kind=case.kind, stream=case.stream, channel=case.channel)
    if term is None or regime not in term.regimes:
        raise BadClock("Такого срока у этой карточки не бывает: он из другого порядка рассмотрения.")
    calendar = worktime.calendar_for(case.municipality_id)
    begun_on = calendar.day_of(at or case.registered_at or case.received_at)
    if until is not None and until < begun_on:
        raise BadClock(f"Названный день раньше начала срока: {until:%d.%m.%Y}. Проверьте дату.")
    if term.amount is None and until is None:
        raise BadClock("Укажите день, до которого это нужно сделать.")
    rows = clocks_of([case]).get(case.case_id, ())
    own = Opening(kind=kind, key=key, at=at, until=until, title=title[:TITLE_MOST])
    present = laid([case], {case.case_id: rows})[0]
    if any((one.kind, one.key) == (kind, key) for one in present.opened):
        return _rung(present, own)
    rung = _rung(replace(present, opened=(*present.opened, own)), own)
    insert([Fresh(case, rung, round_of(rows))])
    audit.record(
        action="begin_term",
        subject="case",
        subject_id=case.case_id,
        municipality_id=case.municipality_id,
        actor_id=actor_id,
        now=now,
        norm=rung.norm,
        details={"code": kind, "key": key, "due_at": rung.due_at.isoformat()},
    )
    return rung


@transaction.atomic
def promise(
    case: CaseTimes, *, until: date, at: datetime, now: datetime, actor_id: int | None = None
) -> Rung:
    """A day promised to the citizen by an answer sent at `at`: it takes the place of an earlier promise and,
    for a message, of the term of the answer. Raises `BadClock`."""
    kind = promise_kind(case)
    given = sum(row.code == kind for row in clocks_of([case]).get(case.case_id, ()))
    stop(case.case_id, event=Stop.PROMISED, at=at, now=now, actor_id=actor_id)
    return begin(case, kind=kind, at=at, key=str(given + 1), until=until, now=now, actor_id=actor_id)


def promise_kind(case: CaseTimes) -> str:
    """Under which term a promise stands: the answer to an appeal keeps its own term beside it."""
    regime = regime_of(kind=case.kind, stream=case.stream, channel=case.channel)
    return PROMISE if regime in MESSAGES else PROMISED_WORK


def _rung(case: CaseTimes, own: Opening) -> Rung:
    rungs = selectors.ladders([case])[0] or ()
    found = next((one for one in rungs if (one.code, one.key) == (own.kind, own.key)), None)
    if found is None:
        raise BadClock("Срок не посчитать: дата вне производственного календаря.")
    return found
