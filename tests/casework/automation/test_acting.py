"""Rules at work: compiled conditions, order, stops, failures, implication and health."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.casework.automation.rules import health, implying, shape
from otklik.casework.automation.rules.acting import Hit, Ruleset, Version, fold, topics_named
from otklik.casework.automation.rules.compiling import TERMS, compiled, terms_of
from otklik.casework.automation.rules.effects import Effects, Internal
from otklik.casework.automation.rules.fields import FIELDS
from otklik.casework.automation.rules.shape import Body
from otklik.kernel import conditions
from otklik.kernel.conditions import All, Any, Condition, Not, Test

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=3)))
TODAY = NOW.date()
GROUPS = {"10": ("1", "2"), "20": ("3",)}
WORDS = ("яма", "ямы", "дорогой", "снег", "стекло", "вода", "12а")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
VALUES: dict[str, st.SearchStrategy[object]] = {
    "choice": st.sampled_from(["1", "2", "3"]),
    "many": st.sampled_from(["1", "2", "3"]),
    "text": st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join),
    "number": st.integers(0, 4),
    "flag": st.booleans(),
    "day": st.dates(date(2026, 11, 20), date(2026, 11, 24)).map(date.isoformat),
}
OF_RECORD = {
    "choice": st.none() | st.sampled_from(["1", "2", "3"]),
    "many": st.lists(st.sampled_from(["1", "2", "3"]), max_size=2, unique=True).map(tuple),
    "text": TEXTS,
    "number": st.none() | st.integers(0, 4),
    "flag": st.booleans(),
    "day": st.dates(date(2026, 11, 20), date(2026, 11, 24)),
}


@st.composite
def records(draw: st.DrawFn) -> dict[str, object]:
    record = {name: draw(OF_RECORD[asked.kind]) for name, asked in FIELDS.items() if name != "group"}
    record["group"] = next((group for group, topics in GROUPS.items() if record["topic"] in topics), None)
    return record | {TERMS: terms_of(str(record["text"]))}


@st.composite
def questions(draw: st.DrawFn) -> Test:
    name = draw(st.sampled_from(sorted(FIELDS)))
    kind = FIELDS[name].kind
    op = draw(st.sampled_from(["contains_words"] if name == "text" else conditions.schema.ALLOWED[kind]))
    value = st.sampled_from(["10", "20"]) if name == "group" else VALUES[kind]
    if op.endswith("empty"):
        return Test(name, op)
    if op == "contains_words":
        return Test("text", op, draw(value))  # type: ignore[arg-type]
    if op in ("in", "not_in"):
        return Test(name, op, tuple(draw(st.lists(value, min_size=1, max_size=3))))  # type: ignore[arg-type]
    if op == "between":
        return Test(name, op, tuple(sorted(draw(st.tuples(value, value)))))  # type: ignore[type-var, arg-type]
    if op == "within_days":
        return Test(name, "ge", draw(value))  # type: ignore[arg-type]
    return Test(name, op, draw(value))  # type: ignore[arg-type]


TREES: st.SearchStrategy[Condition] = st.recursive(
    questions(),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts)))
        | st.lists(inner, max_size=3).map(lambda parts: Any(tuple(parts)))
        | inner.map(Not)
    ),
    max_leaves=6,
)

FULL: st.SearchStrategy[Condition] = st.recursive(
    questions(),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts)))
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: Any(tuple(parts)))
        | inner.map(Not)
    ),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None)
@given(TREES, st.lists(records(), min_size=1, max_size=8))
def test_the_compiled_condition_says_what_the_language_says(
    condition: Condition, known: list[dict[str, object]]
) -> None:
    holds = compiled(condition)
    for record in known:
        assert holds(record) is conditions.matches(condition, record, now=NOW)


@settings(max_examples=200, deadline=None)
@given(FULL, st.lists(records(), min_size=1, max_size=5))
def test_a_tidy_condition_says_the_same(condition: Condition, known: list[dict[str, object]]) -> None:
    tidied = shape.tidy(condition)
    assert shape.tidy(tidied) == tidied
    for record in known:
        assert compiled(tidied)(record) is compiled(condition)(record)


@settings(max_examples=800, deadline=None)
@given(TREES, TREES, st.lists(records(), min_size=1, max_size=12))
def test_what_is_implied_holds_and_what_is_impossible_does_not(
    told: Condition, asked: Condition, known: list[dict[str, object]]
) -> None:
    joined = All((asked, told))
    for record in known:
        if implying.implies(told, asked, groups=GROUPS) and compiled(told)(record):
            assert compiled(asked)(record)
        assert not (implying.is_impossible(joined) and compiled(joined)(record))
        topics = topics_named(told, GROUPS)
        assert topics is None or not compiled(told)(record) or record["topic"] in topics


IMPLIED = [
    (Test("topic", "is", "1"), Test("topic", "in", ("1", "2"))),
    (Test("topic", "is", "1"), Test("group", "is", "10")),
    (Test("topic", "is", "1"), Test("topic", "not_in", ("3",))),
    (Test("topic", "is", "1"), Test("topic", "is_not_empty")),
    (Test("hour", "between", (9, 12)), Test("hour", "ge", 8)),
    (Test("hour", "gt", 8), Test("hour", "ge", 8)),
    (Test("text", "contains_words", "яма снег"), Test("text", "contains_words", "яма")),
    (All((Test("topic", "is", "1"), Test("hour", "ge", 9))), Test("topic", "is", "1")),
    (Test("topic", "is", "1"), shape.ALWAYS),
    (Any((Test("topic", "is", "1"), Test("topic", "is", "2"))), Test("group", "is", "10")),
    (Not(Test("topic", "in", ("1", "2"))), Not(Test("topic", "is", "1"))),
]


@pytest.mark.parametrize(("told", "asked"), IMPLIED)
def test_implied(told: Condition, asked: Condition) -> None:
    assert implying.implies(told, asked, groups=GROUPS)
    assert told == asked or not implying.implies(asked, told, groups=GROUPS)


IMPOSSIBLE = [
    All((Test("topic", "is", "1"), Test("topic", "is", "2"))),
    All((Test("topic", "in", ("1", "2")), Test("topic", "not_in", ("1", "2")))),
    All((Test("hour", "ge", 18), Test("hour", "le", 8))),
    All((Test("street", "is_empty"), Test("street", "is", "1"))),
    Any((All((Test("fast_track", "is", True), Test("fast_track", "is", False))), Any(()))),
]


@pytest.mark.parametrize("condition", IMPOSSIBLE)
def test_impossible(condition: Condition) -> None:
    assert implying.is_impossible(condition)


def version(rule: int, condition: Condition, effects: Effects, **more: object) -> Version:
    return Version(
        rule_id=rule, version_id=100 + rule, number=1, title=f"Правило {rule}",
        body=Body(condition, effects), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def message(**told: object) -> dict[str, object]:
    return dict.fromkeys(FIELDS) | {"signs": (), TERMS: " "} | told


FIRST = version(1, Test("topic", "is", "1"), Effects(recipient=5, tags=("яма",)))
SECOND = version(
    2, Test("group", "is", "10"), Effects(recipient=6, internal=Internal(2, "days"), tags=("яма", "дорога"))
)
THIRD = version(3, shape.ALWAYS, Effects(urgency=1))


def test_the_first_decides_an_effect_and_tags_gather() -> None:
    rules = Ruleset([FIRST, SECOND, THIRD], topics_of_group=GROUPS)
    acted = rules.act(message(topic="1", group="10"), on=TODAY)
    assert acted.effects == Effects(
        recipient=5, internal=Internal(2, "days"), urgency=1, tags=("яма", "дорога")
    )
    assert acted.hits == (
        Hit(FIRST, Effects(recipient=5, tags=("яма",))),
        Hit(SECOND, Effects(internal=Internal(2, "days"), tags=("дорога",))),
        Hit(THIRD, Effects(urgency=1)),
    )
    assert acted.author_of("internal") is SECOND
    assert rules.act(message(topic="3", group="20"), on=TODAY).effects == Effects(urgency=1)
    assert rules.act(message(), on=TODAY).effects == Effects(urgency=1)


def test_a_rule_may_stop_the_rest() -> None:
    stopping = version(1, Test("topic", "is", "1"), Effects(tags=("стоп",), stops=True))
    acted = Ruleset([stopping, THIRD], topics_of_group=GROUPS).act(message(topic="1"), on=TODAY)
    assert acted.effects == Effects(tags=("стоп",))


def test_a_rule_acts_within_its_days() -> None:
    dated = version(1, shape.ALWAYS, Effects(urgency=2), since=TODAY, until=TODAY + timedelta(days=1))
    rules = Ruleset([dated], topics_of_group={})
    acted = [bool(rules.act(message(), on=TODAY + timedelta(days=n)).hits) for n in (-1, 0, 1, 2)]
    assert acted == [False, True, True, False]


def test_a_failing_effect_is_told_and_the_others_go_on() -> None:
    broken = version(
        1, shape.ALWAYS, Effects(recipient=5, tags=("а",)), broken={"recipient": "получатель закрыт"}
    )
    acted = Ruleset([broken, SECOND], topics_of_group=GROUPS).act(message(topic="1", group="10"), on=TODAY)
    assert acted.has_failed
    assert acted.hits[0] == Hit(broken, Effects(tags=("а",)), (("recipient", "получатель закрыт"),))
    assert acted.effects.recipient == 6
    late = fold([THIRD], check=lambda key, value: "нельзя" if (key, value) == ("urgency", 1) else "")
    assert late.hits[0].failures == (("urgency", "нельзя"),)


def test_a_condition_that_breaks_down_alarms_and_stops_nobody() -> None:
    odd = version(1, Test("hour", "ge", 8), Effects(urgency=2))
    acted = Ruleset([odd, THIRD], topics_of_group={}).act(message(hour="восемь"), on=TODAY)
    assert [one.rule_id for one, _ in acted.faults] == [1]
    assert acted.has_failed
    assert acted.effects == Effects(urgency=1)


def test_health_by_words() -> None:
    general = version(1, Test("group", "is", "10"), Effects(recipient=5))
    hidden = version(2, Test("topic", "is", "1"), Effects(recipient=6))
    seen = version(3, Test("topic", "is", "1"), Effects(recipient=6, urgency=1))
    never = version(4, IMPOSSIBLE[0], Effects(urgency=1))
    closed = version(5, Test("topic", "in", ("3",)), Effects(urgency=1), broken={"template": "шаблона нет"})
    short = version(6, Test("topic", "is", "2"), Effects(recipient=7), until=TODAY)
    found = health.by_words(
        [general, hidden, seen, never, closed, short], closed={"topic": frozenset({"3"})}, groups=GROUPS
    )
    assert {(one.rule_id, one.trouble.value, one.other_id) for one in found} == {
        (2, "shadowed", 1), (4, "dead", None), (5, "broken", None), (5, "dead", None), (6, "shadowed", 1),
    }  # fmt: skip
    found = health.by_words(
        [short, version(7, Test("topic", "is", "2"), Effects(recipient=1))], closed={}, groups={}
    )
    assert found == []  # the earlier one ends, the later one does not


def test_health_by_history() -> None:
    rules = Ruleset(
        [FIRST, SECOND, THIRD, version(4, Test("topic", "is", "1"), Effects(recipient=5))],
        topics_of_group=GROUPS,
    )
    tally = health.Tally()
    for topic, group in (("1", "10"), ("2", "10"), ("1", "10")):
        tally.add(rules.matching(message(topic=topic, group=group), on=TODAY)[0])
    found = health.by_history(rules.versions, tally, days=30)
    assert [(one.rule_id, one.trouble.value, one.other_id) for one in found] == [
        (4, "shadowed", 1), (2, "conflict", 1),
    ]  # fmt: skip
    tally = health.Tally(cases=1)
    assert {one.trouble.value for one in health.by_history(rules.versions, tally, days=30)} == {"dead"}
