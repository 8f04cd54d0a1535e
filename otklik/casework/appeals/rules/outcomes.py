"""How a question ends by the wording of ССТУ, and what must be told for each ending."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from otklik.border.ports.messages import Outcome

NORM = "Форматы ССТУ.РФ: статусы вопроса обращения; 59-ФЗ, ст. 10, ч. 1, п. 4"


class State(StrEnum):
    NOT_REGISTERED = "not_registered"
    IN_WORK = "in_work"
    EXTENDED = "extended"
    EXPLAINED = "explained"
    SUPPORTED = "supported"
    NOT_SUPPORTED = "not_supported"
    TRANSFERRED = "transferred"
    ANSWERED = "answered"
    LEFT = "left_without_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """`needs` are the fields without which the state cannot be reported, `forbids` what it must lack."""

    code: State
    title: str
    needs: tuple[str, ...]
    forbids: tuple[str, ...] = ()
    is_final: bool = True
    norm: str = NORM


FIELD_TITLES = {
    "incoming_on": "день поступления",
    "registered_on": "день регистрации",
    "answered_on": "день ответа",
    "letter": "исходящий номер или файл ответа",
    "actions_taken": "приняты ли меры",
    "transfer": "куда, когда и под каким номером направлено",
    "answer_part": "ответ по вопросу",
}
_IN = ("incoming_on",)
_REGISTERED = (*_IN, "registered_on")
_ANSWERED = (*_REGISTERED, "answered_on", "letter")
STATES: tuple[StateRow, ...] = (
    StateRow(code=State.NOT_REGISTERED, title="не зарегистрировано", needs=_IN, is_final=False),
    StateRow(code=State.IN_WORK, title="на рассмотрении", needs=_REGISTERED, is_final=False),
    StateRow(code=State.EXTENDED, title="на рассмотрении, срок продлён", needs=_REGISTERED, is_final=False),
    StateRow(code=State.EXPLAINED, title="рассмотрено, разъяснено", needs=_ANSWERED),
    StateRow(code=State.SUPPORTED, title="рассмотрено, поддержано", needs=(*_ANSWERED, "actions_taken")),
    StateRow(code=State.NOT_SUPPORTED, title="рассмотрено, не поддержано", needs=_ANSWERED),
    StateRow(code=State.TRANSFERRED, title="направлено по компетенции", needs=(*_REGISTERED, "transfer")),
    StateRow(code=State.ANSWERED, title="дан ответ автору", needs=_ANSWERED),
    StateRow(
        code=State.LEFT, title="оставлено без ответа автору", needs=(*_REGISTERED, "answered_on"),
        forbids=("letter",),
    ),
)  # fmt: skip
BY_STATE = {row.code: row for row in STATES}

_BY_OUTCOME = {
    Outcome.MEASURES_TAKEN: State.SUPPORTED,
    Outcome.SUPPORTED: State.SUPPORTED,
    Outcome.EXPLAINED: State.EXPLAINED,
    Outcome.NOT_SUPPORTED: State.NOT_SUPPORTED,
    Outcome.FORWARDED: State.TRANSFERRED,
    Outcome.ANSWERED: State.ANSWERED,
    Outcome.LEFT_UNANSWERED: State.LEFT,
}
ON_MERITS = frozenset(
    {Outcome.MEASURES_TAKEN, Outcome.SUPPORTED, Outcome.EXPLAINED, Outcome.NOT_SUPPORTED, Outcome.ANSWERED}
)
"""Endings that are an answer on the merits."""
CLOSED_BY_HAND = (
    Outcome.EXPLAINED,
    Outcome.MEASURES_TAKEN,
    Outcome.SUPPORTED,
    Outcome.NOT_SUPPORTED,
)
"""Endings that a person gives a question; forwarding and leaving unanswered have acts of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of a question."""

    outcome: str = ""
    incoming_on: date | None = None
    registered_on: date | None = None
    answered_on: date | None = None
    letter: str = ""
    transfer: str = ""
    is_extended: bool = False

    @property
    def actions_taken(self) -> bool | None:
        if self.outcome == Outcome.MEASURES_TAKEN:
            return True
        return False if self.outcome == Outcome.SUPPORTED else None


def state(told: Told) -> StateRow:
    """Where the question stands; an ending counts once its answer or its transfer has a day."""
    if told.registered_on is None:
        return BY_STATE[State.NOT_REGISTERED]
    if told.outcome:
        ended = _BY_OUTCOME[Outcome(told.outcome)]
        if told.answered_on is not None or ended is State.TRANSFERRED:
            return BY_STATE[ended]
    return BY_STATE[State.EXTENDED if told.is_extended else State.IN_WORK]


def gaps(told: Told) -> list[str]:
    """What is missing or out of place for the state, in Russian words."""
    row, faults = state(told), []
    values = {
        "incoming_on": told.incoming_on, "registered_on": told.registered_on, "answered_on": told.answered_on,
        "letter": told.letter, "actions_taken": told.actions_taken, "transfer": told.transfer,
    }  # fmt: skip
    faults += [f"не указано: {FIELD_TITLES[name]}" for name in row.needs if values[name] in (None, "")]
    faults += [f"лишнее: {FIELD_TITLES[name]}" for name in row.forbids if values[name] not in (None, "")]
    if told.answered_on and told.registered_on and told.answered_on < told.registered_on:
        faults.append("ответ раньше регистрации")
    return faults
