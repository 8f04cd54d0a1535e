"""Time left, in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from otklik.casework.deadlines import speech
from otklik.casework.deadlines.terms import Unit

OMSK = ZoneInfo("Asia/Omsk")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OMSK)


LEFT = [
    ("2026-11-25 23:59:59", "2026-11-23 10:00", "2 дня"),
    ("2026-11-28 23:59:59", "2026-11-23 00:00", "5 дней"),
    ("2026-12-14 23:59:59", "2026-11-23 10:00", "21 день"),
    ("2026-11-24 23:59:59", "2026-11-23 10:00", "завтра"),
    ("2026-11-23 23:59:59", "2026-11-23 10:00", "сегодня"),
    ("2026-11-23 23:59:59", "2026-11-23 23:59:59", "сегодня"),
    ("2026-11-23 23:59:59", "2026-11-24 00:00", "просрочено на 1 день"),
    ("2026-11-23 23:59:59", "2026-11-26 12:00", "просрочено на 3 дня"),
    ("2026-11-23 18:00", "2026-11-23 10:00", "сегодня до 18:00"),
    ("2026-11-24 11:30", "2026-11-23 17:00", "завтра до 11:30"),
    ("2026-11-23 18:00", "2026-11-23 18:00", "сегодня до 18:00"),
    ("2026-11-23 18:00", "2026-11-23 18:00:20", "просрочено на 1 мин"),
    ("2026-11-23 18:00", "2026-11-23 18:40", "просрочено на 40 мин"),
    ("2026-11-23 18:00", "2026-11-23 22:10", "просрочено на 4 ч"),
    ("2026-11-23 18:00", "2026-11-24 17:59", "просрочено на 23 ч"),
    ("2026-11-23 18:00", "2026-11-25 19:00", "просрочено на 2 дня"),
]


@pytest.mark.parametrize(("due", "now", "words"), LEFT, ids=[f"{row[2]} ({row[1][11:]})" for row in LEFT])
def test_left(due: str, now: str, words: str) -> None:
    assert speech.left(at(due), now=at(now), tz=OMSK) == words


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (1, Unit.CALENDAR_DAYS, "1 день"),
        (2, Unit.WORKING_DAYS, "2 рабочих дня"),
        (11, Unit.WORKING_DAYS, "11 рабочих дней"),
        (21, Unit.WORKING_HOURS, "21 рабочий час"),
        (240, Unit.MINUTES, "240 минут"),
    ],
)
def test_length(amount: int, unit: Unit, words: str) -> None:
    assert speech.length(amount, unit) == words
