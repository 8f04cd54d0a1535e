"""The condition language: Python and SQL say the same of any record; any JSON is understood or refused."""

import sqlite3
from datetime import UTC, date, datetime

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.kernel import conditions
from otklik.kernel.conditions import All, Any, Not, Test
from tests.kernel.records import NOW, RECORD, SCHEMA

WORDS = st.sampled_from(["яма", "ямы", "дорогой", "снег", "Снега", "стекло", "12а", "нет", "вода", "воды"])
TEXTS = st.lists(WORDS, max_size=5).map(" ".join)
TAGS = st.sampled_from(["дети", "дет", "срочно", "100%", "_", "а'б"])
DAYS = st.dates(date(2026, 3, 5), date(2026, 3, 15))
MOMENTS = st.datetimes(
    datetime.fromisoformat("2026-03-08"),
    datetime.fromisoformat("2026-03-12"),
    timezones=st.sampled_from([UTC, NOW.tzinfo]),
)
NUMBERS = st.integers(-3, 3) | st.sampled_from([0.5, -1.5, 2.0, -0.0])
VALUES: dict[str, st.SearchStrategy[object]] = {
    "topic": st.sampled_from(["roads", "water", "snow"]),
    "text": TEXTS,
    "rating": NUMBERS,
    "tags": TAGS,
    "repeat": st.booleans(),
    "due": DAYS.map(date.isoformat),
    "received": MOMENTS.map(datetime.isoformat),
}
RECORDS = st.fixed_dictionaries(
    {
        "topic": st.none() | VALUES["topic"] | st.just(""),
        "text": st.none() | TEXTS,
        "rating": st.none() | NUMBERS,
        "tags": st.none() | st.lists(TAGS, max_size=3).map(tuple),
        "repeat": st.none() | st.booleans(),
        "due": st.none() | DAYS,
        "received": st.none() | MOMENTS,
    }
)


@st.composite
def suitable(draw: st.DrawFn) -> Test:
    """A test that suits the schema."""
    name = draw(st.sampled_from(sorted(SCHEMA)))
    op = draw(st.sampled_from(conditions.schema.ALLOWED[SCHEMA[name].kind]))
    if op in ("is_empty", "is_not_empty"):
        return Test(name, op)
    if op == "within_days":
        return Test(name, op, draw(st.integers(-4, 4)))
    if op == "contains_words":
        return Test(name, op, " ".join(draw(st.lists(WORDS, min_size=1, max_size=3))))
    if op == "between":
        order = conditions.schema.moment_of if name == "received" else None
        pair = draw(st.tuples(VALUES[name], VALUES[name]))
        return Test(name, op, tuple(sorted(pair, key=order)))  # type: ignore[arg-type, type-var]
    if op in ("in", "not_in"):
        return Test(name, op, tuple(draw(st.lists(VALUES[name], min_size=1, max_size=3))))  # type: ignore[arg-type]
    return Test(name, op, draw(VALUES[name]))  # type: ignore[arg-type]


TREES = st.recursive(
    suitable(),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts)))
        | st.lists(inner, max_size=3).map(lambda parts: Any(tuple(parts)))
        | inner.map(Not)
    ),
    max_leaves=6,
)
COLUMNS = {name: f"c.{name}" for name in SCHEMA} | {"text.words": "c.text_words"}
TABLE = (
    "CREATE TABLE c (id INTEGER, topic TEXT, text TEXT, text_words TEXT, rating DOUBLE, tags TEXT,"
    " repeat BOOLEAN, due DATE, received TIMESTAMP)"
)


def row(number: int, record: dict[str, object]) -> list[object]:
    """A record as both databases keep it."""
    text, tags, due, received = record["text"], record["tags"], record["due"], record["received"]
    return [
        number,
        record["topic"],
        text,
        None if text is None else conditions.padded(str(text)),
        record["rating"],
        None if tags is None else conditions.packed(tags),  # type: ignore[arg-type]
        record["repeat"],
        due.isoformat() if isinstance(due, date) else None,
        received.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
        if isinstance(received, datetime)
        else None,
    ]


LITE = sqlite3.connect(":memory:", isolation_level=None)
DUCK = duckdb.connect(":memory:")
for connection in (LITE, DUCK):
    connection.execute(TABLE)


@settings(max_examples=300, deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=6), st.lists(TREES, min_size=1, max_size=6))
def test_sql_says_the_same(records: list[dict[str, object]], trees: list[conditions.Condition]) -> None:
    for connection in (LITE, DUCK):
        connection.execute("DELETE FROM c")
        for number, record in enumerate(records):
            connection.execute("INSERT INTO c VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row(number, record))
    for condition in trees:
        conditions.check(condition, SCHEMA)
        expected = [n for n, record in enumerate(records) if conditions.matches(condition, record, now=NOW)]
        clause, values = conditions.to_sql(condition, SCHEMA, columns=COLUMNS, now=NOW)
        for connection in (LITE, DUCK):
            found = connection.execute(f"SELECT id FROM c WHERE {clause} ORDER BY id", values).fetchall()
            assert [number for (number,) in found] == expected, (clause, values)
            never_null = connection.execute(f"SELECT count(*) FROM c WHERE ({clause}) IS NULL", values)
            assert never_null.fetchone() == (0,)


@given(TREES)
def test_what_is_dumped_is_parsed_back(condition: conditions.Condition) -> None:
    assert conditions.parse(conditions.dump(condition)) == condition
    assert conditions.say(condition, SCHEMA)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["all", "any", "not", "field", "op", "value"]), inner, max_size=3)
        | st.fixed_dictionaries(
            {
                "field": st.sampled_from(sorted(SCHEMA)),
                "op": st.sampled_from(conditions.tree.OPS),
                "value": inner,
            }
        )
    ),
    max_leaves=8,
)


@given(JSON)
def test_any_json_is_understood_or_refused(source: object) -> None:
    try:
        condition = conditions.parse(source)
        conditions.check(condition, SCHEMA)
    except conditions.ConditionError:
        return
    conditions.matches(condition, RECORD, now=NOW)
    conditions.say(condition, SCHEMA)
    clause, values = conditions.to_sql(condition, SCHEMA, columns=COLUMNS, now=NOW)
    for connection in (LITE, DUCK):
        connection.execute(f"SELECT id FROM c WHERE {clause}", values)
