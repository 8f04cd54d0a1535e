"""Where the headings of a table are and what they are called."""

import re
from collections.abc import Sequence
from functools import lru_cache

from otklik.border.ports.tables import Cell

_NOT_WORD = re.compile(r"[\W_]+")
_VALUE = re.compile(
    r"\d{1,4}[.\-/]\d{1,2}[.\-/]\d{1,4}(?:[ T,].*)?|https?://\S+|[^@\s]+@[^@\s]+\.\w+|\+?[78][\d() \-]{9,}"
)
_NUMBER = re.compile(r"-?[\d\s]+(?:[.,]\d+)?")
_LONGEST_HEADING = 200


@lru_cache(maxsize=4096)
def normal(heading: str) -> str:
    """The heading for comparing: lower case, ё as е, words only («Урл  поста:» is «урл поста»)."""
    return _NOT_WORD.sub(" ", heading.lower().replace("ё", "е")).strip()


def find_header(head: Sequence[Sequence[Cell]]) -> int | None:
    """The index of the heading row among the first rows: the first that is wide and holds only labels."""
    widest = max((_filled(cells) for cells in head), default=0)
    for index, cells in enumerate(head):
        if _filled(cells) * 2 > widest and _are_labels(cells):
            return index
    return None


def _filled(cells: Sequence[Cell]) -> int:
    return sum(cell != "" for cell in cells)


def _are_labels(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if cell != ""]
    labels = [cell for cell in filled if isinstance(cell, str) and not _NUMBER.fullmatch(cell)]
    if any(len(label) > _LONGEST_HEADING or _VALUE.fullmatch(label) for label in labels):
        return False
    if any(not isinstance(cell, str) for cell in filled):
        return False
    return len(labels) * 5 >= len(filled) * 4 and len(set(labels)) * 2 >= len(labels)


def is_numbering(cells: Sequence[Cell]) -> bool:
    """Whether the row under the headings only numbers the columns (1, 2, 3 …), as official forms do."""
    filled = [cell for cell in cells if cell != ""]
    return len(filled) > 1 and filled == [str(number) for number in range(1, len(filled) + 1)]


def name_columns(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Unique headings: a repeated one gets « (2)», an empty one is «Столбец 5»."""
    taken: set[str] = set()
    names = []
    for position, cell in enumerate(cells, start=1):
        wanted = " ".join(str(cell).split()) or f"Столбец {position}"
        name, copy = wanted, 1
        while name in taken:
            copy += 1
            name = f"{wanted} ({copy})"
        taken.add(name)
        names.append(name)
    return tuple(names)
