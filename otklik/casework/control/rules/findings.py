"""What is looked for in a thread, and what a head says of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Finding(StrEnum):
    """Kinds of conflict and of errors of communication."""

    ANGER = "anger"
    WRONG_ANSWER = "wrong_answer"
    RUDE_ANSWER = "rude_answer"
    SILENCE = "silence"
    SAME_ANSWER = "same_answer"


FINDING_TITLES = {
    Finding.ANGER: "Житель злится всё сильнее",
    Finding.WRONG_ANSWER: "Ответ не на тот вопрос",
    Finding.RUDE_ANSWER: "Грубый ответ",
    Finding.SILENCE: "Пообещали и молчат",
    Finding.SAME_ANSWER: "Тот же ответ на повторную жалобу",
}
NORM = "Положение о МЦУР (Чердаклы), п. 2.8.1 «г»; 59-ФЗ, ст. 10, ч. 1, п. 1, 4"


class Verdict(StrEnum):
    """What a person decided."""

    SETTLED = "settled"
    NO_CONFLICT = "no_conflict"


VERDICT_TITLES = {Verdict.SETTLED: "разобрано", Verdict.NO_CONFLICT: "не конфликт"}


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance of a thread as the rules read it; `is_answer` counts interim answers too."""

    id: int
    text: str
    at: datetime
    is_inbound: bool
    is_answer: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a post: the place (`start`..`end`, characters), the reason, its weight."""

    kind: Finding
    post_id: int
    start: int
    end: int
    reason: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A correspondence in order, with the answers of the earlier case that this one repeats."""

    posts: tuple[Said, ...]
    before: tuple[Said, ...] = ()
    today: date
