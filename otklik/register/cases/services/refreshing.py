"""Taking a changed row of a foreign register: the source knows the way, we keep what is ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from otklik.ground.audit import services as audit
from otklik.register.cases.arrivals import History
from otklik.register.cases.models import Post, PostKind, StatusChange
from otklik.register.cases.services.moving import lock, save
from otklik.register.cases.services.registering import told, wear

_FIELDS = (
    "status", "status_since", "is_open", "needs_decision", "routed_at", "taken_at", "first_answer_at",
    "answered_at", "closed_at", "promised_on", "outcome", "closing_reason", "rating", "reopened_count",
    "returned_count", "hops", "proof", "road_map_done", "auto_delivered", "facts",
)  # fmt: skip


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
        wear(case, one.history)
        case.facts = {**case.facts, **one.facts}
        save(case, _FIELDS, now=now)
        seen = set(case.changes.values_list("target", "at"))
        StatusChange.objects.bulk_create(
            [row for row in told(case, one.history) if (row.target, row.at) not in seen]
        )
        known = set(case.posts.filter(is_inbound=False).values_list("at", "text"))
        Post.objects.bulk_create(
            [
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
                for reply in one.history.replies
                if (reply.at, reply.text) not in known
            ]
        )
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
