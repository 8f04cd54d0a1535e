"""The Russian analyser: words, normal forms, plural words, numbers and days."""

import threading
import time
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.kernel import language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ёлка у дома №5-а", ["елка", "у", "дома", "5", "а"]),
        ("д.12а,кв.7", ["д", "12а", "кв", "7"]),
        ("за́мок и замо\u00adк", ["замок", "и", "замок"]),
        ("<p>Яма<br/>на дороге&nbsp;&mdash; опасно</p>", ["яма", "на", "дороге", "опасно"]),
        ("5 < 7 и a > b", ["5", "7", "и", "a", "b"]),
        ("Снег❄️👨‍👩‍👧убрали🙏", ["снег", "убрали"]),
        ("и\u0306 ё\x00ж", ["й", "е", "ж"]),
        ("snake_case Wi-Fi", ["snake", "case", "wi", "fi"]),
        ("", []),
        ("!!! ... \n\t", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert language.tokens(text) == expected


def test_an_endless_word_is_cut() -> None:
    assert max(map(len, language.tokens("ы" * 100_000))) <= 64


@pytest.mark.parametrize(
    "text", ["<a" * 50_000, "<" * 100_000, "&" * 100_000, "я " * 50_000, "<b " + "x" * 100_000]
)
def test_tokens_take_linear_time(text: str) -> None:
    started = time.perf_counter()
    language.tokens(text)
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("батареями", ("батарея",)),
        ("люди", ("человек",)),
        ("Ёлки", ("елка",)),
        ("wifi", ("wifi",)),
        ("12а", ("12а",)),
        ("2026", ("2026",)),
    ],
)
def test_forms(word: str, expected: tuple[str, ...]) -> None:
    assert language.forms(word) == expected


def test_an_ambiguous_word_has_all_its_forms() -> None:
    assert {"стекло", "стечь"} <= set(language.forms("стекло"))


def found(query: str, text: str) -> bool:
    terms = set(language.index_terms(text).split())
    return all(terms.intersection(group) for group in language.query_groups(query))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("батарея", "Холодные батареи в квартире"),
        ("батарея", "Нет батарей"),
        ("батареи", "стучат батареями"),
        ("яма дорога", "На дороге огромные ямы"),
        ("течёт крыша", "крыши текут"),
        ("стекло", "Разбитые стёкла"),
        ("двор 12а", "Во дворе дома 12А"),
        ("WiFi", "нет wifi в школе"),
        ("вывоз мусора", "Мусор вывозят, но вывоза ТКО нет"),
    ],
)
def test_a_query_finds_any_form(query: str, text: str) -> None:
    assert found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [("батарея", "батарейка села"), ("яма дорога", "яма во дворе"), ("снег", "град")],
)
def test_a_query_does_not_find_other_words(query: str, text: str) -> None:
    assert not found(query, text)


def test_the_last_word_is_kept_as_typed() -> None:
    assert language.query_groups("холодные батаре")[-1][-1] == "батаре"
    assert language.query_groups("дом")[-1][-1] == "дом"
    assert language.query_groups(" ") == []


def test_lemmas_keep_order_and_repeats() -> None:
    assert language.lemmas("ямы, ямы на дорогах") == ["яма", "яма", "на", "дорога"]


def test_index_terms_are_unique() -> None:
    terms = language.index_terms("яма ямы ямой, яму!").split()
    assert terms.count("яма") == 1
    assert len(terms) == len(set(terms))


def test_sentences() -> None:
    assert language.sentences("Ул. Ленина, д. 5. Нет света! Когда будет?") == [
        "Ул. Ленина, д. 5.",
        "Нет света!",
        "Когда будет?",
    ]


@pytest.mark.parametrize(
    ("count", "word"),
    [
        (0, "дней"),
        (1, "день"),
        (2, "дня"),
        (4, "дня"),
        (5, "дней"),
        (11, "дней"),
        (12, "дней"),
        (14, "дней"),
        (21, "день"),
        (22, "дня"),
        (25, "дней"),
        (101, "день"),
        (111, "дней"),
        (1011, "дней"),
        (-1, "день"),
        (-3, "дня"),
    ],
)
def test_plural(count: int, word: str) -> None:
    assert language.plural(count, "день", "дня", "дней") == word


def test_counted() -> None:
    assert language.counted(5, "день", "дня", "дней") == "5\u00a0дней"
    assert language.counted(1021, "день", "дня", "дней") == "1\u202f021\u00a0день"


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (0, None, "0"),
        (999, None, "999"),
        (1000, None, "1\u202f000"),
        (1234567.5, None, "1\u202f234\u202f567,5"),
        (-1200, None, "−1\u202f200"),
        (3.0, None, "3"),
        (3.14159, 2, "3,14"),
        (Decimal("0.10"), None, "0,10"),
        (12, 1, "12,0"),
    ],
)
def test_number(value: int | float | Decimal, digits: int | None, expected: str) -> None:
    assert language.number(value, digits=digits) == expected


def test_day() -> None:
    assert language.day(date(2026, 12, 3), this_year=2026) == "3\u00a0декабря, чт"
    assert language.day(date(2025, 5, 31), this_year=2026) == "31\u00a0мая 2025, сб"
    assert language.day(date(2026, 1, 1), this_year=None) == "1\u00a0января 2026, чт"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x07c", "abc"),
        ("раз\r\nдва\rтри\u2028четыре", "раз\nдва\nтри\nчетыре"),
        ("\u202eтекст\u202c \u2066x\u2069\u200f", "текст x"),
        ("\ufeffначало\tтаб", "начало\tтаб"),
        ("и\u0306", "й"),
        ("семья 👨‍👩‍👧 ❤️", "семья 👨‍👩‍👧 ❤️"),
        ("плохой \ud83d суррогат", "плохой  суррогат"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert language.clean(text) == expected


@given(st.text(st.characters()))
def test_clean_text_is_clean_and_stays_so(text: str) -> None:
    once = language.clean(text)
    assert language.clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\x00" not in once
    once.encode()


@given(st.text(st.characters()))
def test_any_text_finds_itself(text: str) -> None:
    assert found(text, text)
    assert all(term.isalnum() for term in language.index_terms(text).split())


def test_many_threads_share_one_analyser() -> None:
    wrong: list[str] = []

    def ask(seed: int) -> None:
        for number in range(200):
            if "батарея" not in language.forms.__wrapped__("батареями" if (seed + number) % 2 else "батарей"):
                wrong.append("батарея")

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
