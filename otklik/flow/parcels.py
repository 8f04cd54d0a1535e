"""Values packed for another process: frozen ones by their fields, at half the cost of the ordinary way."""

import io
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any


def packed(told: object) -> bytes:
    """The value as bytes for `unpacked` of another process of this program."""
    bytes_ = io.BytesIO()
    _Packer(bytes_, protocol=pickle.HIGHEST_PROTOCOL).dump(told)
    return bytes_.getvalue()


def unpacked(parcel: bytes) -> Any:
    """What was `packed` by a process of our own; never for bytes from outside."""
    return pickle.loads(parcel)  # noqa: S301


class _Packer(pickle.Pickler):
    def reducer_override(self, thing: Any) -> Any:
        kind: Any = type(thing)
        values = _values(kind)
        return NotImplemented if values is None else (_made, (kind, values(thing)))


@cache
def _values(kind: Any) -> Callable[[object], Any] | None:
    """All fields of a slotted dataclass at once; None for a value of another kind."""
    if not is_dataclass(kind) or not hasattr(kind, "__slots__"):
        return None
    names = [field.name for field in fields(kind)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda thing: tuple(getattr(thing, name) for name in names)


@cache
def _setters(kind: Any) -> tuple[Callable[[object, object], None], ...]:
    """Slots are set by themselves: a frozen value refuses only what goes through its class."""
    return tuple(getattr(kind, field.name).__set__ for field in fields(kind))


def _made(kind: type, values: tuple[object, ...]) -> object:
    thing: Any = object.__new__(kind)
    for put, value in zip(_setters(kind), values, strict=True):
        put(thing, value)
    return thing
