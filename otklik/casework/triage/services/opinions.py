"""Keeping what triage thought of cases, and what people decided instead."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from otklik.casework.triage.models import Label, Mark, Opinion
from otklik.casework.triage.rules import Proposal
from otklik.casework.triage.signs import KINDS
from otklik.ground.audit import services as audit
from otklik.ground.bulk import services as bulk


def keep_opinions(rows: Sequence[tuple[int, Proposal]], *, now: datetime) -> None:
    """Keep what triage thought of new cases; their registration is journalled where they are registered."""
    bulk.add(
        Opinion,
        (
            "case_id",
            "topics",
            "recipient_ground",
            "urgency_ground",
            "signs",
            "parts",
            "model_version_id",
            "made_at",
        ),
        [
            (
                case_id,
                [[s.topic_id, round(s.confidence, 4), s.reason, s.by] for s in proposal.suggestions],
                proposal.recipient_ground[:500],
                proposal.urgency_reason[:300],
                [[s.kind, s.ground, s.fragment] for s in proposal.signs],
                [[p.text, p.topic_id, round(p.confidence, 4), p.reason] for p in proposal.parts],
                proposal.model_version_id,
                now,
            )
            for case_id, proposal in rows
        ],
    )
    marks = [(case_id, sign.kind) for case_id, proposal in rows for sign in proposal.signs]
    if marks:
        bulk.add(Mark, ("case_id", "kind"), marks)


@transaction.atomic
def decided(
    case_id: int,
    *,
    topic_id: int,
    recipient_id: int | None,
    was_topic_id: int | None,
    was_recipient_id: int | None = None,
    user_id: int | None,
    now: datetime,
) -> None:
    """A person's decision becomes a label to learn from; a correction where the system had said otherwise."""
    said_first = was_topic_id or _first_topic(case_id)
    Label.objects.create(
        case_id=case_id,
        topic_id=topic_id,
        recipient_id=recipient_id,
        was_topic_id=was_topic_id,
        corrects_topic=said_first is not None and said_first != topic_id,
        corrects_recipient=was_recipient_id is not None and was_recipient_id != recipient_id,
        user_id=user_id,
        at=now,
    )
    audit.record(
        action="label",
        subject="case",
        subject_id=case_id,
        now=now,
        actor_id=user_id,
        details={"topic": topic_id, "recipient": recipient_id, "was_topic": was_topic_id},
    )


@transaction.atomic
def judge_sign(
    case_id: int, kind: str, *, is_right: bool | None, user_id: int | None, now: datetime
) -> bool | None:
    """A person says whether a sign is right, None takes it back; returns what was said of it before.

    Raises `LookupError` where the case has no such sign.
    """
    opinion = Opinion.objects.select_for_update().filter(case_id=case_id).first()
    sign = next((one for one in opinion.signs if one[0] == kind), None) if opinion else None
    if opinion is None or sign is None:
        raise LookupError(kind)
    was = sign[3] if len(sign) > 3 else None
    sign[3:] = [] if is_right is None else [is_right]
    opinion.save(update_fields=["signs"])
    if is_right is False:
        Mark.objects.filter(case_id=case_id, kind=kind).delete()
    else:
        Mark.objects.get_or_create(case_id=case_id, kind=kind)
    audit.record(
        action="judge_sign",
        subject="case",
        subject_id=case_id,
        now=now,
        actor_id=user_id,
        norm=KINDS[kind].norm,
        details={"sign": kind, "is_right": is_right, "was": was},
    )
    return was


def _first_topic(case_id: int) -> int | None:
    """The topic that was proposed first when the message came."""
    topics = Opinion.objects.filter(case_id=case_id).values_list("topics", flat=True).first()
    return int(topics[0][0]) if topics else None
