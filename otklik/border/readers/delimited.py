"""Reading CSV and its kin row by row in constant memory."""

import csv
import math
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from otklik.border.readers.encodings import decoded_lines, detect
from otklik.border.readers.sniffing import SAMPLE_BYTES

DELIMITERS = ";,\t|"
MAX_RECORD_CHARACTERS = 1_000_000
_SAMPLE_LINES = 400
_UNCLOSED = "в строке лишняя кавычка"

csv.field_size_limit(2 * MAX_RECORD_CHARACTERS)

RawRow = tuple[int, list[str], str]
"""The number of the row, its cells, and the remark on it."""


def read_delimited(path: Path) -> Iterator[RawRow]:
    """The rows of the file, the first being 1; a quoted cell may hold line breaks."""
    with path.open("rb") as handle:
        sample = handle.read(SAMPLE_BYTES)
        lines = decoded_lines(handle, detect(sample))
        head = list(islice(lines, _SAMPLE_LINES))
        records = _Records(head, lines, *_sniff(head))
        if _declared(head):
            records.skip()
        yield from records.walk()


def expected_rows(path: Path) -> int:
    """About how many lines the file has, by the length of the first ones."""
    with path.open("rb") as handle:
        sample = handle.read(SAMPLE_BYTES)
    breaks = sample.count(b"\n") or sample.count(b"\r")
    return max(1, round(path.stat().st_size * breaks / max(1, len(sample))))


def _declared(head: list[tuple[str, str]]) -> str:
    """The delimiter named by Excel's own first line «sep=;»."""
    first = head[0][0].strip("\r\n\ufeff\"'").lower() if head else ""
    return first[4] if len(first) == 5 and first.startswith("sep=") else ""


def _sniff(head: list[tuple[str, str]]) -> tuple[str, int]:
    """The delimiter by which most rows have one width, and that width."""
    lines = [text for text, _ in head]
    best, best_score, best_width = _declared(head) or ";", 0.0, 1
    for delimiter in _declared(head) or DELIMITERS:
        told = list(_widths(lines, delimiter))
        if not told:
            continue
        widths = Counter(told)
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
        score = (times / widths.total()) ** 2 * math.log2(width)
        if told[0] != width:
            score /= 2  # commas of texts alike: the headings above them have none
        if score > best_score:
            best, best_score, best_width = delimiter, score, width
    return best, best_width


def _widths(lines: list[str], delimiter: str) -> Iterator[int]:
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if len(row) > 1 or (row and row[0].strip()):
                torn = any(cell.count('"') % 2 for cell in row)  # a quoted cell was cut: not this delimiter
                yield 1 if torn else len(row)
    except csv.Error:
        return


class _Records:
    """The lines of a file put together into rows; a line that was taken by mistake is given back."""

    def __init__(
        self, head: list[tuple[str, str]], lines: Iterator[tuple[str, str]], delimiter: str, width: int
    ):
        self._waiting = deque(head)
        self._lines = lines
        self._delimiter = delimiter
        self._width = width

    def _next(self) -> tuple[str, str] | None:
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def skip(self) -> None:
        self._next()

    def walk(self) -> Iterator[RawRow]:
        number = 0
        while (line := self._next()) is not None:
            number += 1
            text, note = line
            if '"' in text:
                cells, note = self._quoted(text, note)
            else:
                cells = self._split(text)
            yield number, cells, note

    def _quoted(self, first: str, note: str) -> tuple[list[str], str]:
        """The row that begins with this line; an unclosed quote is taken as a mere character."""
        taken: list[tuple[str, str]] = []
        unclosed = False

        def feed() -> Iterator[str]:
            nonlocal unclosed
            yield first
            length = len(first)
            while length < MAX_RECORD_CHARACTERS and (line := self._next()) is not None:
                taken.append(line)
                length += len(line[0])
                yield line[0]
            unclosed = True

        try:
            cells = next(csv.reader(feed(), delimiter=self._delimiter))
        except csv.Error:
            cells, unclosed = [], True
        if unclosed or self._is_glued(first, taken, len(cells)):
            self._waiting.extendleft(reversed(taken))
            return self._split(first), "; ".join(filter(None, (note, _UNCLOSED)))
        notes = dict.fromkeys(remark for _, remark in ((first, note), *taken) if remark)
        return cells, "; ".join(notes)

    def _split(self, line: str) -> list[str]:
        return line.rstrip("\r\n").split(self._delimiter)

    def _is_glued(self, first: str, taken: list[tuple[str, str]], width: int) -> bool:
        """Whether a stray quote made one row of several: each line alone is as wide as a row."""
        if not taken or self._width < 2 or len(self._split(first)) != self._width:
            return False
        if width != self._width:
            return True
        return self._width > 2 and all(len(self._split(text)) == self._width for text, _ in taken)
