"""Anti-spam without foreign services: a signed key of the rendered form, a bait field, limits by address."""

from datetime import timedelta
from uuid import uuid4

from django.core import signing

BAIT = "subject"
QUICKEST = timedelta(seconds=3)
LONGEST = timedelta(days=7)
MOST_MESSAGES, MESSAGES_SECONDS = 20, 3600
MOST_HINTS, HINTS_SECONDS = 90, 60
MOST_FOLLOWS, FOLLOWS_SECONDS = 30, 3600
_SIGNER = signing.TimestampSigner(salt="otklik.citizen.form")


class Hasty(ValueError):
    """The form came back sooner than a person writes."""


class Stale(ValueError):
    """The key is not ours or is too old."""


def new_key() -> str:
    """A key for one rendered form: the same form sent twice makes one case."""
    return _SIGNER.sign(uuid4().hex)


def read_key(signed: str) -> str:
    """The key of a form that came back; raises `Stale` and `Hasty`."""
    try:
        key = _SIGNER.unsign(signed, max_age=LONGEST)
    except signing.BadSignature as error:
        raise Stale from error
    try:
        _SIGNER.unsign(signed, max_age=QUICKEST)
    except signing.SignatureExpired:
        return key
    raise Hasty
