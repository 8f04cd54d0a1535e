"""A channel with nobody behind it, for the demonstration town and for tests of the road."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from otklik.border.ports.messages import Inbound, Outbound, Receipt, Stream
from otklik.border.readers.identity import stable_id
from otklik.border.readers.payload import Payload


class Demo:
    """Messages come as the JSON of the form; every answer is accepted at once."""

    kind = "demo"

    def fetch(self, cursor: str) -> Iterator[tuple[Inbound, str]]:
        """Nothing: the demonstration pushes."""
        return iter(())

    def parse(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> Iterator[Inbound]:
        """The one message of the payload."""
        yield Payload(body).inbound(self.kind, Stream.DIGITAL, now=now)

    def reply(self, outbound: Outbound, *, now: datetime) -> Receipt:
        """Accepted at once; one key gives one receipt."""
        return Receipt(external_id=stable_id(self.kind, outbound.key), sent_at=now)
