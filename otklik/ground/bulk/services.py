"""Inserting rows by the hundred: nine tenths of `bulk_create` is making SQL, this makes it once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from otklik.ground.bulk import direct

Convert = Callable[[Any], Any]


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[int]:
    """Insert rows of values in the order of the named fields (attribute names, `topic_id` for a key).

    Fields that are not named get their default in the database's terms. Returns the new ids in the order of
    the rows. Call it inside a transaction: ids are reserved first, which on SQLite needs its one writer.
    """
    values = list(rows)
    ids = reserve(model, len(values)) if values else []
    _write(model, ("id", *names), [(new_id, *row) for new_id, row in zip(ids, values, strict=True)])
    return ids


def add(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """As `insert`, where nobody needs the ids: the database gives them in the order of the rows."""
    _write(model, tuple(names), list(rows))


def add_missing(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """As `add`, passing over rows whose unique keys are there already."""
    _write(model, tuple(names), list(rows), end=" ON CONFLICT DO NOTHING")


def tell(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """A statement of the room's own for every row of values as the driver takes them."""
    direct.tell(sql, rows)


def _write(
    model: type[models.Model], names: tuple[str, ...], rows: Sequence[Sequence[Any]], *, end: str = ""
) -> None:
    if not rows:
        return
    sql, converts, tail = _statement(model, names, direct.vendor())
    ready = []
    for row in rows:
        told = [*row, *tail]
        for place, convert in converts:
            told[place] = convert(told[place])
        ready.append(told)
    direct.tell(sql + end, ready)


def reserve(model: type[models.Model], count: int) -> list[int]:
    """The next ids of the table, which nobody else will get."""
    table = model._meta.db_table
    if direct.vendor() == "postgresql":
        sql = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        return [int(row[0]) for row in direct.ask(sql, [table, count])]
    found = direct.ask("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    last = int(found[0][0]) if found else 0
    return list(range(last + 1, last + count + 1))


@lru_cache(maxsize=64)
def _statement(
    model: type[models.Model], names: tuple[str, ...], vendor: str
) -> tuple[str, tuple[tuple[int, Convert], ...], tuple[Any, ...]]:
    """The INSERT, the converters with their places, and the defaults."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    left = [field for name, field in fields.items() if name not in names and not field.primary_key]
    missing = [field.name for field in left if not field.has_default() and not field.null and not field.blank]
    if missing or set(names) - set(fields):
        raise LookupError(f"{model.__name__}: {missing or set(names) - set(fields)}")
    columns = [*(fields[name].column for name in names), *(field.column for field in left)]
    places = ", ".join(["%s"] * len(columns))
    quoted = ", ".join(f'"{column}"' for column in columns)
    tail = tuple(_converter(field, vendor)(field.get_default()) for field in left)
    sql = f'INSERT INTO "{model._meta.db_table}" ({quoted}) VALUES ({places})'  # noqa: S608  # our own names
    found = [(place, _sparing(fields[name], vendor)) for place, name in enumerate(names)]
    return sql, tuple((place, convert) for place, convert in found if convert), tail


def _sparing(field: models.Field[Any, Any], vendor: str) -> Convert | None:
    """No converter for what the driver takes as it is: numbers, plain texts, flags."""
    plain = (
        models.IntegerField, models.FloatField, models.BooleanField, models.ForeignKey, models.BigAutoField,
    )  # fmt: skip
    return None if isinstance(field, plain) else _converter(field, vendor)


def _converter(field: models.Field[Any, Any], vendor: str) -> Convert:
    if isinstance(field, models.DateTimeField):
        return moment
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    if isinstance(field, models.JSONField):
        if vendor == "postgresql":
            return lambda value: field.get_db_prep_save(value, connection)
        return _json
    if isinstance(field, (models.CharField, models.TextField)):
        return _text
    return lambda value: value


@lru_cache(maxsize=8192)
def moment(value: datetime | None) -> Any:
    """A time as the driver takes it, for statements of our own."""
    """A time as the driver takes it, for statements of our own."""
    return connection.ops.adapt_datetimefield_value(value)


_ENCODER = DjangoJSONEncoder()


def _json(value: Any) -> str | None:
    if value is None:
        return None
    if value == {}:
        return "{}"
    return _ENCODER.encode(value)


def _text(value: Any) -> Any:
    """Members of enumerations go as their texts."""
    return value if value is None or type(value) is str else str(value)
