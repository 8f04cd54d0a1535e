"""Words of registers, links and marks."""

import pytest

from otklik.border.ports.messages import Outcome, Stream
from otklik.border.readers.links import first_link, name_of, network_of
from otklik.border.readers.posts import clean_post
from otklik.border.readers.wordings import is_yes, outcome_of, rating_of, stream_of


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Решено", Outcome.MEASURES_TAKEN),
        ("Рассмотрено. Поддержано, меры приняты", Outcome.MEASURES_TAKEN),
        ("Не решено", Outcome.NOT_SUPPORTED),
        ("Не поддержано", Outcome.NOT_SUPPORTED),
        ("Поддержано", Outcome.SUPPORTED),
        ("Разъяснено", Outcome.EXPLAINED),
        ("Направлено по компетенции", Outcome.FORWARDED),
        ("Дан ответ автору", Outcome.ANSWERED),
        ("Оставлено без ответа автору", Outcome.LEFT_UNANSWERED),
        ("Отложено", None),
        ("В работе", None),
        ("", None),
    ],
)
def test_an_outcome(words, expected):
    assert outcome_of(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ПОС", Stream.POS),
        ("Госуслуги. Решаем вместе", Stream.POS),
        ("Горячая линия главы", Stream.HOTLINE),
        ("Телефон", Stream.HOTLINE),
        ("Письменное обращение (59-ФЗ)", Stream.APPEALS),
        ("ВКонтакте", Stream.DIGITAL),
        ("Посылка", None),
    ],
)
def test_a_stream(words, expected):
    assert stream_of(words) == expected


def test_yes_no_and_ratings():
    assert [is_yes(word) for word in ("Да", "нет", "?")] == [True, False, None]
    assert [rating_of(word) for word in ("5", "4.0", "оценка: 3", "2 из 5", "6", "Автор доволен", "")] == [
        5,
        4,
        3,
        2,
        None,
        None,
        None,
    ]


def test_links_are_named_alike():
    assert network_of("https://m.vk.com/wall-1_2") == "vk" and network_of("notvk.com/a") == ""
    assert (
        name_of("http://vk.com/wall-1_2?reply=3")
        == name_of("https://vk.ru/wall-1_2?reply=3/")
        == "vk:wall-1_2?reply=3"
    )
    assert name_of("") == name_of("нет") == ""
    assert first_link("ответ тут: https://vk.ru/wall8_6?reply=6, ниже") == "https://vk.ru/wall8_6?reply=6"


def test_marks_of_networks_leave_the_words():
    text = "'[club1|Администрация], где снег?<br>[id2|Имя] &quot;да&quot; [Фотография] <b>1 < 2</b>"
    assert clean_post(text) == 'Администрация, где снег?\nИмя "да" [Фотография] <b>1 < 2</b>'
