"""How urgent a message is: its topic's own level, raised by words of danger."""

from dataclasses import dataclass

from otklik.casework.triage.dangers import DANGERS, Level
from otklik.casework.triage.phrases import Book, fragment
from otklik.casework.triage.words import Words


@dataclass(frozen=True, slots=True)
class Urgency:
    """`reason` is Russian and quotes the words; it is empty for a usual message."""

    level: int
    reason: str


USUAL = Urgency(Level.USUAL, "")
_BOOK = Book([danger.phrase for danger in DANGERS])


def weigh(words: Words, *, topic_level: int = Level.USUAL, topic_title: str = "", month: int = 0) -> Urgency:
    """The highest danger told by the words, or the topic's own level if that is higher."""
    told = of_words(words, month=month)
    if told.level >= topic_level:
        return told
    return Urgency(topic_level, f"по тематике «{topic_title}»")


def of_words(words: Words, *, month: int = 0) -> Urgency:
    """The highest danger of the table; of equal ones the first. `month` is 1 to 12, 0 where unknown."""
    best = USUAL
    for row, span in _BOOK.find(words):
        danger = DANGERS[row]
        if danger.level > best.level and (not danger.months or month in danger.months):
            best = Urgency(danger.level, f"{danger.reason}: «{fragment(words.tokens, span)}»")
        if best.level == Level.DANGER:
            break
    return best
