"""Templates: nothing inline, nothing from elsewhere, nothing in a foreign language."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from tests.architecture.house import PACKAGE, ROOT

INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(r"<script\b(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "an on… attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an evaluated attribute": re.compile(r"\shx-(on|vals\s*=\s*[\"']js)", re.IGNORECASE),
    "something from elsewhere": re.compile(
        r"<(?:script|img|link|iframe|source|video|audio|use)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//",
        re.IGNORECASE,
    ),
}
SPOKEN = re.compile(r"\s(?:title|alt|placeholder|aria-label|data-key-title|data-confirm|label)=\"([^\"]*)\"")
LATIN = re.compile(r"[A-Za-z]{2,}")
KNOWN_WORDS = {
    *("Esc", "Ctrl", "Enter", "Shift", "Tab", "Alt", "Home", "End"),
    *("XLSX", "XLS", "CSV", "DOCX", "PDF", "PNG", "JPEG", "WEBP", "JSON", "HTML", "ODS", "ZIP", "TSV"),
    *("VK", "Telegram", "MAX", "RuTube", "OpenStreetMap", "GeoJSON"),
    *("UTF", "UTC", "SHA", "TOTP", "IP", "QR", "API"),
}
GUIDE = "styleguide/"


@lru_cache(maxsize=1)
def templates() -> tuple[tuple[str, str], ...]:
    found = sorted(path for path in PACKAGE.rglob("*.html") if "templates" in path.parts)
    return tuple((path.relative_to(ROOT).as_posix(), path.read_text()) for path in found)


def said(text: str) -> Iterator[tuple[int, str]]:
    """What a person reads or hears of a template, with its line."""
    bare = re.sub(r"(?s)\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}|<!--.*?-->", _blank, text)
    bare = re.sub(r"\{% block \w+_(class|attrs) %\}[^{]*", _blank, bare)
    bare = re.sub(r"(?s)\{%.*?%\}|\{\{.*?\}\}|<(code|pre|samp)\b.*?</\1>", _blank, bare)
    for match in SPOKEN.finditer(bare):
        yield _line(bare, match.start()), match.group(1)
    for match in re.finditer(r"(?s)(?:^|>)([^<>]+)(?=<|$)", re.sub(r"(?s)<[^>]*>", _tag, bare)):
        yield _line(bare, match.start(1)), re.sub(r"&#?\w+;", " ", match.group(1))


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def _tag(match: re.Match[str]) -> str:
    return "<" + _blank(match)[1:-1] + ">"


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def test_nothing_is_inline_or_foreign() -> None:
    found = [
        f"{where}:{_line(text, match.start())} {what}"
        for where, text in templates()
        for what, pattern in INLINE.items()
        for match in pattern.finditer(text)
    ]
    assert found == []


def test_scripts_and_sheets_call_nobody_else() -> None:
    foreign = re.compile(r"(?:url\(|@import|fetch\(|import\s*\(?)\s*[\"']?(?:https?:)?//")
    sheets = [*PACKAGE.rglob("static/**/*.css"), *PACKAGE.rglob("static/**/*.js")]
    assert sheets
    assert [path.name for path in sheets if foreign.search(path.read_text())] == []


def test_people_are_spoken_to_in_russian() -> None:
    found = [
        f"{where}:{line} {word}"
        for where, text in templates()
        if GUIDE not in where
        for line, words in said(text)
        for word in LATIN.findall(words)
        if word not in KNOWN_WORDS
    ]
    assert found == []


def test_the_listener_hears() -> None:
    heard = " ".join(words for _, words in said('<p title="Hello">Привет {{ name }} <b>you</b>{# no #}</p>'))
    assert LATIN.findall(heard) == ["Hello", "you"]


def test_templates_stand_in_the_web_door() -> None:
    assert {Path(where).parts[:3] for where, _ in templates()} == {("otklik", "doors", "web")}
