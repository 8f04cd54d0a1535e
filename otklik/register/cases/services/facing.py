"""The face of a case when it is registered, and what a foreign register's history puts on it."""

from datetime import datetime
from typing import Any

from otklik.register.cases.arrivals import Arrival, Face, History
from otklik.register.cases.rules import OPEN, Status, attention_at, make_public_code, summary

_NO_HISTORY: dict[str, Any] = {
    "taken_at": None, "first_answer_at": None, "answered_at": None, "closed_at": None, "promised_on": None,
    "outcome": "", "closing_reason": "", "rating": None, "reopened_count": 0, "returned_count": 0, "hops": 0,
    "proof": "", "road_map_done": False,
}  # fmt: skip


def face_of(
    arrival: Arrival, *, municipality_id: int, number: str, applicant_id: int | None, now: datetime
) -> dict[str, Any]:
    """The values of a new row of `Case` by the names of its attributes; the keys are always the same."""
    inbound, face, history = arrival.inbound, arrival.face, arrival.history
    goes_on = face.recipient_id is not None and not (face.needs_decision or face.is_held)
    return {
        "municipality_id": municipality_id,
        "number": number,
        "public_code": make_public_code(),
        "kind": inbound.kind,
        "stream": inbound.stream,
        "channel": inbound.channel,
        "account_id": arrival.account_id,
        "system": arrival.system,
        "thread_id": inbound.thread_id[:200],
        "source_url": inbound.url[:1000],
        "topic_id": face.topic_id,
        "block_id": face.block_id,
        "recipient_id": face.recipient_id,
        "assignee_id": face.assignee_id,
        "topic_confidence": face.topic_confidence,
        "topic_by": face.topic_by,
        "recipient_by": face.recipient_by,
        **_place(face),
        "applicant_id": applicant_id,
        "summary": summary(inbound.text),
        "may_publish": inbound.may_publish,
        "urgency": face.urgency,
        "urgency_reason": face.urgency_reason[:300],
        "received_at": inbound.received_at,
        "registered_at": arrival.registered_at,
        "due_at": face.due_at,
        "due_norm": face.due_norm,
        "attention_at": attention_at(
            registered_at=arrival.registered_at, due_at=face.due_at, urgency=face.urgency
        ),
        "is_fast_track": face.is_fast_track,
        "fast_track_due_at": face.fast_track_due_at,
        "facts": dict(arrival.facts),
        "updated_at": now,
        **(worn(history) if history else _begun(goes_on=goes_on, now=now)),
        "needs_decision": face.needs_decision and (history is None or history.status in OPEN),
    }


def _place(face: Face) -> dict[str, Any]:
    return {
        "district_id": face.district_id,
        "settlement_id": face.settlement_id,
        "street_id": face.street_id,
        "house_id": face.house_id,
        "address": face.address[:500],
        "address_by": face.address_by,
        "address_confidence": face.address_confidence,
        "lat": face.lat,
        "lon": face.lon,
    }


def _begun(*, goes_on: bool, now: datetime) -> dict[str, Any]:
    """A case that came live: where everything is sure it goes to the recipient at once."""
    return {
        "status": Status.ROUTED if goes_on else Status.NEW,
        "status_since": now,
        "is_open": True,
        "routed_at": now if goes_on else None,
        "auto_delivered": goes_on,
        **_NO_HISTORY,
    }


def worn(history: History) -> dict[str, Any]:
    """What a foreign register tells of the way, by the names of the face."""
    return {
        "status": history.status,
        "status_since": history.status_since,
        "is_open": history.status in OPEN,
        "routed_at": history.routed_at,
        "auto_delivered": history.routed_at is not None and history.hops == 0,
        "taken_at": history.taken_at,
        "first_answer_at": history.first_answer_at,
        "answered_at": history.answered_at,
        "closed_at": history.closed_at,
        "promised_on": history.promised_on,
        "outcome": history.outcome,
        "closing_reason": history.closing_reason,
        "rating": history.rating,
        "reopened_count": history.reopened_count,
        "returned_count": history.returned_count,
        "hops": history.hops,
        "proof": history.proof,
        "road_map_done": history.road_map_done,
    }
