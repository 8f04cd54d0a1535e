"""When a citizen may rate an answer, what a rating must hold, and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from otklik.border.ports.messages import Attachment

NORM = "Регламент работы в ПОС, оценка ответа и повторное рассмотрение (настройка)"
"""Domain rules R2.8 [M?]: low is three and less, ten days; a municipality sets its own."""
NORM_OF_REOPENING = "Положение о МЦУР (Чердаклы), п. 2.8.1 «г» (удовлетворённость результатом)"

GOOD = 4
"""From this mark on a citizen is satisfied."""
MOST_WORDS = 4_000


class Scale(StrEnum):
    """What is asked of the citizen."""

    MARK = "mark"
    SOLVED = "solved"
    BOTH = "both"


class Reopening(StrEnum):
    """What a low rating does."""

    AT_ONCE = "at_once"
    BY_HEAD = "by_head"
    NEVER = "never"


class Verdict(StrEnum):
    """What became of a rating."""

    KEPT = "kept"
    LATE = "late"
    REOPENED = "reopened"
    WAITS = "waits"


class Source(StrEnum):
    """By whose hand a rating came."""

    PAGE = "page"
    PHONE = "phone"
    REGISTER = "register"


class Way(StrEnum):
    """How the citizen is invited."""

    CHANNEL = "channel"
    CALL = "call"
    NONE = "none"
    REGISTER = "register"


class Ruling(StrEnum):
    """A step of the head's look at a rating."""

    DISPUTED = "disputed"
    UPHELD = "upheld"
    EXCLUDED = "excluded"
    REOPENED = "reopened"
    LEFT = "left"


RULING_TITLES = {
    Ruling.DISPUTED: "оспорена",
    Ruling.UPHELD: "оставлена в силе",
    Ruling.EXCLUDED: "не учитывается",
    Ruling.REOPENED: "возвращено в работу",
    Ruling.LEFT: "в работу не возвращается",
}
VERDICT_TITLES = {
    Verdict.KEPT: "принята",
    Verdict.LATE: "принята после окончания срока",
    Verdict.REOPENED: "вернула в работу",
    Verdict.WAITS: "ждёт решения руководителя",
}
DEFAULT_REASONS = (
    "Ничего не сделано",
    "Сделано не полностью или плохо",
    "Ответ не по существу",
    "Непонятный ответ",
    "Слишком долго",
    "Нарушили обещанный срок",
)


class BadRating(ValueError):
    """The rating cannot be taken; the message is Russian and says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a municipality asks for ratings in a stream; `moderator` is the code of a role.

    `remind_days` of 0 sends no reminder; `few_below` ratings tell nothing yet.
    """

    scale: Scale = Scale.BOTH
    window_days: int = 10
    remind_days: int = 3
    reopening: Reopening = Reopening.AT_ONCE
    reopen_at: int = 3
    needs_words: bool = True
    most_reopenings: int = 2
    moderator: str = "centre_head"
    reasons: tuple[str, ...] = DEFAULT_REASONS
    few_below: int = 10
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the citizen tells: a mark from 1 to 5, whether it is solved, reasons of the list, words, files."""

    mark: int | None = None
    is_solved: bool | None = None
    reasons: tuple[str, ...] = ()
    words: str = ""
    files: Sequence[Attachment] = ()

    @property
    def explains(self) -> bool:
        return bool(self.words.strip() or self.reasons or self.files)

    @property
    def is_satisfied(self) -> bool:
        """Neither «не решено» nor a mark below four."""
        return self.is_solved is not False and (self.mark is None or self.mark >= GOOD)

    @property
    def label(self) -> str:
        """«Оценка 2, не решено», as the correspondence names it."""
        told = [f"оценка {self.mark}"] if self.mark is not None else []
        if self.is_solved is not None:
            told.append("решено" if self.is_solved else "не решено")
        return ", ".join(told).capitalize()

    @property
    def said(self) -> str:
        """Reasons and words as one text."""
        return ". ".join(one for one in ("; ".join(self.reasons), self.words.strip()) if one)[:MOST_WORDS]


def closes_at(answered_at: datetime, manner: Manner) -> datetime:
    """Until when a rating may reopen the case and be changed."""
    return answered_at + timedelta(days=manner.window_days)


def checked(given: Given, manner: Manner) -> Given:
    """The rating with only what the scale asks and the list knows; raises `BadRating`."""
    mark = given.mark if manner.scale is not Scale.SOLVED else None
    is_solved = given.is_solved if manner.scale is not Scale.MARK else None
    if mark is not None and not 1 <= mark <= 5:
        raise BadRating("Выберите оценку от 1 до 5.")
    if mark is None and is_solved is None:
        asked = {
            Scale.MARK: "Выберите оценку от 1 до 5.",
            Scale.SOLVED: "Отметьте, решён ли вопрос.",
            Scale.BOTH: "Поставьте оценку от 1 до 5 или отметьте, решён ли вопрос.",
        }
        raise BadRating(asked[manner.scale])
    known = tuple(one for one in manner.reasons if one in given.reasons)
    words = given.words.strip()[:MOST_WORDS]
    return Given(mark=mark, is_solved=is_solved, reasons=known, words=words, files=given.files)


def is_low(given: Given, manner: Manner) -> bool:
    """«Не решено», or a mark that the municipality counts as low."""
    return given.is_solved is False or (given.mark is not None and given.mark <= manner.reopen_at)


def weigh(given: Given, manner: Manner, *, is_late: bool, reopened: int) -> Verdict:
    """What the rating does to a case that was reopened so many times before."""
    if is_late:
        return Verdict.LATE
    if manner.reopening is Reopening.NEVER or not is_low(given, manner):
        return Verdict.KEPT
    if manner.needs_words and not given.explains:
        return Verdict.KEPT
    if manner.reopening is Reopening.BY_HEAD or reopened >= manner.most_reopenings:
        return Verdict.WAITS
    return Verdict.REOPENED


def promise(manner: Manner) -> str:
    """What the page says beforehand a low rating will do."""
    if manner.reopening is Reopening.NEVER:
        return "Напишите, что не так: это увидят и исполнитель, и руководитель."
    low = f"При оценке {manner.reopen_at} и ниже" if manner.reopen_at > 1 else "При оценке 1"
    low = {Scale.MARK: low, Scale.SOLVED: "Если вопрос не решён"}.get(
        manner.scale, f"{low} или если вопрос не решён"
    )
    why = " с пояснением" if manner.needs_words else ""
    if manner.reopening is Reopening.BY_HEAD:
        return f"{low}{why} руководитель решит, вернуть ли сообщение в работу."
    return f"{low}{why} сообщение вернётся в работу с новым сроком."
