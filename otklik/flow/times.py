"""The times of a case as its clocks need them."""

from datetime import datetime, tzinfo

from otklik.casework.automation import selectors as automation
from otklik.casework.automation.rules.effects import Effects
from otklik.casework.deadlines.norms import PROMISE
from otklik.casework.deadlines.terms import Regime, Stop, Unit
from otklik.casework.deadlines.times import Amount, CaseTimes, Opening
from otklik.register.cases import selectors as cases
from otklik.register.cases.arrivals import History
from otklik.register.cases.rules import AppealType, Status
from otklik.register.catalog import selectors as catalog

_UNITS = {"days": Unit.WORKING_DAYS, "hours": Unit.WORKING_HOURS}
_ENDS = {
    Status.FORWARDED: Stop.FORWARDED,
    Status.REFUSED: Stop.CLOSED,
}


def term_of(effects: Effects) -> Amount | None:
    """The internal term that a rule has set."""
    told = effects.internal
    return Amount(told.amount, _UNITS[told.unit]) if told else None


def of_case(case_id: int) -> CaseTimes:
    """The times of a registered case, with the terms of its present topic."""
    case = cases.by_id(case_id)
    ruled = automation.effects_on(case_id)
    topic = catalog.snapshot(case.municipality_id).topics.get(case.topic_id) if case.topic_id else None
    return CaseTimes(
        case_id=case.id,
        municipality_id=case.municipality_id,
        kind=Regime.INFORMATION if case.appeal_type == AppealType.INFORMATION else case.kind,
        stream=case.stream,
        channel=case.channel,
        received_at=case.received_at,
        registered_at=case.registered_at,
        routed_at=case.routed_at,
        interim_sent_at=cases.interim_sent_at(case_id),
        is_fast_track=bool(topic and topic.is_fast_track) if ruled.fast_track is None else ruled.fast_track,
        fast_track_days=topic.fast_track_days if topic else None,
        internal_days=topic.internal_days if topic else None,
        rule_term=term_of(ruled),
        urgency=case.urgency,
        topic_id=case.topic_id,
    )


def opened(history: History | None, *, zone: tzinfo) -> tuple[Opening, ...]:
    """The promise that an imported interim answer has given."""
    if history is None or history.interim_at is None or history.promised_on is None:
        return ()
    if history.promised_on < history.interim_at.astimezone(zone).date():
        return ()
    return (Opening(kind=PROMISE, key="1", at=history.interim_at, until=history.promised_on),)


def past(
    registered_at: datetime, history: History | None, *, routed_at: datetime | None
) -> tuple[tuple[Stop, datetime], ...]:
    """What has already met the terms of a case that comes with a history, or goes on by itself; registration
    is met at once."""
    met = [(Stop.REGISTERED, registered_at)]
    if routed_at:
        met.append((Stop.ROUTED, routed_at))
    if history is None:
        return tuple(met)
    if history.taken_at:
        met.append((Stop.TAKEN, history.taken_at))
    if history.interim_at and history.promised_on:
        met.append((Stop.PROMISED, history.interim_at))
    if history.first_answer_at:
        met.append((Stop.FIRST_ANSWER, history.first_answer_at))
    if history.answered_at:
        met.append((_ENDS.get(history.status, Stop.ANSWERED), history.answered_at))
    return tuple(met)
