"""A message made ready to be kept: clean texts, a key that fits, and one canonical writing."""

import hashlib
import json
from dataclasses import fields, replace
from typing import TypeVar

from otklik.border.ports.messages import Author, Inbound, Place, Record, Step
from otklik.kernel import language
from otklik.register.intake.services import Raw


def tidy_record(record: Record) -> Record:
    """The record with its text made tidy."""
    inbound = tidy(record.inbound)
    return record if inbound is record.inbound else replace(record, inbound=inbound)


def tidy(inbound: Inbound) -> Inbound:
    """All that is told without control characters and halves of letters; nothing readable is lost."""
    author, place = _cleaned(inbound.author), _cleaned(inbound.place)
    text = language.clean(inbound.text)
    if text != inbound.text or author is not inbound.author or place is not inbound.place:
        inbound = replace(inbound, text=text, author=author, place=place)
    return _cleaned(inbound)


T = TypeVar("T", Inbound, Author, Place)


def _cleaned(told: T) -> T:
    """The value with its texts clean; itself where they are, which is nearly always."""
    dirty = {
        field.name: language.clean(value)
        for field in fields(told)
        if field.name != "text"
        and isinstance(value := getattr(told, field.name), str)
        and not value.isprintable()
    }
    return replace(told, **dirty) if dirty else told  # type: ignore[arg-type]  # only texts are named


def raw_of(record: Record) -> Raw:
    inbound = record.inbound
    return Raw(_key(inbound.external_id), body_of(record), inbound.received_at, inbound.text)


def _key(external_id: str) -> str:
    """An endless id is cut with a mark of the whole, so that two of one beginning stay two."""
    if len(external_id) <= _LONGEST_ID:
        return external_id
    whole = hashlib.sha256(external_id.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return f"{external_id[: _LONGEST_ID - 25]}~{whole}"


def body_of(record: Record) -> str:
    """The message as it was told, without the bytes of its files; the same row gives the same text."""
    inbound = record.inbound
    told = {name: getattr(inbound, name) for name in _INBOUND}
    told["author"] = {name: getattr(inbound.author, name) for name in _AUTHOR}
    told["place"] = {name: getattr(inbound.place, name) for name in _PLACE}
    told["attachments"] = [one.name for one in inbound.attachments]
    rest = {name: getattr(record, name) for name in _RECORD}
    rest["steps"] = [{name: getattr(step, name) for name in _STEP} for step in record.steps]
    told = {**rest, "facts": dict(record.facts), "inbound": told}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))


_INBOUND, _AUTHOR, _PLACE, _STEP = ([f.name for f in fields(c)] for c in (Inbound, Author, Place, Step))
_LONGEST_ID = 200
_RECORD = [f.name for f in fields(Record) if f.name not in ("row", "inbound", "facts")]
