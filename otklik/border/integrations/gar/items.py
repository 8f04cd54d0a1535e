"""Elements of an XML file of any size, one chunk in memory at a time."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

from otklik.border.ports.errors import Unreadable

_CHUNK = 1 << 18
_LONGEST = 1 << 23

Item = dict[str, str]
Read = Callable[[int], None]


def items(file: IO[bytes], tag: str, *, name: str, read: Read) -> Iterator[Item]:
    """Attributes of each element `tag`; `read` is told how many bytes were read.

    A document type, and with it any entity, is refused before it is read: the files of ГАР have none.
    Raises `Unreadable` for what is broken and for an element of more than eight megabytes.
    """
    found: list[Item] = []
    met = [0]

    def begin(element: str, attributes: Item) -> None:
        met[0] += 1
        if element == tag:
            found.append(attributes)

    def refuse(*_told: object) -> None:
        raise Unreadable(f"В файле {name} описан тип документа: в ГАР его не бывает, файл не принят.")

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    quiet = 0
    try:
        while chunk := file.read(_CHUNK):
            met[0] = 0
            parser.Parse(chunk, False)
            quiet = 0 if met[0] else quiet + len(chunk)
            if quiet > _LONGEST:
                raise Unreadable(f"В файле {name} элемент длиннее восьми мегабайт: файл не принят.")
            read(len(chunk))
            yield from found
            found.clear()
        parser.Parse(b"", True)
    except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Unreadable(f"Файл {name} повреждён: {error}") from error
    yield from found
