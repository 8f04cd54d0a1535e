"""A builder of facts: every value a test relies on is told by the test."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from otklik.insight.analytics.values import CaseFact


def a_fact(case_id: int = 1, registered: str = "2026-10-05", **told: Any) -> CaseFact:
    """A case of a significant topic at a recipient in the centre; `done` is the day of its final answer."""
    day = date.fromisoformat(registered)
    noon = datetime.combine(day, time(9), UTC)
    done = told.pop("done", None)
    if done:
        told["done_on"] = date.fromisoformat(done)
        told["answered_at"] = datetime.combine(told["done_on"], time(12), UTC)
    return CaseFact(
        **{
            "case_id": case_id,
            "number": f"МЦУ-{day.year}-{case_id:06d}",
            "municipality": "town",
            "received_on": day,
            "registered_at": noon,
            "registered_on": day,
            "is_significant_topic": True,
            "block_code": "roads",
            "recipient_in_centre": True,
            "recipient_id": 7,
            "due_at": noon + timedelta(days=30),
            "version": 1,
            "updated_at": noon,
            **told,
        }
    )
