"""Rules are tried on the register before they are switched on, and all together for their health."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from otklik.casework.automation import selectors as automation
from otklik.casework.automation import services
from otklik.casework.automation.rules import health
from otklik.casework.automation.rules.acting import Ruleset, Version
from otklik.casework.automation.rules.compiling import TERMS, compiled, terms_of
from otklik.casework.automation.rules.shape import ALWAYS, Body, tests
from otklik.casework.automation.rules.trying import MOST_ASKED, Count, Done
from otklik.casework.triage import selectors as triage
from otklik.flow.ruling import SEASONS
from otklik.ground.outbox import services as outbox
from otklik.ground.places import selectors as places
from otklik.kernel.conditions import Condition
from otklik.register.cases import selectors as cases
from otklik.register.cases.selectors import Past
from otklik.register.catalog import selectors as catalog
from otklik.register.catalog.views import Snapshot

TRY = "try_rules"
DECIDED = ("person", "source")
"""Who decided a recipient in earnest; what the system chose counts when the recipient took it to work."""
AT_ONCE = 15_000
"""So many cases are gone through while the person waits; more are left to the worker."""


def ask(
    body: Body | None,
    *,
    municipality_id: int,
    days: int,
    now: datetime,
    rule_id: int | None = None,
    actor_id: int | None = None,
) -> int:
    """Try a rule, or all that are on where there is none, on the last days; returns the trial's id."""
    total = cases.past_count(municipality_id, since=now - timedelta(days=days))
    trial_id = services.ask_trial(
        body, municipality_id=municipality_id, days=days, total=total, now=now, rule_id=rule_id,
        actor_id=actor_id,
    )  # fmt: skip
    if total <= AT_ONCE:
        run(municipality_id, trial_id, now=now)
    else:
        payload = {"municipality": municipality_id, "trial": trial_id}
        outbox.put(TRY, str(trial_id), payload, now=now)
    return trial_id


def run(municipality_id: int, trial_id: int, *, now: datetime) -> None:
    """Go through the register; a trial that nobody wants any more is left."""
    trial = automation.trial(municipality_id, trial_id)
    if trial is None or trial.state != "running":
        return
    snapshot = catalog.snapshot(municipality_id)
    since = now - timedelta(days=trial.days)

    def tell(done: int) -> bool:
        return services.go_on(trial_id, done)

    try:
        if trial.body is None:
            result = _all_together(snapshot, since=since, days=trial.days, tell=tell)
        else:
            result = _one(snapshot, trial.body, since=since, rule_id=trial.rule_id, tell=tell)
    except (TypeError, ValueError, LookupError) as error:
        services.end_trial(trial_id, {"error": f"{type(error).__name__}: {error}"[:300]}, has_failed=True)
        return
    services.end_trial(trial_id, result | {"total": trial.total})


def _one(
    snapshot: Snapshot,
    body: Body,
    *,
    since: datetime,
    rule_id: int | None,
    tell: Callable[[int], bool],
) -> dict[str, Any]:
    """Only what the database cannot tell is asked case by case."""
    others = automation.rulesets_of(snapshot, only_on=True)
    place = next((n for n, one in enumerate(others.versions) if one.rule_id == rule_id), len(others.versions))
    before = Ruleset(others.versions[:place], topics_of_group=automation.topics_of_groups(snapshot))
    fields = before.fields | {test.field for test in tests(body.condition)}
    holds, count, done = compiled(body.condition), Count(body.effects), 0
    for portion in records(snapshot, since=since, fields=fields, where=body.condition):
        for past, record in portion:
            if holds(record):
                count.add(_done(past))
                if before.versions and count.asked < MOST_ASKED:
                    count.precede(before.matching(record, on=past.registered_at.date())[0])
        done += len(portion)
        if not tell(done):
            break
    count.cases = cases.past_count(snapshot.municipality_id, since=since)
    return dict(count.result())


def _all_together(
    snapshot: Snapshot, *, since: datetime, days: int, tell: Callable[[int], bool]
) -> dict[str, Any]:
    rules = automation.rulesets_of(snapshot, only_on=True)
    timeless = Ruleset(
        [replace(one, since=None, until=None) for one in _newest(rules.versions)],
        topics_of_group=automation.topics_of_groups(snapshot),
    )
    tally = health.Tally()
    if timeless.versions:
        for portion in records(snapshot, since=since, fields=timeless.fields, where=ALWAYS):
            for past, record in portion:
                tally.add(timeless.matching(record, on=past.registered_at.date())[0])
            if not tell(tally.cases):
                break
    found = [*by_words(snapshot), *health.by_history(timeless.versions, tally, days=days)]
    return {
        "cases": tally.cases, "matched": {str(key): n for key, n in tally.matched.items()},
        "findings": [[one.rule_id, one.trouble.value, one.text, one.other_id] for one in found],
    }  # fmt: skip


def check_everywhere(*, now: datetime) -> None:
    """Rules that cannot do what they say alarm before a message comes to them."""
    for town in places.municipalities():
        for one in by_words(catalog.snapshot(town.id)):
            if one.trouble is health.Trouble.BROKEN:
                services.warn(one.rule_id, one.text, municipality_id=town.id, now=now)


def by_words(snapshot: Snapshot) -> list[health.Finding]:
    """What the rules themselves tell, without the register."""
    rules = automation.rulesets_of(snapshot, only_on=True)
    open_topics = [one for one in snapshot.topics.values() if one.is_active and not one.is_group]
    groups = {one.parent_id for one in open_topics}
    closed = {
        "topic": frozenset(str(one.id) for one in snapshot.topics.values() if not one.is_active),
        "group": frozenset(str(t.id) for t in snapshot.topics.values() if t.is_group and t.id not in groups),
        "block": frozenset(str(one.id) for one in snapshot.blocks.values() if not one.is_active),
    }
    topics = automation.topics_of_groups(snapshot)
    return health.by_words(_newest(rules.versions), closed=closed, groups=topics)


def _newest(versions: Sequence[Version]) -> list[Version]:
    """The newest version of each rule, in the order of the rules."""
    found: dict[int, Version] = {}
    for one in versions:
        if one.rule_id not in found or found[one.rule_id].number < one.number:
            found[one.rule_id] = one
    return list(found.values())


class _Told(dict[str, Any]):
    """A record whose words are read only when somebody asks for them."""

    __slots__ = ("_words",)

    def __init__(self, told: Mapping[str, Any], words: Callable[[], str]) -> None:
        super().__init__(told)
        self._words = words

    def __missing__(self, key: str) -> Any:
        if key != TERMS:
            raise KeyError(key)
        self[TERMS] = self._words()
        return self[TERMS]


def records(
    snapshot: Snapshot, *, since: datetime, fields: frozenset[str] | set[str], where: Condition
) -> Iterator[list[tuple[Past, Mapping[str, Any]]]]:
    """The cases as rules would have seen them had their topic, place and signs been known at once."""
    town_id, topics = snapshot.municipality_id, automation.topics_of_groups(snapshot)
    zone = ZoneInfo(places.municipality(town_id).timezone)
    repeats = cases.repeat_numbers(town_id) if "repeat" in fields else {}
    for portion in cases.past(
        town_id, since=since, where=where, topics_of_group=lambda group: topics.get(group, ())
    ):
        ids = [one.id for one in portion]
        signs = triage.signs_of(ids) if {"signs", "author"} & fields else {}
        texts = _Texts(ids)
        yield [
            (
                one,
                _record(
                    one, snapshot, at=one.registered_at.astimezone(zone), signs=signs.get(one.id, ()),
                    repeat=repeats.get(one.id, 1), texts=texts,
                ),
            )
            for one in portion
        ]  # fmt: skip


class _Texts:
    """The texts of a portion, read at the first question."""

    def __init__(self, ids: Sequence[int]) -> None:
        self._ids = ids
        self._found: Mapping[int, str] | None = None

    def terms(self, case_id: int) -> str:
        if self._found is None:
            self._found = cases.firsts(self._ids)
        return terms_of(self._found.get(case_id, ""))


def _record(
    past: Past, snapshot: Snapshot, *, at: datetime, signs: Sequence[str], repeat: int, texts: _Texts
) -> Mapping[str, Any]:
    topic = snapshot.topics.get(past.topic_id) if past.topic_id else None
    told: dict[str, Any] = {
        "topic": str(topic.id) if topic else None, "group": str(topic.parent_id) if topic else None,
        "block": str(past.block_id) if past.block_id else None,
        "district": str(past.district_id) if past.district_id else None,
        "settlement": str(past.settlement_id) if past.settlement_id else None,
        "street": str(past.street_id) if past.street_id else None,
        "house": past.house.lower() if past.house else None,
        "stream": past.stream, "kind": past.kind, "channel": past.channel, "urgency": str(past.urgency),
        "signs": tuple(signs), "author": _author(past, signs), "repeat": repeat,
        "fast_track": bool(topic and topic.is_fast_track),
        "confidence": round(100 * past.confidence) if past.confidence is not None else None,
        "hour": at.hour, "weekday": str(at.isoweekday()), "day": at.date(), "season": SEASONS[at.month],
    }  # fmt: skip
    return _Told(told, lambda: texts.terms(past.id))


def _author(past: Past, signs: Sequence[str]) -> str:
    if "collective" in signs:
        return "collective"
    if past.is_organisation:
        return "organisation"
    return "person" if past.name and past.name.strip() else "anonymous"


def _done(past: Past) -> Done:
    accepted = past.taken_at is not None or past.recipient_by in DECIDED
    recipient_id = past.recipient_id if accepted else None
    return Done(
        past.number, past.registered_at, recipient_id, past.assignee_id, past.urgency,
        past.is_fast_track, past.returned_count > 0,
    )  # fmt: skip
