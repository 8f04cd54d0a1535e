"""Answers of the town's own cases that are like this one, without what was personal in them."""

from dataclasses import dataclass
from datetime import datetime

from otklik.flow import sending
from otklik.kernel import language, personal
from otklik.register.cases import selectors as cases

MOST = 3
_LONG = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """An answer to take from: its words masked, the case it is of, and why it is shown (Russian)."""

    case_id: int
    number: str
    text: str
    why: tuple[str, ...]
    answered_at: datetime | None
    outcome: str


def suggested(case: cases.Case) -> list[Suggested]:
    """The most like answered cases of the topic: by place, by the words of the message, by the rating."""
    asked = next((post.text for post in cases.thread(case.id) if post.is_inbound), "")
    words = _words(asked)
    ranked = sorted(
        ((_likeness(case, one, words), one) for one in cases.answered_alike(case)), key=lambda pair: -pair[0]
    )
    found: dict[str, Suggested] = {}
    for _score, one in ranked:
        text = personal.mask(sending.without_greeting(one.answer)).strip()
        same = " ".join(text.casefold().split())
        if text and same not in found:
            found[same] = Suggested(
                case_id=one.id, number=one.number, text=text, why=_why(case, one),
                answered_at=one.answered_at, outcome=one.outcome,
            )  # fmt: skip
        if len(found) == MOST:
            break
    return list(found.values())


def _likeness(case: cases.Case, one: cases.AnsweredCase, words: frozenset[str]) -> float:
    told = _words(one.summary)
    shared = len(words & told) / max(len(words | told), 1)
    place = (
        3 if _is_same(case.house_id, one.house_id) else 2 if _is_same(case.street_id, one.street_id) else 0
    )
    district = 0.5 if _is_same(case.district_id, one.district_id) else 0
    return shared * 4 + place + district + ((one.rating or 4) - 4)


def _why(case: cases.Case, one: cases.AnsweredCase) -> tuple[str, ...]:
    place = ""
    if _is_same(case.house_id, one.house_id):
        place = "тот же дом"
    elif _is_same(case.street_id, one.street_id):
        place = "та же улица"
    rating = f"оценка {one.rating}" if one.rating else ""
    return tuple(filter(None, ("та же тема", place, rating)))


def _is_same(one: int | None, other: int | None) -> bool:
    return one is not None and one == other


def _words(text: str) -> frozenset[str]:
    return frozenset(language.forms(word)[0] for word in language.tokens(text) if len(word) > _LONG)
