"""Finding a code of the national classifier by its digits or by words of its title."""

from dataclasses import dataclass
from datetime import date

from otklik.kernel import language
from otklik.register.catalog import selectors as catalog

SCHEME = "otk"


@dataclass(frozen=True, slots=True)
class Coded:
    """A code with its title; its words are for the search."""

    code: str
    title: str
    words: tuple[str, ...]


def find(typed: str, *, on: date, most: int) -> list[Coded]:
    """Codes that begin with the digits typed, or whose titles have a word beginning with each word typed."""
    told = typed.strip().casefold()
    if len(told) < 2:
        return []
    known = _codes(on)
    if told[0].isdigit():
        return [one for one in known if one.code.startswith(told)][:most]
    asked = language.tokens(told)
    fits = [one for one in known if all(any(w.startswith(a) for w in one.words) for a in asked)]
    return fits[:most] if asked else []


def _codes(on: date) -> tuple[Coded, ...]:
    rows = catalog.foreign_codes(SCHEME, on=on)
    return tuple(
        Coded(one.code, one.title, tuple(language.tokens(one.title))) for one in rows if one.is_assignable
    )
