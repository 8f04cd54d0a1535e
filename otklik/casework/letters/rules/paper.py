"""A letter as it is printed: the letterhead, the requisites, the words, who signs and who wrote."""

import re
from dataclasses import dataclass, field
from datetime import date

_ITEM = re.compile(r"\s*(?:[—–•-]|\d{1,2}[.)])\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The letterhead of a body (ГОСТ Р 7.0.97-2016, разд. 5, п. 5.1–5.9); lines are printed as told.

    `is_corner`: the head stands in the left corner beside the addressee, else across the page.
    `arms` is PNG or JPEG; empty where there is none.
    """

    body: str
    above: str = ""
    address: str = ""
    contacts: str = ""
    codes: str = ""
    is_corner: bool = True
    arms: bytes = b""
    arms_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs; `acting_for` is by what right where it is not by the post itself."""

    position: str = ""
    name: str = ""
    acting_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a person writes in a letter: everything but its number, its head and its seal."""

    addressee: str
    subject: str
    body: str
    salutation: str = ""
    enclosures: str = ""
    on_number: str = ""
    on_date: date | None = None
    signatory: Signatory = field(default_factory=Signatory)
    executor: str = ""
    executor_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A letter ready to be printed; without a number it is a draft and says so. `link` goes into the code."""

    title: str
    head: Head
    words: Wording
    number: str = ""
    dated_on: date
    link: str = ""

    @property
    def is_draft(self) -> bool:
        return not self.number


def day_in_words(day: date) -> str:
    """As letters are dated: «02.03.2026»."""
    return f"{day:%d.%m.%Y}"


def reference(words: Wording) -> str:
    """«На № 15-к от 01.03.2026»; empty where the author gave neither."""
    number = f"№ {words.on_number}" if words.on_number else ""
    on = f"от {day_in_words(words.on_date)}" if words.on_date else ""
    return f"На {' '.join(filter(None, (number, on)))}" if number or on else ""


def paragraphs(text: str) -> list[str]:
    """Paragraphs of a text: empty lines part them, and so do items of a list; other ends of lines stand."""
    found: list[str] = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        for number, line in enumerate(block.strip("\n").split("\n")):
            if not line.strip():
                continue
            is_new = not number or _ITEM.match(line)
            found = [*found, line] if is_new else [*found[:-1], f"{found[-1]}\n{line}"]
    return found


def lines(text: str) -> list[str]:
    return [one.strip() for one in text.splitlines() if one.strip()]
