"""Personal data in free text: where it is, and the text without it."""

from dataclasses import dataclass

from otklik.kernel.personal import marks, names

LABELS = {
    "profile": "профиль",
    "email": "почта",
    "nick": "ник",
    "card": "карта",
    "account": "счёт",
    "snils": "СНИЛС",
    "inn": "ИНН",
    "passport": "паспорт",
    "birth": "дата рождения",
    "phone": "телефон",
    "name": "имя",
    "flat": "квартира",
}

__all__ = ["LABELS", "Span", "mask", "spans"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text that tells of a person; `kind` is a key of `LABELS`."""

    start: int
    end: int
    kind: str


def spans(text: str) -> list[Span]:
    """Personal data of a text in its order, not overlapping.

    Known by shape and keyword: phones, e-mails, profiles, cards, accounts, СНИЛС, ИНН, passports, birth dates
    and flats; by morphology: names with a patronymic, with initials, or of a forename and a surname.
    Streets named after people stay.
    """
    found: list[Span] = []
    covered = bytearray(len(text))
    for start, end, kind in (*marks.find(text), *((*place, "name") for place in names.find(text))):
        if not any(covered[start:end]):
            covered[start:end] = b"1" * (end - start)
            found.append(Span(start, end, kind))
    return sorted(found, key=lambda span: span.start)


def mask(text: str) -> str:
    """The text with «[телефон]», «[имя]» in place of personal data; masking again changes nothing."""
    while found := spans(text):
        parts: list[str] = []
        done = 0
        for span in found:
            parts += text[done : span.start], f"[{LABELS[span.kind]}]"
            done = span.end
        text = "".join(parts) + text[done:]
    return text
