"""Deciding what a case is about and where it is, and marking its face."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.ground.audit import services as audit
from otklik.kernel import language
from otklik.register.cases import search_index
from otklik.register.cases.models import Case, Tag
from otklik.register.cases.rules import attention_at
from otklik.register.cases.services.accusing import refuse_recipient
from otklik.register.cases.services.basing import BasisKind, undo_bases
from otklik.register.cases.services.moving import lock, save


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A topic with its block and a recipient, chosen by a person or a rule (`by`)."""

    topic_id: int | None
    block_id: int | None
    recipient_id: int | None
    by: str = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where the case is; ids of places, degrees of WGS 84, `by` tells who found it."""

    address: str
    district_id: int | None = None
    settlement_id: int | None = None
    street_id: int | None = None
    house_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    confidence: float | None = None
    by: str = "person"


@transaction.atomic
def decide(
    case_id: int,
    decision: Decision,
    *,
    now: datetime,
    actor_id: int | None = None,
    version: int | None = None,
) -> Case:
    """Set topic and recipient on the face and on the first question.

    Another recipient is a hop, also after the one before has given the case back. Raises `Banned` where the
    case is a complaint against the recipient.
    """
    case = lock(case_id, version=version)
    refuse_recipient(case, decision.recipient_id)
    was = {"topic": case.topic_id, "recipient": case.recipient_id}
    if case.recipient_id is not None and decision.recipient_id != case.recipient_id:
        case.hops += 1
        case.assignee_id = None
    elif case.recipient_id is None and case.routed_at is not None and decision.recipient_id is not None:
        case.hops += 1
    if decision.by == "person" and decision.recipient_id != case.recipient_id:
        case.auto_delivered = False
        undo_bases(case, reason=_("получателя выбрал сотрудник"), now=now, actor_id=actor_id)
    case.topic_id, case.block_id = decision.topic_id, decision.block_id
    case.recipient_id = decision.recipient_id
    case.topic_by = case.recipient_by = decision.by
    case.needs_decision = case.is_open and (decision.topic_id is None or decision.recipient_id is None)
    save(
        case,
        [
            "topic", "block", "recipient", "topic_by", "recipient_by", "needs_decision", "hops", "assignee",
            "auto_delivered",
        ],
        now=now,
    )  # fmt: skip
    case.questions.filter(order=1).update(topic_id=decision.topic_id, recipient_id=decision.recipient_id)
    _journal(
        case,
        "decide",
        now=now,
        actor_id=actor_id,
        details={"was": was, "topic": decision.topic_id, "recipient": decision.recipient_id},
    )
    return case


@transaction.atomic
def ask_decision(case_id: int, *, now: datetime) -> Case:
    """Put the case back among those that wait for the centre's decision."""
    case = lock(case_id)
    undo_bases(case, reason=_("возвращено на распределение"), now=now)
    case.needs_decision, case.recipient_id, case.assignee_id = True, None, None
    case.auto_delivered = False
    case.returned_count += 1
    save(case, ["needs_decision", "recipient", "assignee", "auto_delivered", "returned_count"], now=now)
    return case


@transaction.atomic
def relocate(case_id: int, location: Location, *, now: datetime, actor_id: int | None = None) -> Case:
    """Set where the case is."""
    case = lock(case_id)
    case.address, case.address_by = location.address[:500], location.by
    case.district_id, case.settlement_id = location.district_id, location.settlement_id
    case.street_id, case.house_id = location.street_id, location.house_id
    case.lat, case.lon, case.address_confidence = location.lat, location.lon, location.confidence
    save(
        case,
        [
            "address", "address_by", "district", "settlement", "street", "house", "lat", "lon",
            "address_confidence",
        ],
        now=now,
    )  # fmt: skip
    search_index.add(case.id, language.index_terms(location.address))
    _journal(case, "relocate", now=now, actor_id=actor_id, details={"district": location.district_id})
    return case


@transaction.atomic
def set_term(
    case_id: int, *, due_at: datetime | None, norm: str, now: datetime, actor_id: int | None = None
) -> Case:
    """Put the main term on the face with its norm."""
    case = lock(case_id)
    case.due_at, case.due_norm = due_at, norm
    case.attention_at = attention_at(registered_at=case.registered_at, due_at=due_at, urgency=case.urgency)
    save(case, ["due_at", "due_norm", "attention_at"], now=now)
    _journal(case, "set_term", now=now, actor_id=actor_id, details={"due_at": due_at and due_at.isoformat()})
    return case


@transaction.atomic
def mark_fast_track(case_id: int, *, due_at: datetime | None, now: datetime) -> Case:
    """Whether the topic's fast track applies, and until when."""
    case = lock(case_id)
    case.is_fast_track, case.fast_track_due_at = due_at is not None, due_at
    if due_at is None:
        undo_bases(case, [BasisKind.FAST_TRACK], reason=_("тема больше не идёт по фаст-треку"), now=now)
    save(case, ["is_fast_track", "fast_track_due_at"], now=now)
    return case


@transaction.atomic
def tag(case_id: int, titles: Sequence[str], *, now: datetime, actor_id: int | None = None) -> list[str]:
    """Put tags on a case; those it has stay. Returns the new ones."""
    case = lock(case_id)
    fresh = [one for one in dict.fromkeys(titles) if not case.tags.filter(title=one).exists()]
    if fresh:
        Tag.objects.bulk_create([Tag(case=case, title=one) for one in fresh])
        save(case, [], now=now)
        _journal(case, "tag", now=now, actor_id=actor_id, details={"tags": len(fresh)})
    return fresh


@transaction.atomic
def set_urgency(
    case_id: int, urgency: int, *, reason: str, now: datetime, actor_id: int | None = None
) -> Case:
    """How urgent the case is, and why; its place in the queue follows."""
    case = lock(case_id)
    case.urgency, case.urgency_reason = urgency, reason[:300]
    case.attention_at = attention_at(registered_at=case.registered_at, due_at=case.due_at, urgency=urgency)
    save(case, ["urgency", "urgency_reason", "attention_at"], now=now)
    _journal(case, "set_urgency", now=now, actor_id=actor_id, details={"urgency": urgency})
    return case


@transaction.atomic
def rate(case_id: int, rating: int | None, *, now: datetime, actor_id: int | None = None) -> Case:
    """The citizen's mark, 1 to 5; None where it counts no more."""
    case = lock(case_id)
    case.rating = rating
    save(case, ["rating"], now=now)
    _journal(case, "rate", now=now, actor_id=actor_id, details={"rating": rating})
    return case


@transaction.atomic
def link_duplicate(
    case_id: int, original_id: int | None, *, now: datetime, actor_id: int | None = None
) -> Case:
    """Say that the case repeats another one; `None` takes it back. Chains end at the first original."""
    case = lock(case_id)
    original = Case.objects.filter(id=original_id or 0, municipality_id=case.municipality_id).first()
    if original is not None and original.duplicate_of_id not in (None, case.id):
        original = original.duplicate_of
    case.duplicate_of = original if original is not None and original.id != case.id else None
    save(case, ["duplicate_of"], now=now)
    _journal(case, "link_duplicate", now=now, actor_id=actor_id, details={"original": case.duplicate_of_id})
    return case


def _journal(
    case: Case, action: str, *, now: datetime, actor_id: int | None, details: dict[str, object]
) -> None:
    audit.record(
        action=action,
        subject="case",
        subject_id=case.id,
        municipality_id=case.municipality_id,
        actor_id=actor_id,
        now=now,
        details=details,
    )
