"""Where a follower asks to be told: an e-mail or a telephone, told apart."""

import re

from otklik.casework.duplicates.outbreaks import ContactKind
from otklik.register.cases.rules import phone_key

_EMAIL = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>.]+(?:\.[^@\s,;<>.]+)+")
_PHONE = re.compile(r"\+?[\d\s()\-.]{10,24}")
_LONGEST = 254


class BadContact(ValueError):
    """Nobody can be told there; the message is Russian and says what to write."""


def read(told: str) -> tuple[ContactKind, str]:
    """The kind and the address as it is kept; raises `BadContact`."""
    written = told.strip()
    if _EMAIL.fullmatch(written) and len(written) <= _LONGEST:
        return ContactKind.EMAIL, written
    if _PHONE.fullmatch(written) and (ten := phone_key(written)):
        return ContactKind.PHONE, f"+7{ten}"
    raise BadContact(
        "Напишите почту (name@example.ru) или телефон с кодом (+7 900 000-00-00), чтобы мы могли сообщить."
    )
