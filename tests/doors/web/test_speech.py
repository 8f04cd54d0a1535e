"""Instants, terms and shares in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from otklik.doors.web import speech

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
NB = "\u00a0"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 12, 1, 10, 15, tzinfo=UTC), "сегодня в 10:15"),
        (datetime(2026, 11, 30, 18, 40, tzinfo=UTC), "вчера в 18:40"),
        (datetime(2026, 12, 2, 9, 0, tzinfo=UTC), "завтра в 09:00"),
        (datetime(2026, 12, 3, 9, 0, tzinfo=UTC), f"3{NB}декабря, чт"),
        (datetime(2025, 12, 3, 9, 0, tzinfo=UTC), f"3{NB}декабря 2025, ср"),
        (date(2026, 12, 1), "сегодня"),
        (date(2026, 11, 27), f"27{NB}ноября, пт"),
    ],
)
def test_when(moment: datetime | date, words: str) -> None:
    assert speech.when(moment, now=NOW) == words


def test_moment_keeps_the_time() -> None:
    assert speech.moment_words(NOW, now=NOW) == "сегодня в 12:00"
    assert speech.moment_words(NOW - timedelta(days=4), now=NOW) == f"27{NB}ноября, пт, 12:00"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(days=2, hours=5), f"2{NB}дня"),
        (timedelta(days=1), f"1{NB}день"),
        (timedelta(hours=23, minutes=59), f"23{NB}ч"),
        (timedelta(minutes=59), f"59{NB}мин"),
        (timedelta(seconds=59), "меньше минуты"),
        (timedelta(0), "меньше минуты"),
        (-timedelta(hours=4, minutes=1), f"просрочено на 4{NB}ч"),
        (-timedelta(days=11), f"просрочено на 11{NB}дней"),
    ],
)
def test_left(span: timedelta, words: str) -> None:
    assert speech.left(NOW + span, now=NOW) == words


def test_percent_of_the_unknown_is_a_dash() -> None:
    assert speech.percent(None) == "—"
    assert speech.percent(0.0) == f"0{NB}%"
    assert speech.percent(0.873) == f"87{NB}%"
    assert speech.percent(0.8734, digits=1) == f"87,3{NB}%"
