"""Several questions in one long text, proposed to a person as questions of their own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a text: its words, the topic it is likely about, how sure that is and why."""

    text: str
    topic_id: int | None
    confidence: float
    reason: str
