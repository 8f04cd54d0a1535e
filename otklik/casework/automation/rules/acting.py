"""The rules of a town at work: which of them match a message, and what comes of all their effects."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeAlias

from otklik.casework.automation.rules.compiling import Predicate, Record, compiled
from otklik.casework.automation.rules.effects import Effects
from otklik.casework.automation.rules.shape import Body, tests
from otklik.kernel.conditions import All, Condition, Test

BrokenBy: TypeAlias = Mapping[str, str]
"""Why an effect of a rule cannot be done, by the effect, in Russian."""

Check: TypeAlias = Callable[[str, Any], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a rule in force; `broken` are its effects whose targets are closed or gone."""

    rule_id: int
    version_id: int
    number: int
    title: str
    body: Body
    since: date | None = None
    until: date | None = None
    broken: BrokenBy = field(default_factory=dict)
    told: tuple[tuple[str, Any], ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """What the version does, by effect: asked with every message."""
        effects = self.body.effects
        told = tuple((key, getattr(effects, key)) for key in effects.keys())  # noqa: SIM118  # a method of ours
        object.__setattr__(self, "told", told)

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that acted: what of its effects it did, and what it could not do and why."""

    version: Version
    applied: Effects
    failures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Acted:
    """The effects of all rules together and who did which; `faults` are rules that could not be asked."""

    effects: Effects
    hits: tuple[Hit, ...] = ()
    faults: tuple[tuple[Version, str], ...] = ()

    @property
    def has_failed(self) -> bool:
        return bool(self.faults) or any(hit.failures for hit in self.hits)

    @property
    def leaves_undecided(self) -> bool:
        """Whether a person must decide where the case goes: a rule broke, or its recipient may not be had.

        Without its executor or co-executors a case still goes to its recipient; the alarm is raised anyway.
        """
        return bool(self.faults) or any(key == "recipient" for hit in self.hits for key, _why in hit.failures)

    def author_of(self, key: str) -> Version | None:
        """The version whose effect this is."""
        return next((hit.version for hit in self.hits if getattr(hit.applied, key) not in (None, ())), None)


NOTHING = Acted(Effects())


@dataclass(frozen=True, slots=True)
class _Asked:
    place: int
    version: Version
    holds: Predicate
    is_dated: bool


class Ruleset:
    """The versions in force in their order, those that name topics or groups found by them at once."""

    def __init__(self, versions: Iterable[Version], *, topics_of_group: Mapping[str, Sequence[str]]) -> None:
        self.versions = tuple(versions)
        self.fields = frozenset(test.field for one in self.versions for test in tests(one.body.condition))
        self._general: list[_Asked] = []
        self._by_topic: dict[str, list[_Asked]] = {}
        for place, version in enumerate(self.versions):
            is_dated = version.since is not None or version.until is not None
            asked = _Asked(place, version, compiled(version.body.condition), is_dated)
            topics = topics_named(version.body.condition, topics_of_group)
            if topics is None:
                self._general.append(asked)
            for topic in topics or ():
                self._by_topic.setdefault(topic, []).append(asked)
        self._of_topic = {
            topic: sorted((*rows, *self._general), key=lambda one: one.place)
            for topic, rows in self._by_topic.items()
        }

    def matching(self, record: Record, *, on: date) -> tuple[list[Version], list[tuple[Version, str]]]:
        """The versions that match, in order and without regard to «stop», and those that failed and why."""
        found, faults = [], []
        for asked in self._of_topic.get(record["topic"], self._general):
            if asked.is_dated and not asked.version.holds_on(on):
                continue
            try:
                if asked.holds(record):
                    found.append(asked.version)
            except (TypeError, ValueError, LookupError) as error:
                faults.append((asked.version, f"условие не проверяется: {type(error).__name__}"))
        return found, faults

    def act(
        self,
        record: Record,
        *,
        on: date,
        check: Check | None = None,
        taken: frozenset[str] = frozenset(),
    ) -> Acted:
        """Ask every rule in order; the first that says something of an effect decides it."""
        found, faults = self.matching(record, on=on)
        if not found and not faults:
            return NOTHING
        return fold(found, faults, check=check, taken=taken)


def fold(
    found: Sequence[Version],
    faults: Sequence[tuple[Version, str]] = (),
    *,
    check: Check | None = None,
    taken: frozenset[str] = frozenset(),
) -> Acted:
    """The effects of matching versions: first come, first served; tags gather; a broken effect is left open.

    `check(key, value)` may tell why an effect cannot be done now, "" where it can. What is `taken` was
    decided by people, and rules leave it alone.
    """
    done: dict[str, object] = {}
    tags: list[str] = []
    hits: list[Hit] = []
    for version in found:
        mine: dict[str, Any] = {}
        failures: list[tuple[str, str]] = []
        for key, value in version.told:
            if key in taken or (key in done and key != "tags"):
                continue
            why = version.broken.get(key, "") or (check(key, value) if check else "")
            if why:
                failures.append((key, why))
                continue
            if key == "tags":
                value = tuple(tag for tag in value if tag not in tags)
                tags.extend(value)
            if value != ():
                mine[key] = value
        done.update(mine)
        if mine or failures:
            hits.append(Hit(version, Effects(**mine), tuple(failures)))
        if version.body.effects.stops:
            break
    if tags:
        done["tags"] = tuple(tags)
    return Acted(Effects(**done), tuple(hits), tuple(faults))  # type: ignore[arg-type]  # by name


def topics_named(condition: Condition, topics_of_group: Mapping[str, Sequence[str]]) -> frozenset[str] | None:
    """The topics outside which the condition cannot hold; None where it may hold for any."""
    parts = condition.parts if isinstance(condition, All) else (condition,)
    found: frozenset[str] | None = None
    for part in parts:
        if isinstance(part, Test) and part.field in ("topic", "group") and part.op in ("is", "in"):
            told = part.value if isinstance(part.value, tuple) else (part.value,)
            named = frozenset(
                topic
                for value in map(str, told)
                for topic in ((value,) if part.field == "topic" else topics_of_group.get(value, ()))
            )
            found = named if found is None else found & named
    return found


def without(effects: Effects, *keys: str) -> Effects:
    """The effects but for some."""
    empty = Effects()
    return replace(effects, **{key: getattr(empty, key) for key in keys})
