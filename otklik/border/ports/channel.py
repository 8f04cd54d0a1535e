"""What a channel can do."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol

from otklik.border.ports.messages import Inbound, Outbound, Receipt


class Channel(Protocol):
    """A way by which citizens write and are answered; errors are those of `ports.errors`."""

    kind: str

    def fetch(self, cursor: str) -> Iterator[tuple[Inbound, str]]:
        """New messages after `cursor`, each with the cursor that follows it (pull channels)."""

    def parse(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> Iterator[Inbound]:
        """The messages in a pushed payload (push channels)."""

    def reply(self, outbound: Outbound, *, now: datetime) -> Receipt:
        """Send the answer where the citizen wrote."""
