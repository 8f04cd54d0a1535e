"""Inviting a citizen to rate: once for an answer, reminded once, or called by an operator."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F

from otklik.casework.satisfaction.models import Invitation
from otklik.casework.satisfaction.rules.rating import NORM, Way
from otklik.casework.satisfaction.services import questionnaire
from otklik.ground.audit import services as audit

_CODE_BYTES = 12


@transaction.atomic
def invite(
    case_id: int, *, municipality_id: int, turn: int, way: Way, closes_at: datetime, now: datetime
) -> int | None:
    """Ask about the answer of this round; None where it has been asked about already."""
    row, is_new = Invitation.objects.get_or_create(
        case_id=case_id,
        round=turn,
        defaults={
            "municipality_id": municipality_id,
            "way": way,
            "asked_at": now,
            "closes_at": closes_at,
            "code": secrets.token_urlsafe(_CODE_BYTES),
        },
    )
    if not is_new:
        return None
    questionnaire.install(municipality_id)
    _journal(row, "invite_to_rate", now=now, actor_id=None, details={"way": way.value})
    return row.id


@transaction.atomic
def sent(invitation_id: int, *, receipt: str, now: datetime) -> bool:
    """The invitation has gone out; false where it was marked before."""
    rows = Invitation.objects.filter(id=invitation_id, sent_at=None)
    return bool(rows.update(sent_at=now, receipt=receipt[:200]))


@transaction.atomic
def reminded(invitation_id: int, *, now: datetime) -> bool:
    """The one reminder has gone out; false where it was marked before."""
    return bool(Invitation.objects.filter(id=invitation_id, reminded_at=None).update(reminded_at=now))


@transaction.atomic
def called(invitation_id: int, *, gives_up: bool, now: datetime, actor_id: int) -> None:
    """An operator has called and was not answered, or calls no more."""
    row = Invitation.objects.select_for_update().get(id=invitation_id)
    Invitation.objects.filter(id=row.id).update(
        calls=F("calls") + 1, called_at=now, given_up_at=now if gives_up else row.given_up_at
    )
    _journal(row, "call_to_rate", now=now, actor_id=actor_id, details={"calls": row.calls + 1})


def _journal(
    row: Invitation, action: str, *, now: datetime, actor_id: int | None, details: dict[str, object]
) -> None:
    audit.record(
        action=action,
        subject="case",
        subject_id=row.case_id,
        municipality_id=row.municipality_id,
        actor_id=actor_id,
        now=now,
        norm=NORM,
        details={"round": row.round, **details},
    )
