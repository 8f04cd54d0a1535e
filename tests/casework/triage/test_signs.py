"""Signs of a message: each kind is found by its words, and innocent texts have none."""

from pathlib import Path

import pytest

from otklik.casework.triage import signs
from otklik.casework.triage.rudeness import is_obscene, obscene
from otklik.casework.triage.words import read
from otklik.kernel import language
from tests.casework.triage.measuring import rows, tell

BESIDE = frozenset({"abuse", "threat", "again", "collective"})
"""Kinds that may well be told besides the one a sentence was written for."""

LAWFUL = (
    "потребление употребляя хлеба требовать учеба погреба небо мебель себе ребенок команда мандат мандарин"
    " застрахуй подстрахуйте художник сухую хутор двоеборье рубля корабля ослаблять сабля наблюдатель"
    " оскорбление бляха педиатр педикюр педали жопен сравнение сражение страна просрочка срам сразу"
    " говорить главное говядина мудрый мудрость передать переход перегородка херсонский херувим"
    " ебрр епархия епископ поезд уезд съезд мопед пятистопный межоперационный обтурация сосать"
    " стервятник лохматый жидкий сука страхование отсутствие хуан хуэй"
)


def kinds(text: str, **known: str) -> set[str]:
    return {sign.kind for sign in signs.find(read(text), text, **known)}


def test_precision_and_recall_of_every_kind() -> None:
    hits, missed, false = [], [], []
    for row in rows("signs.tsv"):
        told, found = set(row["signs"].split()), kinds(row["text"])
        hits += [(kind, row["text"]) for kind in told & found]
        missed += [(kind, row["text"]) for kind in told - found]
        false += [(kind, row["text"]) for kind in found - told - (BESIDE if told else frozenset())]
    precision, recall = tell("signs", hits=len(hits), false=len(false), missed=len(missed))
    assert precision >= 0.97, false
    assert recall >= 0.95, missed


def test_every_kind_of_the_rules_is_explained() -> None:
    for kind, *_rest in signs.TABLE:
        assert kind in signs.KINDS
    for one in signs.KINDS.values():
        assert one.title
        assert not one.is_right or one.norm.startswith("59-ФЗ, ст. 11")


@pytest.mark.parametrize(
    ("author", "reply_to", "reason"),
    [
        ("", "г. Мирный, ул. Ленина, 1", "фамилия не указана"),
        ("А.", "a@example.ru", "фамилия не указана"),
        ("Иванова Анна", "", "адрес для ответа не указан"),
        ("Иванова Анна", "a@example.ru", ""),
        ("Салтыков-Щедрин", "ул. Мира, 2", ""),
    ],
    ids=["ст. 11 ч. 1: без фамилии", "инициал не фамилия", "без адреса", "всё есть", "двойная фамилия"],
)
def test_an_appeal_without_name_or_address(author: str, reply_to: str, reason: str) -> None:
    text = "Почините дорогу"
    found = signs.find(read(text), text, kind="appeal", author=author, reply_to=reply_to)
    assert [sign.ground for sign in found if sign.kind == "anonymous"] == ([reason] if reason else [])


def test_a_message_needs_no_name() -> None:
    assert "anonymous" not in kinds("Почините дорогу", kind="message")


def test_the_author_is_no_third_person() -> None:
    text = "Я, Иванова Мария Петровна, прошу починить дорогу"
    assert "third_party" not in kinds(text, author="Иванова Мария Петровна")
    assert "third_party" in kinds("Тут живёт Иванова Мария Петровна", author="Сидоров Пётр")


def test_a_third_person_is_not_quoted() -> None:
    text = "Сосед Сидоров Пётр Ильич из 5 квартиры топит нас"
    (sign,) = [one for one in signs.find(read(text), text) if one.kind == "third_party"]
    assert sign.fragment == "С. П. И."


@pytest.mark.parametrize(
    "word", ["х**", "х*й", "п***ц", "бл@дь", "Blyad", "хyй", "ХУЙНЯ", "хууууй", "за*бали"]
)
def test_obscene_words_in_disguise(word: str) -> None:
    assert obscene(word, language.tokens(word))


@pytest.mark.parametrize("text", ["5*5", "кв*м", "a*b", "10%", "№**", "* * *", "**важно**", "с*"])
def test_stars_that_hide_nothing(text: str) -> None:
    assert not obscene(text, language.tokens(text))


def test_the_known_list_is_mostly_recognised(shared_dir: Path) -> None:
    """A part of the list is no obscenity at all («голый», «какая разница») and is not to be found."""
    words = (shared_dir / "data/lexicon/obscene_ru.txt").read_text(encoding="utf-8").split("\n")
    russian = [one for one in words if any("а" <= letter <= "я" for letter in one)]
    found = [one for one in russian if obscene(one, language.tokens(one))]
    tell("known obscene words", hits=len(found), false=0, missed=len(russian) - len(found))
    assert len(found) / len(russian) >= 0.73


@pytest.mark.parametrize("word", LAWFUL.split())
def test_lawful_words(word: str) -> None:
    assert not is_obscene(word)
