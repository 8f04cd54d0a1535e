"""Whether an appeal repeats an earlier one, copies it, or is one of many."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MANY = 3
"""From the third time on it is a repeated many times one. [M practice]"""


class Relation(StrEnum):
    FIRST = "first"
    COPY = "copy"
    REPEAT = "repeat"
    MANY = "many"


RELATION_TITLES = {
    Relation.FIRST: "первое",
    Relation.COPY: "дубликат",
    Relation.REPEAT: "повторное",
    Relation.MANY: "многократное",
}
RELATION_WORDS = {
    Relation.FIRST: "Раньше этот автор об этом не писал.",
    Relation.COPY: "Тот же текст до ответа на первое: отвечают одним ответом, в нём оба номера.",
    Relation.REPEAT: "Тот же автор о том же после ответа или после истечения срока.",
    Relation.MANY: "Третий раз и больше: проверьте прошлые ответы прежде, чем решать о переписке.",
}
NORM = "59-ФЗ, ст. 11, ч. 5; порядок учёта повторных обращений (практика)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier appeal of the same author about the same."""

    at: datetime
    answered_at: datetime | None
    due_at: datetime | None

    def is_over(self, at: datetime) -> bool:
        """Whether by that moment it had its answer or its term had passed."""
        return any(end is not None and end < at for end in (self.answered_at, self.due_at))


def relation(at: datetime, earlier: list[Earlier]) -> Relation:
    """What an appeal received at that moment is to those before it; all before an answer are copies."""
    before = [one for one in earlier if one.at <= at]
    if not before:
        return Relation.FIRST
    if not any(one.is_over(at) for one in before):
        return Relation.COPY
    return Relation.MANY if len(before) + 1 >= MANY else Relation.REPEAT
