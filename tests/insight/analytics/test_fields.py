"""Conditions over facts: every field can be asked, in Python and in the lake alike."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from otklik.insight.analytics.columns import COLUMNS
from otklik.insight.analytics.engine import Engine
from otklik.insight.analytics.fields import DERIVED, EXPRESSIONS, SCHEMA, record
from otklik.insight.analytics.lake import Lake
from otklik.kernel.conditions import All, Condition, Not, Test, matches, to_sql
from tests.insight.analytics.facts_by_hand import a_fact

NOW = datetime(2026, 10, 20, tzinfo=UTC)
FACTS = [
    a_fact(1, done="2026-10-06", fast_track_due_at=NOW, rating=4, system="ПОС", proof="photo"),
    a_fact(2, done="2026-10-25", fast_track_due_at=NOW, stream="pos", is_repeat=True),
    a_fact(3, "2026-09-01", recipient_in_centre=False, rating=1),
]


def test_у_каждого_поля_есть_столбец() -> None:
    assert set(SCHEMA) - set(DERIVED) <= set(COLUMNS)
    assert record(FACTS[0]).keys() == SCHEMA.keys() == EXPRESSIONS.keys()


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        (Test("fast_track_met", "is", True), {1}),
        (Not(Test("fast_track_met", "is", True)), {2, 3}),
        (Test("rating", "is_empty"), {2}),
        (Test("rating", "lt", 4), {3}),
        (Test("done_on", "between", ("2026-10-06", "2026-10-24")), {1}),
        (Test("registered_on", "within_days", 30), {1, 2}),
        (Test("stream", "is_not", "pos"), {1, 3}),
        (Test("proof", "in", ("photo", "track")), {1}),
        (All((Test("is_repeat", "is", True), Test("recipient_in_centre", "is", True))), {2}),
    ],
)
def test_озеро_и_условие_согласны(tmp_path: Path, condition: Condition, fits: set[int]) -> None:
    Lake(tmp_path).absorb(lambda _: [(FACTS, "w")])
    engine = Engine(tmp_path)
    where, values = to_sql(condition, SCHEMA, columns=EXPRESSIONS, now=NOW)
    assert {
        case_id for (case_id,) in engine.query(f"SELECT case_id FROM facts WHERE {where}", values)
    } == fits
    assert {fact.case_id for fact in FACTS if matches(condition, record(fact), now=NOW)} == fits
    engine.close()
