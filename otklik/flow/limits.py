"""How often one address may ask a door that is open to everybody."""

from django.core.cache import cache


def spend(what: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more; false beyond `most` within the window that the first one opened."""
    key = _key(what, who)
    if cache.add(key, 1, seconds):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:  # the window has closed in between
        cache.set(key, 1, seconds)
        return True


def is_spent(what: str, who: str, *, most: int) -> bool:
    """Whether the limit has been reached, without counting."""
    return int(cache.get(_key(what, who), 0)) >= most


def _key(what: str, who: str) -> str:
    return f"limit:{what}:{who.encode().hex()[:180]}"
