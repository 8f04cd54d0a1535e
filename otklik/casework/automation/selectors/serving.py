"""The town's rules at work, kept in the process until a rule or the catalog changes."""

from collections.abc import Mapping
from threading import Lock

from otklik.casework.automation.models import Edition, RuleVersion
from otklik.casework.automation.rules import dating, shape
from otklik.casework.automation.rules.acting import Ruleset, Version
from otklik.casework.automation.rules.effects import Effects, EffectsError
from otklik.casework.automation.rules.shape import Body
from otklik.ground.bulk import selectors as bulk
from otklik.kernel.conditions import Any, ConditionError
from otklik.register.catalog.views import Snapshot

_kept: dict[int, tuple[int, Snapshot, Ruleset]] = {}
_lock = Lock()
_STAMP = f"SELECT stamp FROM {Edition._meta.db_table} WHERE municipality_id = %s"  # noqa: S608  # our own
NEVER = Any(())


def ruleset(catalog: Snapshot) -> Ruleset | None:
    """The rules that are on, for one tiny query; None in a town that has had none."""
    row = bulk.first(_STAMP, [catalog.municipality_id])
    if row is None:
        return None
    stamp = int(row[0])
    kept = _kept.get(catalog.municipality_id)
    if kept is not None and kept[0] == stamp and kept[1] is catalog:
        return kept[2]
    fresh = rulesets_of(catalog, only_on=True)
    with _lock:
        _kept[catalog.municipality_id] = (stamp, catalog, fresh)
    return fresh


def rulesets_of(catalog: Snapshot, *, only_on: bool) -> Ruleset:
    """The rules read anew; with `only_on` false those that are off too, as if they were on."""
    rows = RuleVersion.objects.filter(
        rule__municipality_id=catalog.municipality_id, rule__is_archived=False
    ).select_related("rule")
    if only_on:
        rows = rows.filter(rule__is_on=True)
    by_rule: dict[int, list[Version]] = {}
    for row in rows.order_by("rule__order", "rule_id", "-number"):
        by_rule.setdefault(row.rule_id, []).append(version_of(row, catalog))
    versions = [one for rule in by_rule.values() for one in dating.in_force(rule)]
    return Ruleset(versions, topics_of_group=topics_of_groups(catalog))


def version_of(row: RuleVersion, catalog: Snapshot) -> Version:
    """A kept version; one that cannot be read matches nothing and says why."""
    try:
        body = shape.parse(row.condition, row.effects)
        broken = broken_by(body.effects, catalog)
    except (ConditionError, EffectsError) as error:
        body, broken = Body(NEVER, Effects()), {"condition": f"правило не прочитано: {error}"}
    return Version(
        rule_id=row.rule_id, version_id=row.id, number=row.number, title=row.rule.title, body=body,
        since=row.since, until=row.until, broken=broken,
    )  # fmt: skip


def broken_by(effects: Effects, catalog: Snapshot) -> dict[str, str]:
    """The effects that name recipients who are closed or gone."""
    found = {}
    for key, ids in (("recipient", (effects.recipient,)), ("co_executors", effects.co_executors)):
        for one in ids:
            recipient = catalog.recipients.get(one) if one is not None else None
            if one is not None and (recipient is None or not recipient.is_active):
                found[key] = (
                    f"получатель {recipient.title} закрыт" if recipient else "получателя нет в справочнике"
                )
    return found


def topics_of_groups(catalog: Snapshot) -> Mapping[str, tuple[str, ...]]:
    """Ids of topics by the id of their group, as conditions name them."""
    found: dict[str, tuple[str, ...]] = {}
    for topic in catalog.topics.values():
        if topic.parent_id is not None:
            found[str(topic.parent_id)] = (*found.get(str(topic.parent_id), ()), str(topic.id))
    return found
