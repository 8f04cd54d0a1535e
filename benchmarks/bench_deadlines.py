"""How fast terms are counted: ladders of every kind of case, with arithmetic in words, on one core.

Protocol: pure code, processor time of one core, one town's calendar; cases of a year, each of another moment,
so that no two share all their last days; «plain» as a message comes in, «decided» with an extension, a pause,
requests and promises. A deadline is one rung: last day by the clause, control day, moment in UTC and words.
Bar: ≥ 50,000 deadlines a second on one core.
Usage: bench_deadlines.py [CASES]
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from otklik.casework.deadlines.rules import ladder
from otklik.casework.deadlines.times import CaseTimes, Opening, Paused
from otklik.ground.worktime import official

BAR = 50_000
KINDS = {
    "appeals, 59-ФЗ": {"kind": "appeal", "stream": "59fz"},
    "requests of information, 8-ФЗ": {"kind": "information_request", "stream": "59fz"},
    "complaints on services, 210-ФЗ": {"kind": "service_complaint", "stream": "59fz"},
    "messages of ПОС": {"stream": "pos"},
    "fast track": {"stream": "pos", "is_fast_track": True, "fast_track_days": 8},
    "social networks, hours": {"stream": "digital", "channel": "vk"},
    "hot line": {"stream": "hotline"},
}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    calendar = official.calendar("Asia/Omsk")
    calendar.intervals(calendar.first)
    print(f"{'cases':<36}{'ladders/s':>12}{'deadlines/s':>14}{'a case':>9}")
    told = {name: _of(count, **case) for name, case in KINDS.items()}  # type: ignore[arg-type]
    told["all of them, mixed"] = [one for row in zip(*told.values(), strict=True) for one in row][:count]
    told["decided, mixed"] = [_decided(one) for one in told["all of them, mixed"]]
    rates = {name: _rate(name, cases) for name, cases in told.items()}
    worst = min(rates, key=lambda name: rates[name])
    print(f"\nslowest: {worst}, {rates[worst]:,.0f} deadlines/s (bar {BAR:,})")


def _of(count: int, **case: object) -> list[CaseTimes]:
    first = datetime(2026, 1, 1, tzinfo=UTC)
    moments = (first + timedelta(minutes=26 * n) for n in range(count))
    return [CaseTimes(received_at=at, registered_at=at, **case) for at in moments]  # type: ignore[arg-type]


def _decided(case: CaseTimes) -> CaseTimes:
    at = case.registered_at or case.received_at
    later = at + timedelta(days=3)
    return replace(
        case,
        extended_days=15,
        pauses=(Paused(later, later + timedelta(days=10)),),
        opened=(
            Opening(kind="request", key="1", at=later),
            Opening(kind="notice_unreadable"),
            Opening(kind="promise", key="1", at=later, until=(later + timedelta(days=40)).date()),
        ),
    )


def _rate(name: str, cases: Sequence[CaseTimes]) -> float:
    calendar = official.calendar("Asia/Omsk")
    started = time.process_time()
    rungs = sum(len(ladder(case, calendar=calendar)) for case in cases)
    spent = time.process_time() - started
    print(f"{name:<36}{len(cases) / spent:>12,.0f}{rungs / spent:>14,.0f}{rungs / len(cases):>9.1f}")
    return rungs / spent


if __name__ == "__main__":
    main()
