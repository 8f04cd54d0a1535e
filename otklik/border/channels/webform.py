"""The town's own form on the web."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from otklik.border.ports.errors import Refused
from otklik.border.ports.messages import Inbound, Outbound, Receipt, Stream
from otklik.border.readers.identity import stable_id
from otklik.border.readers.payload import Payload

NORM_OF_CONSENT = "152-ФЗ, ст. 9, ч. 1"
_PERSONAL = ("name", "phone", "email", "postal_address")


class Webform:
    """Messages come as the JSON of the form; the answer is read on the public page of the case."""

    kind = "webform"

    def fetch(self, cursor: str) -> Iterator[tuple[Inbound, str]]:
        """Nothing: the form pushes."""
        return iter(())

    def parse(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> Iterator[Inbound]:
        """The one message of the form; who names himself must have agreed (152-ФЗ, ст. 9, ч. 1)."""
        payload = Payload(body)
        if any(payload.text(name) for name in _PERSONAL) and not payload.is_set("consent"):
            raise Refused("Чтобы оставить имя или контакты, согласитесь на обработку персональных данных.")
        yield payload.inbound(self.kind, Stream.DIGITAL, now=now)

    def reply(self, outbound: Outbound, *, now: datetime) -> Receipt:
        """The answer is given when it stands on the public page; one key gives one receipt."""
        return Receipt(external_id=stable_id(self.kind, outbound.key), sent_at=now)
