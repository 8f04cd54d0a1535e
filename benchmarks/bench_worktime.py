"""How fast working days, working hours and ladders are counted (pure code, processor time of one core)."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from otklik.casework.deadlines.rules import ladder
from otklik.casework.deadlines.times import CaseTimes
from otklik.ground.worktime import official

ROUNDS = 200_000
CASES = 20_000
KINDS = (("appeal", "59fz"), ("message", "pos"), ("message", "digital"), ("message", "hotline"))


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
    cases = [
        CaseTimes(kind=kind, stream=stream, received_at=at, registered_at=at)
        for n in range(CASES)
        for kind, stream in [KINDS[n % 4]]
        for at in [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=17 * n)]
    ]
    found: list[int] = []
    ladders = rate(CASES, lambda: found.extend(len(ladder(case, calendar=calendar)) for case in cases))
    print(f"ladders           {ladders:>12,.0f} cases/s")
    print(f"deadlines         {ladders * sum(found) / CASES:>12,.0f} /s  (bar: 50,000)")


if __name__ == "__main__":
    main()
