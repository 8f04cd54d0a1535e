"""What people always do the same and a rule could do: seen in their decisions, with a measure of surety."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

LEAST_SUPPORT = 15
LEAST_SURETY = 0.8
Z = 1.96


@dataclass(frozen=True, slots=True)
class Seen:
    """So many decisions for a topic where `field` had the value; no field: wherever it was.

    No topic is 0. The target is an id or a level as the effect takes it, None where people left the case.
    """

    topic_id: int
    field: str
    value: str
    target_id: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Habit:
    """`kept` of `total` went to the target: «87 из 90»; `surety` is the lower bound of the share."""

    topic_id: int
    field: str
    value: str
    target_id: int
    kept: int
    total: int
    surety: float
    effect: str = "recipient"

    @property
    def key(self) -> str:
        """What a dismissal is remembered by."""
        told = f"{self.topic_id}:{self.field}:{self.value}:{self.target_id}"
        return told if self.effect == "recipient" else f"{self.effect}/{told}"


def effect_of(key: str) -> str:
    """The effect of the habit that has the key."""
    effect, slash, _ = key.partition("/")
    return effect if slash else "recipient"


def lower_bound(kept: int, total: int, *, z: float = Z) -> float:
    """Wilson's lower bound of a share (E. B. Wilson, JASA 22, 1927); 0 of nothing."""
    if total == 0:
        return 0.0
    share, spread = kept / total, z * z / total
    middle = share + spread / 2
    return (middle - z * sqrt(share * (1 - share) / total + spread / (4 * total))) / (1 + spread)


def habits(
    seen: Iterable[Seen],
    *,
    effect: str = "recipient",
    least_support: int = LEAST_SUPPORT,
    least_surety: float = LEAST_SURETY,
) -> list[Habit]:
    """The sure ones, the surest first; one for a place is left out where the topic alone says the same."""
    counted: dict[tuple[int, str, str], dict[int | None, int]] = {}
    for one in seen:
        targets = counted.setdefault((one.topic_id, one.field, one.value), {})
        targets[one.target_id] = targets.get(one.target_id, 0) + one.count
    found = []
    for (topic, field, value), targets in counted.items():
        target = max(targets, key=lambda one: (targets[one], -(one or 0)))
        total = sum(targets.values())
        surety = lower_bound(targets[target], total)
        if target is not None and targets[target] >= least_support and surety >= least_surety:
            found.append(Habit(topic, field, value, target, targets[target], total, surety, effect))
    return surest(found)


def surest(found: Sequence[Habit]) -> list[Habit]:
    """The surest first, without those for a place or a word where the topic alone says the same."""
    general = {(one.topic_id, one.target_id) for one in found if not one.field}
    kept = [one for one in found if not one.field or (one.topic_id, one.target_id) not in general]
    return sorted(kept, key=lambda one: (-one.surety, -one.total, one.key))


def left_alone(counts: Mapping[tuple[int, str], int], field: str, seen: Sequence[Seen]) -> list[Seen]:
    """Of so many cases by topic and value those that people left as they were, beside those `seen`."""
    done = Counter[tuple[int, str]]()
    for one in seen:
        done[one.topic_id, one.value] += one.count
    return [Seen(topic, field, value, None, counts[topic, value] - n) for (topic, value), n in done.items()]


def agreement(counts: Mapping[str, int]) -> float | None:
    """The share of cases where people had done what the rule would do; None of nothing."""
    total = sum(counts.values())
    return counts.get("same", 0) / total if total else None
