"""Writing rules: a change of what a rule says is a new version."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from otklik.casework.automation.models import AutoRule, RuleVersion
from otklik.casework.automation.rules import shape
from otklik.casework.automation.rules.fields import Lists
from otklik.casework.automation.rules.shape import Body
from otklik.casework.automation.services.changes import finish


class BadRule(ValueError):
    """The rule cannot be kept; the message is Russian and says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A rule as its author wrote it."""

    title: str
    body: Body
    since: date | None = None
    until: date | None = None
    note: str = ""


@transaction.atomic
def save(
    draft: Draft,
    *,
    municipality_id: int,
    lists: Lists,
    now: datetime,
    actor_id: int | None = None,
    rule_id: int | None = None,
    is_on: bool | None = None,
) -> int:
    """Keep a rule, new ones last and switched off; returns its id.

    Raises `BadRule`, and `ConditionError` or `EffectsError` for what it says.
    """
    title = " ".join(draft.title.split())
    _check(draft, title, municipality_id, rule_id)
    body = Body(shape.tidy(draft.body.condition), draft.body.effects)
    shape.check(body, lists)
    if rule_id is None:
        rule = AutoRule.objects.create(
            municipality_id=municipality_id, title=title, order=_last(municipality_id) + 1, created_at=now
        )
    else:
        rule = _held(municipality_id, rule_id)
    number = _add_version(rule, body, draft, now=now, actor_id=actor_id)
    rule.title, rule.is_on = title, rule.is_on if is_on is None else is_on
    rule.save(update_fields=["title", "is_on"])
    finish(
        "save_rule", rule.id, municipality_id=municipality_id, now=now, actor_id=actor_id,
        details={"version": number, "is_on": rule.is_on},
    )  # fmt: skip
    rule.alarms.filter(is_open=True).update(is_open=False)
    return rule.id


@transaction.atomic
def switch(
    rule_id: int, is_on: bool, *, municipality_id: int, now: datetime, actor_id: int | None = None
) -> None:
    """Put a rule to work or let it rest."""
    rule = _held(municipality_id, rule_id)
    rule.is_on = is_on
    rule.save(update_fields=["is_on"])
    action = "switch_rule_on" if is_on else "switch_rule_off"
    finish(action, rule.id, municipality_id=municipality_id, now=now, actor_id=actor_id)


@transaction.atomic
def move(
    rule_id: int, *, is_up: bool, municipality_id: int, now: datetime, actor_id: int | None = None
) -> None:
    """One place up or down; at the end nothing happens."""
    rows = list(
        AutoRule.objects.select_for_update().filter(municipality_id=municipality_id, is_archived=False)
    )
    place = next((n for n, row in enumerate(rows) if row.id == rule_id), None)
    if place is None:
        raise AutoRule.DoesNotExist
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for order, row in enumerate(rows, start=1):
        row.order = order
    AutoRule.objects.bulk_update(rows, ["order"])
    finish(
        "move_rule", rule_id, municipality_id=municipality_id, now=now, actor_id=actor_id,
        details={"place": other + 1},
    )  # fmt: skip


@transaction.atomic
def restore(
    rule_id: int, number: int, *, municipality_id: int, now: datetime, actor_id: int | None = None
) -> int:
    """What an earlier version said becomes the newest one; returns its number."""
    rule = _held(municipality_id, rule_id)
    old = rule.versions.get(number=number)
    body = shape.parse(old.condition, old.effects)
    draft = Draft(
        title=rule.title, body=body, since=old.since, until=old.until, note=f"Восстановлена редакция {number}"
    )
    fresh = _add_version(rule, body, draft, now=now, actor_id=actor_id)
    finish(
        "restore_rule", rule_id, municipality_id=municipality_id, now=now, actor_id=actor_id,
        details={"version": fresh, "from": number},
    )  # fmt: skip
    return fresh


@transaction.atomic
def archive(rule_id: int, *, municipality_id: int, now: datetime, actor_id: int | None = None) -> None:
    """Put a rule away; its hits and versions stay."""
    rule = _held(municipality_id, rule_id)
    rule.is_archived, rule.is_on = True, False
    rule.save(update_fields=["is_archived", "is_on"])
    finish("archive_rule", rule_id, municipality_id=municipality_id, now=now, actor_id=actor_id)


@transaction.atomic
def unarchive(rule_id: int, *, municipality_id: int, now: datetime, actor_id: int | None = None) -> None:
    """Take a rule back, switched off, under another title where its own is taken."""
    rule = AutoRule.objects.select_for_update().get(id=rule_id, municipality_id=municipality_id)
    taken = AutoRule.objects.filter(
        municipality_id=municipality_id, title=rule.title, is_archived=False
    ).exclude(id=rule_id)
    if taken.exists():
        rule.title = f"{rule.title[:140]} (№ {rule_id})"
    rule.is_archived, rule.order = False, _last(municipality_id) + 1
    rule.save(update_fields=["is_archived", "order", "title"])
    finish("unarchive_rule", rule_id, municipality_id=municipality_id, now=now, actor_id=actor_id)


def _held(municipality_id: int, rule_id: int) -> AutoRule:
    return AutoRule.objects.select_for_update().get(
        id=rule_id, municipality_id=municipality_id, is_archived=False
    )


def _check(draft: Draft, title: str, municipality_id: int, rule_id: int | None) -> None:
    if not title or len(title) > 160:
        raise BadRule("Назовите правило: до 160 знаков, чтобы его узнали в карточке и в журнале.")
    same = AutoRule.objects.filter(municipality_id=municipality_id, title=title, is_archived=False)
    if same.exclude(id=rule_id or 0).exists():
        raise BadRule("Правило с таким названием уже есть. Назовите это иначе.")
    if draft.since and draft.until and draft.since > draft.until:
        raise BadRule("Правило кончается раньше, чем начинается. Поправьте дни действия.")


def _add_version(rule: AutoRule, body: Body, draft: Draft, *, now: datetime, actor_id: int | None) -> int:
    """The newest version where something has changed; returns the number in force."""
    condition, effects = shape.dump(body)
    newest = rule.versions.first()
    told = (condition, effects, draft.since, draft.until)
    if newest is not None and told == (newest.condition, newest.effects, newest.since, newest.until):
        return newest.number
    number = newest.number + 1 if newest is not None else 1
    RuleVersion.objects.create(
        rule=rule, number=number, condition=condition, effects=effects, since=draft.since, until=draft.until,
        author_id=actor_id, at=now, note=draft.note.strip()[:300],
    )  # fmt: skip
    return number


def _last(municipality_id: int) -> int:
    rows = AutoRule.objects.filter(municipality_id=municipality_id)
    return int(rows.aggregate(last=Max("order"))["last"] or 0)
