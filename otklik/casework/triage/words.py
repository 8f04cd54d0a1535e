"""A text read once for all of triage: its words and their normal forms."""

import re
from dataclasses import dataclass

from otklik.kernel import language

_MOST_WORDS = 2000
_COPY_WORDS = 8
_BELOW_ZERO = re.compile(r"(?<![\w.,:/-])[-−–]\s?(?=\d{1,2}\b(?![-−–.:/]))")


@dataclass(frozen=True, slots=True)
class Words:
    """`lemmas` holds the first of `forms` of every token; all three run in the order of the text."""

    tokens: tuple[str, ...]
    forms: tuple[tuple[str, ...], ...]
    lemmas: tuple[str, ...]


def read(text: str) -> Words:
    """The first two thousand words of a text, for the rest adds nothing; «−27» reads «минус 27»."""
    if "-" in text or "−" in text or "–" in text:
        text = _BELOW_ZERO.sub(" минус ", text)
    tokens = tuple(language.tokens(text)[:_MOST_WORDS])
    forms = tuple(map(language.forms, tokens))
    return Words(tokens, forms, tuple([one[0] for one in forms]))


def copy_key(words: Words) -> str:
    """What nearly equal texts share: their longest words, so that copies can be kept together."""
    return " ".join(sorted(set(words.lemmas), key=lambda word: (-len(word), word))[:_COPY_WORDS])
