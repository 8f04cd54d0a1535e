"""The one Russian analyser: words, their normal forms, sentences, and how numbers and days are written."""

import html
import re
import threading
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any

import pymorphy3
import razdel

NO_BREAK = "\u00a0"
THIN = "\u202f"

MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_INSIDE_WORDS = re.compile("[\u00ad\u0300\u0301\u200b-\u200d\u2060\ufeff]")
# PostgreSQL refuses terms over 2 kB, so an endless run of letters is cut into pieces.
_WORD = re.compile(r"[^\W_]{1,64}")
_RUSSIAN = re.compile("[а-я]+")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)

_loading = threading.Lock()
_loaded: list[Any] = []


def _analyser() -> Any:
    """The process-wide analyser, loaded at the first word; reading it needs no lock."""
    if not _loaded:
        with _loading:
            if not _loaded:
                _loaded.append(pymorphy3.MorphAnalyzer())
    return _loaded[0]


def tokens(text: str) -> list[str]:
    """Words and numbers in lower case, ё folded to е; tags, emoji, stress marks and soft hyphens are dropped.

    Hyphenated words come apart («юго-запад» is two words), house numbers stay whole («12а»).
    """
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = _INSIDE_WORDS.sub("", unicodedata.normalize("NFC", text))
    return _WORD.findall(text.lower().replace("ё", "е"))


@lru_cache(maxsize=200_000)
def forms(word: str) -> tuple[str, ...]:
    """All normal forms of a word, the most probable first («стекло» is «стекло» and «стечь»).

    A form is as probable as all its readings together, so that «ямы» is «яма» before «ям».
    """
    folded = word.lower().replace("ё", "е")
    if not _RUSSIAN.fullmatch(folded):
        return (folded,)
    scores: dict[str, float] = {}
    for reading in _analyser().parse(folded):
        form = reading.normal_form.replace("ё", "е")
        scores[form] = scores.get(form, 0.0) + reading.score
    return tuple(sorted(scores, key=scores.__getitem__, reverse=True)) or (folded,)


@lru_cache(maxsize=50_000)
def grammemes(word: str) -> tuple[frozenset[str], ...]:
    """The OpenCorpora grammemes of every reading of a word, the most probable first (`Surn`, `gent`)."""
    return tuple(frozenset(map(str, parse.tag.grammemes)) for parse in _analyser().parse(word.lower()))


@lru_cache(maxsize=50_000)
def inflected(word: str, role: str, case: str, *more: str) -> str:
    """A word of a name put into a case: `Surn`, `Name` or `Patr`, `datv`, then `masc` or `femn`.

    A word that the dictionary does not know in that role stays as it is.
    """
    for parse in _analyser().parse(word):
        if role in parse.tag and (form := parse.inflect({case, "sing", *more})):
            return str(form.word)
    return word


@lru_cache(maxsize=50_000)
def is_known(word: str) -> bool:
    """Whether the dictionary holds the word, so that its reading is not a guess."""
    return bool(_analyser().word_is_known(word.lower()))


def lemmas(text: str) -> list[str]:
    """The most probable normal form of every word, in the order of the text."""
    return [forms(word)[0] for word in tokens(text)]


def index_terms(text: str) -> str:
    """All normal forms of all words, each once, joined by spaces: what a full-text index keeps."""
    return " ".join(_all_forms(tokens(text)))


def query_groups(query: str) -> list[tuple[str, ...]]:
    """For every word of a query its alternatives: a text fits when each group has a term in `index_terms`.

    The last item of the last group is always the word as typed, for those who take it as a prefix.
    """
    words = list(dict.fromkeys(tokens(query)))
    groups = [forms(word) for word in words]
    if groups:
        typed = words[-1]
        groups[-1] = (*(form for form in groups[-1] if form != typed), typed)
    return groups


def _all_forms(words: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(chain.from_iterable(map(forms, dict.fromkeys(words))))


def sentences(text: str) -> list[str]:
    """The sentences of a text, without the white space around them."""
    return [sentence.text for sentence in razdel.sentenize(text)]


def plural(count: int, one: str, few: str, many: str) -> str:
    """The word that agrees with a count: 1 день, 2 дня, 5 дней, 11 дней, 21 день."""
    tail = abs(count) % 100
    if 11 <= tail <= 14:
        return many
    last = tail % 10
    return one if last == 1 else few if 2 <= last <= 4 else many


def counted(count: int, one: str, few: str, many: str) -> str:
    """A count and its word on one line: «1 024 дня»."""
    return f"{number(count)}{NO_BREAK}{plural(count, one, few, many)}"


def number(value: int | float | Decimal, *, digits: int | None = None) -> str:
    """A number as Russians print it: «1 234 567,5»; by default with all its digits after the comma."""
    if digits is None:
        written = f"{value:,}"
        written = written.removesuffix(".0")
    else:
        written = f"{value:,.{digits}f}"
    return written.replace(",", THIN).replace(".", ",").replace("-", "−")


def day(moment: date, *, this_year: int | None = None) -> str:
    """A day for the eye: «3 декабря, чт»; with the year when it is not `this_year`: «3 декабря 2026, чт»."""
    year = "" if moment.year == this_year else f" {moment.year}"
    return f"{moment.day}{NO_BREAK}{MONTHS[moment.month - 1]}{year}, {WEEKDAYS[moment.weekday()]}"


def day_of_letter(moment: date) -> str:
    """A day as a letter says it: «3 декабря 2026 года»."""
    return f"{moment.day}{NO_BREAK}{MONTHS[moment.month - 1]} {moment.year}{NO_BREAK}года"


def clean(text: str) -> str:
    """Text safe to keep and show: composed letters, `\\n` line ends, no control or bidi characters."""
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_END.sub("\n", text)))
