"""What rules did to a case."""

from dataclasses import dataclass, replace
from datetime import datetime

from otklik.casework.automation.models import RuleHit
from otklik.casework.automation.rules import effects as effecting
from otklik.casework.automation.rules.effects import Effects


@dataclass(frozen=True, slots=True)
class Acting:
    """A rule that acted on a case; `why` says whom coordination chose, `failures` what could not be done."""

    rule_id: int
    title: str
    number: int
    version_at: datetime
    effects: Effects
    failures: tuple[tuple[str, str], ...]
    why: str
    at: datetime
    is_current: bool
    outcome: str


def actings(case_id: int) -> list[Acting]:
    """In the order they acted."""
    rows = RuleHit.objects.filter(case_id=case_id).select_related("version__rule")
    return [
        Acting(
            row.version.rule_id, row.version.rule.title, row.version.number, row.version.at,
            effecting.parse(row.effects), tuple((key, why) for key, why in row.failures), row.why, row.at,
            row.is_current, row.outcome,
        )
        for row in rows
    ]  # fmt: skip


def effects_on(case_id: int) -> Effects:
    """What rules have set of the case and nothing later has undone; empty where none acted."""
    joined = Effects()
    for told in RuleHit.objects.filter(case_id=case_id, is_current=True).values_list("effects", flat=True):
        effects = effecting.parse(told)
        fresh = {key: getattr(effects, key) for key in effects.keys()}  # noqa: SIM118  # a method of ours
        if "tags" in fresh:
            fresh["tags"] = (*joined.tags, *effects.tags)
        joined = replace(joined, **fresh)
    return joined


def has_rule_recipient(case_id: int) -> bool:
    """Whether a rule has chosen the recipient."""
    return effects_on(case_id).recipient is not None
