"""How many notices a person has not read: asked once in half a minute, whatever pages are opened."""

from django.core.cache import cache

from otklik.casework.control import selectors as control

SECONDS = 30


def unread(user_id: int) -> int:
    """The number on the bell."""
    kept = cache.get(_key(user_id))
    if kept is None:
        kept = control.unread(user_id)
        cache.set(_key(user_id), kept, SECONDS)
    return int(kept)


def forget(user_id: int) -> None:
    """The person has just read something."""
    cache.delete(_key(user_id))


def _key(user_id: int) -> str:
    return f"bell:{user_id}"
