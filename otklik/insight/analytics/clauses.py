"""What a case must be to count: clauses true or false of a fact, written as SQL and said in Russian."""

from dataclasses import dataclass
from operator import attrgetter

from otklik.insight.analytics.columns import COLUMNS
from otklik.insight.analytics.values import CaseFact


@dataclass(frozen=True, slots=True)
class Is:
    """The statement of a boolean column."""

    column: str
    says: str

    def holds(self, fact: CaseFact) -> bool:
        return bool(attrgetter(self.column)(fact))

    def sql(self) -> str:
        return self.column


@dataclass(frozen=True, slots=True)
class OneOf:
    """The text of a column is one of our own words (never of a user's)."""

    column: str
    words: tuple[str, ...]
    says: str

    def holds(self, fact: CaseFact) -> bool:
        return attrgetter(self.column)(fact) in self.words

    def sql(self) -> str:
        words = ", ".join(f"'{word}'" for word in self.words)
        return f"{self.column} IN ({words})"


@dataclass(frozen=True, slots=True)
class Known:
    """The column has a value; an empty text is none."""

    column: str
    says: str

    def holds(self, fact: CaseFact) -> bool:
        return attrgetter(self.column)(fact) not in (None, "")

    def sql(self) -> str:
        known = f"{self.column} IS NOT NULL"
        return f"{known} AND {self.column} <> ''" if COLUMNS[self.column] == "VARCHAR" else known


@dataclass(frozen=True, slots=True)
class NotLater:
    """One instant is not later than another, and both are known."""

    column: str
    limit: str
    says: str

    def holds(self, fact: CaseFact) -> bool:
        one, other = attrgetter(self.column, self.limit)(fact)
        return one is not None and other is not None and one <= other

    def sql(self) -> str:
        return f"coalesce({self.column} <= {self.limit}, false)"


Clause = Is | OneOf | Known | NotLater
"""`says` is the clause in Russian, from the side of the case."""


def together(clauses: tuple[Clause, ...]) -> str:
    """The SQL of all of them at once."""
    return " AND ".join(f"({clause.sql()})" for clause in clauses) or "true"
