"""The condition language: reading, checking, evaluating, SQL and speech."""

import pytest

from otklik.kernel import conditions
from otklik.kernel.conditions import All, Any, Not, Test
from tests.kernel.records import NOW, RECORD, SCHEMA

TRUE = [
    Test("topic", "is", "roads"),
    Test("topic", "is_not", "water"),
    Test("topic", "in", ("water", "roads")),
    Test("topic", "not_in", ("water", "snow")),
    Test("topic", "is_not_empty"),
    Test("text", "contains_words", "яма"),
    Test("text", "contains_words", "дорогами ямой"),
    Test("rating", "lt", 3),
    Test("rating", "le", 2),
    Test("rating", "ge", 2.0),
    Test("rating", "between", (2, 5)),
    Test("tags", "is", "дети"),
    Test("tags", "in", ("нет", "срочно")),
    Test("tags", "not_in", ("нет", "сро")),
    Test("repeat", "is", False),
    Test("due", "is", "2026-03-12"),
    Test("due", "gt", "2026-03-11"),
    Test("due", "between", ("2026-03-12", "2026-03-12")),
    Test("due", "within_days", -2),
    Test("received", "within_days", 1),
    Test("received", "lt", "2026-03-10T02:31:00+03:00"),
    Test("received", "ge", "2026-03-10T02:30:00+03:00"),
    All(()),
    All((Test("rating", "lt", 3), Not(Test("repeat", "is", True)))),
    Any((Test("rating", "gt", 3), Test("topic", "is", "roads"))),
]
FALSE = [
    Test("text", "contains_words", "яма снег"),
    Test("text", "is_empty"),
    Test("rating", "gt", 2),
    Test("tags", "is", "срочн"),
    Test("tags", "is_empty"),
    Test("due", "within_days", -1),
    Test("due", "within_days", 5),
    Test("received", "within_days", 0),
    Any(()),
]
UNARY_TRUE_OF_NOTHING = [
    Test(name, op, value)
    for name, value in (("topic", "roads"), ("rating", 1), ("tags", "дети"), ("repeat", True), ("text", "а"))
    for op in ("is_not",)
] + [Test(name, "is_empty") for name in SCHEMA]


@pytest.mark.parametrize("condition", TRUE, ids=lambda condition: conditions.say(condition, SCHEMA))
def test_true_of_the_record(condition: conditions.Condition) -> None:
    conditions.check(condition, SCHEMA)
    assert conditions.matches(condition, RECORD, now=NOW)
    assert not conditions.matches(Not(condition), RECORD, now=NOW)


@pytest.mark.parametrize("condition", FALSE, ids=lambda condition: conditions.say(condition, SCHEMA))
def test_false_of_the_record(condition: conditions.Condition) -> None:
    conditions.check(condition, SCHEMA)
    assert not conditions.matches(condition, RECORD, now=NOW)


@pytest.mark.parametrize("condition", UNARY_TRUE_OF_NOTHING, ids=str)
def test_true_of_an_empty_record(condition: conditions.Condition) -> None:
    assert conditions.matches(condition, {}, now=NOW)
    assert not conditions.matches(Not(condition), {}, now=NOW)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        (None, "должно быть объектом"),
        ([], "должно быть объектом"),
        ("x", "должно быть объектом"),
        ({}, "состоит из"),
        ({"all": [], "any": []}, "состоит из"),
        ({"field": "a", "op": "is", "value": 1, "x": 2}, "состоит из"),
        ({"all": {}}, "список условий"),
        ({"all": [{}] * 501}, "больше 500"),
        ({"field": "", "op": "is", "value": 1}, "Не указано поле"),
        ({"field": 5, "op": "is", "value": 1}, "Не указано поле"),
        ({"field": "a", "op": "like", "value": 1}, "неизвестное действие"),
        ({"field": "a", "op": ["is"], "value": 1}, "неизвестное действие"),
        ({"field": "a", "op": "in", "value": []}, "непустой список"),
        ({"field": "a", "op": "in", "value": "x"}, "непустой список"),
        ({"field": "a", "op": "between", "value": [1]}, "два значения"),
        ({"field": "a", "op": "is_empty", "value": 1}, "не нужно значение"),
        ({"field": "a", "op": "is"}, "нужно значение"),
        ({"field": "a", "op": "is", "value": {"b": 1}}, "нужно значение"),
        ({"field": "a", "op": "is", "value": float("nan")}, "недопустимое число"),
        ({"field": "a", "op": "is", "value": 10**400}, "недопустимое число"),
        ({"field": "a", "op": "is", "value": "а" * 1001}, "слишком длинный"),
    ],
)
def test_not_understood(source: object, complaint: str) -> None:
    with pytest.raises(conditions.ConditionError, match=complaint):
        conditions.parse(source)


def test_text_is_cleaned() -> None:
    source = {"field": "a", "op": "is", "value": "а\x00б\ud83d"}
    assert conditions.parse(source) == Test("a", "is", "аб")


def test_too_deep() -> None:
    source: dict[str, object] = {"all": []}
    for _ in range(100):
        source = {"not": source}
    with pytest.raises(conditions.ConditionError, match="глубже"):
        conditions.parse(source)


@pytest.mark.parametrize(
    ("test", "complaint"),
    [
        (Test("nobody", "is", 1), "Нет поля «nobody»"),
        (Test("topic", "lt", "roads"), "«Тема» нельзя спросить «lt»"),
        (Test("topic", "is", "sky"), "нет значения «sky»"),
        (Test("topic", "is", 5), "другого рода"),
        (Test("rating", "is", "5"), "другого рода"),
        (Test("rating", "is", True), "другого рода"),
        (Test("repeat", "is", 1), "другого рода"),
        (Test("rating", "between", (5, 2)), "начало больше конца"),
        (Test("due", "is", "12.03.2026"), "не дата"),
        (Test("due", "between", ("2026-03-12", "2026-03-11")), "начало больше конца"),
        (Test("due", "within_days", 1.5), "целое число дней"),
        (Test("due", "within_days", 10**9), "целое число дней"),
        (Test("received", "lt", "2026-03-12T10:00:00"), "не момент"),
        (Test("received", "is", "2026-03-12T10:00:00Z"), "нельзя спросить"),
        (Test("text", "contains_words", " ?! "), "ни одного слова"),
        (Test("tags", "is", "а|б"), "содержит"),
    ],
)
def test_not_suitable(test: Test, complaint: str) -> None:
    with pytest.raises(conditions.ConditionError, match=complaint):
        conditions.check(Not(All((test,))), SCHEMA)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (Test("topic", "in", ("roads", "water")), "«Тема» — Дороги или Вода"),
        (Test("topic", "not_in", ("roads", "water")), "«Тема» — не Дороги и не Вода"),
        (Test("rating", "ge", 1000.5), "«Оценка» не меньше 1\u202f000,5"),
        (Test("repeat", "is", True), "«Повторное» — да"),
        (Test("tags", "is", "дети"), "«Метки» — «дети»"),
        (Test("due", "le", "2026-12-03"), "«Срок» не позже 3\u00a0декабря 2026, чт"),
        (Test("due", "within_days", -3), "«Срок» — в ближайшие 3\u00a0дня"),
        (Test("received", "within_days", 21), "«Поступило» — за последний 21\u00a0день"),
        (
            Test("received", "gt", "2026-12-03T10:05:00+03:00"),
            "«Поступило» позже 3\u00a0декабря 2026, чт, 10:05",
        ),
        (Test("rating", "between", (1, 2)), "«Оценка» от 1 до 2"),
        (Test("text", "contains_words", "прорыв трубы"), "«Текст» содержит слова «прорыв трубы»"),
        (Not(Test("text", "is_empty")), "неверно, что «Текст» не заполнено"),
        (
            All((Test("rating", "lt", 3), Any((Test("topic", "is", "snow"), Test("repeat", "is", True))))),
            "«Оценка» меньше 3, и («Тема» — Снег, или «Повторное» — да)",
        ),
        (All(()), "без условий"),
    ],
)
def test_said_in_russian(condition: conditions.Condition, said: str) -> None:
    assert conditions.say(condition, SCHEMA) == said


def test_a_field_without_a_column() -> None:
    with pytest.raises(conditions.ConditionError, match="спросить нельзя"):
        conditions.to_sql(Test("topic", "is", "roads"), SCHEMA, columns={}, now=NOW)
