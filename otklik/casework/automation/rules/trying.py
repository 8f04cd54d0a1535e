"""What a rule would have done beside what people did, counted case by case."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from otklik.casework.automation.rules.acting import Version
from otklik.casework.automation.rules.effects import AUTO, Effects

MOST_LISTED = 100
MOST_ASKED = 2000
"""Of so many cases it is asked what the rules before would do; the rest is in proportion."""
SAME, OTHER, OPEN = "same", "other", "open"


@dataclass(frozen=True, slots=True)
class Done:
    """What people made of a case; what is None they have not decided."""

    number: str
    at: datetime
    recipient: int | None
    executor: int | None
    urgency: int
    fast_track: bool
    was_returned: bool


def compared(effects: Effects, done: Done) -> dict[str, str]:
    """By effect: people did the same, otherwise, or have not decided; what cannot be compared is left out."""
    found = {}
    for key in ("recipient", "executor", "urgency", "fast_track"):
        wanted = getattr(effects, key)
        if wanted is None or (key == "executor" and wanted == AUTO):
            continue
        actual = getattr(done, key)
        found[key] = OPEN if actual is None else SAME if actual == wanted else OTHER
    return found


@dataclass(slots=True)
class Count:
    """The figures of a trial as cases go by."""

    effects: Effects
    cases: int = 0
    matched: int = 0
    returned: int = 0
    asked: int = 0
    hidden: int = 0
    by_effect: dict[str, Counter[str]] = field(default_factory=dict)
    instead: Counter[int] = field(default_factory=Counter)
    listed: list[list[Any]] = field(default_factory=list)

    def precede(self, earlier: Sequence[Version]) -> None:
        """The rules before it that match the case too: do they leave it anything to do?"""
        self.asked += 1
        taken = {key for one in earlier for key in one.body.effects.keys()}  # noqa: SIM118  # a method
        stopped = any(one.body.effects.stops for one in earlier)
        wanted = set(self.effects.keys()) - {"tags"}
        self.hidden += stopped or (bool(wanted) and wanted <= taken and not self.effects.tags)

    def add(self, done: Done) -> None:
        """A case that the rule matches."""
        self.matched += 1
        self.returned += done.was_returned
        told = compared(self.effects, done)
        for key, verdict in told.items():
            self.by_effect.setdefault(key, Counter())[verdict] += 1
        if told.get("recipient") == OTHER and done.recipient is not None:
            self.instead[done.recipient] += 1
        if len(self.listed) < MOST_LISTED:
            verdict = told.get("recipient", told.get("executor", ""))
            self.listed.append([done.number, done.at.isoformat(), done.recipient, verdict])

    def result(self) -> Mapping[str, object]:
        """As JSON holds it."""
        return {
            "cases": self.cases, "matched": self.matched, "returned": self.returned,
            "hidden": round(self.hidden * self.matched / self.asked) if self.asked else 0,
            "by_effect": {key: dict(counts) for key, counts in self.by_effect.items()},
            "instead": [list(pair) for pair in self.instead.most_common(5)], "listed": self.listed,
        }  # fmt: skip
