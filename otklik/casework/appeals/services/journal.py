"""One entry of the journal for one act on an appeal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from otklik.ground.audit import services as audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """When, in which town and by whom."""

    municipality_id: int
    now: datetime
    actor_id: int | None = None
    by_label: str = ""


def tell(
    action: str,
    case_id: int,
    who: Who,
    *,
    norm: str,
    details: Mapping[str, object] | None = None,
) -> None:
    """Say what was done with an appeal, by which clause; ids and codes only."""
    audit.record(
        action=action,
        subject="case",
        subject_id=case_id,
        municipality_id=who.municipality_id,
        actor_id=who.actor_id,
        now=who.now,
        norm=norm,
        details=details or {},
    )
