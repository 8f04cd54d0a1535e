"""Words by which people decide otherwise than by the topic."""

from otklik.casework.automation.rules.mining import Seen, effect_of, habits, left_alone
from otklik.casework.automation.rules.wording import Worded, by_words, words_of


def some(count: int, topic: int, target: int | None, *words: str) -> list[Worded]:
    return [Worded(topic, target, frozenset(words))] * count


def test_a_word_that_leads_away_from_the_topic_is_found() -> None:
    told = [
        *some(60, 1, 50, "яма", "дорога"), *some(20, 1, 51, "яма", "люк"), *some(2, 1, 50, "люк"),
    ]  # fmt: skip
    (found,) = by_words(told, least_surety=0.7)
    assert (found.key, found.kept, found.total) == ("1:text:люк:51", 20, 22)


def test_a_word_of_many_topics_goes_before_one_of_each() -> None:
    told = [
        *some(40, 1, 50, "двор"), *some(12, 1, 52, "двор", "собака"), *some(40, 2, 51, "парк"),
        *some(12, 2, 52, "парк", "собака"),
    ]  # fmt: skip
    assert [(one.key, one.kept, one.total) for one in by_words(told)] == [("0:text:собака:52", 24, 24)]


def test_what_the_topic_does_anyway_is_not_a_habit_of_words() -> None:
    assert by_words(some(60, 1, 50, "яма", "дорога")) == []
    assert by_words([*some(40, 1, None, "яма"), *some(10, 1, 1, "яма", "школа")], effect="urgency") == []


def test_nobody_is_named_and_no_place() -> None:
    assert words_of("Иванова Мария с Садовой просит: в Саратове открытый люк, 89270000000, ул.") == {
        "просить", "люк",
    }  # fmt: skip


def test_what_people_leave_alone_counts_against() -> None:
    seen = [Seen(1, "", "", 2, 29)]
    assert habits([*seen, *left_alone({(1, ""): 60}, "", seen)], effect="urgency") == []
    (found,) = habits([*seen, *left_alone({(1, ""): 30}, "", seen)], effect="urgency")
    assert (found.key, found.kept, found.total) == ("urgency/1:::2", 29, 30)
    assert (effect_of(found.key), effect_of("1:::2")) == ("urgency", "recipient")
