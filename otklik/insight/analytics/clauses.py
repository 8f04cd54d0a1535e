"""What a case must be to count: a condition, and the sentence that says it to the reader of a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from otklik.insight.analytics.fields import EXPRESSIONS, SCHEMA, record
from otklik.insight.analytics.values import CaseFact
from otklik.kernel.conditions import All, Condition, Test, check, matches, to_sql

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""Conditions may ask about the present; the law's clauses never do."""


@dataclass(frozen=True, slots=True)
class Clause:
    """`says` is the condition in Russian, from the side of the case."""

    says: str
    asks: Condition

    def __post_init__(self) -> None:
        check(self.asks, SCHEMA)

    def holds(self, fact: CaseFact) -> bool:
        return matches(self.asks, record(fact), now=_ANY_TIME)


def flag(field: str, says: str) -> Clause:
    """The field is true."""
    return Clause(says, Test(field, "is", True))


def known(field: str, says: str) -> Clause:
    """The field has a value; an empty text is none."""
    return Clause(says, Test(field, "is_not_empty"))


def sql_of(clauses: Iterable[Clause]) -> tuple[str, list[object]]:
    """All of them at once, with parameters in the order of their question marks."""
    joint = All(tuple(clause.asks for clause in clauses))
    return to_sql(joint, SCHEMA, columns=EXPRESSIONS, now=_ANY_TIME)
