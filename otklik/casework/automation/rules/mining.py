"""What people always do the same and a rule could do: seen in their decisions, with a measure of surety."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

LEAST_SUPPORT = 15
LEAST_SURETY = 0.8
Z = 1.96


@dataclass(frozen=True, slots=True)
class Seen:
    """So many decisions for a topic where `field` had the value; no field: wherever it was."""

    topic_id: int
    field: str
    value: str
    target_id: int
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

    @property
    def key(self) -> str:
        """What a dismissal is remembered by."""
        return f"{self.topic_id}:{self.field}:{self.value}:{self.target_id}"


def lower_bound(kept: int, total: int, *, z: float = Z) -> float:
    """Wilson's lower bound of a share (E. B. Wilson, JASA 22, 1927); 0 of nothing."""
    if total == 0:
        return 0.0
    share, spread = kept / total, z * z / total
    middle = share + spread / 2
    return (middle - z * sqrt(share * (1 - share) / total + spread / (4 * total))) / (1 + spread)


def habits(
    seen: Iterable[Seen], *, least_support: int = LEAST_SUPPORT, least_surety: float = LEAST_SURETY
) -> list[Habit]:
    """The sure ones, the surest first; one for a place is left out where the topic alone says the same."""
    counted: dict[tuple[int, str, str], dict[int, int]] = {}
    for one in seen:
        targets = counted.setdefault((one.topic_id, one.field, one.value), {})
        targets[one.target_id] = targets.get(one.target_id, 0) + one.count
    found = []
    for (topic, field, value), targets in counted.items():
        target = max(targets, key=lambda one: (targets[one], -one))
        total = sum(targets.values())
        surety = lower_bound(targets[target], total)
        if targets[target] >= least_support and surety >= least_surety:
            found.append(Habit(topic, field, value, target, targets[target], total, surety))
    general = {(one.topic_id, one.target_id) for one in found if not one.field}
    kept = [one for one in found if not one.field or (one.topic_id, one.target_id) not in general]
    return sorted(kept, key=lambda one: (-one.surety, -one.total, one.key))


def agreement(counts: Mapping[str, int]) -> float | None:
    """The share of cases where people had done what the rule would do; None of nothing."""
    total = sum(counts.values())
    return counts.get("same", 0) / total if total else None
