"""Cases to count the terms of."""

from dataclasses import replace
from datetime import datetime

from otklik.casework.deadlines.rules import Rung, ladder
from otklik.casework.deadlines.times import CaseTimes, Settings
from otklik.ground.worktime import official
from otklik.ground.worktime.rules import Calendar

MOSCOW = official.calendar("Europe/Moscow")
APPEAL = {"kind": "appeal", "stream": "59fz"}


def at(text: str, calendar: Calendar = MOSCOW) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=calendar.tz)


def times(registered: str, received: str = "", **more: object) -> CaseTimes:
    arrived = at(received or registered)
    return replace(CaseTimes(received_at=arrived, registered_at=at(registered)), **more)  # type: ignore[arg-type]


def the(code: str, case: CaseTimes, settings: Settings | None = None, calendar: Calendar = MOSCOW) -> Rung:
    rungs = ladder(case, calendar=calendar, settings=settings or Settings())
    return next(rung for rung in rungs if rung.code == code)


def codes(case: CaseTimes) -> list[str]:
    return [rung.code for rung in ladder(case, calendar=MOSCOW)]
