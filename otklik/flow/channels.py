"""Fetching new messages from the channels that are asked for them, and taking those that are pushed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from django.conf import settings

from otklik.border.ports.channel import Channel
from otklik.border.ports.errors import BorderError
from otklik.border.ports.messages import Stream
from otklik.flow.receive import Taken, take
from otklik.ground.places import selectors as places
from otklik.kernel import registry
from otklik.register.intake import selectors as intake_read
from otklik.register.intake import services as intake

_BATCH = 100


@dataclass(frozen=True, slots=True)
class Polled:
    """What a poll of one account brought; `error` is Russian and empty when all went well."""

    title: str
    taken: int
    error: str


def takes(kind: str) -> bool:
    """Whether programs may push messages of this kind: the settings name an adapter that reads them."""
    return kind in settings.CHANNELS


def adapter(kind: str) -> Channel:
    """The adapter of a kind of channel; raises LookupError for a kind that the settings do not name."""
    found: Channel = registry.load(settings.CHANNELS, setting="CHANNELS")[kind]()
    return found


def push(
    account_code: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    municipality_id: int,
    now: datetime,
    actor_id: int | None = None,
) -> list[Taken]:
    """Take in a pushed payload; raises `ports.errors.Unreadable` and LookupError."""
    account = intake_read.open_account(municipality_id, account_code)
    if account is None:
        raise LookupError(account_code)
    return push_to(account, body, headers, now=now, actor_id=actor_id)


def push_to(
    account: intake_read.AccountView,
    body: bytes,
    headers: Mapping[str, str],
    *,
    now: datetime,
    actor_id: int | None = None,
) -> list[Taken]:
    """The same for an account that the door already knows by its token."""
    inbounds = [
        replace(one, stream=Stream(account.stream))
        for one in adapter(account.kind).parse(body, headers, now=now)
    ]
    town = places.municipality(account.municipality_id)
    return take(inbounds, account_id=account.id, town=town, now=now, actor_id=actor_id)


def poll_all(*, now: datetime) -> list[Polled]:
    """Ask every active account whose kind has an adapter; a dead channel does not stop the others."""
    found = []
    for town in places.municipalities():
        for account in intake_read.accounts(town.id):
            if account.is_active and takes(account.kind):
                found.append(_poll(account.id, now=now))
    return found


def _poll(account_id: int, *, now: datetime) -> Polled:
    """Messages are taken and the cursor is moved batch by batch, so that nothing is lost or taken twice."""
    account = intake_read.account_by_id(account_id)
    town, taken = places.municipality(account.municipality_id), 0
    try:
        source = adapter(account.kind).fetch(account.cursor)
        while batch := list(islice(source, _BATCH)):
            done = take([message for message, _ in batch], account_id=account.id, town=town, now=now)
            intake.move_cursor(account.id, batch[-1][1])
            taken += sum(one.verdict == "added" for one in done)
    except BorderError as error:
        return Polled(account.title, taken, str(error))
    return Polled(account.title, taken, "")
