"""Reading how messages go in a municipality, and where one stands."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from otklik.border.ports.messages import CaseKind
from otklik.casework.stages.models import Acceptance, Postponement, PromiseSetting, StageSetting
from otklik.casework.stages.rules import USUAL, Stage, StageManner, StageRule
from otklik.ground.bulk import selectors as bulk_read
from otklik.register.cases.rules import Status
from otklik.register.cases.selectors import Case, CaseRows

_MODERATES = (
    f"SELECT 1 FROM {StageSetting._meta.db_table} "  # noqa: S608  # our own name
    f"WHERE municipality_id = %s AND stage = '{Stage.MODERATION}' AND is_on"
)


def moderates(municipality_id: int) -> bool:
    """Whether messages wait for moderation; asked with every message, so it is one plain query."""
    return bulk_read.first(_MODERATES, [municipality_id]) is not None


def manner(municipality_id: int) -> StageManner:
    """How the municipality treats messages."""
    own = {
        Stage(row.stage): StageRule(row.is_on, row.role, row.hours)
        for row in StageSetting.objects.filter(municipality_id=municipality_id)
    }
    promises = PromiseSetting.objects.filter(municipality_id=municipality_id).first()
    stages = {**USUAL, **own}
    if promises is None:
        return StageManner(stages=stages)
    return StageManner(
        stages=stages,
        promise_days=promises.promise_days,
        needs_ground=promises.needs_ground,
        needs_confirmation=promises.needs_confirmation,
    )


def accepted_at(case_id: int) -> datetime | None:
    """When the message passed moderation."""
    return Acceptance.objects.filter(case_id=case_id).values_list("at", flat=True).first()


def postponements(case_id: int) -> list[Postponement]:
    """What was promised and told, in order."""
    return list(Postponement.objects.filter(case_id=case_id).exclude(sent_at=None))


def waiting_ground(case_id: int) -> str:
    """Why the postponement that waits for approval was asked for."""
    rows = Postponement.objects.filter(case_id=case_id, sent_at=None).values_list("ground", flat=True)
    return rows.first() or ""


def unmoderated(seen: CaseRows) -> QuerySet[Case]:
    """Messages that wait for moderation, of the cases seen."""
    passed = Acceptance.objects.filter(case=OuterRef("pk"))
    return seen.filter(kind=CaseKind.MESSAGE, status=Status.NEW).exclude(Exists(passed))


def to_moderate(seen: CaseRows, *, most: int = 50) -> Sequence[Case]:
    """The longest waiting first."""
    return list(unmoderated(seen).order_by("attention_at", "id")[:most])
