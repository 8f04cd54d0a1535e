"""Files that wait for the answer they will go out with: the proof of what was done."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from otklik.border.ports.messages import Attachment as Incoming
from otklik.ground.audit import services as audit
from otklik.register.cases.models import Attachment, Case
from otklik.register.cases.services.moving import attach


@transaction.atomic
def lay_by(case_id: int, files: Sequence[Incoming], *, now: datetime, actor_id: int | None = None) -> None:
    """Keep files for the coming answer."""
    attach(case_id, files, post_id=None)
    _journal(case_id, "lay_by_files", now=now, actor_id=actor_id, details={"files": len(files)})


@transaction.atomic
def drop_waiting(case_id: int, attachment_id: int, *, now: datetime, actor_id: int | None = None) -> bool:
    """Take back a file that has not gone out; its bytes stay until they are cleaned away."""
    gone, _ = Attachment.objects.filter(id=attachment_id, case_id=case_id, post=None).delete()
    if gone:
        _journal(case_id, "drop_file", now=now, actor_id=actor_id, details={"attachment": attachment_id})
    return bool(gone)


def hand_over(case_id: int, post_id: int) -> None:
    """The files that waited go out with this answer."""
    Attachment.objects.filter(case_id=case_id, post=None).update(post_id=post_id)


def _journal(
    case_id: int, action: str, *, now: datetime, actor_id: int | None, details: dict[str, object]
) -> None:
    audit.record(
        action=action,
        subject="case",
        subject_id=case_id,
        municipality_id=Case.objects.values_list("municipality_id", flat=True).get(id=case_id),
        actor_id=actor_id,
        now=now,
        details=details,
    )
