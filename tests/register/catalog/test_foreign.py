"""Codes of classifiers as people and spreadsheets leave them."""

import pytest

from otklik.register.catalog.foreign import Bad, Code, is_assignable, read_code

WHOLE = "0001.0002.0025.0092"


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        f"  {WHOLE}. ",
        "0001. 0002.0025 .0092",
        "0001\u00a0.0002\u200b.0025.0092",
        "０００１.0002.0025.0092",
        "0001,0002,0025,0092",
        "0001-0002-0025-0092",
        "0001 0002 0025 0092",
        "0001000200250092",
        "1000200250092",
        "1.2.25.92",
        f"№ {WHOLE}",
        f"код вопроса: {WHOLE}",
        f"'{WHOLE}",
        "ОО01.0002.0О25.0092",
        f"{WHOLE}.0000",
    ],
)
def test_question_is_read(text: str) -> None:
    assert read_code("otk", text) == Code(WHOLE, is_assignable=True)


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        (f"{WHOLE} Услуги МФЦ", WHOLE, "Услуги МФЦ"),
        (f"{WHOLE}. 5 этажей", WHOLE, "5 этажей"),
        (f"{WHOLE} О кладбищах", WHOLE, "О кладбищах"),
        (f"{WHOLE}.0001", f"{WHOLE}.0001", ""),
        ("00010002002500920001", f"{WHOLE}.0001", ""),
    ],
)
def test_name_glued_to_the_code_is_kept_apart(text: str, code: str, rest: str) -> None:
    assert read_code("otk", text) == Code(code, is_assignable=True, rest=rest)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0005", "0005"),
        ("5", "0005"),
        ("0005.0000.0000.0000", "0005"),
        ("0001.0002", "0001.0002"),
        ("0001.0002.0025.0000", "0001.0002.0025"),
        ("1.001", "0001.0010"),
    ],
)
def test_shorter_codes_are_headings(text: str, code: str) -> None:
    assert read_code("otk", text) == Code(code, is_assignable=False)
    assert not is_assignable("otk", code)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "нет кода"),
        ("Ямы", "не похож"),
        ("1,0002E+12", "испорчен"),
        ("1.00020025E12", "испорчен"),
        ("01.02.2025", "дата"),
        ("2025-02-01 00:00:00", "дата"),
        ("10002002500920000", "конец кода"),
        ("0001.0000.0025.0092", "пропущен"),
        ("0000", "пропущен"),
        ("0001.0002.0025.00921", "не похож"),
        (f"{WHOLE}.0001.0001", "больше пяти"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, word: str) -> None:
    found = read_code("otk", text)
    assert isinstance(found, Bad)
    assert word in found.reason


def test_other_schemes_are_read_as_written() -> None:
    assert read_code("pos", " Дороги /\u00a0 Ямы ") == Code("Дороги / Ямы", is_assignable=True)
    assert isinstance(read_code("pos", "я" * 201), Bad)
    assert is_assignable("im", "Дороги / Ямы")
