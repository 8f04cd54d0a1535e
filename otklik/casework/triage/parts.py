"""Several questions in one long text, proposed to a person as questions of their own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from otklik.kernel import language

_SHORTEST = 60
_LEAST_WORDS = 3
_MOST_PARTS = 8
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a text: its words, the topic it is likely about, how sure that is and why."""

    text: str
    topic_id: int | None
    confidence: float
    reason: str


class Turn(StrEnum):
    """What in the text itself says that another question begins."""

    START = "начало"
    ITEM = "пункт списка"
    WORD = "связка"
    PARAGRAPH = "новый абзац"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; `mark` quotes what it begins with where that is telling."""

    text: str
    turn: Turn
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a piece is about: the likeliest topic with its group, how sure and why."""

    topic_id: int
    group_id: int | None
    confidence: float
    reason: str


_SURE = {Turn.START: 0.3, Turn.ITEM: 0.3, Turn.WORD: 0.4, Turn.PARAGRAPH: 0.45}
"""From which confidence a piece is a question: the plainer the turn, the lower."""
_SURE_IN_GROUP = 0.6

_ITEM = re.compile(
    r"(?:(?<=^)|(?<=[\n;:.!?,] )|(?<=[\n;:.!?]))[ \t]*(\d{1,2})(?:\)|\.(?!\d))[ \t]*(?=[А-ЯЁа-яё])"
)
_WORD = re.compile(
    r"(?:и )?(?:также|так же|кроме того|кроме этого|помимо этого|помимо того|ещ[её](?! раз)|а ещ[её]"
    r"|(?:и )?ещ[её] один вопрос|второй вопрос|второе|третье|третий вопрос|другой вопрос|другая проблема"
    r"|вторая проблема|ещ[её] одна проблема|отдельно|заодно|плюс к этому|плюс ко всему|к тому же|а также"
    r"|во-вторых|в-третьих|в-четв[её]ртых|и последнее|теперь о|теперь про|что касается|по поводу"
    r"|пользуясь случаем)"
    r"(?![а-яё])",
    re.IGNORECASE,
)
_WORD_NEAR = re.compile(rf"[.!?…;\n]\W{{1,5}}{_WORD.pattern}", re.IGNORECASE)


def pieces(text: str) -> tuple[Piece, ...]:
    """Where another question may begin; one piece for a short text and for one without turns."""
    if len(text) < _SHORTEST:
        return (Piece(text, Turn.START),)
    return tuple(_items(text)) or tuple(_paragraphs(text))


def _items(text: str) -> Iterator[Piece]:
    """«1) … 2) …» in a row from one; the words before the list begin its first item."""
    if "1)" not in text and "1." not in text:
        return
    starts: list[re.Match[str]] = []
    for match in _ITEM.finditer(text):
        if int(match[1]) == len(starts) + 1:
            starts.append(match)
    if len(starts) < 2:
        return
    ends = [match.start() for match in starts[1:]] + [len(text)]
    told = [text[match.end() : end].strip() for match, end in zip(starts, ends, strict=True)]
    if any(len(one.split()) < _LEAST_WORDS for one in told):
        return
    for match, one in zip(starts, told, strict=True):
        yield Piece(one, Turn.ITEM, f"{match[1]})")


def _paragraphs(text: str) -> Iterator[Piece]:
    for paragraph in filter(None, (one.strip() for one in text.split("\n"))):
        if not _WORD_NEAR.search(paragraph):
            yield Piece(paragraph, Turn.PARAGRAPH)
            continue
        turn, mark, said = Turn.PARAGRAPH, "", list[str]()
        for sentence in language.sentences(paragraph):
            if match := _WORD.match(sentence):
                if said:
                    yield Piece(" ".join(said), turn, mark)
                turn, mark, said = Turn.WORD, match[0].casefold(), []
            said.append(sentence)
        yield Piece(" ".join(said), turn, mark)


def questions(found: Sequence[tuple[Piece, Reading | None]]) -> tuple[Part, ...]:
    """Pieces about different topics, in order; what adds to the same topic joins it. Fewer than two: none.

    Another topic of the same group may be the same trouble in other words: it must be surer, and a new
    paragraph is not enough for it.
    """
    parts: list[Part] = []
    seen: dict[int, int | None] = {}
    waiting = ""
    for piece, reading in found:
        if reading is None or reading.confidence < _SURE[piece.turn] or not _is_new(piece, reading, seen):
            if parts:
                parts[-1] = _joined(parts[-1], piece.text)
            else:
                waiting = f"{waiting} {piece.text}".strip()
            continue
        seen[reading.topic_id] = reading.group_id
        text = f"{waiting} {piece.text}".strip()
        parts.append(Part(text[:_LONGEST], reading.topic_id, reading.confidence, _reason(piece, reading)))
        waiting = ""
    return tuple(parts[:_MOST_PARTS]) if len(parts) > 1 else ()


def _is_new(piece: Piece, reading: Reading, seen: dict[int, int | None]) -> bool:
    if reading.topic_id in seen:
        return False
    if reading.group_id not in seen.values():
        return True
    return piece.turn is not Turn.PARAGRAPH and reading.confidence >= _SURE_IN_GROUP


def _joined(part: Part, text: str) -> Part:
    return Part(f"{part.text} {text}"[:_LONGEST], part.topic_id, part.confidence, part.reason)


def _reason(piece: Piece, reading: Reading) -> str:
    begun = f"{piece.turn} «{piece.mark}»" if piece.mark else str(piece.turn)
    return reading.reason if piece.turn is Turn.START else f"{begun}; {reading.reason}"
