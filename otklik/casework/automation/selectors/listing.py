"""Rules as the settings show them: in order, with their versions, figures and alarms."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from otklik.casework.automation.models import Alarm, AutoRule, Dismissal, RuleHit, RuleVersion, Trial
from otklik.casework.automation.rules import shape
from otklik.casework.automation.rules.effects import EffectsError
from otklik.casework.automation.rules.shape import Body
from otklik.kernel.conditions import ConditionError


@dataclass(frozen=True, slots=True)
class Figures:
    """Hits of a rule or a version, and what became of them."""

    hits: int = 0
    returned: int = 0
    rerouted: int = 0
    failed: int = 0
    last_at: datetime | None = None


NONE = Figures()


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version; `body` is None where it cannot be read any more."""

    id: int
    number: int
    body: Body | None
    since: date | None
    until: date | None
    author_id: int | None
    at: datetime
    note: str
    figures: Figures = NONE


@dataclass(frozen=True, slots=True)
class AlarmView:
    id: int
    rule_id: int
    rule_title: str
    text: str
    first_at: datetime
    last_at: datetime
    count: int
    case_id: int | None


@dataclass(frozen=True, slots=True)
class Alarmed:
    """A rule with all that it cannot do."""

    rule_id: int
    rule_title: str
    alarms: tuple[AlarmView, ...]


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule with its newest version and what it did lately."""

    id: int
    title: str
    order: int
    is_on: bool
    version: VersionView
    figures: Figures


@dataclass(frozen=True, slots=True)
class TrialView:
    """A trial; `result` holds figures by name, see `rules.trying`."""

    id: int
    rule_id: int | None
    body: Body | None
    days: int
    state: str
    done: int
    total: int
    result: dict[str, object]


def rules(municipality_id: int, *, now: datetime, days: int = 30) -> list[RuleView]:
    """The rules in their order, with figures of the last days."""
    rows = list(AutoRule.objects.filter(municipality_id=municipality_id, is_archived=False))
    newest = _newest([row.id for row in rows])
    hits = RuleHit.objects.filter(
        version__rule__municipality_id=municipality_id, at__gte=now - timedelta(days=days)
    )
    figures = _figures(hits, "version__rule_id")
    return [
        RuleView(row.id, row.title, row.order, row.is_on, newest[row.id], figures.get(row.id, NONE))
        for row in rows
    ]


def archived(municipality_id: int) -> list[tuple[int, str]]:
    """Ids and titles of the rules put away, the last first."""
    rows = AutoRule.objects.filter(municipality_id=municipality_id, is_archived=True).order_by("-id")
    return list(rows.values_list("id", "title"))


def rule(municipality_id: int, rule_id: int) -> RuleView | None:
    row = AutoRule.objects.filter(municipality_id=municipality_id, id=rule_id).first()
    if row is None:
        return None
    figures = RuleHit.objects.filter(version__rule_id=rule_id).aggregate(**_FIGURES)
    return RuleView(row.id, row.title, row.order, row.is_on, _newest([row.id])[row.id], Figures(**figures))


def versions(rule_id: int) -> list[VersionView]:
    """All versions of a rule, the newest first, each with its hits and returns."""
    figures = _figures(RuleHit.objects.filter(version__rule_id=rule_id), "version_id")
    rows = RuleVersion.objects.filter(rule_id=rule_id)
    return [_version(row, figures.get(row.id, NONE)) for row in rows]


def alarms(municipality_id: int, *, rule_id: int | None = None) -> list[AlarmView]:
    """Open alarms of rules, the last first."""
    rows = Alarm.objects.filter(rule__municipality_id=municipality_id, is_open=True, rule__is_archived=False)
    if rule_id is not None:
        rows = rows.filter(rule_id=rule_id)
    return [
        AlarmView(
            row.id, row.rule_id, row.rule.title, row.text, row.first_at, row.last_at, row.count, row.case_id
        )
        for row in rows.select_related("rule")
    ]


def alarmed(municipality_id: int) -> list[Alarmed]:
    """The rules with open alarms, that of the last one first."""
    found: dict[int, list[AlarmView]] = {}
    for one in alarms(municipality_id):
        found.setdefault(one.rule_id, []).append(one)
    return [Alarmed(rule_id, told[0].rule_title, tuple(told)) for rule_id, told in found.items()]


def trial(municipality_id: int, trial_id: int) -> TrialView | None:
    row = Trial.objects.filter(municipality_id=municipality_id, id=trial_id).first()
    if row is None:
        return None
    body = shape.parse(row.condition, row.effects) if row.condition is not None else None
    return TrialView(row.id, row.rule_id, body, row.days, row.state, row.done, row.total, dict(row.result))


def dismissed(municipality_id: int) -> set[str]:
    return set(Dismissal.objects.filter(municipality_id=municipality_id).values_list("key", flat=True))


_FIGURES = {
    "hits": Count("id"),
    "returned": Count("id", filter=Q(outcome="returned")),
    "rerouted": Count("id", filter=Q(outcome="rerouted")),
    "failed": Count("id", filter=~Q(failures=[])),
    "last_at": Max("at"),
}


def _figures(hits: QuerySet[RuleHit], by: str) -> dict[int, Figures]:
    told = hits.order_by().values_list(by).annotate(**_FIGURES)
    return {key: Figures(*figures) for key, *figures in told}


def _newest(rule_ids: list[int]) -> dict[int, VersionView]:
    rows = RuleVersion.objects.filter(rule_id__in=rule_ids).order_by("number")
    return {row.rule_id: _version(row, NONE) for row in rows}


def _version(row: RuleVersion, figures: Figures) -> VersionView:
    try:
        body = shape.parse(row.condition, row.effects)
    except (ConditionError, EffectsError):
        body = None
    return VersionView(
        row.id, row.number, body, row.since, row.until, row.author_id, row.at, row.note, figures
    )
