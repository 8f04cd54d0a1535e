"""Keeping fingerprints of cases, and renewing them when a person has corrected topic or place."""

from collections.abc import Sequence

from otklik.casework.duplicates import keys
from otklik.casework.duplicates.comparing import Told
from otklik.casework.duplicates.models import Fingerprint
from otklik.casework.duplicates.selectors.looking import COLUMNS
from otklik.ground.bulk import services as bulk

_NAMES = ("case_id", *COLUMNS, "signature", "words", "numbers", "topic_id", "received")


def keep(told: Sequence[Told], *, municipality_id: int) -> None:
    """One row a case; call it inside the transaction that registers them."""
    bulk.add(Fingerprint, _NAMES, [_row(one, municipality_id) for one in told])


def renew(one: Told, *, municipality_id: int) -> None:
    """The same case with another topic or place."""
    values = dict(zip(_NAMES[1:], _row(one, municipality_id)[1:], strict=True))
    Fingerprint.objects.update_or_create(case_id=one.case_id, defaults=values)


def _row(one: Told, town: int) -> tuple[object, ...]:
    found = keys.keys_of(one.print, one.spot, one.authors, at=one.at, town=town)
    return (
        one.case_id, *found.bands, found.same, found.street, found.cell, *found.authors, one.print.signature,
        one.print.words, one.print.numbers, one.spot.topic_id or None, int(one.at.timestamp()),
    )  # fmt: skip
