"""Letters to the people of the centre: what is sent, and by whom."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A plain text to one address; `key` is the same for the same letter sent twice."""

    key: str
    address: str
    subject: str
    text: str


class Mailer(Protocol):
    """Raises `ports.errors.Unreachable` to be tried again, `Refused` where trying again will not help."""

    def send(self, letter: Letter) -> None: ...
