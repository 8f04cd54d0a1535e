"""The one condition language: automatic rules, indicators, saved views and pivots all ask in it.

A condition is a tree of `All`, `Any`, `Not` and `Test`. Nothing is unknown in it: a test of a missing value
is false, and `is_not` and `not_in` are the plain negations of `is` and `in`, in Python and in SQL alike.
"""

from otklik.kernel.conditions.evaluate import matches
from otklik.kernel.conditions.schema import Field, Kind, Schema, check, schema_of
from otklik.kernel.conditions.speech import say
from otklik.kernel.conditions.sql import packed, padded, to_sql
from otklik.kernel.conditions.tree import All, Any, Condition, ConditionError, Not, Test, dump, parse

__all__ = [
    "All",
    "Any",
    "Condition",
    "ConditionError",
    "Field",
    "Kind",
    "Not",
    "Schema",
    "Test",
    "check",
    "dump",
    "matches",
    "packed",
    "padded",
    "parse",
    "say",
    "schema_of",
    "to_sql",
]
