"""Channels whose other side fails, put into `CHANNELS` by tests."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from otklik.border.ports.errors import Refused, Unreachable
from otklik.border.ports.messages import Inbound, Outbound, Receipt


class Refusing:
    """The other side says no to everything."""

    kind = "demo"

    def fetch(self, cursor: str) -> Iterator[tuple[Inbound, str]]:
        raise Refused("Площадка отказала: сообщество удалено.")

    def parse(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> Iterator[Inbound]:
        raise Refused("Площадка отказала: сообщество удалено.")

    def reply(self, outbound: Outbound, *, now: datetime) -> Receipt:
        raise Refused("Площадка отказала: сообщество удалено.")


class Silent:
    """The other side does not answer."""

    kind = "demo"

    def fetch(self, cursor: str) -> Iterator[tuple[Inbound, str]]:
        raise Unreachable("Площадка не отвечает.")

    def parse(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> Iterator[Inbound]:
        raise Unreachable("Площадка не отвечает.")

    def reply(self, outbound: Outbound, *, now: datetime) -> Receipt:
        raise Unreachable("Площадка не отвечает.")
