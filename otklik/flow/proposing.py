"""Rules that the system proposes: what people always decide the same and nothing does yet."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from otklik.casework.automation import selectors as automation
from otklik.casework.automation.rules.acting import Ruleset
from otklik.casework.automation.rules.compiling import TERMS, terms_of
from otklik.casework.automation.rules.effects import AUTO, Effects
from otklik.casework.automation.rules.fields import FIELDS
from otklik.casework.automation.rules.mining import (
    LEAST_SUPPORT,
    LEAST_SURETY,
    Habit,
    Seen,
    effect_of,
    habits,
    left_alone,
    lower_bound,
    surest,
)
from otklik.casework.automation.rules.shape import Body
from otklik.casework.automation.rules.wording import Worded, by_words, words_of
from otklik.casework.triage import selectors as triage
from otklik.ground.people import selectors as people
from otklik.kernel.conditions import All, Condition, Test
from otklik.register.cases import selectors as cases
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import Snapshot

DAYS = 180
MOST = 30
MOST_TEXTS = 4000
QUICK_DAYS = 10
"""The fast track's usual term; calendar days are taken, which are stricter than its working days."""
_COLUMNS = {
    "": "", "district": "district_id", "settlement": "settlement_id", "street": "street_id",
    "channel": "channel",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposed:
    """A habit as a rule to build."""

    habit: Habit
    body: Body


@dataclass(frozen=True, slots=True)
class Town:
    """What is known of the town while its habits are looked for."""

    snapshot: Snapshot
    rules: Ruleset
    now: datetime
    staff: frozenset[int] = field(default_factory=frozenset)

    @property
    def id(self) -> int:
        return self.snapshot.municipality_id

    @property
    def since(self) -> datetime:
        return self.now - timedelta(days=DAYS)


def proposals(municipality_id: int, *, now: datetime) -> list[Proposed]:
    """The surest habits of half a year by topic and place, which nothing does and nobody has dismissed."""
    town = _town(municipality_id, now)
    return _proposed(town, [one for look in _BY_PLACE.values() for one in look(town)])


def of_words(municipality_id: int, *, now: datetime) -> list[Proposed]:
    """The same by words: people decide otherwise than the topic goes where a message holds the word."""
    town = _town(municipality_id, now)
    return _proposed(town, _worded(town))


def by_key(municipality_id: int, key: str, *, now: datetime) -> Proposed | None:
    """The proposal of that key, as long as people keep to it."""
    town = _town(municipality_id, now)
    look = _worded if ":text:" in key else _BY_PLACE.get(effect_of(key))
    found = [one for one in look(town) if one.key == key] if look else []
    return next(iter(_proposed(town, found)), None)


def body_of(habit: Habit) -> Body:
    parts: list[Condition] = []
    if habit.topic_id:
        parts.append(Test("topic", "is", str(habit.topic_id)))
    if habit.field:
        parts.append(Test(habit.field, "contains_words" if habit.field == "text" else "is", habit.value))
    return Body(parts[0] if len(parts) == 1 else All(tuple(parts)), _effects(habit))


def _effects(habit: Habit) -> Effects:
    target = habit.target_id
    told: Mapping[str, Any] = {"co_executors": (target,), "fast_track": True}
    return Effects(**{habit.effect: told.get(habit.effect, target)})


def _town(municipality_id: int, now: datetime) -> Town:
    snapshot = catalog.snapshot(municipality_id)
    staff = frozenset(user for user, _ in people.staff(municipality_id))
    return Town(snapshot, automation.rulesets_of(snapshot, only_on=False), now, staff)


def _proposed(town: Town, found: list[Habit]) -> list[Proposed]:
    dismissed = automation.dismissed(town.id)
    kept = [
        Proposed(one, body_of(one))
        for one in found
        if one.key not in dismissed and _is_possible(one, town) and not _is_done(one, town)
    ]
    return kept[:MOST]


def _recipients(town: Town) -> list[Habit]:
    return habits(
        Seen(topic, name, value, target, count)
        for name, column in _COLUMNS.items()
        for topic, value, target, count in cases.decided_by_place(town.id, since=town.since, field=column)
    )


def _executors(town: Town) -> list[Habit]:
    return habits(
        (
            Seen(topic, name, value, target, count)
            for name, column in _COLUMNS.items()
            for topic, value, target, count in cases.decided_by_place(
                town.id, since=town.since, field=column, target="assignee_id"
            )
        ),
        effect="executor",
    )


def _urgencies(town: Town) -> list[Habit]:
    """Where people change the urgency nearly always; left alone counts against."""
    told = []
    for name, column in _COLUMNS.items():
        rows = cases.urgency_by_place(town.id, since=town.since, field=column)
        seen = [Seen(topic, name, value, target, count) for topic, value, target, count in rows]
        counts = cases.counted_by_place(town.id, since=town.since, field=column) if seen else {}
        told += [*seen, *left_alone(counts, name, seen)]
    return habits(told, effect="urgency")


def _co_executors(town: Town) -> list[Habit]:
    """A case may have several, so that each recipient is counted by itself."""
    recipients = {one.organisation_id: one.id for one in town.snapshot.recipients.values() if one.is_active}
    found = []
    for name, column in _COLUMNS.items():
        rows = cases.joined_by_place(town.id, since=town.since, field=column, organisations=list(recipients))
        counts = cases.counted_by_place(town.id, since=town.since, field=column) if rows else {}
        for topic, value, organisation, kept in rows:
            total = counts[topic, value]
            surety = lower_bound(kept, total)
            if kept >= LEAST_SUPPORT and surety >= LEAST_SURETY:
                target = recipients[organisation]
                found.append(Habit(topic, name, value, target, kept, total, surety, "co_executors"))
    return surest(found)


def _fast_tracks(town: Town) -> list[Habit]:
    """Topics whose answers come at once from whoever got them first, as the fast track asks."""
    rows = cases.quick_by_topic(town.id, since=town.since, within=timedelta(days=QUICK_DAYS))
    return habits(
        (
            Seen(topic, "", "", target, count)
            for topic, total, quick in rows
            for target, count in ((1, quick), (None, total - quick))
        ),
        effect="fast_track",
    )


_BY_PLACE: Mapping[str, Callable[[Town], list[Habit]]] = {
    "recipient": _recipients,
    "executor": _executors,
    "co_executors": _co_executors,
    "urgency": _urgencies,
    "fast_track": _fast_tracks,
}


def _worded(town: Town) -> list[Habit]:
    rows = [
        (topic, recipient, urgency, words_of(text))
        for topic, recipient, urgency, text in cases.decided_texts(town.id, since=town.since, most=MOST_TEXTS)
    ]
    routed = [Worded(topic, to, words) for topic, to, _, words in rows if to is not None]
    pressed = [Worded(topic, urgency, words) for topic, _, urgency, words in rows]
    changed = any(one.target_id is not None for one in pressed)
    return [*by_words(routed), *(by_words(pressed, effect="urgency") if changed else ())]


def _is_possible(habit: Habit, town: Town) -> bool:
    topic = town.snapshot.topics.get(habit.topic_id)
    if habit.topic_id and (topic is None or not topic.is_active):
        return False
    if habit.effect == "executor":
        return habit.target_id in town.staff
    if habit.effect in ("recipient", "co_executors"):
        recipient = town.snapshot.recipients.get(habit.target_id)
        return recipient is not None and recipient.is_active
    return True


def _is_done(habit: Habit, town: Town) -> bool:
    """Whether the table of responsibility, the topic or a rule does so already."""
    topic = town.snapshot.topics.get(habit.topic_id)
    if habit.effect == "fast_track" and topic is not None and topic.is_fast_track:
        return True
    if habit.effect == "recipient" and topic is not None:
        district = int(habit.value) if habit.field == "district" else None
        sent = triage.recipient_for(town.id, habit.topic_id, district, on=town.now.date())
        if sent == habit.target_id:
            return True
    matching, _ = town.rules.matching(_record(habit, town), on=town.now.date())
    told = [value for one in matching if (value := getattr(one.body.effects, habit.effect)) not in (None, ())]
    if habit.effect == "co_executors":
        return any(habit.target_id in one for one in told)
    if habit.effect == "executor" and AUTO in told:
        return True  # coordination chooses, by duty and load
    return bool(told) and told[0] == getattr(_effects(habit), habit.effect)


def _record(habit: Habit, town: Town) -> dict[str, Any]:
    """A message of which nothing is known but what the habit tells."""
    record: dict[str, Any] = dict.fromkeys(FIELDS) | {"topic": None, "signs": (), TERMS: " "}
    return record | dict(_known(habit, town))


def _known(habit: Habit, town: Town) -> Iterator[tuple[str, Any]]:
    topic = town.snapshot.topics.get(habit.topic_id)
    if topic is not None:
        yield from {
            "topic": str(topic.id), "group": str(topic.parent_id), "block": str(topic.block_id or "")
        }.items()  # fmt: skip
    if habit.field == "text":
        yield TERMS, terms_of(habit.value)
    elif habit.field:
        yield habit.field, habit.value
