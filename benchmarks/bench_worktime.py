"""How fast working days and working hours are counted (pure code, processor time of one core)."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime

from otklik.ground.worktime import official

ROUNDS = 200_000


def rate(count: int, work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return count / (time.process_time() - start)


def main() -> None:
    start = time.process_time()
    calendar = official.calendar("Asia/Omsk")
    print(f"a calendar is built in {1000 * (time.process_time() - start):.0f} ms")
    day, moment = date(2026, 5, 7), datetime(2026, 5, 7, 10, tzinfo=UTC)
    days = rate(ROUNDS, lambda: [calendar.add_working_days(day, n % 90) for n in range(ROUNDS)])
    hours = rate(ROUNDS, lambda: [calendar.add_working_hours(moment, n % 90) for n in range(ROUNDS)])
    print(f"add_working_days  {days:>12,.0f} /s  (bar: 200,000)")
    print(f"add_working_hours {hours:>12,.0f} /s")


if __name__ == "__main__":
    main()
