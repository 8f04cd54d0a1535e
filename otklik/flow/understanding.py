"""What a message means before it is written: the words, the place, the topic, the recipient and the terms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from otklik.border.ports.messages import Author, CaseKind, Inbound
from otklik.casework.deadlines import selectors as deadlines
from otklik.casework.deadlines.rules import Due, Rung
from otklik.casework.deadlines.times import CaseTimes
from otklik.casework.duplicates.selectors import Told
from otklik.casework.stages import selectors as stages
from otklik.casework.triage import selectors as triage
from otklik.flow import duplicates, part_places, ruling, times
from otklik.ground.places import matching as places
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel import language
from otklik.register.cases.arrivals import Face, History


@dataclass(frozen=True, slots=True)
class Heard:
    """A message to understand; `registered_at` is when its clocks start, `history` what its source tells."""

    inbound: Inbound
    registered_at: datetime
    system: str = ""
    history: History | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """All that is needed to register the case and to explain it afterwards."""

    face: Face
    terms: str
    proposal: triage.Proposal
    times: CaseTimes
    rungs: tuple[Rung, ...] | None
    told: Told
    ruled: ruling.Ruled


def understand(heard: Sequence[Heard], *, town: MunicipalityView) -> list[Understood]:
    """Slow thinking, outside any transaction; the same for one message and for a batch."""
    matcher = places.matcher(town.id)
    spots = [matcher.find(one.inbound.place, one.inbound.text) for one in heard]
    triager = triage.triager(town.id)
    proposals = triager.propose([_asked(one, spot) for one, spot in zip(heard, spots, strict=True)])
    for n, spot in part_places.moved(
        [one.inbound for one in heard], proposals, spots, find=matcher.find
    ).items():
        spots[n] = spot
        (proposals[n],) = triager.propose([_asked(heard[n], spot)])
    terms = [language.index_terms(one.inbound.text) for one in heard]
    ruled = ruling.rule(
        [None if one.history else one.inbound for one in heard],
        spots,
        proposals,
        terms=terms,
        at=[one.registered_at for one in heard],
        town=town,
        catalog=triager.catalog,
    )
    proposals = [one.proposal for one in ruled]
    told = duplicates.tell([one.inbound for one in heard], spots, proposals, municipality_id=town.id)
    zone = ZoneInfo(town.timezone)
    held = _held(heard, town.id)
    clocks = [_times(one, rule, town.id, zone) for one, rule in zip(heard, ruled, strict=True)]
    clocks = [replace(one, routed_at=None) if hold else one for one, hold in zip(clocks, held, strict=True)]
    ladders = deadlines.ladders(clocks)
    return [
        Understood(_face(spot, rule, due, is_held=hold), words, rule.proposal, clock, rungs, said, rule)
        for spot, rule, words, due, hold, clock, rungs, said in zip(
            spots, ruled, terms, deadlines.dues(ladders), held, clocks, ladders, told, strict=True
        )
    ]


def _held(heard: Sequence[Heard], municipality_id: int) -> list[bool]:
    """Live messages wait for a person where the municipality moderates them."""
    if all(one.history for one in heard) or not stages.moderates(municipality_id):
        return [False] * len(heard)
    return [one.history is None and one.inbound.kind == CaseKind.MESSAGE for one in heard]


def _asked(one: Heard, spot: places.Found) -> triage.Asked:
    return triage.Asked(
        text=one.inbound.text,
        topic_hint=one.inbound.topic,
        recipient_hint=one.inbound.recipient,
        district_id=spot.district_id,
        settlement_id=spot.settlement_id,
        channel=one.inbound.channel,
        system=one.system,
        on=one.registered_at.date(),
        kind=one.inbound.kind,
        author=one.inbound.author.name,
        reply_to=_reply_to(one.inbound.author),
    )


def _reply_to(author: Author) -> str:
    """Where an answer can go: mail, post or the author's identifier in the system they wrote from."""
    return author.email or author.address or author.external_id


def _times(heard: Heard, ruled: ruling.Ruled, municipality_id: int, zone: ZoneInfo) -> CaseTimes:
    history, proposal = heard.history, ruled.proposal
    goes_on = history is None and proposal.recipient_id is not None and not proposal.needs_decision
    routed_at = history.routed_at if history else heard.registered_at if goes_on else None
    return CaseTimes(
        municipality_id=municipality_id,
        kind=heard.inbound.kind,
        stream=heard.inbound.stream,
        channel=heard.inbound.channel,
        received_at=heard.inbound.received_at,
        registered_at=heard.registered_at,
        routed_at=routed_at,
        interim_sent_at=history.interim_at if history else None,
        is_fast_track=proposal.is_fast_track,
        fast_track_days=proposal.fast_track_days,
        internal_days=proposal.internal_days,
        rule_term=ruled.term,
        urgency=proposal.urgency,
        topic_id=proposal.topic_id,
        opened=times.opened(history, zone=zone),
        past=times.past(heard.registered_at, history, routed_at=routed_at),
    )


def _face(spot: places.Found, ruled: ruling.Ruled, due: Due, *, is_held: bool) -> Face:
    proposal = ruled.proposal
    return Face(
        topic_id=proposal.topic_id,
        block_id=proposal.block_id,
        recipient_id=proposal.recipient_id,
        topic_confidence=proposal.confidence,
        topic_by=proposal.topic_by,
        recipient_by=proposal.recipient_by,
        needs_decision=proposal.needs_decision,
        is_held=is_held,
        urgency=proposal.urgency,
        urgency_reason=proposal.urgency_reason,
        district_id=spot.district_id,
        settlement_id=spot.settlement_id,
        street_id=spot.street_id,
        house_id=spot.house_id,
        address=spot.address,
        address_by=spot.by,
        address_confidence=spot.confidence,
        lat=spot.lat,
        lon=spot.lon,
        due_at=due.due_at,
        due_norm=due.norm,
        is_fast_track=proposal.is_fast_track and due.fast_track_due_at is not None,
        fast_track_due_at=due.fast_track_due_at,
        assignee_id=ruled.assignee_id,
        tags=ruled.acted.effects.tags,
    )
