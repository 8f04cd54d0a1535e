"""Reading a code of a foreign classifier as people and spreadsheets leave it."""

import re
import unicodedata
from dataclasses import dataclass

NUMBERED = "otk"
CODE_LENGTH = 200
_SEGMENT = 4
_LEVELS = 5
_QUESTION = 4
_EXACT_DIGITS = 15  # a number in a spreadsheet keeps no more
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_PREFIX = re.compile(
    r"^[\s'\"`*•№#:.()\[\]-]*(?:(?:код|вопрос\w*|подвопрос\w*|тема\w*|раздел\w*|отк|тотк|no)\b[\s'\"№#:.()-]*)*",
    re.IGNORECASE,
)
_LETTERS_O = re.compile(r"(?<!\w)[\dОоOo]{4}(?!\w)")
_ZEROS = str.maketrans("ОоOo", "0000")
_BETWEEN = "[.,·/_‐-―-]"
_WHOLE = re.compile(rf"(\d{{4}}(?:\s*{_BETWEEN}\s*\d{{4}})*)(?!\s*{_BETWEEN}?\s*\d)[\s.;:)]*(.*)", re.DOTALL)
_SHORT = re.compile(rf"(\d{{1,4}}(?:{_BETWEEN}\d{{1,4}})*)(?!{_BETWEEN}?\d)[\s.;:)]*(.*)", re.DOTALL)
_SPACED = re.compile(r"(\d{4}(?: \d{4}){1,4})\b\s*(.*)", re.DOTALL)
_SOLID = re.compile(r"(\d{5,20})\b\s*(.*)", re.DOTALL)
_POWER = re.compile(r"\d+(?:[.,]\d+)?[EeЕе]\+?\d+")
_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d(?:\s.*)?|(?:19|20)\d\d-\d\d-\d\d(?:[ T].*)?")
_SEPARATOR = re.compile(rf"\s*{_BETWEEN}\s*")


@dataclass(frozen=True, slots=True)
class Code:
    """A code in its canonical form; `rest` is what stood after it in the same cell."""

    text: str
    is_assignable: bool
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Bad:
    """Why a code cannot be read, in Russian."""

    reason: str


def is_assignable(scheme: str, code: str) -> bool:
    """Whether a case may bear the code: questions and subquestions of ОТК; every code of the others.

    Source: the all-Russian classifier, four or five segments; shorter codes are its headings.
    """
    return scheme != NUMBERED or code.count(".") + 1 >= _QUESTION


def read_code(scheme: str, text: str) -> Code | Bad:
    """The canonical code: `0001.0002.0025.0092` for ОТК, «Группа / Тема» as written for the others."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip()
    if not text:
        return Bad("нет кода")
    if scheme != NUMBERED:
        return _named(text)
    if _POWER.fullmatch(text):
        return Bad("код испорчен таблицей (вид 1,0E+12): сделайте столбец текстовым и вставьте коды заново")
    if _DATE.fullmatch(text):
        return Bad("вместо кода дата: сделайте столбец текстовым и вставьте коды заново")
    return _numbered(_LETTERS_O.sub(lambda found: found[0].translate(_ZEROS), _PREFIX.sub("", text)))


def _named(text: str) -> Code | Bad:
    code = " ".join(text.split())
    if len(code) > CODE_LENGTH:
        return Bad(f"код длиннее {CODE_LENGTH} знаков")
    return Code(code, is_assignable=True)


def _numbered(text: str) -> Code | Bad:
    if found := _SPACED.match(text):
        return _joined(found[1].split(), found[2])
    if found := _SOLID.match(text):
        return _solid(found[1], found[2])
    if found := _WHOLE.match(text) or _SHORT.match(text):
        return _joined(_SEPARATOR.split(found[1]), found[2])
    return Bad("код не похож на 0001.0002.0025.0092")


def _solid(digits: str, rest: str) -> Code | Bad:
    """Digits without dots; a spreadsheet's number has lost its zeros in front, and may have lost its end."""
    if len(digits) > _EXACT_DIGITS and len(digits) % _SEGMENT and digits.endswith("0"):
        return Bad("конец кода потерян таблицей: сделайте столбец текстовым и вставьте коды заново")
    width = -(-len(digits) // _SEGMENT) * _SEGMENT
    padded = digits.zfill(width)
    return _joined([padded[at : at + _SEGMENT] for at in range(0, width, _SEGMENT)], rest)


def _joined(segments: list[str], rest: str) -> Code | Bad:
    """Zeros at the end are the placeholders of the printed tables: 0005.0000.0000.0000 is section 0005."""
    if len(segments) == 2 and segments[1].startswith("0"):
        segments = [segments[0], segments[1].ljust(_SEGMENT, "0")]  # 0001.0010 kept as the number 1.001
    padded = [segment.zfill(_SEGMENT) for segment in segments]
    while padded and padded[-1] == "0000":
        padded.pop()
    if not padded or "0000" in padded:
        return Bad("в коде пропущен уровень (0000)")
    if len(padded) > _LEVELS:
        return Bad("в коде больше пяти частей")
    return Code(".".join(padded), is_assignable=len(padded) >= _QUESTION, rest=" ".join(rest.split()))
