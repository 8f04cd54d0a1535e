"""Rules that the system proposes: what people always decide the same and nothing does yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from otklik.casework.automation import selectors as automation
from otklik.casework.automation.rules.acting import Ruleset
from otklik.casework.automation.rules.compiling import TERMS
from otklik.casework.automation.rules.effects import Effects
from otklik.casework.automation.rules.fields import FIELDS
from otklik.casework.automation.rules.mining import Habit, Seen, habits
from otklik.casework.automation.rules.shape import Body
from otklik.casework.triage import selectors as triage
from otklik.kernel.conditions import All, Condition, Test
from otklik.register.cases import selectors as cases
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import Snapshot

DAYS = 180
MOST = 30
_COLUMNS = {
    "": "", "district": "district_id", "settlement": "settlement_id", "street": "street_id",
    "channel": "channel",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposed:
    """A habit as a rule to build."""

    habit: Habit
    body: Body


def proposals(municipality_id: int, *, now: datetime) -> list[Proposed]:
    """The surest habits of half a year that neither the table nor a rule does, and nobody has dismissed."""
    snapshot = catalog.snapshot(municipality_id)
    since = now - timedelta(days=DAYS)
    seen = [
        Seen(topic, field, value, recipient, count)
        for field, column in _COLUMNS.items()
        for topic, value, recipient, count in cases.decided_by_place(
            municipality_id, since=since, field=column
        )
    ]
    dismissed = automation.dismissed(municipality_id)
    rules = automation.rulesets_of(snapshot, only_on=False)
    found = [
        Proposed(one, body_of(one))
        for one in habits(seen)
        if one.key not in dismissed
        and _is_possible(one, snapshot)
        and not _is_done(one, snapshot, rules, now)
    ]
    return found[:MOST]


def by_key(municipality_id: int, key: str, *, now: datetime) -> Proposed | None:
    return next((one for one in proposals(municipality_id, now=now) if one.habit.key == key), None)


def body_of(habit: Habit) -> Body:
    topic = Test("topic", "is", str(habit.topic_id))
    condition: Condition = All((topic, Test(habit.field, "is", habit.value))) if habit.field else topic
    return Body(condition, Effects(recipient=habit.target_id))


def _is_possible(habit: Habit, snapshot: Snapshot) -> bool:
    topic, recipient = snapshot.topics.get(habit.topic_id), snapshot.recipients.get(habit.target_id)
    return bool(topic and topic.is_active and recipient and recipient.is_active)


def _is_done(habit: Habit, snapshot: Snapshot, rules: Ruleset, now: datetime) -> bool:
    """Whether the table of responsibility or a rule sends such messages there already."""
    district = int(habit.value) if habit.field == "district" else None
    town_id = snapshot.municipality_id
    if triage.recipient_for(town_id, habit.topic_id, district, on=now.date()) == habit.target_id:
        return True
    topic = snapshot.topics[habit.topic_id]
    record: dict[str, Any] = dict.fromkeys(FIELDS) | {
        "topic": str(topic.id), "group": str(topic.parent_id), "block": str(topic.block_id or ""),
        "signs": (), TERMS: " ",
    }  # fmt: skip
    if habit.field:
        record[habit.field] = habit.value
    matching, _ = rules.matching(record, on=now.date())
    chosen = [one.body.effects.recipient for one in matching if one.body.effects.recipient is not None]
    return bool(chosen) and chosen[0] == habit.target_id
