"""How the bytes of a text file become letters, line by line, even when encodings are mixed in one file."""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from otklik.border.ports.errors import Unreadable

MAX_LINE_BYTES = 4 * 1024 * 1024
_SINGLE_BYTE = ("cp1251", "cp866", "koi8-r")
_NAMES = {"utf-8": "UTF-8", "cp1251": "Windows-1251", "cp866": "DOS (866)", "koi8-r": "КОИ-8"}
_FREQUENT = dict(zip("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", range(33, 0, -1), strict=True))


@dataclass(frozen=True, slots=True)
class Encoding:
    """`main` is that of the file; `fallback` the single-byte one for lines that are not UTF-8."""

    main: str
    fallback: str = "cp1251"
    bom: int = 0
    breaks: bytes = b"\n"


def detect(sample: bytes) -> Encoding:
    """The encoding by the first bytes of the file."""
    for bom, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if sample.startswith(bom):
            return Encoding(name, bom=len(bom))
    if (nuls := sample.count(0)) * 50 > len(sample):
        return Encoding("utf-16-be" if sample[::2].count(0) * 2 > nuls else "utf-16-le")
    breaks = b"\r" if b"\r" in sample and b"\n" not in sample else b"\n"
    good, bad = 0, []
    for line in sample.split(breaks)[: -1 if sample.count(breaks) else None]:
        if line.isascii():
            continue
        if _as_utf8(line):
            good += 1
        else:
            bad.append(line)
    fallback = _likeliest(b"\n".join(bad[:500])) if bad else "cp1251"
    return Encoding("utf-8" if good >= len(bad) else fallback, fallback, breaks=breaks)


def _as_utf8(line: bytes) -> bool:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return _is_mostly_cyrillic(text)


def _is_mostly_cyrillic(text: str) -> bool:
    """Guards against a short single-byte line that happens to be valid UTF-8 («Её» in Windows-1251)."""
    foreign = [letter for letter in text if letter > "\x7f"]
    return sum("Ѐ" <= letter <= "ӿ" or letter > "\u2000" for letter in foreign) * 2 >= len(foreign)


def _likeliest(sample: bytes) -> str:
    return max(_SINGLE_BYTE, key=lambda name: _likeness(sample.decode(name, "replace")))


def _likeness(text: str) -> float:
    """How Russian the text looks: frequent letters, no box drawing, no capitals inside words."""
    score, before = 0.0, " "
    for letter in text:
        if letter > "\x7f":
            score += _FREQUENT.get(letter.lower(), -40 if letter not in "«»—–№…“”„ \xa0" else 0)
            if letter.isupper() and before.islower():
                score -= 60
        before = letter
    return score


def decoded_lines(handle: BinaryIO, encoding: Encoding) -> Iterator[tuple[str, str]]:
    """Each line with its end, and the remark on it ("" if the line is in the encoding of the file)."""
    handle.seek(encoding.bom)
    if encoding.main.startswith("utf-16"):
        for text in io.TextIOWrapper(handle, encoding.main, errors="replace", newline=""):
            yield text, ""
        return
    for raw in _raw_lines(handle, encoding.breaks):
        if raw.isascii():
            yield raw.decode("ascii"), ""
        else:
            yield _decoded(raw, encoding)


def _decoded(raw: bytes, encoding: Encoding) -> tuple[str, str]:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        patched = raw.decode("utf-8", "replace")
        broken = patched.count("\ufffd")
        if sum("Ѐ" <= letter <= "ӿ" for letter in patched) > 9 * broken:
            return patched, "в строке есть испорченные символы"
        text = raw.decode(encoding.fallback, "replace")
        if encoding.main != encoding.fallback:
            return (
                text,
                f"строка прочитана как {_NAMES[encoding.fallback]}, а файл — как {_NAMES[encoding.main]}",
            )
        return text, ""
    if encoding.main == "utf-8":
        return text, ""
    if _is_mostly_cyrillic(text):
        return text, f"строка прочитана как UTF-8, а файл — как {_NAMES[encoding.main]}"
    return raw.decode(encoding.main, "replace"), ""


def _raw_lines(handle: BinaryIO, breaks: bytes) -> Iterator[bytes]:
    if breaks == b"\n":
        while raw := handle.readline(MAX_LINE_BYTES):
            if len(raw) == MAX_LINE_BYTES:
                raise _too_long()
            yield raw
        return
    rest = b""
    while chunk := handle.read(1 << 16):
        *lines, rest = (rest + chunk).split(breaks)
        if len(rest) > MAX_LINE_BYTES:
            raise _too_long()
        for line in lines:
            yield line + b"\n"
    if rest:
        yield rest


def _too_long() -> Unreadable:
    return Unreadable("В файле строка длиннее 4 МБ: это не таблица CSV. Сохраните таблицу как XLSX.")
