"""The hotline: what the operator writes down from a call."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from otklik.border.ports.messages import Inbound, Outbound, Receipt, Stream
from otklik.border.readers.identity import stable_id
from otklik.border.readers.payload import Payload


class Phone:
    """Messages come as the JSON of the operator's entry; the answer is told by telephone."""

    kind = "phone"

    def fetch(self, cursor: str) -> Iterator[tuple[Inbound, str]]:
        """Nothing: the operator pushes."""
        return iter(())

    def parse(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> Iterator[Inbound]:
        """The one message of the call."""
        yield Payload(body).inbound(self.kind, Stream.HOTLINE, now=now)

    def reply(self, outbound: Outbound, *, now: datetime) -> Receipt:
        """The answer is given when the operator has told it; one key gives one receipt."""
        return Receipt(external_id=stable_id(self.kind, outbound.key), sent_at=now)
