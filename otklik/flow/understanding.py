"""What a message means before it is written: the words, the place, the topic, the recipient and the terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from otklik.border.ports.messages import Inbound
from otklik.casework.deadlines import rules as terms
from otklik.casework.deadlines import selectors as deadlines
from otklik.casework.triage import selectors as triage
from otklik.ground.places import matching as places
from otklik.ground.places.selectors import MunicipalityView
from otklik.ground.worktime import selectors as worktime
from otklik.kernel import language
from otklik.register.cases.arrivals import Face


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message to understand; `registered_at` is when its clocks start."""

    inbound: Inbound
    registered_at: datetime
    system: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """All that is needed to register the case and to explain it afterwards."""

    face: Face
    terms: str
    proposal: triage.Proposal
    rungs: tuple[terms.Rung, ...]


def understand(heard: Sequence[Heard], *, town: MunicipalityView) -> list[Understood]:
    """Slow thinking, outside any transaction; the same for one message and for a batch."""
    matcher = places.matcher(town.id)
    spots = [matcher.find(one.inbound.place, one.inbound.text) for one in heard]
    proposals = triage.triager(town.id).propose(
        [
            triage.Asked(
                text=one.inbound.text,
                topic_hint=one.inbound.topic,
                recipient_hint=one.inbound.recipient,
                district_id=spot.district_id,
                channel=one.inbound.channel,
                system=one.system,
            )
            for one, spot in zip(heard, spots, strict=True)
        ]
    )
    calendar, settings = worktime.calendar_for(town.id), deadlines.settings_for(town.id)
    return [
        _understood(
            one,
            spot,
            proposal,
            terms.ladder(_times(one, proposal, town.id), calendar=calendar, settings=settings),
        )
        for one, spot, proposal in zip(heard, spots, proposals, strict=True)
    ]


def _times(heard: Heard, proposal: triage.Proposal, municipality_id: int) -> terms.CaseTimes:
    routed = heard.registered_at if proposal.recipient_id and not proposal.needs_decision else None
    return terms.CaseTimes(
        municipality_id=municipality_id,
        kind=heard.inbound.kind,
        stream=heard.inbound.stream,
        channel=heard.inbound.channel,
        received_at=heard.inbound.received_at,
        registered_at=heard.registered_at,
        routed_at=routed,
        is_fast_track=proposal.is_fast_track,
        fast_track_days=proposal.fast_track_days,
        urgency=proposal.urgency,
    )


def _understood(
    heard: Heard, spot: places.Found, proposal: triage.Proposal, rungs: tuple[terms.Rung, ...]
) -> Understood:
    main = next((rung for rung in rungs if rung.is_main), None)
    fast = next((rung for rung in rungs if rung.code == terms.FAST_TRACK), None)
    face = Face(
        topic_id=proposal.topic_id,
        block_id=proposal.block_id,
        recipient_id=proposal.recipient_id,
        topic_confidence=proposal.confidence,
        topic_by=proposal.topic_by,
        recipient_by=proposal.recipient_by,
        needs_decision=proposal.needs_decision,
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
        due_at=main.due_at if main else None,
        due_norm=main.norm if main else "",
        is_fast_track=proposal.is_fast_track and fast is not None,
        fast_track_due_at=fast.due_at if fast and proposal.is_fast_track else None,
    )
    return Understood(face, language.index_terms(heard.inbound.text), proposal, rungs)
