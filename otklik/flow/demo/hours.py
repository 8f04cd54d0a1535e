"""Time of the demonstration: local seconds from the first day, working minutes, moments in UTC."""

from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from otklik.flow.demo.town import TIMEZONE

DAY = 86_400
OPENS, CLOSES = 9 * 60, 18 * 60  # minutes of the local day
WORKDAY = CLOSES - OPENS
MONTHS_BACK = 15
RUN_OUT_DAYS = 400  # promises and late answers may be dated after the window
_DAYS_OFF = frozenset(
    {*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4), (12, 31)}
)
_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip


class Window:
    """The fifteen months before `until` (aware). Moments are whole local seconds from its first midnight.

    The town's zone has kept one offset since 2014, so seconds can be added without looking at the clock.
    """

    def __init__(self, until: datetime) -> None:
        local = until.astimezone(ZoneInfo(TIMEZONE))
        self.first = _months_before(local.date(), MONTHS_BACK)
        midnight = datetime(self.first.year, self.first.month, self.first.day, tzinfo=ZoneInfo(TIMEZONE))
        self._base = midnight.astimezone(UTC)
        self.until = int((until - midnight).total_seconds())
        self.days = self.until // DAY + 1
        total = self.days + RUN_OUT_DAYS
        self._is_work = [is_workday(self.date_of(day * DAY)) for day in range(total)]
        self._workdays = [day for day in range(total) if self._is_work[day]]
        self._before = [0, *accumulate(self._is_work)]  # working days before each day
        self._said: dict[int, str] = {}

    def moment(self, second: int) -> datetime:
        return self._base + timedelta(seconds=second)

    def date_of(self, second: int) -> date:
        return self.first + timedelta(days=second // DAY)

    def day_of(self, day: date) -> int:
        """The number of the day in the window; below zero or beyond `days` when outside."""
        return (day - self.first).days

    def is_workday(self, day: int) -> bool:
        return self._is_work[day]

    def later(self, second: int, minutes: float) -> int:
        """The second when so many working minutes have passed."""
        day, rest = divmod(second, DAY)
        worked = self._before[day] * WORKDAY + int(minutes)
        if self._is_work[day]:
            worked += min(max(rest // 60 - OPENS, 0), WORKDAY)
        index, minute = divmod(worked, WORKDAY)
        return max(self._workdays[index] * DAY + (OPENS + minute) * 60 + second % 60, second + 60)

    def say(self, second: int) -> str:
        """The day in words, kept once said."""
        day = second // DAY
        if day not in self._said:
            self._said[day] = say_date(self.date_of(second))
        return self._said[day]


def is_workday(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in _DAYS_OFF


def say_date(day: date) -> str:
    """«14 мая 2026 года»: fits both «до …» and «… сделано»."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year} года"


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))
