"""What every channel adapter must do; a new channel adds its payloads and asks the same questions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, datetime, timedelta

from otklik.border.ports.channel import Channel
from otklik.border.ports.errors import BorderError
from otklik.border.ports.messages import Inbound, Outbound, Receipt

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Conformance:
    """A channel with payloads it must read, payloads it must not, and a cursor to start from."""

    channel: Channel
    payloads: tuple[bytes, ...]
    broken: tuple[bytes, ...]
    headers: Mapping[str, str] = field(default_factory=dict)
    cursor: str = ""

    def parsed(self, body: bytes, now: datetime = NOW) -> list[Inbound]:
        return list(self.channel.parse(body, self.headers, now=now))

    def check_the_same_payload_gives_the_same_names(self) -> None:
        for body in self.payloads:
            first = [inbound.external_id for inbound in self.parsed(body)]
            again = [inbound.external_id for inbound in self.parsed(body, NOW + timedelta(minutes=1))]
            assert first and all(first) and first == again

    def check_different_payloads_have_different_names(self) -> None:
        names = [inbound.external_id for body in self.payloads for inbound in self.parsed(body)]
        assert len(set(names)) == len(names)

    def check_nothing_but_port_values_comes_out(self) -> None:
        for body in self.payloads:
            for inbound in self.parsed(body):
                assert type(inbound) is Inbound
                assert inbound.channel == self.channel.kind
                assert inbound.text and inbound.received_at.utcoffset() == timedelta(0)
                _check_port_values(inbound)

    def check_a_broken_payload_is_a_border_error(self) -> None:
        for body in self.broken:
            try:
                found = self.parsed(body)
            except BorderError as error:
                assert str(error), "the operator must be told something"
            else:
                raise AssertionError(f"{body[:60]!r} gave {found}")

    def check_the_cursor_never_goes_back(self) -> None:
        cursor = self.cursor
        for _, following in self.channel.fetch(self.cursor):
            assert following >= cursor
            cursor = following
        assert [name for name, _ in self.channel.fetch(cursor)] == []

    def check_one_key_is_one_sending(self) -> None:
        outbound = Outbound(
            key="answer-1", channel=self.channel.kind, text="Сделано", reply_to="1", thread_id="1"
        )
        receipt = self.channel.reply(outbound, now=NOW)
        again = self.channel.reply(outbound, now=NOW + timedelta(hours=1))
        assert type(receipt) is Receipt and receipt.external_id and receipt.external_id == again.external_id
        other = Outbound(
            key="answer-2", channel=self.channel.kind, text="Сделано", reply_to="1", thread_id="1"
        )
        assert self.channel.reply(other, now=NOW).external_id != receipt.external_id


def _check_port_values(value: object) -> None:
    """Only values of the ports and plain ones: no foreign object leaks through an adapter."""
    assert type(value).__module__ in ("builtins", "datetime", "otklik.border.ports.messages")
    if is_dataclass(value):
        for each in fields(value):
            _check_port_values(getattr(value, each.name))
    elif isinstance(value, tuple):
        for each in value:
            _check_port_values(each)


CHECKS = tuple(name for name in vars(Conformance) if name.startswith("check_"))
