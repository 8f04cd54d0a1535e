"""Errors of those who answer: beside the question, rudely, with the same words again, or not at all."""

from collections.abc import Iterator
from datetime import timedelta
from difflib import SequenceMatcher
from functools import cache

from otklik.border.readers.promises import promised_day
from otklik.casework.control.rules import lexicon
from otklik.casework.control.rules.findings import Finding, Found, Said, Thread
from otklik.casework.triage import rudeness
from otklik.casework.triage.knowledge import meanings
from otklik.kernel import language

SAME = 0.85
ENOUGH = 3
GRACE = timedelta(days=1)
_LEAST_WORDS = 8
_SAME_LEAST = 40
_GENERAL = lexicon.words("general")
_RUDE, _NOT_RUDE = lexicon.pattern("rude"), lexicon.pattern("not_rude")


def wrong_answer(thread: Thread) -> Found | None:
    """The last answer shares no matter with what was asked: no word, no circle of words for one thing."""
    answer = _last_answer(thread)
    if answer is None:
        return None
    asked_text = " ".join(one.text for one in thread.posts if one.is_inbound and one.at <= answer.at)
    asked, told = _matter(asked_text), _matter(answer.text)
    if len(asked) < ENOUGH or len(told) < ENOUGH or len(language.tokens(answer.text)) < _LEAST_WORDS:
        return None
    if _stems(asked) & _stems(told) or _circles(asked) & _circles(told):
        return None
    words = ", ".join(sorted(asked, key=lambda one: (-len(one), one))[:4])
    reason = f"В ответе нет ничего о том, что спросили ({words}): похоже, это ответ другому человеку."
    return Found(Finding.WRONG_ANSWER, answer.id, 0, min(len(answer.text), 80), reason[:300], 0.7)


def rude_answer(thread: Thread) -> Found | None:
    """The last answer has words that no official may say to a citizen."""
    answer = _last_answer(thread)
    if answer is None:
        return None
    for found in _RUDE.finditer(answer.text):
        around = answer.text[max(found.start() - 30, 0) : found.end() + 15]
        if not _NOT_RUDE.search(around):
            reason = f"В ответе сказано «{found[0]}»: это грубо."
            return Found(Finding.RUDE_ANSWER, answer.id, found.start(), found.end(), reason, 0.8)
    if word := rudeness.obscene(answer.text, language.tokens(answer.text)):
        at = max(answer.text.casefold().find(word.casefold()), 0)
        return Found(Finding.RUDE_ANSWER, answer.id, at, at + len(word), "В ответе брань.", 1.0)
    return None


def same_answer(thread: Thread) -> Found | None:
    """The last answer says what an earlier one said, though the citizen has written again since."""
    answer = _last_answer(thread)
    if answer is None or len(answer.text) < _SAME_LEAST:
        return None
    for earlier in (*thread.before, *thread.posts):
        if not earlier.is_answer or earlier.id == answer.id or earlier.at >= answer.at:
            continue
        share = likeness(earlier.text, answer.text)
        if share >= SAME:
            told = f"{earlier.at:%d.%m.%Y}"
            reason = (
                f"Тот же текст, что в ответе от {told} (совпадает {share:.0%}), хотя житель написал снова."
            )
            end = min(len(answer.text), 80)
            return Found(Finding.SAME_ANSWER, answer.id, 0, end, reason.replace("%)", " %)"), round(share, 2))
    return None


def silence(thread: Thread) -> Found | None:
    """A day promised in an answer has passed, nothing was said since, and the citizen asks again."""
    if not thread.posts or not thread.posts[-1].is_inbound:
        return None
    answers = [one for one in (*thread.before, *thread.posts) if one.is_answer]
    if not answers:
        return None
    last = answers[-1]
    day = promised_day(f" {last.text}", said_on=last.at.date())
    asked_on = thread.posts[-1].at.date()
    if day is None or day < last.at.date() or asked_on <= day + GRACE:
        return None
    promise = f"В ответе от {last.at:%d.%m.%Y} обещали к {day:%d.%m.%Y}"
    reason = f"{promise}; с тех пор ничего не сказали, житель пишет снова."
    return Found(Finding.SILENCE, thread.posts[-1].id, 0, 0, reason, 0.7)


def likeness(one: str, other: str) -> float:
    """How much of two texts is the same, by their words: 1 for copies. A number is a word."""
    a, b = language.tokens(one), language.tokens(other)
    return SequenceMatcher(None, a, b, autojunk=False).ratio() if a and b else 0.0


def _last_answer(thread: Thread) -> Said | None:
    """The answer where the thread ends with one."""
    last = thread.posts[-1] if thread.posts else None
    return last if last is not None and last.is_answer else None


def _matter(text: str) -> frozenset[str]:
    """Normal forms of the words that tell what a text is about."""
    return frozenset(
        forms[0]
        for word in language.tokens(text)
        if len(word) > 2 and word.isalpha()
        for forms in (language.forms(word),)
        if (len(word) > 3 or forms[0] in _circle_of()) and not _GENERAL.intersection(forms[:2])
    )


def _stems(words: frozenset[str]) -> set[str]:
    """«уборка» and «убирать» are one: what words share at their beginning."""
    return {word[:4] for word in words}


@cache
def _circle_of() -> dict[str, frozenset[int]]:
    circles: dict[str, set[int]] = {}
    for number, words in enumerate(meanings()):
        for lemma in words.lemmas:
            circles.setdefault(lemma, set()).add(number)
    return {lemma: frozenset(numbers) for lemma, numbers in circles.items()}


def _circles(words: frozenset[str]) -> set[int]:
    known = _circle_of()
    return {number for word in words for number in known.get(word, ())}


def _found(thread: Thread) -> Iterator[Found | None]:
    yield wrong_answer(thread)
    yield rude_answer(thread)
    yield same_answer(thread)
    yield silence(thread)


def errors(thread: Thread) -> list[Found]:
    """All errors of communication at the end of a thread."""
    return [one for one in _found(thread) if one is not None]
