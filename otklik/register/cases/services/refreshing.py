"""Taking a changed row of a foreign register: the source knows the way, we keep what is ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.ground.audit import services as audit
from otklik.register.cases.arrivals import History
from otklik.register.cases.models import Case, Post, PostKind, StatusChange
from otklik.register.cases.services.basing import undo_bases
from otklik.register.cases.services.facing import worn
from otklik.register.cases.services.moving import lock, save


@dataclass(frozen=True, slots=True)
class Refreshment:
    """What a changed row tells of a case that is registered already."""

    case_id: int
    history: History
    facts: Mapping[str, str]


@transaction.atomic
def refresh(changed: Sequence[Refreshment], *, now: datetime, actor_id: int | None = None) -> int:
    """Renew the faces and add the moves and answers that are new; nothing that was told is removed."""
    for one in changed:
        case = lock(one.case_id)
        told = worn(one.history)
        if case.auto_delivered and not told["auto_delivered"]:
            undo_bases(case, reason=_("источник сообщил о передаче другому исполнителю"), now=now)
        for name, value in told.items():
            setattr(case, name, value)
        case.needs_decision = case.needs_decision and case.is_open
        case.facts = {**case.facts, **one.facts}
        save(case, [*told, "needs_decision", "facts"], now=now)
        StatusChange.objects.bulk_create(_new_changes(case, one.history))
        Post.objects.bulk_create(_new_replies(case, one.history))
        audit.record(
            action="refresh",
            subject="case",
            subject_id=case.id,
            municipality_id=case.municipality_id,
            actor_id=actor_id,
            now=now,
            details={"status": case.status},
        )
    return len(changed)


def _new_changes(case: Case, history: History) -> list[StatusChange]:
    seen = set(case.changes.values_list("target", "at"))
    return [
        StatusChange(
            case=case,
            source=change.source,
            target=change.target,
            at=change.at,
            by_label=change.by[:300],
            comment=change.comment[:1000],
        )
        for change in history.changes
        if (change.target, change.at) not in seen
    ]


def _new_replies(case: Case, history: History) -> list[Post]:
    known = set(case.posts.filter(is_inbound=False).values_list("at", "text"))
    return [
        Post(
            case=case,
            kind=PostKind.INTERIM if reply.is_interim else PostKind.ANSWER,
            is_inbound=False,
            text=reply.text,
            at=reply.at,
            by_label=reply.by[:300],
            url=reply.url[:1000],
            sent_at=reply.at,
        )
        for reply in history.replies
        if (reply.at, reply.text) not in known
    ]
