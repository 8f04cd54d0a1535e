"""Which terms run for a case, from what moment and how long."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from otklik.border.ports.messages import CaseKind, Stream
from otklik.casework.deadlines.norms import ON_DEMAND
from otklik.casework.deadlines.terms import Event, Regime, Term, Track, Unit
from otklik.casework.deadlines.times import Amount, CaseTimes, Opening, Settings
from otklik.ground.worktime.rules import Calendar

# Messages of the digital stream that are not public posts: nobody waits there for an answer within hours.
LETTER_CHANNELS = frozenset({"webform", "email", "open311"})
OWN_KINDS = frozenset(Regime) - {Regime.APPEAL, Regime.POS, Regime.SOCIAL, Regime.PLAIN}

Terms = Mapping[Regime, Sequence[Term]]


@dataclass(frozen=True, slots=True)
class Running:
    """A term of a case before its last day is counted; `amount` is without the `extended` days.

    Where a day was named (`until`) nothing is counted.
    """

    term: Term
    starts_at: datetime
    amount: int
    unit: Unit
    norm: str
    title: str
    extended: int = 0
    key: str = ""
    until: date | None = None


def regime_of(*, kind: str, stream: str, channel: str = "") -> Regime:
    """Which terms a case lives by: an appeal by 59-ФЗ through whatever channel it came (480-ФЗ)."""
    if kind == CaseKind.APPEAL:
        return Regime.APPEAL
    if kind in OWN_KINDS:
        return Regime(kind)
    if stream == Stream.POS:
        return Regime.POS
    return Regime.SOCIAL if stream == Stream.DIGITAL and channel not in LETTER_CHANNELS else Regime.PLAIN


def running(times: CaseTimes, *, calendar: Calendar, settings: Settings, terms: Terms) -> Iterator[Running]:
    """The terms that hold for the case now."""
    regime = regime_of(kind=times.kind, stream=times.stream, channel=times.channel)
    opened_on = calendar.day_of(times.registered_at or times.received_at)
    tracks = _tracks(times)
    for term in terms[regime]:
        if term.track not in tracks or not _is_in_force(term, opened_on):
            continue
        starts_at = _start(term.starts_from, times)
        if starts_at is None:
            continue
        if times.reopened_at and term.starts_from is Event.REGISTERED and not term.runs_again:
            continue
        length = _length(term, times, settings)
        if length is None:
            continue
        extended = times.extended_days if term.extension_norm else 0
        norm = term.extension_norm if extended else term.norm
        yield Running(term, starts_at.astimezone(UTC), length[0], length[1], norm, term.title, extended)
    for opening in times.opened:
        if regime in ON_DEMAND[opening.kind].regimes and (found := _opened(opening, times, settings)):
            yield found


def _length(term: Term, times: CaseTimes, settings: Settings) -> tuple[int, Unit] | None:
    """The topic's days, an automatic rule's, the town's own for the topic, its own, or the table's."""
    if term.by_topic:
        days = times.fast_track_days if term.by_topic == "fast" else None
        days = times.internal_days if term.by_topic == "internal" else days
        if days:
            return days, term.unit
        if term.by_topic == "rule" and times.rule_term:
            return times.rule_term.amount, times.rule_term.unit
    own: Amount | None = None
    if term.editable:
        own = settings.of_topics.get((term.code, times.topic_id)) if times.topic_id else None
        own = own or settings.own.get(term.code)
    if own:
        return own.amount, own.unit
    return (term.amount, term.unit) if term.amount else None


def _opened(opening: Opening, times: CaseTimes, settings: Settings) -> Running | None:
    term = ON_DEMAND[opening.kind]
    starts_at = opening.at or _start(term.starts_from, times) or times.registered_at or times.received_at
    length = _length(term, times, settings)
    if length is None and opening.until is None:
        return None
    amount, unit = length or (0, term.unit)
    return Running(
        term,
        starts_at.astimezone(UTC),
        amount,
        unit,
        term.norm,
        opening.title or term.title,
        key=opening.key,
        until=opening.until,
    )


def _start(event: Event, times: CaseTimes) -> datetime | None:
    """When the event was, in the present round."""
    again = times.reopened_at
    if event is Event.REGISTERED:
        return again or times.registered_at
    if event is Event.ROUTED:
        routed = times.routed_at
        return max(again, routed or again) if again else routed or times.registered_at
    if event is Event.RECEIVED:
        return None if again else times.received_at
    interim = times.interim_sent_at if event is Event.INTERIM_SENT else None
    return None if interim is None or (again and interim < again) else interim


def _tracks(times: CaseTimes) -> tuple[Track, ...]:
    return (
        Track.ANY,
        Track.FAST if times.is_fast_track else Track.USUAL,
        Track.URGENT if times.urgency else Track.CALM,
    )


def _is_in_force(term: Term, opened_on: date) -> bool:
    """A case keeps the rules of the day it was registered on."""
    return (term.since is None or opened_on >= term.since) and (term.until is None or opened_on <= term.until)
