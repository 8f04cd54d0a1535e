"""A condition as parametrised SQL that DuckDB and SQLite read alike."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from otklik.kernel.conditions.evaluate import NEGATIONS, window
from otklik.kernel.conditions.schema import SEPARATOR, Field, Schema, field_of, moment_of
from otklik.kernel.conditions.tree import All, Any, Condition, ConditionError, Not, Test
from otklik.kernel.language import index_terms, query_groups

_SIGNS = {"is": "=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def packed(values: Iterable[str]) -> str:
    """A `many` value as its column holds it: «|a|b|», or nothing."""
    kept = [value for value in values if value]
    return f"{SEPARATOR}{SEPARATOR.join(kept)}{SEPARATOR}" if kept else ""


def padded(text: str) -> str:
    """A text as its column of words holds it: index terms with a space around each."""
    return f" {index_terms(text)} "


def to_sql(
    condition: Condition, schema: Schema, *, columns: Mapping[str, str], now: datetime
) -> tuple[str, list[object]]:
    """A clause for WHERE and its parameters; never NULL, and true exactly where `matches` is.

    `columns` names the SQL expression of every field asked. A `many` column holds `packed` text; a day is a
    date (ISO text in SQLite); a moment is a timestamp in UTC without a zone (in SQLite text with a space, as
    Django writes it). `contains_words` asks the column `"<field>.words"`, which holds `padded` text, or NULL
    where the text is NULL.
    """
    match condition:
        case All(parts) | Any(parts):
            joint, nothing = (" AND ", "1=1") if isinstance(condition, All) else (" OR ", "1=0")
            made = [to_sql(part, schema, columns=columns, now=now) for part in parts]
            clause = joint.join(clause for clause, _ in made)
            return (f"({clause})" if made else nothing), [value for _, values in made for value in values]
        case Not(part):
            clause, values = to_sql(part, schema, columns=columns, now=now)
            return f"NOT {clause}", values
        case Test(_, op, _) if op in NEGATIONS:
            positive = Test(condition.field, NEGATIONS[op], condition.value)
            return to_sql(Not(positive), schema, columns=columns, now=now)
        case Test():
            return _test(condition, field_of(condition, schema), columns, now)


def _test(test: Test, asked: Field, columns: Mapping[str, str], now: datetime) -> tuple[str, list[object]]:
    column = _column(asked.name, columns)
    values: list[object] = list(test.value) if isinstance(test.value, tuple) else [test.value]
    if test.op == "is_empty":
        is_text = asked.kind in ("text", "choice", "many")
        return f"({column} IS NULL OR {column} = '')" if is_text else f"({column} IS NULL)", []
    if test.op == "contains_words":
        return _words(str(test.value), _column(f"{asked.name}.words", columns))
    if asked.kind == "many":
        clause = " OR ".join(f"instr({column}, ?) > 0" for _ in values)
        return _known(column, f"({clause})"), [packed([str(value)]) for value in values]
    if test.op == "within_days":
        ends = window(now if asked.kind == "moment" else now.date(), test.value, now)
        return _known(column, f"{column} BETWEEN ? AND ?"), [_parameter(end) for end in ends]
    if asked.kind == "moment":
        values = [_parameter(moment_of(value)) for value in values]
    if test.op == "between":
        return _known(column, f"{column} BETWEEN ? AND ?"), values
    if test.op == "in":
        return _known(column, f"{column} IN ({', '.join('?' * len(values))})"), values
    return _known(column, f"{column} {_SIGNS[test.op]} ?"), values


def _column(name: str, columns: Mapping[str, str]) -> str:
    try:
        return columns[name]
    except KeyError:
        raise ConditionError(f"Поле «{name}» здесь спросить нельзя") from None


def _known(column: str, clause: str) -> str:
    """False, not NULL, where the column is NULL, so that NOT means not."""
    return f"({column} IS NOT NULL AND {clause})"


def _words(words: str, column: str) -> tuple[str, list[object]]:
    clauses: list[str] = []
    values: list[object] = []
    for group in query_groups(words):
        clauses.append("(" + " OR ".join(f"instr({column}, ?) > 0" for _ in group) + ")")
        values += [f" {form} " for form in group]
    return _known(column, " AND ".join(clauses)), values


def _parameter(end: date) -> str:
    if isinstance(end, datetime):
        return end.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return end.isoformat()
